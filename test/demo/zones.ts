import { Rcode } from "../../src/dns/registry.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { parseName } from "../../src/dns/name.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { createKey, keyPair, keyTag } from "../support/signer/key.ts";
import { EVERY, type Mutation, editRecords, expire } from "../support/signer/mutate.ts";
import { dropDenial } from "../support/signer/mutate-denial.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

const DAY = 86400;
/** Five numbers of four octets end the SOA, the serial first (RFC 1035 3.3.13). */
const SERIAL_FROM_END = 20;

const RECORDS = [
  "www A 192.0.2.80",
  "www AAAA 2001:db8::80",
  "@ A 192.0.2.80",
  "@ MX 10 mail",
  "mail A 192.0.2.25",
  '@ TXT "v=spf1 mx -all"',
];

const OLD_KEYS = keyPair(13, "overdue");
const SHARED_KEYS = keyPair(13, "swapped");

/** The zones of the demo; every one but the first has one thing wrong that happens to people. */
export const ZONES: Readonly<Record<string, ZonePlan>> = {
  "example.": { denial: NSEC3 },
  "healthy.example.": { records: RECORDS, servers: [{}, {}] },
  "expiring.example.": { records: RECORDS, inception: -11 * DAY, expiration: 3 * DAY },
  "expired.example.": { records: RECORDS, inception: -16 * DAY, expiration: -2 * DAY },
  "moved.example.": {
    records: RECORDS,
    ds: [dsRecord(parseName("moved.example."), createKey({ seed: "the provider before" }))],
  },
  "stale.example.": { records: RECORDS, servers: [{}, { mutations: [olderSerial(), expire(EVERY, EVERY)] }] },
  "unsigned.example.": { records: RECORDS, keys: null },
  "gaps.example.": { records: RECORDS, denial: NSEC3, mutations: [dropDenial()] },
  "swapped.example.": {
    records: RECORDS,
    keys: SHARED_KEYS,
    ds: [{ ...dsRecord(parseName("other.example."), SHARED_KEYS[0]), owner: parseName("swapped.example.") }],
  },
  "overdue.example.": { records: RECORDS, keys: OLD_KEYS },
  "iterations.example.": { records: RECORDS, denial: { ...NSEC3, iterations: 100 } },
  "lame.example.": { records: RECORDS, servers: [{}, { behaviour: { lame: "not-authoritative" } }] },
  "refusing.example.": { records: RECORDS, servers: [{}, { behaviour: { rcode: Rcode.REFUSED } }] },
};

/** One command of the demo. */
export interface Demonstration {
  /** What happened to the zone. */
  readonly title: string;
  readonly check: string;
  /** As an operator would type them; where to find this internet is added. */
  readonly arguments: readonly string[];
  /** 0 OK, 1 WARNING, 2 CRITICAL. */
  readonly exitCode: number;
  /** The fault that the output has to name; null where nothing is wrong. */
  readonly finding: string | null;
}

/** The commands, in the order they are shown. */
export const DEMONSTRATIONS: readonly Demonstration[] = [
  {
    title: "A healthy zone: the chain of trust, link by link",
    check: "check_dnssec_chain",
    arguments: ["-v", "-q", "www.healthy.example", "healthy.example"],
    exitCode: 0,
    finding: null,
  },
  {
    title: "The same zone: every signature on every nameserver",
    check: "check_dnssec_signatures",
    arguments: ["healthy.example"],
    exitCode: 0,
    finding: null,
  },
  {
    title: "The signer has stopped: three days are left",
    check: "check_dnssec_signatures",
    arguments: ["-v", "expiring.example"],
    exitCode: 1,
    finding: "rrsig-expiring-soon",
  },
  {
    title: "The signer stopped and nobody looked: expired two days ago",
    check: "check_dnssec_signatures",
    arguments: ["-v", "expired.example"],
    exitCode: 2,
    finding: "rrsig-expired-dnskey",
  },
  {
    title: "Moved to another provider, the DS record forgotten",
    check: "check_dnssec_chain",
    arguments: ["-v", "moved.example"],
    exitCode: 2,
    finding: "ds-keytag-no-dnskey",
  },
  {
    title: "One of two nameservers serves an old copy",
    check: "check_dnssec_signatures",
    arguments: ["-v", "stale.example"],
    exitCode: 2,
    finding: "rrsig-expired",
  },
  {
    title: "Thought to be signed, but is not",
    check: "check_dnssec_chain",
    arguments: ["-v", "unsigned.example"],
    exitCode: 2,
    finding: "chain-expected-secure-but-insecure",
  },
  {
    title: "The same zone, where nobody expects signatures",
    check: "check_dnssec_chain",
    arguments: ["--expect", "insecure", "unsigned.example"],
    exitCode: 0,
    finding: "zone-unsigned",
  },
  {
    title: "Names that exist validate, but the NSEC3 records are gone",
    check: "check_dnssec_chain",
    arguments: ["-v", "-q", "gaps.example", "-q", "no-such-name.gaps.example", "gaps.example"],
    exitCode: 2,
    finding: "nsec-missing-nxdomain",
  },
  {
    title: "One of two nameservers refuses to answer",
    check: "check_dnssec_signatures",
    arguments: ["-v", "refusing.example"],
    exitCode: 2,
    finding: "ns-error-rcode",
  },
  {
    title: "One key for two zones, and their DS records swapped",
    check: "check_dnssec_ds",
    arguments: ["-v", "--no-state", "swapped.example"],
    exitCode: 2,
    finding: "ds-digest-mismatch",
  },
  {
    title: "A key-signing key from years ago, going by when it was made",
    check: "check_dnssec_keys",
    arguments: ["--no-state", "--key-created", `${keyTag(OLD_KEYS[0])}=2020-01-01`, "overdue.example"],
    exitCode: 1,
    finding: "dnskey-ksk-too-old",
  },
  {
    title: "NSEC3 with so many iterations that validators give up",
    check: "check_dnssec_denial",
    arguments: ["iterations.example"],
    exitCode: 2,
    finding: "nsec3-iterations-excessive",
  },
  {
    title: "One of two nameservers does not know the zone",
    check: "check_dnssec_nameservers",
    arguments: ["lame.example"],
    exitCode: 2,
    finding: "ns-not-authoritative",
  },
  {
    title: "Everything at once, and one cause for all that fails",
    check: "check_dnssec",
    arguments: ["--no-state", "expired.example"],
    exitCode: 2,
    finding: "rrsig-expired-dnskey",
  },
];

/** Turns the SOA's serial number back, as in a copy that is no longer transferred. */
function olderSerial(): Mutation {
  return editRecords("@", "SOA", (soa) => {
    const rdata = Buffer.from(soa.rdata);
    const at = rdata.length - SERIAL_FROM_END;
    rdata.writeUInt32BE(rdata.readUInt32BE(at) - 1, at);
    return { ...soa, rdata: Uint8Array.from(rdata) };
  });
}
