import * as fc from "fast-check";
import { expect, test } from "vitest";
import { renderJson } from "../../src/monitoring/json.ts";
import { renderNagios } from "../../src/monitoring/nagios.ts";
import { type Metric, renderMetric } from "../../src/monitoring/perfdata.ts";
import type { Report, ReportedFinding } from "../../src/monitoring/report.ts";
import { parseTime, renderTime } from "../../src/util/clock.ts";
import { parseDuration, renderDuration } from "../../src/util/duration.ts";
import { LEVELS } from "../../src/util/level.ts";
import { exampleReport } from "../support/report.ts";

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 3000 }));
const number = fc.oneof(fc.double(), fc.constant(null));
const finding: fc.Arbitrary<ReportedFinding> = fc.record({
  id: text,
  level: fc.constantFrom(...LEVELS),
  subject: text,
  label: text,
  servers: fc.array(fc.record({ name: fc.option(text), address: text })),
  message: text,
  remedy: text,
  rfc: fc.array(text),
});
const metric: fc.Arbitrary<Metric> = fc.record({
  name: text,
  value: number,
  uom: fc.constantFrom("", "s", "ms", "%", "B", "c"),
  warn: fc.constantFrom(null, "604800:"),
  crit: fc.constantFrom(null, "86400:"),
  min: number,
  max: number,
});
const report: fc.Arbitrary<Report> = fc
  .record({
    zone: fc.option(text),
    unknown: fc.option(text),
    summary: text,
    findings: fc.array(finding, { maxLength: 40 }),
    metrics: fc.array(metric),
    details: fc.array(text),
  })
  .map((change) => exampleReport(change));

test("whatever a report holds, plugin output is short ASCII whose perfdata is the only thing after a bar", () => {
  fc.assert(
    fc.property(report, fc.constantFrom(0, 1, 2, 3), (given, verbosity) => {
      const output = renderNagios(given, verbosity);
      expect(output.length).toBeLessThan(8192);
      expect(output).toMatch(/^[\x20-\x7e\n]+\n$/);
      const [first = "", ...rest] = output.split("\n");
      const fits = given.metrics.length > 0 && renderMetric(given.metrics[0] as Metric).length < 4000;
      expect(first.split("|")).toHaveLength(fits ? 2 : 1);
      expect(rest.join("\n")).not.toContain("|");
    }),
  );
});

test("whatever a report holds, its JSON is one line of ASCII that says the same state", () => {
  fc.assert(
    fc.property(report, (given) => {
      const line = renderJson(given);
      expect(line).toMatch(/^[\x20-\x7e]+\n$/);
      expect(line).not.toContain("|");
      const object = JSON.parse(line) as { status: string; findings: unknown[]; metrics: unknown[] };
      expect(object.findings).toHaveLength(given.findings.length);
      expect(object.metrics).toHaveLength(given.metrics.length);
      expect(renderNagios(given, 0)).toContain(` ${object.status} - `);
    }),
  );
});

test("times and durations are read as they are written", () => {
  fc.assert(
    fc.property(fc.nat(253_402_300_799), (seconds) => {
      expect(parseTime(renderTime(seconds), 0)).toBe(seconds);
      const written = parseDuration(renderDuration(seconds).replace(" ", ""));
      expect(written).toBeLessThanOrEqual(seconds);
      expect(seconds - written).toBeLessThan(seconds < 3600 ? 1 : seconds < 86_400 ? 60 : 3600);
    }),
  );
});
