import { expect, test } from "vitest";
import { EXIT_CODES, parseState, STATES, worstState } from "../../src/monitoring/state.ts";
import { UsageError } from "../../src/util/errors.ts";

test("states are ordered OK, UNKNOWN, WARNING, CRITICAL", () => {
  expect(STATES).toEqual(["OK", "UNKNOWN", "WARNING", "CRITICAL"]);
  expect(worstState([])).toBe("OK");
  expect(worstState(["OK", "UNKNOWN"])).toBe("UNKNOWN");
  expect(worstState(["WARNING", "UNKNOWN"])).toBe("WARNING");
  expect(worstState(["WARNING", "CRITICAL", "UNKNOWN"])).toBe("CRITICAL");
});

test("exit codes are those of the guidelines", () => {
  expect(EXIT_CODES).toEqual({ OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 });
});

test("a state is read as a word in either case or as its exit code", () => {
  expect(["ok", "WARNING", "Critical", "UNKNOWN", "0", "1", "2", "3"].map(parseState)).toEqual([
    "OK",
    "WARNING",
    "CRITICAL",
    "UNKNOWN",
    "OK",
    "WARNING",
    "CRITICAL",
    "UNKNOWN",
  ]);
  for (const text of ["", "4", "FINE", "OK "]) expect(() => parseState(text)).toThrow(UsageError);
});
