import { parseName } from "../../../src/dns/name.ts";
import { RrType } from "../../../src/dns/registry.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { BAD_SERVER, type FaultCase, GOOD_SERVER, KEYS, withWww } from "../../support/fault-case.ts";
import type { Scenario } from "../../support/check.ts";

/** A zone with a DNAME; one of its servers makes the CNAMEs in its own way. */
function withDname(edit: (cname: ResourceRecord) => readonly ResourceRecord[], plan: object = {}): Scenario {
  const alter: NonNullable<NonNullable<Parameters<typeof withWww>[0]["servers"]>[number]["behaviour"]>["alter"] = (
    response,
  ) => ({
    ...response,
    answer: response.answer.flatMap((record) => (record.type === RrType.CNAME ? edit(record) : [record])),
  });
  return withWww(
    {
      keys: KEYS,
      records: ["tree 3600 DNAME other", "www.other A 192.0.2.80"],
      servers: [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], behaviour: { alter } }],
      ...plan,
    },
    { queries: ["www.tree.zone.test./A"] },
  );
}

/** Faults of CNAMEs that servers make from a DNAME. */
export const SIGNATURE_ALIASES: readonly FaultCase[] = [
  {
    id: "dname-synthesis-invalid",
    when: "the CNAME leads elsewhere",
    scenario: withDname((cname) => [{ ...cname, rdata: parseName("www.attacker.test.").wire }]),
    reports: ["dname-synthesis-invalid:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "dname-synthesis-invalid",
    when: "the CNAME is left out",
    scenario: withDname(() => []),
    reports: ["dname-synthesis-invalid:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "dname-synthesis-invalid",
    when: "the CNAME only differs in the case of letters",
    scenario: withDname((cname) => [{ ...cname, rdata: parseName("WWW.Other.Zone.TEST.").wire }]),
    reports: [],
  },
  {
    id: "dname-synthesis-ttl",
    when: "the CNAME has TTL 0",
    scenario: withDname((cname) => [{ ...cname, ttl: 0 }]),
    reports: ["dname-synthesis-ttl:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "dname-synthesis-ttl",
    when: "the CNAME has the DNAME's TTL",
    scenario: withDname((cname) => [cname]),
    reports: [],
  },
];
