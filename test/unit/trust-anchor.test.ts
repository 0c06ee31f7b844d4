import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { anchorAlgorithm, anchorKeyTag, nearestAnchors, parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";
import { toHex } from "../../src/util/bytes.ts";
import { UsageError } from "../../src/util/errors.ts";

const NOW = Date.UTC(2026, 10, 23) / 1000;
const DIGEST = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
const KEY = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";

describe("in zone-file format", () => {
  test("DS records are anchors of their owner", () => {
    const [anchor] = parseTrustAnchors(`. 172800 IN DS 20326 8 2 ${DIGEST}\n`, NOW);
    expect(anchor).toMatchObject({ kind: "ds", ds: { keyTag: 20326, algorithm: 8, digestType: 2 } });
    expect(anchor?.kind === "ds" ? toHex(anchor.ds.digest) : "").toBe(DIGEST);
  });

  test("DNSKEY records are anchors by their key", () => {
    const [anchor] = parseTrustAnchors(`example.net. IN DNSKEY 257 3 13 ${KEY}`, NOW);
    if (anchor === undefined) throw new Error("no anchor");
    expect(anchor.zone.toString()).toBe("example.net.");
    expect([anchor.kind, anchorKeyTag(anchor), anchorAlgorithm(anchor)]).toEqual(["key", 55648, 13]);
  });

  test("comments, $ORIGIN, $TTL, parentheses and several anchors are read", () => {
    const text = `; anchors
$ORIGIN example.
$TTL 1d
a    IN DS 1 13 2 ( ${DIGEST.slice(0, 32)} ; first half
                    ${DIGEST.slice(32).toLowerCase()} )
@    3600 DNSKEY 257 3 13 ${KEY.slice(0, 40)} ${KEY.slice(40)}
`;
    const anchors = parseTrustAnchors(text, NOW);
    expect(anchors.map(({ zone, kind }) => [zone.toString(), kind])).toEqual([
      ["a.example.", "ds"],
      ["example.", "key"],
    ]);
  });

  test.each([
    ["nothing", ""],
    ["only comments", "; nothing here\n"],
    ["another type", ". IN A 192.0.2.1"],
    ["another class", `. CH DS 20326 8 2 ${DIGEST}`],
    ["a tag over 65535", `. IN DS 65536 8 2 ${DIGEST}`],
    ["an algorithm over 255", `. IN DS 1 256 2 ${DIGEST}`],
    ["a word for the tag", `. IN DS tag 8 2 ${DIGEST}`],
    ["half an octet", `. IN DS 1 8 2 ${DIGEST}0`],
    ["no digest", ". IN DS 1 8 2"],
    ["a digest that is none", ". IN DS 1 8 2 XYZ0"],
    ["a key that is none", ". IN DNSKEY 257 3 13 ****"],
    ["an open parenthesis", `. IN DS 1 8 2 ( ${DIGEST}`],
    ["an include", "$INCLUDE other.file"],
    ["a bad name", `a..b. IN DS 1 8 2 ${DIGEST}`],
  ])("%s is refused", (_, text) => {
    expect(() => parseTrustAnchors(text, NOW)).toThrow(UsageError);
  });
});

/** A document with one KeyDigest. */
function xml(attributes: string, fields: Readonly<Record<string, string>> = {}): string {
  const values = { KeyTag: "20326", Algorithm: "8", DigestType: "2", Digest: DIGEST, ...fields };
  const elements = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<TrustAnchor id="x"><Zone>.</Zone><KeyDigest id="y" ${attributes}>${elements.join("\n")}</KeyDigest></TrustAnchor>`;
}

describe("in IANA's XML", () => {
  test.each([
    ["no dates", ""],
    ["a start now", 'validFrom="2026-11-23T00:00:00+00:00"'],
    ["a start in another time zone", 'validFrom="2026-11-23T05:00:00+05:00"'],
    ["an end in a second", 'validUntil="2026-11-23T00:00:01Z"'],
    ["other quotation marks", "validFrom = '2017-02-02T00:00:00+00:00'"],
  ])("an anchor with %s is valid", (_, attributes) => {
    expect(parseTrustAnchors(xml(attributes), NOW).map(anchorKeyTag)).toEqual([20326]);
  });

  test.each([
    ["a start to come", 'validFrom="2026-11-23T00:00:01Z"'],
    ["a start to come in other quotation marks", "validFrom='2026-11-23T00:00:01Z'"],
    ["an end now", 'validUntil="2026-11-23T00:00:00Z"'],
    ["a malformed start", 'validFrom="yesterday"'],
    ["a relative end", 'validUntil="+7d"'],
  ])("one with %s is not", (_, attributes) => {
    expect(() => parseTrustAnchors(xml(attributes), NOW)).toThrow(UsageError);
  });

  test("what is commented out does not count", () => {
    const commented = xml("").replace("<KeyDigest", "<!-- <KeyDigest").replace("</KeyDigest>", "</KeyDigest> -->");
    expect(() => parseTrustAnchors(commented, NOW)).toThrow(UsageError);
  });

  test.each([
    { KeyTag: "65536" },
    { KeyTag: "" },
    { KeyTag: "0x10" },
    { Algorithm: "-8" },
    { DigestType: "2.0" },
    { Digest: "" },
    { Digest: "ABC" },
  ])("a KeyDigest with %o is refused", (fields) => {
    expect(() => parseTrustAnchors(xml("", fields as Readonly<Record<string, string>>), NOW)).toThrow(UsageError);
  });
});

test("of several anchors those of the nearest zone at or above count", () => {
  const lines = [".", "example.", "example.", "a.example."].map((zone, i) => `${zone} IN DS ${i} 8 2 ${DIGEST}\n`);
  const anchors = parseTrustAnchors(lines.join(""), NOW);
  const tagsFor = (name: string) => nearestAnchors(anchors, parseName(name)).map(anchorKeyTag);
  expect(tagsFor("example.")).toEqual([1, 2]);
  expect(tagsFor("b.EXAMPLE.")).toEqual([1, 2]);
  expect(tagsFor("x.a.example.")).toEqual([3]);
  expect(tagsFor("test.")).toEqual([0]);
  expect(nearestAnchors(anchors.slice(1), parseName("test."))).toEqual([]);
});
