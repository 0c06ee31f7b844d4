import { expect, test } from "vitest";
import { parseDuration, renderDuration } from "../../src/util/duration.ts";
import { UsageError } from "../../src/util/errors.ts";

test.each([
  ["3600", 3600],
  ["0", 0],
  ["90m", 5400],
  ["24h", 86_400],
  ["7d", 604_800],
  ["2w", 1_209_600],
  ["1d12h", 129_600],
  ["1.5h", 5400],
  ["10S", 10],
])("the duration %s is %d seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(["", "d", "7x", "-1h", "+1h", "1d12", "1 d", "1e3", "0x10", ".", "1.", "7d ", "Infinity", "½h"])(
  "%j is no duration",
  (text) => {
    expect(() => parseDuration(text)).toThrow(UsageError);
  },
);

test.each([
  [0, "0s"],
  [0.9, "0s"],
  [59, "59s"],
  [750, "12m 30s"],
  [3600, "1h"],
  [3661, "1h 1m"],
  [86_400 + 59, "1d"],
  [273_600, "3d 4h"],
  [400 * 86_400, "400d"],
])("%d seconds are written as %s", (seconds, text) => {
  expect(renderDuration(seconds)).toBe(text);
});
