import { expect, test } from "vitest";
import { parseTime, renderTime } from "../../src/util/clock.ts";
import { UsageError } from "../../src/util/errors.ts";

const NOW = Date.UTC(2026, 10, 23) / 1000;

test.each([
  ["2026-11-23T00:00:00Z", NOW],
  ["2026-11-23t00:00:00z", NOW],
  ["2026-11-23 00:00:00Z", NOW],
  ["2026-11-23T00:00:00.999Z", NOW],
  ["2026-11-23T01:30:00+01:30", NOW],
  ["2026-11-22T19:00:00-05:00", NOW],
  ["20261123000000", NOW],
  ["+7d", NOW + 604_800],
  ["-1h", NOW - 3600],
  ["+0", NOW],
  ["+1d12h", NOW + 129_600],
  ["1970-01-01T00:00:00Z", 0],
  ["9999-12-31T23:59:59Z", 253_402_300_799],
  ["2028-02-29T00:00:00Z", Date.UTC(2028, 1, 29) / 1000],
])("the time %s is read", (text, seconds) => {
  expect(parseTime(text, NOW)).toBe(seconds);
});

test.each([
  "",
  "now",
  "2026-11-23",
  "2026-11-23T00:00:00",
  "2026-02-30T00:00:00Z",
  "2027-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-11-23T24:00:00Z",
  "2026-11-23T00:60:00Z",
  "2026-11-23T00:00:60Z",
  "2026-11-23T00:00:00+24:00",
  "20261323000000",
  "2026112300000",
  "1700000000",
  "+",
  "+-1h",
  "-7x",
  "-100000w",
  "+9999999w",
  "1969-12-31T23:59:59Z",
  "0099-01-01T00:00:00Z",
])("%j is no time", (text) => {
  expect(() => parseTime(text, NOW)).toThrow(UsageError);
});

test("a time is written as RFC 3339 in UTC with whole seconds", () => {
  expect(renderTime(NOW)).toBe("2026-11-23T00:00:00Z");
  expect(renderTime(NOW + 0.5)).toBe("2026-11-23T00:00:00Z");
});
