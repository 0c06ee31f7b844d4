import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/dnssec/catalogue/catalogue.ts";
import type { FindingId } from "../../src/dnssec/finding.ts";
import { asFaultCase } from "../support/ds-case.ts";
import type { FaultCase } from "../support/fault-case.ts";
import { asFaultCase as asResolverFaultCase } from "../support/resolver-case.ts";
import { listedFaults } from "../support/fault-list.ts";
import { CHAIN_ALIASES } from "./faults/chain-aliases.ts";
import { CHAIN_ENTRY_POINTS } from "./faults/chain-entry-points.ts";
import { CHAIN_SIGNERS } from "./faults/chain-signers.ts";
import { CHAIN_VERDICTS } from "./faults/chain-verdicts.ts";
import { DS_ANNOUNCEMENTS } from "./faults/ds-announcements.ts";
import { DS_BOOTSTRAP } from "./faults/ds-bootstrap.ts";
import { DS_KEYS } from "./faults/ds-keys.ts";
import { DS_PARENT } from "./faults/ds-parent.ts";
import { DS_RECORDS } from "./faults/ds-records.ts";
import { KEYS_AGES, KEYS_ROLLOVERS } from "./faults/keys-ages.ts";
import { KEYS_BREAKS } from "./faults/keys-breaks.ts";
import { KEYS_ALGORITHMS, KEYS_FIELDS, KEYS_MATERIAL } from "./faults/keys-records.ts";
import { KEYS_SETS } from "./faults/keys-sets.ts";
import { NAMESERVER_ANSWERS } from "./faults/nameserver-answers.ts";
import { NAMESERVER_COPIES } from "./faults/nameserver-copies.ts";
import { NAMESERVER_EDNS } from "./faults/nameserver-edns.ts";
import { NAMESERVER_SERVICE } from "./faults/nameserver-service.ts";
import { RESOLVER_CONDITIONS } from "./faults/resolver-conditions.ts";
import { RESOLVER_VALIDATION } from "./faults/resolver-validation.ts";
import { SIGNATURE_ALGORITHMS } from "./faults/signature-algorithms.ts";
import { SIGNATURE_ALIASES } from "./faults/signature-aliases.ts";
import { SIGNATURE_CRYPTOGRAPHY } from "./faults/signature-cryptography.ts";
import { SIGNATURE_PERIODS } from "./faults/signature-periods.ts";
import { SIGNATURE_PRESENCE } from "./faults/signature-presence.ts";
import { SIGNATURE_TIMES } from "./faults/signature-times.ts";
import { TRUST_ANCHORS } from "./faults/trust-anchors.ts";

const CASES: Readonly<Record<string, readonly Pick<FaultCase, "id" | "reports">[]>> = {
  signatures: [
    ...SIGNATURE_TIMES,
    ...SIGNATURE_PERIODS,
    ...SIGNATURE_PRESENCE,
    ...SIGNATURE_CRYPTOGRAPHY,
    ...SIGNATURE_ALGORITHMS,
    ...SIGNATURE_ALIASES,
  ],
  ds: [...DS_RECORDS, ...DS_KEYS, ...DS_PARENT, ...DS_ANNOUNCEMENTS, ...DS_BOOTSTRAP].map(asFaultCase),
  keys: [
    ...KEYS_ALGORITHMS,
    ...KEYS_FIELDS,
    ...KEYS_MATERIAL,
    ...KEYS_SETS,
    ...KEYS_BREAKS,
    ...KEYS_AGES,
    ...KEYS_ROLLOVERS,
  ],
  chain: [...CHAIN_ENTRY_POINTS, ...CHAIN_VERDICTS, ...CHAIN_ALIASES, ...CHAIN_SIGNERS],
  nameservers: [...NAMESERVER_SERVICE, ...NAMESERVER_EDNS, ...NAMESERVER_COPIES, ...NAMESERVER_ANSWERS],
  resolvers: [...[...RESOLVER_VALIDATION, ...RESOLVER_CONDITIONS].map(asResolverFaultCase), ...TRUST_ANCHORS],
};

describe.each(Object.keys(CASES))("of the faults listed for check_dnssec_%s", (check) => {
  const cases = CASES[check] ?? [];
  const listed = listedFaults().filter((fault) => fault.check === check);

  test("each is found in a case, at the level of the list", () => {
    const marks = new Set(cases.flatMap(({ id, reports }) => reports.filter((mark) => mark.startsWith(`${id}:`))));
    expect(listed.map(({ id, severity }) => `${id}:${severity}`).filter((mark) => !marks.has(mark as never))).toEqual(
      [],
    );
  });

  test("each is missed in a case that nearly has it", () => {
    const near = cases.filter(({ id, reports }) => !reports.some((mark) => mark.startsWith(`${id}:`)));
    const ids = new Set<string>(near.map(({ id }) => id));
    expect(listed.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
  });
});

test("cases report nothing but faults of the catalogue", () => {
  const marks = Object.values(CASES)
    .flat()
    .flatMap(({ reports }) => reports);
  const ids = marks.map((mark) => mark.split(":")[0] as FindingId);
  expect(ids.filter((id) => CATALOGUE[id] === undefined)).toEqual([]);
});
