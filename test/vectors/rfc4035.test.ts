import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { parseEach, parseNsec } from "../../src/dns/rdata.ts";
import { signedRrsets } from "../../src/dns/record.ts";
import { Rcode, RrType, typeName } from "../../src/dns/registry.ts";
import { nsecProver } from "../../src/dnssec/denial/nsec.ts";
import { judgeSignatures, newEffort } from "../../src/dnssec/rrsig.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import {
  type PublishedAnswer,
  publishedChain,
  publishedRrset,
  publishedZone,
  validatePublished,
} from "../support/vectors.ts";

const zone = publishedZone("rfc4035.zone", "20040420000000");
const apex = parseName("example.");
const sets = signedRrsets(zone.records);

describe("RFC 4035 appendix A", () => {
  const keys = sets.filter(({ type }) => type === RrType.DNSKEY).flatMap(zoneKeys);
  const signed = sets.filter(({ signatures }) => signatures.length > 0);

  test("the keys have the tags that their signatures name", () => {
    expect(keys.map(({ tag }) => tag)).toEqual([38519, 9465]);
  });

  test.each(signed.map((set) => ({ name: `${set.owner.toString()} ${typeName(set.type)}`, set })))(
    "the signatures of $name verify",
    ({ set }) => {
      const verdicts = judgeSignatures(set, { zone: apex, keys, now: zone.now, effort: newEffort() });
      expect(verdicts.map((verdict) => verdict.isValid || verdict.fault)).toEqual(set.signatures.map(() => true));
    },
  );

  test("what is not signed are delegations and glue", () => {
    const names = sets.filter(({ signatures }) => signatures.length === 0).map(({ owner }) => owner.toString());
    expect(names.every((name) => /(^|\.)[ab]\.example\.$/.test(name))).toBe(true);
  });
});

/** Appendix B, additional sections left out. */
const RESPONSES: readonly (PublishedAnswer & { section: string; question: string; status: string })[] = [
  {
    section: "B.1 answer",
    question: "x.w.example. MX",
    answer: ["x.w.example. MX"],
    authority: ["example. NS"],
    status: "secure",
  },
  {
    section: "B.2 name error",
    question: "ml.example. A",
    rcode: Rcode.NXDOMAIN,
    authority: ["example. SOA", "b.example. NSEC", "example. NSEC"],
    status: "secure",
  },
  {
    section: "B.3 no data",
    question: "ns1.example. MX",
    authority: ["example. SOA", "ns1.example. NSEC"],
    status: "secure",
  },
  {
    section: "B.6 wildcard expansion",
    question: "a.z.w.example. MX",
    answer: ["a.z.w.example. MX from *.w.example."],
    authority: ["example. NS", "x.y.w.example. NSEC"],
    status: "secure",
  },
  {
    section: "B.7 wildcard no data",
    question: "a.z.w.example. AAAA",
    authority: ["example. SOA", "x.y.w.example. NSEC", "*.w.example. NSEC"],
    status: "secure",
  },
  {
    // The keys of example. say nothing of what its parent holds.
    section: "B.8 DS of the zone itself, asked of the zone",
    question: "example. DS",
    authority: ["example. SOA", "example. NSEC"],
    status: "indeterminate",
  },
];

describe("RFC 4035 appendix B", () => {
  test.each(RESPONSES)("$section is $status", async ({ question, status, ...answer }) => {
    const validation = await validatePublished(zone, question, answer);
    expect({ status: validation.status, findings: validation.findings }).toEqual({ status, findings: [] });
  });

  const proofs = RESPONSES.flatMap(({ authority = [], ...response }) =>
    authority
      .filter((text) => text.endsWith(" NSEC"))
      .map((dropped) => ({ ...response, dropped, authority: authority.filter((text) => text !== dropped) })),
  ).filter(({ status }) => status === "secure");

  test.each(proofs)("$section without $dropped is bogus", async ({ question, ...answer }) => {
    expect((await validatePublished(zone, question, answer)).status).toBe("bogus");
  });

  test("B.4: the referral to a signed zone gives the DS of its keys", async () => {
    const chain = publishedChain(zone, { "a.example. DS": { authority: ["a.example. NS", "a.example. DS"] } });
    const { parent, trust } = await chain.link(parseName("a.example."));
    expect(parent?.status).toBe("secure");
    expect(trust?.kind === "ds" ? trust.records.map(({ keyTag }) => keyTag) : null).toEqual([57855]);
  });

  test("B.5: the referral to an unsigned zone proves it insecure", async () => {
    const chain = publishedChain(zone, { "b.example. DS": { authority: ["b.example. NS", "b.example. NSEC"] } });
    const { status, insecureReason } = await chain.link(parseName("b.example."));
    expect({ status, insecureReason }).toEqual({ status: "insecure", insecureReason: "no-ds" });
  });

  test("B.5 without its NSEC is bogus", async () => {
    const chain = publishedChain(zone, { "b.example. DS": { authority: ["b.example. NS"] } });
    expect((await chain.link(parseName("b.example."))).status).toBe("bogus");
  });

  test("B.8: the NSEC of a zone's apex does not prove that its parent has no DS", () => {
    const [set] = signedRrsets(publishedRrset(zone, "example. NSEC"));
    const nsecs = parseEach(set?.rdatas ?? [], parseNsec).map((nsec) => ({ ...nsec, owner: apex }));
    expect(nsecProver(apex, nsecs).proveNoData(apex, RrType.DS)).toMatchObject({ fault: "nsec-delegation-bits-soa" });
  });
});
