import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseZoneFile } from "../../src/dns/zone-file.ts";
import { parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";
import { toHex } from "../../src/util/bytes.ts";
import { UsageError } from "../../src/util/errors.ts";
import { anyName } from "../support/arbitraries.ts";

/** What zone files are made of, in any order. */
const WORDS =
  'example. @ $ORIGIN $TTL $INCLUDE 3600 1h30m IN CH DS DNSKEY A TYPE1 \\# 4 0A000001 20326 8 2 ABCD AwEAAag= 257 3 ( ) " "a ; \\ \\. a..b é';
const words = fc
  .array(fc.constantFrom(...WORDS.split(" "), "\n", "\n", "\n", "\t", "\r\n", "\0"), { maxLength: 30 })
  .map((parts) => parts.join(" "));
const ELEMENTS = [
  "<TrustAnchor>",
  "</TrustAnchor>",
  "<Zone>.</Zone>",
  "<Zone>",
  "<KeyDigest>",
  '<KeyDigest validFrom="2017-02-02T00:00:00+00:00">',
  '<KeyDigest validUntil="soon">',
  "</KeyDigest>",
  "<KeyTag>1</KeyTag>",
  "<KeyTag></KeyTag>",
  "<Algorithm>8</Algorithm>",
  "<DigestType>2</DigestType>",
  "<Digest>AB</Digest>",
  "<!--",
  "-->",
];
const xmlParts = fc
  .array(fc.constantFrom(...ELEMENTS), { maxLength: 14 })
  .map((parts) => `<TrustAnchor >${parts.join("")}`);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 200 }), words, xmlParts);

test.each([
  ["a zone file", (given: string) => parseZoneFile(given)],
  ["trust anchors", (given: string) => parseTrustAnchors(given, 1_795_392_000)],
])("any text is %s or misuse", (_, parse) => {
  fc.assert(
    fc.property(text, (given) => {
      try {
        expect(Array.isArray(parse(given))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect((error as Error).message).not.toBe("");
      }
    }),
    { numRuns: 3000 },
  );
});

const anchor = fc.record({
  zone: anyName,
  keyTag: fc.nat(65535),
  algorithm: fc.nat(255),
  digestType: fc.nat(255),
  digest: fc.uint8Array({ minLength: 1, maxLength: 48 }),
});

/** How a digest of two words may stand after the numbers. */
const layout = fc.constantFrom<(first: string, second: string) => string>(
  (first, second) => `${first}${second}`,
  (first, second) => `\t${first} ${second} ; comment (`,
  (first, second) => `( ; comment )\n  ${first}\n${second} )`,
);

test("DS records are read as the anchors they were written as, in whatever layout", () => {
  fc.assert(
    fc.property(fc.array(anchor, { minLength: 1, maxLength: 5 }), layout, (anchors, write) => {
      const lines = anchors.map(({ zone, keyTag, algorithm, digestType, digest }) => {
        const half = digest.length >> 1;
        const hex = write(toHex(digest.subarray(0, half)), toHex(digest.subarray(half)).toLowerCase());
        return `${zone.toString()}\t86400 IN DS ${keyTag} ${algorithm} ${digestType} ${hex}\n`;
      });
      const read = parseTrustAnchors(lines.join(""), 0).map((item) =>
        item.kind === "ds" ? { zone: item.zone.toString(), ...item.ds, digest: toHex(item.ds.digest) } : null,
      );
      expect(read).toEqual(
        anchors.map((given) => ({ ...given, zone: given.zone.toString(), digest: toHex(given.digest) })),
      );
    }),
  );
});
