import { expect, test } from "vitest";
import { serialDifference, serialTime } from "../../src/dnssec/serial-time.ts";

/** RFC 1982 5.2 gives its examples in 8 bits; in steps of 2^24 they hold in 32. */
const STEP = 2 ** 24;

test.each([
  [1, 0],
  [44, 0],
  [100, 0],
  [100, 44],
  [200, 100],
  [255, 200],
  [0, 255],
  [100, 255],
  [0, 200],
  [44, 200],
])("RFC 1982 5.2: %i is after %i", (later, earlier) => {
  expect(serialDifference(earlier * STEP, later * STEP)).toBeGreaterThan(0);
  expect(serialDifference(later * STEP, earlier * STEP)).toBeLessThan(0);
});

test.each([
  [255, 1, 0],
  [100, 100, 200],
  [200, 100, 44],
])("RFC 1982 5.2: %i and %i make %i", (serial, added, sum) => {
  expect(serialDifference(serial * STEP, sum * STEP)).toBe(added * STEP);
});

test.each([
  ["after 2106 seen from before it", 0x0000_0100, 2 ** 32 - 0x100, 2 ** 32 + 0x100],
  ["before 2106 seen from after it", 0xffff_ff00, 2 ** 32 + 0x100, 2 ** 32 - 0x100],
  ["the present", 1_700_000_000, 1_800_000_000, 1_700_000_000],
])("RFC 4034 3.1.5: a time is the nearest moment with its 32 bits: %s", (_, time, now, moment) => {
  expect(serialTime(time, now)).toBe(moment);
});
