import { expect, test } from "vitest";
import type { FindingId } from "../../src/dnssec/finding.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import { BAD_SERVER, failingFor, GOOD_SERVER, oneOfTwo } from "../support/fault-case.ts";
import type { ServerPlan, ZonePlan } from "../support/internet-plan.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { cdsLine, dsRecord } from "../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, keyTag, revoked, type SigningKey } from "../support/signer/key.ts";
import {
  dropRrset,
  dropRrsig,
  editRecords,
  editRrsig,
  EVERY,
  expire,
  flipSignature,
  type Mutation,
  mutate,
  resign,
} from "../support/signer/mutate.ts";
import { addDnskey, dropDnskey, editDnskey, flipDnskey, withDnskeyResigned } from "../support/signer/mutate-keys.ts";
import { signAnew, unsign } from "../support/signer/mutate-zone.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import { oddKey } from "../support/signer/odd-keys.ts";
import { checkWhole } from "../support/whole-check.ts";
import { parseName } from "../../src/dns/name.ts";

const APEX = parseName("zone.test.");
const KEYS = keyPair(13, "across");
const [KSK, ZSK] = KEYS;
const NEW_KSK = createKey({ seed: "across/new" });
const CDS = cdsLine(APEX, KSK);
const PUBLIC = ["9.9.9.1", "9.9.9.2"] as const;

/** The alerts of check_dnssec, as they are printed without the parts that differ from run to run. */
async function alertsOn(plan: ZonePlan, ...argv: readonly string[]): Promise<string[]> {
  const { text } = await checkWhole({ "test.": {}, "zone.test.": { keys: KEYS, ...plan } }, "zone.test", ...argv);
  return text.split("\n").filter((line) => /^\[(EMERGENCY|CRITICAL|WARNING)\] (?!ns-address-special-use)/.test(line));
}

test("different faults at two servers are two alerts, though one could explain the other at the same server", async () => {
  const alerts = await alertsOn({
    records: ["@ A 192.0.2.1"],
    servers: [
      { addresses: [PUBLIC[0]], mutations: [expire("@", "DNSKEY")] },
      { addresses: [PUBLIC[1]], mutations: [expire("@", "A")] },
    ],
  });
  expect(alerts).toEqual([
    expect.stringMatching(/rrsig-expired-dnskey DNSKEY zone\.test: .*\(at 9\.9\.9\.1\) \(RFC/),
    expect.stringMatching(/rrsig-expired A zone\.test: .*\(at 9\.9\.9\.2\) \(RFC/),
  ]);
});

test("a copy without the ZSK is one alert that names the server", async () => {
  const alerts = await alertsOn({
    servers: oneOfTwo(withDnskeyResigned(dropDnskey(ZSK))),
  });
  expect(alerts).toEqual([expect.stringContaining(`dnskey-zsk-missing DNSKEY zone.test (key ${keyTag(ZSK)})`)]);
  expect(alerts.join("\n")).not.toContain(GOOD_SERVER);
  expect(alerts.join("\n")).toContain(BAD_SERVER);
});

test.each([
  ["removed", dropDnskey(ZSK), "is not published; what it signs"],
  ["given other flags", editDnskey(ZSK, { flags: 0 }), /^\[EMERGENCY\] dnskey-zone-bit-clear/],
  ["given another algorithm", editDnskey(ZSK, { algorithm: 100 }), /is published as key \d+, with another algorithm/],
  ["exchanged", flipDnskey(ZSK), /is not published; key \d+ is in its place/],
] as const)("a ZSK that was %s has one alert of its own", async (_how, change, says) => {
  const alerts = await alertsOn({ mutations: [withDnskeyResigned(change)] });
  expect(alerts).toEqual([expect.stringMatching(says)]);
});

test("a copy that is behind and has run out is to be fetched anew, not signed", async () => {
  const alerts = await alertsOn({
    servers: [{ addresses: [PUBLIC[0]] }, { addresses: [PUBLIC[1]], mutations: [expire(EVERY, EVERY)] }],
  });
  expect(alerts).toEqual([
    expect.stringMatching(/^\[CRITICAL\] ns-stale-secondary SOA zone\.test: .*\(at 9\.9\.9\.2\) \(RFC/),
  ]);
});

test("a lost KSK is the zone's fault, a stale DS the parent's, for the same DS", async () => {
  const lost = await alertsOn({ mutations: [dropDnskey(KSK)] });
  expect(lost).toEqual([expect.stringMatching(/dnskey-ksk-missing DNSKEY zone\.test: .* the zone has lost it/)]);
  const stale = await alertsOn({ keys: [NEW_KSK, ZSK], ds: [dsRecord(APEX, KSK)] });
  expect(stale).toEqual([expect.stringMatching(/ds-keytag-no-dnskey DS zone\.test \(key \d+\): parent's DS/)]);
});

test.each([
  ["lost", withDnskeyResigned(dropDnskey(KSK)), /dnskey-ksk-missing DNSKEY .*\(at 192\.0\.2\.2\)/],
  ["added to", addDnskey(NEW_KSK), /dnskey-changed-after-signing DNSKEY .*\(at 192\.0\.2\.2\)/],
] as const)("keys %s at one of two servers are one alert", async (_, change, says) => {
  expect(await alertsOn({ servers: oneOfTwo(change) })).toEqual([expect.stringMatching(says)]);
});

test.each([0, 1])("a DS that one of the parent's servers lacks is one alert, whichever is asked", async (lacking) => {
  const mutations = [dropRrset("zone", "DS"), signAnew()];
  const servers = ["9.9.9.3", "9.9.9.4"].map((address, i) => ({
    addresses: [address],
    ...(i === lacking ? { mutations } : {}),
  }));
  const zones = { "test.": { servers }, "zone.test.": { keys: KEYS } };
  const { text } = await checkWhole(zones, "zone.test", "--checks", "chain,signatures,ds");
  expect(text.match(/^\[(?!INFO).*/gm)).toEqual([expect.stringContaining("] ds-inconsistent-parent-servers DS")]);
});

test.each([0, 1])("a stale DS at one of the parent's servers is no emergency, whichever is asked", async (stale) => {
  const mutations = [editRecords("zone", "DS", () => dsRecord(APEX, NEW_KSK)), signAnew()];
  const servers = ["9.9.9.3", "9.9.9.4"].map((address, i) => ({
    addresses: [address],
    ...(i === stale ? { mutations } : {}),
  }));
  const { text } = await checkWhole({ "test.": { servers }, "zone.test.": { keys: KEYS } }, "zone.test");
  expect(text).toContain("[CRITICAL] ds-keytag-no-dnskey");
  expect(text).not.toContain("EMERGENCY");
});

test("a DS whose signature holds at none of the parent's servers is an emergency", async () => {
  const zones = { "test.": { mutations: [flipSignature("zone", "DS")] }, "zone.test.": { keys: KEYS } };
  const { text } = await checkWhole(zones, "zone.test");
  expect(text).toContain("[EMERGENCY] rrsig-bogus DS zone.test");
});

test("data altered beside a sound chain stays an alert of its own beside a stale DS", async () => {
  const alerts = await alertsOn({
    records: ["@ A 192.0.2.1"],
    keys: [NEW_KSK, ZSK],
    ds: [dsRecord(APEX, KSK)],
    mutations: [flipSignature("@", "A")],
  });
  expect(alerts).toEqual([expect.stringContaining("ds-keytag-no-dnskey"), expect.stringContaining("rrsig-bogus A ")]);
});

test("dates in the wrong order are one alert for all that bears them", async () => {
  const backward = { inception: 2_000_000_000, expiration: 1_900_000_000 };
  const alerts = await alertsOn({ mutations: [resign(EVERY, EVERY, backward)] });
  expect(alerts).toEqual([expect.stringMatching(/^\[EMERGENCY\] rrsig-expires-before-inception DNSKEY/)]);
});

test("a missing DS is shown by the DS check alone as well, not folded in a circle", async () => {
  expect(await alertsOn({ ds: [] }, "--checks", "ds")).toHaveLength(1);
});

test.each<[string, Denial]>([
  ["NSEC", "nsec"],
  ["NSEC3", NSEC3],
])("NXDOMAIN for one type of a name that exists is one alert with %s", async (_, denial) => {
  const alter: Behaviour["alter"] = (response, { questions: [question] }) =>
    question?.type === RrType.AAAA ? { ...response, rcode: Rcode.NXDOMAIN } : response;
  const plan = { denial, records: ["www A 192.0.2.1"], servers: [{ addresses: [PUBLIC[0]], behaviour: { alter } }] };
  const alerts = await alertsOn(plan, "-q", "www.zone.test", "-q", "www.zone.test/AAAA");
  expect(alerts.filter((line) => line.includes("www"))).toEqual([
    expect.stringContaining("] ns-inconsistent-nxdomain www.zone.test: "),
  ]);
});

test("an answer without authority to one question makes no server lame", async () => {
  const alerts = await alertsOn({
    servers: [
      {
        addresses: [PUBLIC[0]],
        behaviour: {
          alter: (response) =>
            response.answer.length > 0 ? response : { ...response, isAuthoritative: false, authority: [] },
        },
      },
    ],
  });
  expect(alerts.join("\n")).not.toContain("ns-not-authoritative");
});

test.each<[string, FindingId, Omit<ServerPlan, "addresses">]>([
  ["is silent to EDNS", "ns-edns-downgrade", { behaviour: { edns: "dropped" } }],
  ["leaves out what DO asks for", "ns-no-dnssec-support", { behaviour: { stripsDnssec: true } }],
  ["sends what nobody can read", "ns-malformed-response", { behaviour: { garbage: "cut" } }],
  ["has an unsigned copy", "ns-inconsistent-signed", { mutations: [unsign()] }],
])("one of two servers that %s is one alert", async (_, id, plan) => {
  const alerts = await alertsOn({ servers: [{ addresses: [PUBLIC[0]] }, { addresses: [PUBLIC[1]], ...plan }] });
  expect(alerts).toEqual([expect.stringMatching(new RegExp(`${id} zone\\.test: .*\\(at 9\\.9\\.9\\.2\\)`))]);
});

test.each<[string, FindingId, readonly Mutation[]]>([
  ["has no signature", "rrsig-missing", [dropRrsig("@", "CDS")]],
  ["has an altered signature", "rrsig-bogus", [flipSignature("@", "CDS")]],
  ["has an expired signature", "rrsig-expired", [expire("@", "CDS")]],
  ["has expired with all else", "rrsig-expired-dnskey", [expire(EVERY, EVERY)]],
  ["is signed by a key of nobody's", "rrsig-signer-key-missing", [resign("@", "CDS", { key: NEW_KSK })]],
  [
    "is signed with another algorithm",
    "rrsig-algorithm-has-no-dnskey",
    [resign("@", "CDS", { key: createKey({ algorithm: 15 }) })],
  ],
])("a CDS that %s is one alert", async (_, id, mutations) => {
  const alerts = await alertsOn({ records: [CDS], mutations, servers: [{ addresses: [PUBLIC[0]] }] });
  expect(alerts).toEqual([expect.stringContaining(`] ${id} `)]);
});

test("an expired signature of CDS follows from no other RRset's fault", async () => {
  const plan = {
    keys: KEYS,
    records: ["@ A 192.0.2.1", CDS],
    mutations: [flipSignature("@", "A"), expire("@", "CDS")],
  };
  const { text } = await checkWhole({ "test.": {}, "zone.test.": plan }, "zone.test", "-o", "json");
  const { findings } = JSON.parse(text) as { findings: { id: FindingId; cause?: FindingId }[] };
  expect(findings.find(({ id }) => id === "cds-signature-invalid")?.cause).toBe("rrsig-expired");
});

test("one of two servers that fails for DNSKEY alone is one alert, and not called unsigned", async () => {
  const alerts = await alertsOn({ servers: [{ addresses: [PUBLIC[0]] }, failingFor(RrType.DNSKEY)(PUBLIC[1])] });
  expect(alerts).toEqual([expect.stringMatching(/ns-error-rcode zone\.test: answers SERVFAIL .*\(at 9\.9\.9\.2\)/)]);
});

test.each<[string, FindingId, ServerPlan["behaviour"]]>([
  ["fails", "ns-error-rcode", { rcode: Rcode.SERVFAIL }],
  ["sends what nobody can read", "ns-malformed-response", { garbage: "cut" }],
])("the only server that %s is one alert, also of the chain alone", async (_, id, behaviour = {}) => {
  const plan = { servers: [{ addresses: [PUBLIC[0]], behaviour }] };
  const alert = expect.stringMatching(new RegExp(`${id} zone\\.test: .*\\(at 9\\.9\\.9\\.1\\)`));
  expect(await alertsOn(plan)).toEqual([alert]);
  expect(await alertsOn(plan, "--checks", "chain")).toEqual([alert]);
});

const ED25519_KEYS = keyPair(15, "across");
const [ED25519] = ED25519_KEYS;
const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });
const UNASSIGNED = { ...combinedKey(), algorithm: 100 };
const PRIVATE = { ...combinedKey(), algorithm: 254 };

test.each<[string, FindingId, ZonePlan]>([
  ["a KSK revoked under its DS", "ds-points-to-revoked-key", { keys: [revoked(KSK), ZSK], ds: [dsRecord(APEX, KSK)] }],
  [
    "a signature of DNSKEY with an octet too few",
    "rrsig-bad-length",
    { mutations: [editRrsig("@", "DNSKEY", ({ signature }) => ({ signature: signature.subarray(1) }))] },
  ],
  [
    "a DS of a second algorithm, whose key signs nothing",
    "ds-missing-algorithm",
    { keys: [KSK, ZSK, idle(ED25519)], ds: [dsRecord(APEX, KSK), dsRecord(APEX, ED25519)] },
  ],
  [
    "a key and its DS, both of an unassigned algorithm",
    "dnskey-algorithm-unassigned",
    { keys: [UNASSIGNED], ds: [dsRecord(APEX, UNASSIGNED)] },
  ],
  [
    "a key and its DS, both of a private algorithm",
    "dnskey-algorithm-private",
    { keys: [PRIVATE], ds: [dsRecord(APEX, PRIVATE)] },
  ],
  [
    "a key of another algorithm that can't be read",
    "dnskey-malformed",
    { keys: [KSK, ZSK, oddKey({ algorithm: 8, publicKey: Uint8Array.of(64, 1, 0, 1) })] },
  ],
  ["signatures that end before the TTL does", "rrsig-expiring-soon", { inception: -20 * 86400, expiration: 1800 }],
  [
    "two providers that sign with different algorithms",
    "chain-multisigner-algorithm-differs",
    {
      keys: [...KEYS, ...ED25519_KEYS.map(idle)],
      ds: [KSK, ED25519].map((key) => dsRecord(APEX, key)),
      servers: [
        { addresses: [PUBLIC[0]] },
        { addresses: [PUBLIC[1]], mutations: [signAnew({ keys: [...KEYS.map(idle), ...ED25519_KEYS] })] },
      ],
    },
  ],
])("%s is one alert", async (_, id, plan) => {
  expect(await alertsOn(plan)).toEqual([expect.stringContaining(`] ${id} `)]);
});

test("a signer name below the apex is one alert, and no delegation missed there", async () => {
  const mutations = [resign("www", "A", { signerName: parseName("www.zone.test.") })];
  const plan = { records: ["www A 192.0.2.80"], mutations };
  expect(await alertsOn(plan, "-q", "www.zone.test")).toEqual([
    expect.stringContaining("rrsig-signer-name-not-zone A"),
  ]);
});

test("keys that need TCP, which nobody answers, are one alert", async () => {
  const keys = [
    ...keyPair(8, "across", 4096),
    ...["a", "b"].map((seed) => createKey({ algorithm: 8, flags: 256, seed })),
  ];
  const alerts = await alertsOn({ keys, servers: [{ addresses: [PUBLIC[0]], behaviour: { silent: "tcp" } }] });
  expect(alerts).toEqual([expect.stringMatching(/^\[CRITICAL\] dnskey-rrset-too-large DNSKEY zone\.test/)]);
});

test("a parent whose own DS nobody can use is named as the zone that is insecure", async () => {
  const ds = [dsRecord(parseName("test."), UNASSIGNED)];
  const { text } = await checkWhole({ "test.": { ds }, "zone.test.": {} }, "zone.test", "--checks", "chain,signatures");
  expect(text.match(/^\[(?!INFO).*/gm)).toEqual([
    expect.stringContaining("] chain-insecure-by-unsupported-algorithm test: "),
  ]);
});

test("a zone that does not exist is one alert, whatever is expected of it", async () => {
  const { text } = await checkWhole({ "test.": {} }, "nowhere.test", "--expect", "insecure");
  expect(text.match(/^\[(?!INFO).*/gm)).toEqual([expect.stringContaining("] zone-nonexistent nowhere.test: ")]);
});

test.each<[string, ZonePlan, string]>([
  ["an unsigned", { keys: null, ds: [] }, "insecure"],
  ["a signed", { ds: [] }, "secure"],
])("%s zone that its parent denies is one alert", async (_, plan, expectation) => {
  const zones = {
    "test.": { mutations: [unlisted()], servers: [{ addresses: [PUBLIC[0]] }] },
    "zone.test.": { ...plan, servers: [{ addresses: [PUBLIC[0]] }] },
  };
  const { text } = await checkWhole(zones, "zone.test", "--checks", "chain,ds", "--expect", expectation);
  expect(text.match(/^\[(?!INFO).*/gm)).toEqual([
    expect.stringContaining("] chain-delegation-missing-in-parent zone.test: "),
  ]);
});

/** A zone whose delegation of zone.test. was never there. */
function unlisted(): Mutation {
  return (zone) => mutate(zone, dropRrset("zone", "NS"), signAnew());
}
