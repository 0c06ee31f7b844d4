import { expect, test } from "vitest";
import { CAUSES_ACROSS, explainsAcross } from "../../src/checks/all/causes.ts";
import { unite } from "../../src/checks/all/unite.ts";
import { asGraveAsConsequences, isSeenWhere, withCauses } from "../../src/checks/shared/causes.ts";
import { parseName } from "../../src/dns/name.ts";
import { RrType } from "../../src/dns/registry.ts";
import type { Finding, FindingId } from "../../src/dnssec/finding.ts";

const ZONE = parseName("example.com");

function found(id: FindingId, more: Partial<Finding> = {}): Finding {
  const params = { zone: "example.com", keyTag: 1, expiration: "", ago: "", algorithm: "A", parentZone: "com" };
  return { id, level: "critical", subject: { name: ZONE }, servers: [], params, ...more };
}

function at(...addresses: readonly string[]): Pick<Finding, "servers"> {
  return { servers: addresses.map((address) => ({ name: null, address, port: 53 })) };
}

function causesOf(findings: readonly Finding[]): (string | undefined)[] {
  return findings.map(({ cause }) => cause);
}

test("a cause is noted where both are found, and the likelier one of two", () => {
  const causes = { "rrsig-expired": ["rrsig-expired-dnskey", "rrsig-missing"] } as const;
  const both = [found("rrsig-expired"), found("rrsig-missing"), found("rrsig-expired-dnskey")];
  expect(causesOf(withCauses(both, causes))).toEqual(["rrsig-expired-dnskey", undefined, undefined]);
  expect(causesOf(withCauses(both.slice(0, 1), causes))).toEqual([undefined]);
});

test("what a check has noted itself stays, and a table does not close the circle", () => {
  const noted = [found("ds-missing"), found("chain-expected-secure-but-insecure", { cause: "ds-missing" })];
  const causes = { "ds-missing": ["chain-expected-secure-but-insecure"] } as const;
  expect(causesOf(withCauses(noted, causes))).toEqual([undefined, "ds-missing"]);
});

test("of a fault at two places the graver explains the other", () => {
  const causes = { "rrsig-expired": ["rrsig-expired"] } as const;
  const two = [found("rrsig-expired"), found("rrsig-expired", { level: "emergency" })];
  expect(causesOf(withCauses(two, causes))).toEqual(["rrsig-expired", undefined]);
});

test("a cause at one server explains nothing at another", () => {
  const causes = { "rrsig-expired": ["rrsig-expired-dnskey"] } as const;
  const cause = found("rrsig-expired-dnskey", at("192.0.2.1"));
  const explained = (each: Finding) => withCauses([cause, each], causes, isSeenWhere)[1]?.cause;
  expect(explained(found("rrsig-expired", at("192.0.2.1")))).toBe("rrsig-expired-dnskey");
  expect(explained(found("rrsig-expired", at("192.0.2.1", "192.0.2.2")))).toBeUndefined();
});

test("a cause is as grave as the gravest that follows, however far; information stays what it is", () => {
  const chain = [
    found("dnskey-zone-bit-clear", { level: "warning" }),
    found("dnskey-zone-bit-clear", { level: "info" }),
    found("dnskey-zsk-missing", { cause: "dnskey-zone-bit-clear" }),
    found("rrsig-signer-key-missing", { cause: "dnskey-zsk-missing", level: "emergency" }),
  ];
  expect(asGraveAsConsequences(chain).map(({ level }) => level)).toEqual([
    "emergency",
    "info",
    "emergency",
    "emergency",
  ]);
});

test("a stale DS and a lost KSK, the same to a validator, fold each under the record at fault", () => {
  const ds = found("ds-keytag-no-dnskey", { subject: { name: ZONE, type: RrType.DS, keyTag: 1 }, ...at("192.0.2.53") });
  const ksk = (type: number) => found("dnskey-ksk-missing", { subject: { name: ZONE, type }, ...at("192.0.2.1") });
  const causesWith = (type: number) => causesOf(withCauses([ds, ksk(type)], CAUSES_ACROSS, explainsAcross));
  expect(causesWith(RrType.DNSKEY)).toEqual(["dnskey-ksk-missing", undefined]);
  expect(causesWith(RrType.DS)).toEqual([undefined, "ds-keytag-no-dnskey"]);
});

test("a rollover that stands still for a stale DS folds under it, one that waits for a DS does not", () => {
  const ds = found("ds-keytag-no-dnskey", { subject: { name: ZONE, type: RrType.DS, keyTag: 1 }, ...at("192.0.2.53") });
  const stuck = (type: number) => found("dnskey-rollover-incomplete", { subject: { name: ZONE, type } });
  const causeWith = (type: number) => causesOf(withCauses([ds, stuck(type)], CAUSES_ACROSS, explainsAcross))[1];
  expect(causeWith(RrType.DS)).toBe("ds-keytag-no-dnskey");
  expect(causeWith(RrType.DNSKEY)).toBeUndefined();
});

test("information explains nothing worse, and only an altered NSEC3PARAM leaves denials out", () => {
  const bit = found("dnskey-zone-bit-clear", { level: "info" });
  expect(explainsAcross(bit, found("ds-keytag-no-dnskey"))).toBe(false);
  const undenied = found("nsec-missing-nodata");
  const bogus = (type: number) => found("rrsig-bogus", { subject: { name: ZONE, type } });
  expect(explainsAcross(bogus(RrType.A), undenied)).toBe(false);
  expect(explainsAcross(bogus(RrType.NSEC3PARAM), undenied)).toBe(true);
});

test("this host's clock explains what is out of date anywhere, a resolver's own nothing at other servers", () => {
  const expired = found("rrsig-expired-dnskey", at("192.0.2.1"));
  const causeOf = (clock: Finding) => causesOf(withCauses([clock, expired], CAUSES_ACROSS, explainsAcross))[1];
  expect(causeOf(found("resolver-clock-skew"))).toBe("resolver-clock-skew");
  expect(causeOf(found("resolver-clock-skew", at("192.0.2.53")))).toBeUndefined();
});

test("a DS that two checks blame is laid at the parent's servers", () => {
  const subject = { name: ZONE, type: RrType.DS, keyTag: 1 };
  const parts = [
    { name: "chain", findings: [found("ds-keytag-no-dnskey", { subject, ...at("192.0.2.1") })] },
    { name: "ds", findings: [found("ds-keytag-no-dnskey", { subject, ...at("192.0.2.53") })] },
  ];
  expect(unite(parts).flatMap(({ servers }) => servers.map(({ address }) => address))).toEqual(["192.0.2.53"]);
  expect(unite(parts.slice(0, 1))).toHaveLength(1);
});

test("what the check of the nameservers says of two of them in different words stays two findings", () => {
  const one = found("ns-error-rcode", { ...at("192.0.2.1"), params: { zone: "example.com", found: "REFUSED" } });
  const other = { ...one, ...at("192.0.2.2"), params: { ...one.params, found: "SERVFAIL" } };
  expect(unite([{ name: "nameservers", findings: [one, other] }])).toEqual([one, other]);
  const parts = [one, other].map((each, i) => ({ name: `${i}`, findings: [each] }));
  expect(unite(parts)).toEqual([{ ...one, ...at("192.0.2.1", "192.0.2.2") }]);
  expect(unite([...parts, { name: "nameservers", findings: [one, other] }])).toEqual([one, other]);
});

test("a fold of RRsets that begins with another of them is the same finding, the larger and graver one stays", () => {
  const [soa, ns, dnskey] = [RrType.SOA, RrType.NS, RrType.DNSKEY].map((type) => ({ name: ZONE, type }));
  if (soa === undefined || ns === undefined || dnskey === undefined) throw new Error("no subjects");
  const small = found("rrsig-expired", { subject: soa, also: [ns] });
  const large = found("rrsig-expired", { subject: dnskey, also: [soa, ns] });
  const kept = (...findings: readonly Finding[]) => unite([{ name: "keys", findings }]);
  expect(kept(small, large)).toEqual([large]);
  expect(kept(small, { ...large, level: "warning" })).toHaveLength(2);
  expect(kept(small, { ...large, params: { ...large.params, keyTag: 2 } })).toHaveLength(2);
});
