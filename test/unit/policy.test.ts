import { expect, test } from "vitest";
import { dsDigest, isSupportedDigest } from "../../src/crypto/digest.ts";
import { isSupportedAlgorithm } from "../../src/crypto/public-key.ts";
import { ROOT } from "../../src/dns/name.ts";
import { algorithmPolicy, type Use } from "../../src/dnssec/algorithm-policy.ts";
import { DS } from "../../src/dnssec/catalogue/ds.ts";
import { KEYS } from "../../src/dnssec/catalogue/keys.ts";
import { digestPolicy } from "../../src/dnssec/digest-policy.ts";

const OCTETS = [...Array(256).keys()];

test("every algorithm number has the status of the IANA registry", () => {
  expect(OCTETS.filter((n) => algorithmPolicy(n).status === "assigned")).toEqual([
    1, 3, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 23,
  ]);
  expect(OCTETS.filter((n) => algorithmPolicy(n).status === "not-for-zones")).toEqual([0, 2, 252]);
  expect(OCTETS.filter((n) => algorithmPolicy(n).status === "private")).toEqual([253, 254]);
  expect(OCTETS.filter((n) => algorithmPolicy(n).status === "reserved")).toEqual([4, 9, 11, ...range(123, 251), 255]);
  expect(OCTETS.filter((n) => algorithmPolicy(n).status === "unassigned")).toEqual([
    ...range(18, 22),
    ...range(24, 122),
  ]);
});

test("every digest type has the status of the IANA registry", () => {
  expect(OCTETS.filter((n) => digestPolicy(n).status === "assigned")).toEqual(range(1, 6));
  expect(OCTETS.filter((n) => digestPolicy(n).status === "cds-only")).toEqual([0]);
  expect(OCTETS.filter((n) => digestPolicy(n).status === "private")).toEqual([253, 254]);
  expect(OCTETS.filter((n) => digestPolicy(n).status === "reserved")).toEqual(range(128, 252));
  expect(OCTETS.filter((n) => digestPolicy(n).status === "unassigned")).toEqual([...range(7, 127), 255]);
});

test("the algorithms that must not sign are critical, and those recommended for it are not graded", () => {
  const grades = (use: Use) =>
    OCTETS.map(algorithmPolicy)
      .filter(({ signing }) => signing === use)
      .map(({ grade }) => grade);
  expect(new Set(grades("must-not"))).toEqual(new Set(["critical"]));
  expect(new Set(grades("recommended"))).toEqual(new Set([null]));
});

test.each([
  ["dnskey-algorithm-must-not", [1, 3, 6, 12]],
  ["dnskey-algorithm-sha1", [5, 7]],
  ["dnskey-algorithm-not-recommended", [10]],
  ["dnskey-algorithm-limited-support", [16, 17, 23]],
  ["dnskey-algorithm-unassigned", [...range(18, 22), ...range(24, 122)]],
  ["dnskey-algorithm-reserved", [4, 9, 11, ...range(123, 251), 255]],
  ["dnskey-algorithm-private", [253, 254]],
  ["dnskey-algorithm-not-zone-signing", [0, 2, 252]],
] as const)("the algorithms of %s are graded as it is", (id, algorithms) => {
  for (const n of algorithms) expect([n, algorithmPolicy(n).grade]).toEqual([n, KEYS[id].level]);
});

test.each([
  ["ds-digest-null", [0]],
  ["ds-digest-sha1", [1]],
  ["ds-digest-gost94", [3]],
  ["ds-digest-limited-support", [5, 6]],
  ["ds-digest-unassigned", [...range(7, 127), 255]],
  ["ds-digest-reserved", range(128, 252)],
  ["ds-digest-private", [253, 254]],
] as const)("the digest types of %s are graded as it is", (id, digestTypes) => {
  for (const n of digestTypes) expect([n, digestPolicy(n).grade]).toEqual([n, DS[id].level]);
});

test("what the suite verifies is what validators are recommended to", () => {
  expect(OCTETS.filter(isSupportedAlgorithm)).toEqual(
    OCTETS.filter((n) => algorithmPolicy(n).validation === "recommended"),
  );
  expect(OCTETS.filter(isSupportedDigest)).toEqual(OCTETS.filter((n) => digestPolicy(n).validation === "recommended"));
});

test("digest lengths are those of the digests computed", () => {
  for (const n of OCTETS.filter(isSupportedDigest)) {
    expect([n, dsDigest(ROOT, new Uint8Array(4), n)?.length]).toEqual([n, digestPolicy(n).length]);
  }
});

function range(from: number, to: number): number[] {
  return OCTETS.slice(from, to + 1);
}
