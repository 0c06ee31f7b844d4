import { describe, expect, test } from "vitest";
import type { ZonePlan } from "../support/internet-plan.ts";
import { combinedKey, keyPair } from "../support/signer/key.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import { validateIn } from "../support/validate.ts";

const RECORDS = [
  "www A 192.0.2.1",
  "*.wild A 192.0.2.2",
  "exact.wild A 192.0.2.3",
  "alias CNAME www",
  "top CNAME zone.test.",
  "away CNAME www.other.test.",
  "lost CNAME nowhere",
  "*.walias CNAME www",
  "tree DNAME other.test.",
  "inner DNAME wild",
  "a.b.deep A 192.0.2.4",
  "unsigned NS ns.elsewhere.",
  "x.ent NS ns.elsewhere.",
  "a\\.b TXT dot",
  "\\200\\000 TXT binary",
  "@ MX 10 Mail.Example.TEST.",
];

const DENIALS: readonly (readonly [string, Denial])[] = [
  ["NSEC", "nsec"],
  ["NSEC3", { ...NSEC3, salt: Uint8Array.of(1, 2, 3, 4) }],
  ["compact denial", "compact"],
];

function zones(denial: Denial): Record<string, ZonePlan> {
  return {
    "test.": { denial },
    "zone.test.": { denial, records: RECORDS },
    "other.test.": { denial, records: RECORDS },
  };
}

/** Questions answered by records that name what they speak of. */
const MATCHED: readonly (readonly [string, string])[] = [
  ["zone.test.", "SOA"],
  ["zone.test.", "DNSKEY"],
  ["zone.test.", "DS"],
  ["test.", "DS"],
  [".", "SOA"],
  ["zone.test.", "MX"],
  ["zone.test.", "TXT"],
  ["www.zone.test.", "A"],
  ["WWW.Zone.Test.", "A"],
  ["www.zone.test.", "AAAA"],
  ["*.wild.zone.test.", "A"],
  ["alias.zone.test.", "A"],
  ["alias.zone.test.", "MX"],
  ["alias.zone.test.", "CNAME"],
  ["top.zone.test.", "DS"],
  ["away.zone.test.", "A"],
  ["www.tree.zone.test.", "A"],
  ["www.tree.zone.test.", "CNAME"],
  ["exact.inner.zone.test.", "CNAME"],
  ["deep.zone.test.", "A"],
  ["b.deep.zone.test.", "A"],
  ["a\\.b.zone.test.", "TXT"],
  ["\\200\\000.zone.test.", "TXT"],
  ["www.zone.test.", "DS"],
  ["nowhere.", "A"],
];

/** Questions whose answer needs a span between two names; where it opts out, it proves nothing (RFC 5155 9.2). */
const SPANNED: readonly (readonly [string, string])[] = [
  ["nowhere.zone.test.", "A"],
  ["x.y.nowhere.zone.test.", "A"],
  ["y.wild.zone.test.", "A"],
  ["x.y.wild.zone.test.", "A"],
  ["y.wild.zone.test.", "MX"],
  ["x.exact.wild.zone.test.", "A"],
  ["lost.zone.test.", "A"],
  ["y.walias.zone.test.", "A"],
  ["nowhere.tree.zone.test.", "A"],
  ["y.wild.tree.zone.test.", "A"],
  ["q.inner.zone.test.", "A"],
  ["x.deep.zone.test.", "A"],
  ["unsigned.zone.test.", "DS"],
  ["a.b.zone.test.", "TXT"],
  ["nowhere.test.", "A"],
];

async function verdict(denial: Denial, name: string, type: string) {
  const { status, findings } = await validateIn(zones(denial), name, type);
  return { status, ids: findings.map(({ id }) => id) };
}

describe.each(DENIALS)("with %s", (_, denial) => {
  test.each([...MATCHED, ...SPANNED])("%s %s is secure", async (name, type) => {
    expect(await verdict(denial, name, type)).toEqual({ status: "secure", ids: [] });
  });
});

describe("with opt-out NSEC3", () => {
  const denial = { ...NSEC3, optOut: true };

  test.each(MATCHED)("%s %s is secure", async (name, type) => {
    expect(await verdict(denial, name, type)).toEqual({ status: "secure", ids: [] });
  });

  test.each(SPANNED)("%s %s is insecure", async (name, type) => {
    expect((await verdict(denial, name, type)).status).toBe("insecure");
  });
});

test.each([5, 7, 8, 10, 13, 14, 15, 16])("a zone of algorithm %i is judged", async (algorithm) => {
  const plan = { "test.": {}, "zone.test.": { keys: keyPair(algorithm), records: RECORDS } };
  const { status } = await validateIn(plan, "www.zone.test.", "A");
  expect(status).toBe("secure");
});

test.each([3, 12, 17, 100, 200, 253])("a zone of the unsupported algorithm %i is insecure", async (algorithm) => {
  const plan = { "test.": {}, "zone.test.": { keys: keyPair(algorithm), records: RECORDS } };
  const { status } = await validateIn(plan, "www.zone.test.", "A");
  expect(status).toBe("insecure");
});

test("a zone with one combined key is secure", async () => {
  const plan = { "test.": {}, "zone.test.": { keys: [combinedKey()], records: RECORDS } };
  expect((await validateIn(plan, "www.zone.test.", "A")).status).toBe("secure");
});
