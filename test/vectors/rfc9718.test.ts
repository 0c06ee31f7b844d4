import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../src/dns/name.ts";
import { matchAnchor } from "../../src/dnssec/ds.ts";
import { ROOT_ANCHORS, anchorKeyTag, parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";

/** As IANA publishes it. */
const xml = readFileSync(new URL("root-anchors.xml", import.meta.url), "utf8");

function at(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 1000;
}

function tagsAt(now: number): number[] {
  return parseTrustAnchors(xml, now).map(anchorKeyTag);
}

describe("RFC 9718, root-anchors.xml", () => {
  test.each([
    [at(2012, 1, 1), [19036]],
    [at(2017, 2, 1) + 86399, [19036]],
    [at(2017, 2, 2), [19036, 20326]],
    [at(2019, 1, 10) + 86399, [19036, 20326]],
    [at(2019, 1, 11), [20326]],
    [at(2024, 7, 18), [20326, 38696]],
    [at(2026, 11, 23), [20326, 38696]],
  ])("at %i the anchors %j are valid", (now, tags) => {
    expect(tagsAt(now)).toEqual(tags);
  });

  test("the built-in anchors are those that IANA publishes", () => {
    expect(parseTrustAnchors(xml, at(2026, 11, 23)).map(digestsAsText)).toEqual(ROOT_ANCHORS.map(digestsAsText));
  });

  test("the published keys have the published tags and digests", () => {
    const published = [...xml.matchAll(/<PublicKey>([^<]*)<\/PublicKey>\s*<Flags>(\d+)</g)];
    const lines = published.map(([, key = "", flags = ""]) => `. IN DNSKEY ${flags} 3 8 ${key}\n`);
    const keys = parseTrustAnchors(lines.join(""), 0).flatMap((anchor) => (anchor.kind === "key" ? [anchor.key] : []));
    expect(keys.map(({ tag }) => tag)).toEqual([20326, 38696]);
    const matches = ROOT_ANCHORS.map((anchor) => matchAnchor(anchor, ROOT_ANCHORS, keys));
    expect(matches).toMatchObject([
      { outcome: "matched", key: { tag: 20326 } },
      { outcome: "matched", key: { tag: 38696 } },
    ]);
    expect(ROOT_ANCHORS.every(({ zone }) => zone.equals(ROOT))).toBe(true);
  });
});

function digestsAsText(anchor: (typeof ROOT_ANCHORS)[number]) {
  return anchor.kind === "ds" ? { ...anchor.ds, digest: [...anchor.ds.digest] } : null;
}
