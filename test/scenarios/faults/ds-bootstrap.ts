import { announcing, APEX, delegated, type DsCase, KSK, OTHER_KSK } from "../../support/ds-case.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { cdsLine, cdnskeyLine } from "../../support/signer/ds.ts";
import { flipSignature } from "../../support/signer/mutate.ts";

const SIGNAL = "_dsboot.zone.test._signal.ns1";
const BOTH = announcing(KSK);
const COPIES = BOTH.map((line) => line.replace("@", SIGNAL));
const REPORTED = [
  "ds-missing:warning",
  "< chain-island-of-security:info",
  "< cds-differs-from-ds:info",
  "< cdnskey-differs-from-ds:info",
] as const;

/** zone.test. without DS, on a nameserver of another zone, which is as the plan says. */
function servedFrom(provider: ZonePlan, records: readonly string[] = BOTH) {
  return delegated(
    { ds: [], records, servers: [{ name: "ns1.provider.test." }] },
    { zones: { "provider.test.": provider }, expect: "any" },
  );
}

/** Faults of authenticated bootstrapping (RFC 9615). */
export const DS_BOOTSTRAP: readonly DsCase[] = [
  {
    id: "ds-bootstrap-signal-missing",
    when: "the nameserver's zone has no copies",
    scenario: servedFrom({}),
    reports: [...REPORTED, "ds-bootstrap-signal-missing:info"],
  },
  {
    id: "ds-bootstrap-signal-missing",
    when: "the nameserver's zone has only the CDS",
    scenario: servedFrom({ records: COPIES.slice(0, 1) }),
    reports: [...REPORTED, "ds-bootstrap-signal-missing:info"],
  },
  {
    id: "ds-bootstrap-signal-missing",
    when: "the copies are there",
    scenario: servedFrom({ records: COPIES }),
    reports: REPORTED,
  },
  {
    id: "ds-bootstrap-signal-missing",
    when: "the nameserver's name is in the zone",
    scenario: delegated({ ds: [], records: BOTH }, { expect: "any" }),
    reports: REPORTED,
  },
  {
    id: "ds-bootstrap-signal-missing",
    when: "nothing is announced",
    scenario: servedFrom({}, []),
    reports: ["ds-missing:warning", "< chain-island-of-security:info"],
  },
  {
    id: "ds-bootstrap-signal-mismatch",
    when: "the copies are of another key",
    scenario: servedFrom({
      records: [cdsLine(APEX, OTHER_KSK), cdnskeyLine(OTHER_KSK)].map((line) => line.replace("@", SIGNAL)),
    }),
    reports: [...REPORTED, "ds-bootstrap-signal-mismatch:warning"],
  },
  {
    id: "ds-bootstrap-signal-mismatch",
    when: "the nameserver's zone is not secure",
    scenario: servedFrom({ records: COPIES, ds: [] }),
    reports: [...REPORTED, "ds-bootstrap-signal-mismatch:warning"],
  },
  {
    id: "ds-bootstrap-signal-mismatch",
    when: "the signature of a copy is wrong",
    scenario: servedFrom({ records: COPIES, mutations: [flipSignature(SIGNAL, "CDS")] }),
    reports: [...REPORTED, "ds-bootstrap-signal-mismatch:warning"],
  },
  {
    id: "ds-bootstrap-signal-mismatch",
    when: "the copies agree and validate",
    scenario: servedFrom({ records: COPIES }),
    reports: REPORTED,
  },
];
