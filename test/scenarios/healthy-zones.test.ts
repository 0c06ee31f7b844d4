import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { chainOf, expectHealthy, NOW, type Scenario, signaturesOf } from "../support/check.ts";
import { denialOf } from "../support/denial.ts";
import { anchorOf, BAD_SERVER, GOOD_SERVER, KEYS, type Mark, withWww, zoneTest } from "../support/fault-case.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { keysOf } from "../support/keys-check.ts";
import { nameserversOf } from "../support/nameservers.ts";
import type { Response } from "../support/server/response.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, keysWithOneTag, type SigningKey } from "../support/signer/key.ts";
import { checkWhole } from "../support/whole-check.ts";
import { addRrsig, EVERY } from "../support/signer/mutate.ts";
import { signAnew } from "../support/signer/mutate-zone.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

/** A zone that is as it should be, though a checker might stumble; what both checks tell of it. */
interface HealthyCase {
  readonly what: string;
  readonly scenario: Scenario;
  readonly reports?: readonly Mark[];
  /** What check_dnssec_denial, and with it check_dnssec, reports above information. */
  readonly denialReports?: readonly Mark[];
  /** What check_dnssec_ds, and with it check_dnssec, reports above information. */
  readonly dsReports?: readonly Mark[];
}

const DAY = 86_400;
const HOUR = 3600;
const APEX = parseName("zone.test.");
const [KSK, ZSK] = KEYS;
const OTHER_KSK = createKey({ seed: "other" });
const OTHER_ZSK = createKey({ seed: "other", flags: 256 });
const ED25519_KEYS = keyPair(15, "zone");
const ONE_SERVER: ZonePlan = { servers: [{ addresses: [GOOD_SERVER] }] };
const [FIRST_OF_TAG, SECOND_OF_TAG] = keysWithOneTag();
const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });

/** The same zone signed with other keys or for other times on its second server. */
function twoServers(plan: ZonePlan, second: Parameters<typeof signAnew>[0]): Scenario {
  const servers = [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], mutations: [signAnew(second)] }];
  return withWww({ ...plan, servers });
}

const SIGNING: readonly HealthyCase[] = [
  { what: "a KSK and a ZSK", scenario: withWww({}) },
  { what: "a combined key", scenario: withWww({ keys: [combinedKey()] }) },
  ...[8, 14, 15, 16].map((algorithm) => ({
    what: `algorithm ${algorithm}`,
    scenario: withWww({ keys: keyPair(algorithm) }),
  })),
  { what: "RSA with 4096 bits", scenario: withWww({ keys: keyPair(8, "", 4096) }) },
  { what: "two algorithms", scenario: withWww({ keys: [...KEYS, ...ED25519_KEYS] }) },
  { what: "a standby KSK", scenario: withWww({ keys: [...KEYS, idle(OTHER_KSK)], ds: [dsRecord(APEX, KSK)] }) },
  { what: "a pre-published ZSK", scenario: withWww({ keys: [...KEYS, idle(OTHER_ZSK)] }) },
  { what: "a double signature in a KSK rollover", scenario: withWww({ keys: [...KEYS, OTHER_KSK] }) },
  {
    what: "a double DS of which one names a key to come",
    scenario: withWww({ ds: [dsRecord(APEX, KSK), dsRecord(APEX, OTHER_KSK)] }),
    // To a first look it may as well be forgotten; --standby says that it is not.
    dsReports: ["ds-keytag-no-dnskey:warning"],
  },
  {
    what: "DS by SHA-1 and SHA-256",
    scenario: withWww({ ds: [dsRecord(APEX, KSK, 1), dsRecord(APEX, KSK)] }),
    dsReports: ["ds-digest-sha1:warning"],
  },
  { what: "DS by SHA-384 only", scenario: withWww({ ds: [dsRecord(APEX, KSK, 4)] }) },
  { what: "two ZSKs of one tag", scenario: withWww({ keys: [KSK, idle(FIRST_OF_TAG), SECOND_OF_TAG] }) },
  {
    what: "an algorithm rollover with all signatures and both keys, before the new DS",
    scenario: withWww({ keys: [...KEYS, ...ED25519_KEYS], ds: [dsRecord(APEX, KSK)] }),
  },
  {
    what: "a trust anchor in the middle of the tree",
    scenario: zoneTest({ keys: KEYS, ds: [] }, { anchors: [anchorOf("zone.test.", KSK)] }),
  },
  {
    what: "several trust anchors",
    scenario: zoneTest(
      { keys: KEYS },
      { anchors: [anchorOf(".", OTHER_KSK), anchorOf("zone.test.", OTHER_KSK), anchorOf("zone.test.", KSK)] },
    ),
  },
  {
    what: "two signers that share their ZSKs",
    scenario: twoServers({ keys: [KSK, ZSK, idle(OTHER_ZSK)] }, { keys: [KSK, idle(ZSK), OTHER_ZSK] }),
  },
  {
    what: "two signers with a KSK each",
    scenario: twoServers(
      { keys: [KSK, ZSK, idle(OTHER_ZSK)], ds: [dsRecord(APEX, KSK), dsRecord(APEX, OTHER_KSK)] },
      { keys: [OTHER_KSK, idle(ZSK), OTHER_ZSK] },
    ),
  },
  {
    what: "signatures made on the fly, some seconds apart",
    scenario: twoServers({ denial: "compact", inception: -HOUR }, { inception: NOW - HOUR - 7 }),
  },
  {
    what: "signatures made on the fly for a day before and after each answer",
    scenario: withWww({ denial: "compact", inception: -25 * HOUR, expiration: 25 * HOUR }),
  },
];

/** Zones at rest in the middle of a change: right, but worth a line. */
const REMARKABLE: readonly HealthyCase[] = [
  {
    what: "an algorithm rollover's first step: signatures before keys",
    scenario: withWww({ mutations: [addRrsig(EVERY, EVERY, { key: ED25519_KEYS[1] })] }),
    reports: ["rrsig-algorithm-has-no-dnskey:info"],
  },
  {
    what: "an expired signature beside a valid one",
    scenario: withWww({
      mutations: [addRrsig("www", "A", { inception: NOW - 40 * DAY, expiration: NOW - 10 * DAY })],
    }),
    reports: ["rrsig-expired:info"],
  },
];

const CONTENTS: readonly HealthyCase[] = [
  {
    what: "wildcards",
    scenario: zoneTest(
      { records: ["*.wild A 192.0.2.1", "*.wild TXT x", "*.walias CNAME a.wild"] },
      { queries: ["a.b.wild.zone.test./A", "a.wild.zone.test./MX", "x.walias.zone.test./A", "*.wild.zone.test./A"] },
    ),
  },
  {
    what: "empty non-terminals",
    scenario: zoneTest(
      { records: ["_443._tcp.a.b TLSA 3 1 1 00"] },
      { queries: ["b.zone.test./A", "a.b.zone.test./A", "_443._tcp.a.b.zone.test./TLSA"] },
    ),
  },
  {
    what: "NSEC3 with opt-out over unsigned delegations",
    scenario: withWww({ denial: { ...NSEC3, optOut: true }, records: ["www A 192.0.2.1", "cut NS ns.elsewhere."] }),
  },
  {
    what: "NSEC3 with salt",
    scenario: withWww({ denial: { ...NSEC3, salt: Uint8Array.of(1, 2) } }, { queries: ["nowhere.zone.test./A"] }),
    denialReports: ["nsec3-salt-nonempty:warning"],
  },
  {
    what: "compact denial",
    scenario: withWww({ denial: "compact" }, { queries: ["nowhere.zone.test./A", "www.zone.test./AAAA"] }),
  },
  {
    what: "a server that has a copy of another zone, too, without signatures, and answers an alias from it",
    scenario: withWww(
      { records: ["away CNAME www.other.test."], servers: [{ behaviour: { alter: withUnsignedTarget } }] },
      { queries: ["away.zone.test./A"], zones: { "other.test.": { records: ["www A 192.0.2.2"] } } },
    ),
  },
  {
    what: "signatures that PowerDNS makes each Thursday, a second before it does so again",
    scenario: withWww({ inception: 1 - 14 * DAY, expiration: 1 + 7 * DAY }),
    reports: ["rrsig-refresh-stalled:info"],
  },
  {
    what: "names in mixed case",
    scenario: zoneTest(
      { records: ["WWW A 192.0.2.1", "@ MX 10 Mail.Example.TEST.", "Alias CNAME wWw"] },
      { zone: "ZONE.Test.", queries: ["www.ZONE.test./A", "ALIAS.zone.test./A"] },
    ),
  },
  {
    what: "binary labels",
    scenario: zoneTest(
      { records: ["\\200\\000\\255 TXT binary", "a\\.b TXT dot"] },
      { queries: ["\\200\\000\\255.zone.test./TXT", "a\\.b.zone.test./TXT", "a.b.zone.test./TXT"] },
    ),
  },
  {
    what: "a dot in the RNAME's first label",
    scenario: withWww({ records: ["@ SOA ns1 host\\.master 1 7200 3600 1209600 900", "www A 192.0.2.80"] }),
  },
  {
    what: "types that are not known",
    scenario: zoneTest({ records: ["@ TYPE65280 \\# 4 0A0B0C0D"] }, { queries: ["zone.test./TYPE65280"] }),
  },
  {
    what: "CNAME and DNAME chains",
    scenario: zoneTest(
      { records: ["a CNAME b", "b CNAME x.tree", "tree DNAME other", "x.other A 192.0.2.1"] },
      { queries: ["a.zone.test./A", "zone.test./DS"] },
    ),
  },
];

const CUTS: readonly HealthyCase[] = [
  { what: "parent and child on one server", scenario: zoneTest(ONE_SERVER, { zones: { "test.": ONE_SERVER } }) },
  {
    what: "an unsigned child on the server of its signed parent",
    scenario: withWww(ONE_SERVER, {
      queries: ["www.below.zone.test./A", "below.zone.test./MX"],
      zones: { "below.zone.test.": { ...ONE_SERVER, keys: null, records: ["www A 192.0.2.1"] } },
    }),
  },
  {
    what: "a signed child on the server of its signed parent",
    scenario: withWww(ONE_SERVER, {
      queries: ["www.below.zone.test./A", "below.zone.test./DS", "none.below.zone.test./A"],
      zones: { "below.zone.test.": { ...ONE_SERVER, records: ["www A 192.0.2.1"] } },
    }),
  },
  {
    what: "a cut three labels down",
    scenario: zoneTest({}, { zone: "a.b.c.zone.test.", zones: { "a.b.c.zone.test.": {} } }),
  },
  {
    what: "a cut three labels down below NSEC3",
    scenario: zoneTest({ denial: NSEC3 }, { zone: "a.b.c.zone.test.", zones: { "a.b.c.zone.test.": {} } }),
  },
  {
    what: "a nameserver of the parent's zone",
    scenario: zoneTest({ servers: [{ name: "ns9.test.", addresses: [GOOD_SERVER] }] }),
  },
  { what: "the root", scenario: { zones: {}, zone: "." } },
];

const ALL = [...SIGNING, ...REMARKABLE, ...CONTENTS, ...CUTS].map((each) => [each.what, each] as const);

describe.each([
  ["chain", chainOf],
  ["signatures", signaturesOf],
] as const)("check_dnssec_%s raises no alarm over", (check, run) => {
  test.each(ALL)("%s", async (_, { scenario, reports = [] }) => {
    const { findings, unknown } = await run(scenario);
    const marks = new Set(findings.map(({ id, level }): Mark => `${id}:${level}`));
    expect(unknown).toBeNull();
    expect([...marks]).toEqual(check === "chain" ? [] : reports);
  });
});

describe("check_dnssec_nameservers raises no alarm over", () => {
  test.each(ALL)("%s", async (_, { scenario }) => expectHealthy(await nameserversOf(scenario)));
});

test.each(ALL)("check_dnssec_denial raises no alarm over %s", async (_, { scenario, denialReports = [] }) => {
  const within = parseName(scenario.zone ?? "zone.test.");
  const queries = scenario.queries?.filter((query) => parseName(query.split("/")[0] ?? "").isAtOrBelow(within));
  const { findings, unknown } = await denialOf({ ...scenario, queries: queries ?? [] });
  const marks = findings.filter(({ level }) => level !== "info").map(({ id, level }): Mark => `${id}:${level}`);
  expect(unknown).toBeNull();
  expect(marks).toEqual(denialReports);
});

describe("check_dnssec_keys raises no alarm over", () => {
  test.each(ALL)("%s", async (_, { scenario }) => expectHealthy(await keysOf(scenario)));
});

test.each(ALL.filter(([, { scenario }]) => scenario.anchors === undefined))(
  "check_dnssec raises no alarm over %s",
  async (_, { scenario, denialReports = [], dsReports = [] }) => {
    const { zone = "zone.test.", queries = [], zones } = scenario;
    const argv = [zone, "-o", "json", "--ignore", "ns-address-special-use", ...queries.flatMap((text) => ["-q", text])];
    const reports = [...denialReports, ...dsReports];
    const { findings, status } = JSON.parse((await checkWhole(zones, ...argv)).text) as {
      findings: { id: string; level: string }[];
      status: string;
    };
    const marks = findings.filter(({ level }) => level !== "info").map(({ id, level }) => `${id}:${level}`);
    expect(marks).toEqual(reports);
    expect(status).toBe(reports.length === 0 ? "OK" : "WARNING");
  },
);

test.each(
  [...SIGNING, ...REMARKABLE, ...CUTS]
    .filter(({ what }) => !what.startsWith("an unsigned child"))
    .map((each) => [each.what, each] as const),
)("%s is secure", async (_, { scenario }) => {
  expect((await chainOf(scenario)).security).toBe("secure");
});

/** As a server answers that follows an alias into a copy of a zone that it is not asked for. */
function withUnsignedTarget(response: Response): Response {
  if (!response.answer.some(({ type }) => type === RrType.CNAME)) return response;
  const owner = parseName("www.other.test.");
  const record = { owner, type: RrType.A, class: CLASS_IN, ttl: 60, rdata: Uint8Array.of(192, 0, 2, 66) };
  return { ...response, answer: [...response.answer, record] };
}
