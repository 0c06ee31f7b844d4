import * as fc from "fast-check";
import { expect, test } from "vitest";
import { renderNagios } from "../../src/monitoring/nagios.ts";
import type { Metric } from "../../src/monitoring/perfdata.ts";
import { readPluginOutput, unescapeLongOutput } from "../../src/monitoring/plugin-output.ts";
import { type ReportedFinding, severityOf, stateOf } from "../../src/monitoring/report.ts";
import { LEVELS } from "../../src/util/level.ts";
import { exampleReport } from "../support/report.ts";

const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
const text = fc.oneof(sentence, fc.constantFrom('says "so"', "<!channel> @here", "a|b", "$(id)", "it's: 50% (key 1)"));
const zone = fc.array(fc.stringMatching(/^[a-z0-9_]{1,10}$/), { minLength: 1, maxLength: 4 });
const finding: fc.Arbitrary<ReportedFinding> = fc.record({
  id: fc.stringMatching(/^[a-z]{1,6}(-[a-z0-9]{1,6}){0,3}$/),
  level: fc.constantFrom(...LEVELS),
  subject: word,
  label: sentence,
  servers: fc.array(fc.record({ name: fc.option(word), address: fc.constantFrom("192.0.2.1", "[2001:db8::1]:5300") }), {
    maxLength: 4,
  }),
  message: text,
  remedy: text,
  rfc: fc.array(fc.constantFrom("RFC 4035 5.2", "RFC 6781 4.4.2"), { maxLength: 2 }),
});
const number = fc.option(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((value) => value / 1000));
const range = fc.constantFrom(null, "604800:", "~:5", "@1:2", "0.5");
const metric: fc.Arbitrary<Metric> = fc.record({
  name: fc.oneof(word, fc.constantFrom("it's quoted", "a b", "''", "x'y z")),
  value: number,
  uom: fc.constantFrom("", "s", "ms", "%", "B", "c"),
  warn: range,
  crit: range,
  min: number,
  max: number,
});
const change = fc.record({
  zone: fc.option(zone.map((labels) => `${labels.join(".")}.`)),
  unknown: fc.option(sentence, { freq: 8 }),
  summary: sentence,
  findings: fc.uniqueArray(finding, { maxLength: 6, selector: ({ id }) => id }),
  metrics: fc.array(metric, { maxLength: 8 }),
});

test("what a check prints is read back: state, level, zone, summary, findings in order, and metrics", () => {
  fc.assert(
    fc.property(change, fc.constantFrom(0, 1, 2, 3), (given, verbosity) => {
      const report = exampleReport(given);
      const read = readPluginOutput(renderNagios(report, verbosity));
      expect(read).toMatchObject({
        label: "DNSSEC CHAIN",
        state: stateOf(report),
        zone: given.zone?.slice(0, -1) ?? null,
        summary: (given.unknown ?? given.summary).replaceAll("|", "\\124"),
        isComplete: true,
      });
      if (given.findings.length > 0) expect(read?.level).toBe(severityOf(given.findings));
      const worstFirst = LEVELS.toReversed().flatMap((level) => given.findings.filter((each) => each.level === level));
      expect(read?.findings).toEqual(worstFirst.map((each) => expectedFinding(each, verbosity > 0)));
      expect(read?.metrics).toEqual(
        given.metrics.map((each) => ({ ...each, uom: each.value === null ? "" : each.uom })),
      );
    }),
  );
});

function expectedFinding({ id, level, label, servers, message, remedy, rfc }: ReportedFinding, isVerbose: boolean) {
  const sources = rfc.length === 0 ? "" : ` (${rfc.join("; ")})`;
  return {
    id,
    level,
    label,
    message: message.replaceAll("|", "\\124"),
    servers: servers.map(({ name, address }) => (name === null ? address : `${name} ${address}`)),
    remedy: isVerbose ? `${remedy.replaceAll("|", "\\124")}${sources}` : "",
    consequences: [],
  };
}

test("whatever the findings, a text that leaves some out says so", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 10, max: 2000 }), (count, length) => {
      const findings = Array.from({ length: count }, (_, index) => ({
        ...exampleReport().findings[0],
        id: `fault-${index}`,
        message: "x".repeat(length),
      })) as ReportedFinding[];
      const read = readPluginOutput(renderNagios(exampleReport({ findings }), 0));
      expect(read?.isComplete).toBe(read?.findings.length === count);
    }),
  );
});

test("any text at all is read without a throw, and only a check's own first line as a result", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 500 }), (given) => {
      expect(readPluginOutput(given)).toBeNull();
      expect(readPluginOutput(`DNSSEC OK - ${given}`)?.state ?? "OK").toBe("OK");
      expect(readPluginOutput(`DNSSEC OK - x: y\n${given}`)).toMatchObject({ zone: "x", summary: "y" });
    }),
  );
  expect(readPluginOutput("<Terminated by signal 9 (Killed).>")).toBeNull();
});

test("lines that Nagios has put on one are taken apart again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (given) => {
      const escaped = given.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
      expect(unescapeLongOutput(escaped)).toBe(given);
    }),
  );
  expect(unescapeLongOutput("a \\name\nb")).toBe("a \\name\nb");
});

test("what follows from a finding is read as its consequence", () => {
  const cause = { ...exampleReport().findings[0], id: "rrsig-expired", level: "emergency" } as ReportedFinding;
  const report = exampleReport({ findings: [cause, { ...cause, id: "chain-bogus", cause: "rrsig-expired" }] });
  expect(readPluginOutput(renderNagios(report, 1))?.findings).toMatchObject([
    { id: "rrsig-expired", consequences: ["chain-bogus MX example.com: signature expires in 3d 4h"] },
  ]);
});
