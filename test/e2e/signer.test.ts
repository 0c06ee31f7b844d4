import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { areInstalled } from "../support/programs.ts";
import { combinedKey, keyPair } from "../support/signer/key.ts";
import { flipSignature, mutate } from "../support/signer/mutate.ts";
import { type Denial, NSEC3, type SignedZone, signZone } from "../support/signer/sign-zone.ts";
import { zone, zoneFile } from "../support/signer/zone.ts";
import { sampleZone } from "../support/sample-zone.ts";

const run = promisify(execFile);

const now = Math.floor(Date.now() / 1000);
const validity = { inception: now - 3600, expiration: now + 14 * 86400 };

const DENIALS: readonly (readonly [string, Denial])[] = [
  ["NSEC", "nsec"],
  ["NSEC3", NSEC3],
  ["salted, iterated NSEC3", { ...NSEC3, iterations: 5, salt: Uint8Array.of(0xab, 0xcd) }],
  ["opt-out NSEC3", { ...NSEC3, optOut: true }],
];

/** Lets BIND, ldns and Knot judge a signed zone; the test fails with the tool's words. */
async function expectValidElsewhere(signed: SignedZone, extra: { bind?: readonly string[] } = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "signer-"));
  const file = join(folder, "zone");
  const origin = signed.apex.toString();
  try {
    await writeFile(file, zoneFile(signed.records));
    await run("dnssec-verify", [...(extra.bind ?? []), "-o", origin, file]);
    await run("ldns-verify-zone", [file]);
    await run("kzonecheck", ["-o", origin, "-d", "on", file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!areInstalled("dnssec-verify", "ldns-verify-zone", "kzonecheck"))("by BIND, ldns and Knot", () => {
  test.each([5, 7, 8, 10, 13, 14, 15, 16])("a zone signed with algorithm %i is found valid", async (algorithm) => {
    await expectValidElsewhere(signZone(sampleZone(), { ...validity, keys: keyPair(algorithm), denial: "nsec" }));
  });

  test.each(DENIALS)("a zone with %s is found valid", async (_, denial) => {
    await expectValidElsewhere(signZone(sampleZone(), { ...validity, keys: keyPair(), denial }));
  });

  test("a zone signed by one combined key is found valid", async () => {
    const signed = signZone(sampleZone(), { ...validity, keys: [combinedKey(15)], denial: NSEC3 });
    await expectValidElsewhere(signed, { bind: ["-z"] });
  });

  test("a zone signed with two algorithms is found valid", async () => {
    const keys = [...keyPair(8), ...keyPair(13)];
    await expectValidElsewhere(signZone(sampleZone(), { ...validity, keys, denial: "nsec" }));
  });

  test("the root zone is found valid", async () => {
    await expectValidElsewhere(
      signZone(zone(".", ["ns1 A 192.0.2.1", "test NS ns1"]), { ...validity, keys: keyPair(), denial: "nsec" }),
    );
  });

  test("a zone with one altered signature octet is refused", async () => {
    const signed = signZone(sampleZone(), { ...validity, keys: keyPair(), denial: "nsec" });
    const altered = mutate(signed, flipSignature("www", "A"));
    await expect(expectValidElsewhere(altered)).rejects.toThrow("Command failed");
  });
});
