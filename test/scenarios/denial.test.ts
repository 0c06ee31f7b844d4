import { expect, test } from "vitest";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { parseName } from "../../src/dns/name.ts";
import type { FindingId } from "../../src/dnssec/finding.ts";
import { expectFindings, expectHealthy } from "../support/check.ts";
import { denialOf } from "../support/denial.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { emptyResponse } from "../support/server/response.ts";
import { createKey } from "../support/signer/key.ts";
import { addRecords, dropRrset, EVERY, expire, flipSignature, resign } from "../support/signer/mutate.ts";
import {
  alterNext,
  dropDenial,
  dropDenialOf,
  editBitmap,
  editDenial,
  moveDenial,
} from "../support/signer/mutate-denial.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import { parseRecords } from "../support/signer/zone.ts";

const RECORDS = ["aaa A 192.0.2.1", "mid A 192.0.2.2", "unsigned NS ns.elsewhere.", "www A 192.0.2.3"];

function ask(plan: ZonePlan, queries: readonly string[] = [], expected: "secure" | "insecure" | "any" = "secure") {
  const zones = { "test.": {}, "zone.test.": { records: RECORDS, ...plan } };
  return denialOf({ zones, queries, expect: expected });
}

/** The findings above information that no other one explains. */
function roots({ findings }: CheckOutcome): FindingId[] {
  const ids = new Set(findings.map(({ id }) => id));
  return findings
    .filter(({ level, cause }) => level !== "info" && (cause === undefined || !ids.has(cause)))
    .map(({ id }) => id);
}

test("a chain that was never made is one alert", async () => {
  const outcome = await ask({ mutations: [dropDenial()] }, ["www.zone.test./MX", "unsigned.zone.test./DS"]);
  expect(roots(outcome)).toEqual(["nsec-missing-nodata"]);
  expect(outcome.summary).toContain("NODATA comes without NSEC or NSEC3 to prove it");
});

test("signatures that ran out are one alert, grave where no server has better ones", async () => {
  const everywhere = await ask({ mutations: [expire(EVERY, "NSEC")], servers: [{}, {}] });
  expect(roots(everywhere)).toEqual(["rrsig-expired-denial"]);
  expectFindings(everywhere, { must: ["rrsig-expired-denial:emergency"] });
  const somewhere = await ask({ servers: [{}, { mutations: [expire(EVERY, "NSEC")] }] });
  expectFindings(somewhere, { must: ["rrsig-expired-denial:critical"] });
});

test("NSEC3 owners altered after signing are told apart from a chain made wrong", async () => {
  const edited = [moveDenial("@", "0123456789abcdefghijklmnopqrstuv"), flipSignature(EVERY, "NSEC3")];
  expectFindings(await ask({ denial: NSEC3, mutations: edited }), {
    must: ["nsec-signature-bogus", "nsec3-closest-encloser-missing"],
  });
});

test("NSEC3 next hashes altered show which names they deny", async () => {
  const mutations = [
    editDenial(EVERY, ({ next }) => ({ next: Uint8Array.from(next, (octet, i) => (i === 0 ? octet ^ 0x80 : octet)) })),
  ];
  expectFindings(await ask({ denial: NSEC3, mutations }, ["www.zone.test./A"]), {
    must: ["nsec-existing-name-denied"],
    mustNot: ["nsec-signature-bogus"],
  });
});

test("a fault deep in the chain is found by following it", async () => {
  const signed = { mutations: [editBitmap("mid", { remove: ["A"] }), alterNext("mid", "nowhere")] };
  expectFindings(await ask(signed), { must: ["nsec-existing-name-denied"] });
  const unfollowed = await denialOf({
    zones: { "test.": {}, "zone.test.": { records: RECORDS, ...signed } },
    maxNames: 0,
  });
  expectHealthy(unfollowed);
});

test("a hole in an NSEC3 chain is found by probing", async () => {
  const records = Array.from({ length: 20 }, (_, i) => `host${i} A 192.0.2.1`);
  expectHealthy(await ask({ denial: NSEC3, records }));
  expectFindings(await ask({ denial: NSEC3, records, mutations: [dropDenialOf("host7")] }), {
    must: ["nsec3-next-closer-not-covered"],
  });
});

test("the first server to be sound is followed, though the one before it is not", async () => {
  const broken = { mutations: [flipSignature(EVERY, "NSEC")] };
  const outcome = await ask({ servers: [broken, {}] });
  expect(outcome.details).toContain("chain of 7 names is whole");
});

test("a referral without its proof is a warning where the question for DS is answered well", async () => {
  const outcome = await ask(
    {
      servers: [
        {
          behaviour: {
            alter: (response) =>
              response.isAuthoritative
                ? response
                : { ...response, authority: response.authority.filter(({ type }) => type === 2) },
          },
        },
      ],
    },
    ["www.unsigned.zone.test./A"],
  );
  expectFindings(outcome, { must: ["nsec-missing-insecure-delegation:warning"] });
  expect(roots(outcome)).toEqual(["nsec-missing-insecure-delegation"]);
});

test("the parent's broken proof for an unsigned zone is named as the parent's", async () => {
  const zones = {
    "test.": { mutations: [dropDenialOf("zone.test.")] },
    "zone.test.": { keys: null, records: RECORDS },
  };
  const outcome = await denialOf({ zones, expect: "insecure" });
  expectFindings(outcome, { must: ["nsec-no-match-for-nodata:critical"] });
  expect(
    outcome.findings.filter(({ level }) => level !== "info").map(({ subject }) => subject.name.toString()),
  ).toEqual(["zone.test."]);
});

test("a key that only the denials are signed by is named", async () => {
  const key = createKey({ algorithm: 15, seed: "other algorithm", flags: 256 });
  expectFindings(await ask({ mutations: [resign(EVERY, "NSEC", { key })] }), { must: ["nsec-signature-key-missing"] });
});

test("iterations are judged by -w and -c", async () => {
  const zones = { "test.": {}, "zone.test.": { records: RECORDS, denial: { ...NSEC3, iterations: 10 } } };
  expectFindings(await denialOf({ zones }), { must: ["nsec3-iterations-nonzero:warning"] });
  expectFindings(await denialOf({ zones, warning: "0:10" }), { must: ["nsec3-iterations-nonzero:info"] });
  expectFindings(await denialOf({ zones, critical: "0:5" }), { must: ["nsec3-iterations-nonzero:critical"] });
});

test("of three servers the one with other parameters is named", async () => {
  const mutations = [editDenial(EVERY, () => ({ flags: 1 }))];
  const outcome = await ask({ denial: NSEC3, servers: [{}, { mutations, addresses: ["127.0.9.2"] }, {}] });
  const found = outcome.findings.find(({ id }) => id === "nsec3-params-inconsistent");
  expect(found?.servers.map(({ address }) => address)).toEqual(["127.0.9.2"]);
});

test("an unsigned zone is critical unless that is expected", async () => {
  expectFindings(await ask({ keys: null }), { must: ["chain-expected-secure-but-insecure:critical"] });
  expectHealthy(await ask({ keys: null }, [], "insecure"));
});

test("one server without signatures is named", async () => {
  const bare = { mutations: [dropRrset("@", "DNSKEY"), dropDenial()], addresses: ["127.0.9.2"] };
  const outcome = await ask({ servers: [{}, bare] });
  expect(outcome.findings.find(({ id }) => id === "ns-inconsistent-signed")?.servers[0]?.address).toBe("127.0.9.2");
});

test.each(["A", "AAAA", "MX", "TXT"])("a bitmap that omits %s at the apex is found unasked", async (type) => {
  const data = { A: "192.0.2.1", AAAA: "2001:db8::1", MX: "10 mail.elsewhere.", TXT: "x" }[type];
  const outcome = await ask({ records: [`@ ${type} ${data}`], mutations: [editBitmap("@", { remove: [type] })] });
  expect(roots(outcome)).toEqual(["nsec-existing-type-denied"]);
});

test.each<[string, Denial]>([
  ["NSEC", "nsec"],
  ["NSEC3", NSEC3],
])("a name that %s leaves out is one alert, whatever is denied at it and below", async (_, denial) => {
  const mutations = [addRecords("late A 192.0.2.9"), resign("late", "A")];
  const queries = ["late.zone.test./A", "late.zone.test./MX", "x.late.zone.test./A"];
  expect(roots(await ask({ denial, mutations }, queries))).toEqual(["nsec-existing-name-denied"]);
});

test("what all servers show is one finding, in whatever order they give the nameservers", async () => {
  const reversed: Behaviour = { alter: (response) => ({ ...response, answer: response.answer.toReversed() }) };
  const { findings } = await ask({ servers: [{}, { behaviour: reversed }], mutations: [expire(EVERY, "NSEC")] });
  expect(findings.filter(({ id }) => id === "rrsig-expired-denial")).toHaveLength(1);
});

test("dead and refusing servers are named, and nothing is made up about them", async () => {
  const outcome = await ask({ servers: [{}, { behaviour: { silent: true } }, { behaviour: { rcode: 5 } }] });
  expect(roots(outcome).toSorted()).toEqual(["ns-error-rcode", "ns-unresponsive-udp"]);
});

test("a server that only refers to itself is lame, not one that has nothing to deny", async () => {
  const alter: Behaviour["alter"] = (_, { questions }) =>
    emptyResponse(0, { authority: questions.flatMap(({ name }) => parseRecords("@ NS ns1.zone.test.", name)) });
  const outcome = await ask({ servers: [{ behaviour: { alter } }] });
  expectFindings(outcome, { must: ["ns-not-authoritative"] });
});

test("a name that is no zone, and one that does not exist, are critical", async () => {
  const zones = { "test.": {}, "zone.test.": { records: RECORDS } };
  expectFindings(await denialOf({ zones, zone: "www.zone.test." }), { must: ["name-is-no-zone:critical"] });
  expectFindings(await denialOf({ zones, zone: "nowhere.test." }), { must: ["zone-nonexistent:critical"] });
});

test("names too long for a label more are left out", async () => {
  const long = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(50)}.zone.test.`;
  expect(parseName(long).wire.length).toBeLessThan(256);
  const plan = {
    records: ["@ SOA ns.elsewhere. mail.elsewhere. 1 7200 3600 1209600 900"],
    servers: [{ name: "ns.elsewhere." }],
  };
  expectHealthy(await denialOf({ zones: { "test.": {}, [long]: plan }, zone: long }));
});

test("wildcards of CNAMEs, and aliases to them, are proved", async () => {
  const records = [...RECORDS, "*.c CNAME www", "to CNAME x.c", "loop CNAME loop"];
  expectHealthy(
    await ask({ records }, ["x.c.zone.test./A", "to.zone.test./A", "to.zone.test./MX", "loop.zone.test./A"]),
  );
});

test("a server that adds unsigned data to a zone is not taken for one that denies it", async () => {
  expectFindings(await ask({ mutations: [addRecords("late A 192.0.2.9")] }, ["late.zone.test./A"]), {
    mustNot: ["nsec-existing-name-denied"],
  });
  const signed = [addRecords("late A 192.0.2.9"), resign("late", "A")];
  expectFindings(await ask({ mutations: signed }, ["late.zone.test./A", "lats.zone.test./A"]), {
    must: ["nsec-existing-name-denied"],
  });
});
