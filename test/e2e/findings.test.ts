import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/dnssec/finding.ts";
import type { ServerProgram } from "../support/daemons/authoritative.ts";
import { buildExecutable, endOf, startExecutable } from "../support/executable.ts";
import { areInstalled } from "../support/programs.ts";
import { type Lab, LAB_PROGRAMS, raiseLab } from "../support/zonefab/lab.ts";
import { labArguments } from "../support/zonefab/ours.ts";
import { type PrintedFinding, runWhole, type WholeRun } from "../support/zonefab/whole.ts";
import { ACCESS_FINDINGS } from "./cases/access-findings.ts";
import { DENIAL_FINDINGS } from "./cases/denial-findings.ts";
import { DS_FINDINGS } from "./cases/ds-findings.ts";
import { ALL_SERVERS, type CheckName, type FindingCase, marksIn } from "./cases/finding-case.ts";
import { KEY_FINDINGS } from "./cases/key-findings.ts";
import { PUBLISHED_IDS, publishedZone } from "./cases/published.ts";
import { SIGNATURE_FINDINGS } from "./cases/signature-findings.ts";

const CHECKS: readonly CheckName[] = ["signatures", "chain", "ds", "keys", "nameservers", "denial"];
const CASES = [...DS_FINDINGS, ...SIGNATURE_FINDINGS, ...KEY_FINDINGS, ...DENIAL_FINDINGS, ...ACCESS_FINDINGS];
const ZONES = CASES.flatMap((expected) =>
  expected.servers.map((server) => ({ expected, server, apex: apexOf(expected.id, server) })),
);
/** Also looked at by processes of their own. */
const BY_EXECUTABLE: readonly FindingCase[] = [...DS_FINDINGS.slice(4, 5), ...KEY_FINDINGS.slice(2, 3)];

describe.skipIf(!areInstalled(...LAB_PROGRAMS))("check_dnssec", () => {
  let lab: Lab;
  const runs = new Map<string, WholeRun>();

  beforeAll(async () => {
    lab = await raiseLab(
      ZONES.map(({ expected: { id, allowQuery }, server, apex }) =>
        allowQuery === undefined
          ? publishedZone(id, apex, server)
          : { ...publishedZone("valid", apex, server), allowQuery },
      ),
    );
    for (const { apex } of ZONES) runs.set(apex, await runWhole(apex, labArguments(lab)));
  });

  afterAll(() => lab?.stop());

  describe.each(ZONES.map(({ expected, server, apex }) => [expected.id, server, expected, apex] as const))(
    "on the zone %s served by %s",
    (_id, _server, expected, apex) => {
      test("each check reports what it should and nothing else", () => {
        const may = marksIn(expected.may ?? "");
        const reported = CHECKS.map((check) => {
          const marks = marksOf(runOf(apex).parts.get(check) ?? []);
          return `${check}: ${marks.filter((mark) => !may.includes(mark)).join(" ")}`;
        });
        const due = CHECKS.map((check) => `${check}: ${marksIn(expected.reports[check] ?? "").join(" ")}`);
        expect(reported).toEqual(due);
      });

      test("names the cause first, with whose record it is, and folds all else under it", () => {
        const { printed } = runOf(apex);
        const alerts = alertsIn(printed.findings);
        expect(alerts.map(({ id, level }) => `${id}:${level}`)).toEqual(
          expected.alert === null ? [] : [expected.alert],
        );
        expect(printed.summary).toMatch(expected.says);
        expect(printed.status).toBe(expected.alert === null ? "OK" : "CRITICAL");
        expect(printed.severity).toBe(expected.alert?.split(":")[1] ?? "info");
        for (const { rfc, remedy } of alerts) {
          expect(rfc).not.toEqual([]);
          expect(remedy).not.toBe("");
        }
      });
    },
  );

  test("is tried on every published zone at every server, each served by its own", () => {
    expect(lab.refused).toEqual([]);
    const tried = new Set(ZONES.map(({ apex }) => apex));
    expect(PUBLISHED_IDS.flatMap((id) => ALL_SERVERS.filter((server) => !tried.has(apexOf(id, server))))).toEqual([]);
    const addresses = ALL_SERVERS.map((program) =>
      ZONES.filter(({ server }) => server === program).map(({ apex }) => lab.serverOf(apex).address),
    ).map((each) => [...new Set(each)]);
    expect(addresses.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(new Set(addresses.flat()).size).toBe(ALL_SERVERS.length);
  });

  test("says the same as an executable, and what to do", async () => {
    const program = await buildExecutable("plugins/check_dnssec.ts", "check_dnssec");
    for (const { id, says, alert } of BY_EXECUTABLE) {
      const apex = apexOf(id, "knot");
      const args = [apex, ...labArguments(lab), "--no-state", "-v"];
      const { stdout, stderr, exitCode } = await endOf(startExecutable(program, args));
      const [first = "", second = "", third = ""] = stdout.split("\n");
      const [alertId, level] = alert?.split(":") ?? [];
      expect(stderr).toBe("");
      expect(exitCode).toBe(2);
      expect(first.replace(/^DNSSEC CRITICAL - EMERGENCY \S+: | \|.*/g, "")).toMatch(says);
      expect(second).toContain(`[${level?.toUpperCase()}] ${alertId} `);
      expect(third).toMatch(/^ {2}To do: .*\(RFC \d+/);
      expect(stdout.match(/^\[(?!INFO)/gm)).toHaveLength(1);
    }
  });

  function runOf(apex: string): WholeRun {
    const run = runs.get(apex);
    if (run === undefined) throw new Error(`no run on ${apex}`);
    return run;
  }
});

function apexOf(id: string, server: ServerProgram): string {
  return `${id}-${server}.nsec.`;
}

function marksOf(findings: readonly Finding[]): string[] {
  const worthy = findings.filter(({ level }) => level !== "info");
  return [...new Set(worthy.map(({ id, level }) => `${id}:${level}`))].toSorted();
}

/** What an operator is alerted to: findings above information that follow from no other. */
function alertsIn(findings: readonly PrintedFinding[]): PrintedFinding[] {
  return findings.filter(({ level, cause }) => level !== "info" && cause === undefined);
}
