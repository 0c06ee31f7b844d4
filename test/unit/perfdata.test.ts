import { expect, test } from "vitest";
import { type Metric, renderMetric } from "../../src/monitoring/perfdata.ts";

const METRIC: Metric = { name: "first_expiry", value: 273_600, uom: "s", warn: null, crit: null, min: null, max: null };

test.each<[Partial<Metric>, string]>([
  [{}, "first_expiry=273600s"],
  [{ warn: "604800:", crit: "86400:", min: 0 }, "first_expiry=273600s;604800:;86400:;0"],
  [{ min: 0, max: 100, uom: "%" }, "first_expiry=273600%;;;0;100"],
  [{ value: null, warn: "604800:" }, "first_expiry=U;604800:"],
  [{ value: Number.NaN }, "first_expiry=U"],
  [{ value: Number.POSITIVE_INFINITY }, "first_expiry=U"],
  [{ value: -3600 }, "first_expiry=-3600s"],
  [{ value: 0.041_5 }, "first_expiry=0.0415s"],
  [{ value: 1e-9 }, "first_expiry=0s"],
  [{ value: -1e-9 }, "first_expiry=0s"],
  [{ value: 1e21, uom: "c" }, "first_expiry=1000000000000000000000c"],
  [{ name: "two words" }, "'two words'=273600s"],
  [{ name: "it's=odd|\n" }, "'it''s_odd_\\010'=273600s"],
])("a metric with %j is written as %s", (change, text) => {
  expect(renderMetric({ ...METRIC, ...change })).toBe(text);
});
