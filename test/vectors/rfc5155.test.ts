import { describe, expect, test } from "vitest";
import { nsec3Hash } from "../../src/crypto/digest.ts";
import { parseName } from "../../src/dns/name.ts";
import { signedRrsets } from "../../src/dns/record.ts";
import { Rcode, RrType, typeName } from "../../src/dns/registry.ts";
import { judgeSignatures, newEffort } from "../../src/dnssec/rrsig.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { encodeBase32Hex } from "../../src/util/base32hex.ts";
import { type PublishedAnswer, publishedChain, publishedZone, validatePublished } from "../support/vectors.ts";

const zone = publishedZone("rfc5155.zone", "20100101000000");
const apex = parseName("example.");
const sets = signedRrsets(zone.records);
const SALT = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
const ITERATIONS = 12;

/** Appendix A's list. */
const HASHES: readonly (readonly [string, string])[] = [
  ["example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"],
  ["a.example", "35mthgpgcu1qg68fab165klnsnk3dpvl"],
  ["ai.example", "gjeqe526plbf1g8mklp59enfd789njgi"],
  ["ns1.example", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"],
  ["ns2.example", "q04jkcevqvmu85r014c7dkba38o0ji5r"],
  ["w.example", "k8udemvp1j2f7eg6jebps17vp3n8i58h"],
  ["*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"],
  ["x.w.example", "b4um86eghhds6nea196smvmlo4ors995"],
  ["y.w.example", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"],
  ["x.y.w.example", "2vptu5timamqttgl4luu9kg21e0aor3s"],
  ["xx.example", "t644ebqk9bibcna874givr6joj62mlhv"],
  ["2t7b4g4vsa5smi47k61mv5bv1a22bojr.example", "kohar7mbb8dc2ce8a9qvl8hon4k53uhi"],
];

describe("RFC 5155 appendix A", () => {
  test.each(HASHES)("%s hashes to %s, in whatever case", (name, hash) => {
    expect(encodeBase32Hex(nsec3Hash(parseName(name), SALT, ITERATIONS))).toBe(hash);
    expect(encodeBase32Hex(nsec3Hash(parseName(name.toUpperCase()), SALT, ITERATIONS))).toBe(hash);
  });

  const keys = sets.filter(({ type }) => type === RrType.DNSKEY).flatMap(zoneKeys);
  const signed = sets.filter(({ signatures }) => signatures.length > 0);

  test("the keys have the tags that their signatures name", () => {
    expect(keys.map(({ tag }) => tag)).toEqual([40430, 12708]);
  });

  test.each(signed.map((set) => ({ name: `${set.owner.toString()} ${typeName(set.type)}`, set })))(
    "the signatures of $name verify",
    ({ set }) => {
      const verdicts = judgeSignatures(set, { zone: apex, keys, now: zone.now, effort: newEffort() });
      expect(verdicts.map((verdict) => verdict.isValid || verdict.fault)).toEqual([true]);
    },
  );
});

/** The NSEC3 RRset of a name in appendix A. */
function nsec3(name: string): string {
  return `${HASHES.find(([hashed]) => hashed === name)?.[1] ?? ""}.example. NSEC3`;
}

/**
 * Appendix B, additional sections left out. Every NSEC3 of the zone has the Opt-Out bit, so that what rests on a span is
 * proved as far as a validator can tell, but not secure (RFC 5155 9.2).
 */
const RESPONSES: readonly (PublishedAnswer & { section: string; question: string; status: string })[] = [
  {
    section: "B.1 name error",
    question: "a.c.x.w.example. A",
    rcode: Rcode.NXDOMAIN,
    authority: ["example. SOA", nsec3("example"), nsec3("x.w.example"), nsec3("a.example")],
    status: "insecure",
  },
  {
    section: "B.2 no data",
    question: "ns1.example. MX",
    authority: ["example. SOA", nsec3("ns1.example")],
    status: "secure",
  },
  {
    section: "B.2.1 no data at an empty non-terminal",
    question: "y.w.example. A",
    authority: ["example. SOA", nsec3("y.w.example")],
    status: "secure",
  },
  {
    section: "B.4 wildcard expansion",
    question: "a.z.w.example. MX",
    answer: ["a.z.w.example. MX from *.w.example."],
    authority: ["example. NS", nsec3("ns2.example")],
    status: "insecure",
  },
  {
    section: "B.5 wildcard no data",
    question: "a.z.w.example. AAAA",
    authority: ["example. SOA", nsec3("w.example"), nsec3("ns2.example"), nsec3("*.w.example")],
    status: "insecure",
  },
  {
    // The keys of example. say nothing of what its parent holds.
    section: "B.6 DS of the zone itself, asked of the zone",
    question: "example. DS",
    authority: ["example. SOA", nsec3("example")],
    status: "indeterminate",
  },
];

describe("RFC 5155 appendix B", () => {
  test.each(RESPONSES)("$section is $status", async ({ question, status, ...answer }) => {
    const validation = await validatePublished(zone, question, answer);
    expect({ status: validation.status, findings: validation.findings }).toEqual({ status, findings: [] });
  });

  const proofs = RESPONSES.filter(({ status }) => status !== "indeterminate").flatMap(
    ({ authority = [], ...response }) =>
      authority
        .filter((text) => text.endsWith(" NSEC3"))
        .map((dropped) => ({ ...response, dropped, authority: authority.filter((text) => text !== dropped) })),
  );

  test.each(proofs)("$section without $dropped proves nothing", async ({ question, dropped, ...answer }) => {
    // Without the wildcard's record, B.5 could still be an empty non-terminal in an opt-out span (erratum 3441).
    const status = dropped === nsec3("*.w.example") ? "insecure" : "bogus";
    expect((await validatePublished(zone, question, answer)).status).toBe(status);
  });

  test("B.3: the referral to a zone in an opt-out span makes it insecure", async () => {
    const chain = publishedChain(zone, {
      "c.example. DS": { authority: ["c.example. NS", nsec3("a.example"), nsec3("example")] },
    });
    const { status, insecureReason } = await chain.link(parseName("c.example."));
    expect({ status, insecureReason }).toEqual({ status: "insecure", insecureReason: "opt-out" });
  });

  test("B.3 without the NSEC3 of the closest encloser is bogus", async () => {
    const chain = publishedChain(zone, { "c.example. DS": { authority: ["c.example. NS", nsec3("a.example")] } });
    expect((await chain.link(parseName("c.example."))).status).toBe("bogus");
  });

  test("a signed delegation proves itself by its DS", async () => {
    const chain = publishedChain(zone, { "a.example. DS": { authority: ["a.example. NS", "a.example. DS"] } });
    const { trust } = await chain.link(parseName("a.example."));
    expect(trust?.kind === "ds" ? trust.records.map(({ keyTag }) => keyTag) : null).toEqual([58470]);
  });
});
