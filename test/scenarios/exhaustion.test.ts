import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { chainOf, signaturesOf } from "../support/check.ts";
import { KEYS, zoneTest } from "../support/fault-case.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { createKey, withKeyTag } from "../support/signer/key.ts";
import { addRrsig } from "../support/signer/mutate.ts";

const APEX = parseName("zone.test.");

describe("a zone made to keep validators busy", () => {
  const [ksk] = KEYS;
  const tag = 4711;
  const traps = Array.from({ length: 200 }, (_, i) => ({
    ...withKeyTag(createKey({ algorithm: 15, seed: `trap ${i}`, flags: 256 }), tag),
    signs: "nothing" as const,
  }));
  const trapped = (owner: string, type: string) => traps.map((key) => addRrsig(owner, type, { key }));
  const patience = 5000;

  test(
    "many keys of one tag times many signatures over the SOA end soon, bogus",
    async () => {
      const scenario = zoneTest({
        keys: [ksk, ...traps],
        mutations: [...trapped("@", "SOA"), ...trapped("@", "NS")],
      });
      const { security } = await chainOf(scenario);
      expect(security).toBe("bogus");
      const { findings } = await signaturesOf(scenario);
      expect(findings.map(({ id }) => id)).toContain("rrsig-count-excessive");
    },
    patience,
  );

  test(
    "the same over DNSKEY ends soon, bogus",
    async () => {
      const { security } = await chainOf(
        zoneTest({
          keys: [{ ...ksk, signs: "nothing" }, ...traps],
          ds: [dsRecord(APEX, ksk)],
          mutations: trapped("@", "DNSKEY"),
        }),
      );
      expect(security).toBe("bogus");
    },
    patience,
  );

  test(
    "many DS that match no key end soon, bogus",
    async () => {
      const ds = traps
        .map((key) => dsRecord(APEX, { ...key, algorithm: 15 }).rdata.with(35, 0))
        .map((rdata) => ({ ...dsRecord(APEX, ksk), rdata }));
      const { security } = await chainOf(zoneTest({ keys: [ksk, ...traps], ds }));
      expect(security).toBe("bogus");
    },
    patience,
  );
});
