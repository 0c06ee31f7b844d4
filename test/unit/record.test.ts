import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { type ResourceRecord, findRrset, signedRrsets } from "../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";

function record(owner: string, type: number, rdata: readonly number[], ttl = 60, own = CLASS_IN): ResourceRecord {
  return { owner: parseName(owner), type, class: own, ttl, rdata: Uint8Array.from(rdata) };
}

/** An RRSIG as far as grouping looks at it. */
function rrsig(owner: string, covered: number): ResourceRecord {
  return record(owner, RrType.RRSIG, [covered >> 8, covered & 0xff, 13]);
}

describe("records are grouped", () => {
  test("by owner in whatever case, type and class, with their signatures", () => {
    const sets = signedRrsets([
      rrsig("A.example.", RrType.TXT),
      record("a.example.", RrType.A, [1]),
      record("a.example.", RrType.TXT, [2]),
      record("A.Example.", RrType.A, [3]),
      record("a.example.", RrType.A, [4], 60, 3),
      rrsig("a.example.", RrType.A),
    ]);
    const shape = sets.map(({ type, class: own, rdatas, signatures }) => [type, own, rdatas.length, signatures.length]);
    expect(shape).toEqual([
      [RrType.A, CLASS_IN, 2, 1],
      [RrType.TXT, CLASS_IN, 1, 1],
      [RrType.A, 3, 1, 0],
    ]);
    expect(findRrset(sets, parseName("A.EXAMPLE."), RrType.TXT)?.rdatas).toEqual([Uint8Array.of(2)]);
    expect(findRrset(sets, parseName("b.example."), RrType.TXT)).toBeUndefined();
  });

  test("each RDATA once, with the smallest TTL (RFC 2181 5)", () => {
    const [set] = signedRrsets([record(".", 1, [1], 9), record(".", 1, [2], 5), record(".", 1, [1], 7)]);
    expect(set).toMatchObject({ ttl: 5, rdatas: [Uint8Array.of(1), Uint8Array.of(2)] });
  });

  test("signatures over nothing that came, or too short to tell, are left out", () => {
    expect(signedRrsets([rrsig(".", 1), rrsig("a.", 1), record("b.", RrType.RRSIG, [0])])).toEqual([]);
  });

  test("thousands of records in a moment", () => {
    const many = Array.from({ length: 40_000 }, (_, i) => record(".", RrType.A, [i >> 8, i & 0xff]));
    const start = performance.now();
    expect(signedRrsets(many)[0]?.rdatas).toHaveLength(40_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
