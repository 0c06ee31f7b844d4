import { expect, test } from "vitest";
import { alerts, parseThreshold, renderThreshold, type ThresholdSyntax } from "../../src/monitoring/range.ts";
import { UsageError } from "../../src/util/errors.ts";

const NUMBER: ThresholdSyntax = { countsDown: false, isTime: false, takesPercent: false };
const TIME_LEFT: ThresholdSyntax = { countsDown: true, isTime: true, takesPercent: true };
const DAY = 86_400;

// The table of the guidelines, "Threshold and Ranges", with values on both sides of each end.
test.each([
  ["10", [-1, 11], [0, 5, 10]],
  ["10:", [9.99, -10], [10, 1e9]],
  ["~:10", [10.01, 100], [10, 0, -1e9]],
  ["10:20", [9, 21], [10, 15, 20]],
  ["@10:20", [10, 15, 20], [9, 21]],
  ["@10", [0, 10], [-1, 11]],
  [":10", [-1, 11], [0, 10]],
  ["-10:-5", [-11, -4], [-10, -5]],
  ["~:-5", [-4, 0], [-5, -6]],
  ["1.5:2.5", [1.4, 2.6], [1.5, 2.5]],
  ["0:", [-1], [0, 1]],
  ["~:", [], [-1e9, 1e9]],
])("the range %s alerts on %j and not on %j", (text, alerting, quiet) => {
  const threshold = parseThreshold(text, NUMBER);
  expect(alerting.filter((value) => !alerts(threshold, value))).toEqual([]);
  expect(quiet.filter((value) => alerts(threshold, value))).toEqual([]);
});

test.each([
  ["7d", 7 * DAY - 1, 7 * DAY],
  ["24h", DAY - 1, DAY],
  ["90m", 5399, 5400],
  ["3600", 3599, 3600],
  ["1d12h", 1.5 * DAY - 1, 1.5 * DAY],
  ["7d:", 7 * DAY - 1, 7 * DAY],
  ["1d:1w", 8 * DAY, 7 * DAY],
  ["@~:2h", 7200, 7201],
  ["@2h", 7200, 7201],
])("of a time left, %s alerts at %d seconds and not at %d", (text, alerting, quiet) => {
  expect(alerts(parseThreshold(text, TIME_LEFT), alerting)).toBe(true);
  expect(alerts(parseThreshold(text, TIME_LEFT), quiet)).toBe(false);
});

test("a percent range judges the percentage that is left, a bare one as a floor", () => {
  const threshold = parseThreshold("25%", TIME_LEFT);
  expect(alerts(threshold, 1, 24.9)).toBe(true);
  expect(alerts(threshold, 1, 25)).toBe(false);
  expect(alerts(threshold, 1)).toBe(false);
});

test("of several ranges any one alerts", () => {
  const threshold = parseThreshold("7d,25%", TIME_LEFT);
  expect(alerts(threshold, 6 * DAY, 90)).toBe(true);
  expect(alerts(threshold, 8 * DAY, 20)).toBe(true);
  expect(alerts(threshold, 8 * DAY, 30)).toBe(false);
});

test.each([
  "",
  "@",
  ":",
  "@:",
  "~",
  "20:10",
  "7d:1h",
  "1:2:3",
  "10:~",
  "abc",
  "7x",
  "1e3",
  "--5",
  "7d,",
  "10%:7d",
  "5%5",
  "%",
  "9".repeat(400),
  "7d 1h",
  "1\n2",
])("%j is refused as a range", (text) => {
  expect(() => parseThreshold(text, TIME_LEFT)).toThrow(UsageError);
});

test("units are refused where the metric is no time, percent where there is nothing to take it of", () => {
  expect(() => parseThreshold("7d", NUMBER)).toThrow(UsageError);
  expect(() => parseThreshold("25%", NUMBER)).toThrow(UsageError);
});

test.each([
  ["7d", "s", "604800:"],
  ["1h:2h", "s", "3600:7200"],
  ["1h:2h", "ms", "3600000:7200000"],
  ["@10:20", "s", "@10:20"],
  ["~:5d", "s", "~:432000"],
  ["0:10", "s", "10"],
  ["-5:", "s", "-5:"],
  ["1.5:", "s", "1.5:"],
  ["25%", "s", null],
  ["25%", "%", "25:"],
  ["25%,7d", "s", "604800:"],
])("for perfdata %s in unit %j is written as %j", (text, uom, written) => {
  expect(renderThreshold(parseThreshold(text, TIME_LEFT), uom)).toBe(written);
});
