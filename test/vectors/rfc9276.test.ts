import { describe, expect, test } from "vitest";
import { flipSignature } from "../support/signer/mutate.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { validateIn } from "../support/validate.ts";

const SALT = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
const RECORDS = ["www A 192.0.2.1", "*.wild A 192.0.2.2", "unsigned NS ns.elsewhere."];

function zones(iterations: number, change: Partial<ZonePlan> = {}, salt = new Uint8Array()): Record<string, ZonePlan> {
  return { "zone.": { denial: { ...NSEC3, iterations, salt }, records: RECORDS, ...change } };
}

/** What rests on hashing: a name error, no data, a wildcard and an insecure delegation. */
const HASHED = [
  ["nowhere.zone.", "A"],
  ["www.zone.", "MX"],
  ["x.wild.zone.", "A"],
  ["unsigned.zone.", "DS"],
] as const;

describe("RFC 9276", () => {
  describe.each([0, 1, 50, 150])("3.2: %i iterations", (iterations) => {
    test.each(HASHED)("%s %s is secure", async (name, type) => {
      expect((await validateIn(zones(iterations), name, type)).status).toBe("secure");
    });
  });

  describe.each([151, 2500])("3.2: %i iterations", (iterations) => {
    const tooMany = zones(iterations);

    test.each(HASHED)("%s %s is insecure", async (name, type) => {
      expect((await validateIn(tooMany, name, type)).status).toBe("insecure");
    });

    test("an answer that needs no denial is secure", async () => {
      expect((await validateIn(tooMany, "www.zone.", "A")).status).toBe("secure");
    });
  });

  test("3.2: iterations make nothing insecure before the NSEC3 signature is verified", async () => {
    const forged = zones(151, { mutations: [flipSignature("**", "NSEC3")] });
    expect((await validateIn(forged, "nowhere.zone.", "A")).status).toBe("bogus");
  });

  test.each([0, 150])("3.1: a salt does not change the verdict at %i iterations", async (iterations) => {
    expect((await validateIn(zones(iterations, {}, SALT), "nowhere.zone.", "A")).status).toBe("secure");
  });
});
