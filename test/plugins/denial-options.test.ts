import { expect, test } from "vitest";
import type { Check } from "../../src/checks/context.ts";
import type { DenialOptions } from "../../src/checks/denial/check.ts";
import { DENIAL_SPEC } from "../../src/cli/denial-spec.ts";
import { exampleOutcome, runCheck } from "../support/check-run.ts";

async function contextOf(...argv: readonly string[]): Promise<Parameters<Check<DenialOptions>>[0] | undefined> {
  let seen: Parameters<Check<DenialOptions>>[0] | undefined;
  const check: Check<DenialOptions> = (context) => {
    seen = context;
    return Promise.resolve(exampleOutcome());
  };
  await runCheck(DENIAL_SPEC, check, ["example.com", ...argv]);
  return seen;
}

test("a thousand names are followed, and more than 0 and 50 iterations judged, unless told", async () => {
  const context = await contextOf();
  expect(context?.options).toEqual({ queries: [], maxNames: 1000, maxWait: 2000 });
  expect(context?.warning).toEqual([{ kind: "value", isInside: false, start: 0, end: 0 }]);
  expect(context?.critical).toEqual([{ kind: "value", isInside: false, start: 0, end: 50 }]);
});

test("a fifth of the time limit may go into the chain", async () => {
  expect((await contextOf("-t", "60"))?.options.maxWait).toBe(12_000);
});

test("--query and --max-names are taken", async () => {
  const context = await contextOf("-q", "a.example.com", "-q", "b.Example.com/DS", "--max-names", "0");
  expect(context?.options.queries.map(({ name, type }) => `${name.toString()} ${type}`)).toEqual([
    "a.example.com. 1",
    "b.Example.com. 43",
  ]);
  expect(context?.options.maxNames).toBe(0);
});

test.each([
  [["-q", "example.net"], "--query: example.net. is not in the zone example.com."],
  [["--max-names", "-1"], '--max-names: "-1" is no number from 0 to 9999999'],
  [["--max-names", "1k"], '--max-names: "1k" is no number from 0 to 9999999'],
])("%j is refused", async (argv, reason) => {
  const { text, exitCode } = await runCheck(DENIAL_SPEC, () => Promise.resolve(exampleOutcome()), [
    "example.com",
    ...argv,
  ]);
  expect(text).toBe(`DNSSEC DENIAL UNKNOWN - ${reason}\n`);
  expect(exitCode).toBe(3);
});
