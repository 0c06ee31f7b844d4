import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alarms, notices, runCheck } from "../support/checks-by-name.ts";
import { raisePowerDns, type PowerDnsLab } from "../support/powerdns-lab.ts";
import { areInstalled } from "../support/programs.ts";
import { BROKEN_POWERDNS, HEALTHY_POWERDNS, POWERDNS_CONTENT, POWERDNS_QUERIES } from "./cases/powerdns.ts";

const PROGRAMS = ["pdns_server", "pdnsutil", "setpriv", "ldns-signzone", "ldns-read-zone"];

describe.skipIf(!areInstalled(...PROGRAMS))("PowerDNS, which signs on the fly:", () => {
  let lab: PowerDnsLab;

  beforeAll(async () => {
    lab = await raisePowerDns([...HEALTHY_POWERDNS, ...BROKEN_POWERDNS], POWERDNS_CONTENT);
  });

  afterAll(() => lab?.stop());

  test.each(HEALTHY_POWERDNS)("$title is no fault to any check", async ({ apex, denial = "" }) => {
    const argv = [apex, ...lab.internet.arguments, "-t", "60"];
    const queries = POWERDNS_QUERIES.flatMap((query) => ["-q", query.replace("@", apex)]);
    const results = {
      all: await runCheck.all([...argv, ...queries, "--no-state"]),
      chain: await runCheck.chain([...argv, ...queries]),
      signatures: await runCheck.signatures([...argv, ...queries]),
      denial: await runCheck.denial(argv),
      ds: await runCheck.ds(argv),
      keys: await runCheck.keys([...argv, "--no-state"]),
      nameservers: await runCheck.nameservers([...argv, ...queries]),
    };
    for (const [check, result] of Object.entries(results)) {
      expect([check, result.status, alarms(result)]).toEqual([check, "OK", []]);
    }
    expect(results.denial.summary).toContain(denial);
  });

  test.each(BROKEN_POWERDNS)("$title is named", async ({ apex, alarms: expected = [], notice }) => {
    const result = await runCheck.all([apex, ...lab.internet.arguments, "--no-state", "-q", `www.${apex}`]);
    expect(alarms(result)).toEqual(expected.toSorted());
    expect(notices(result)).toEqual(expect.arrayContaining(notice === undefined ? [] : [notice]));
  });
});
