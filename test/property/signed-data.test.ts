import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { DomainName } from "../../src/dns/name.ts";
import type { Rrset } from "../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { serialDifference, serialTime } from "../../src/dnssec/serial-time.ts";
import { signedData } from "../../src/dnssec/signed-data.ts";
import { concatBytes, toHex, uint16 } from "../../src/util/bytes.ts";
import { recased, smallName } from "../support/arbitraries.ts";

const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });

function rrsig(labels: number, signerName: DomainName) {
  return {
    typeCovered: RrType.MX,
    algorithm: 13,
    labels,
    originalTtl: 3600,
    expiration: 2,
    inception: 1,
    keyTag: 1,
    signerName,
    signature: new Uint8Array(),
  };
}

function mxSet(owner: DomainName, exchanges: readonly DomainName[], ttl: number): Rrset {
  const rdatas = exchanges.map((name) => concatBytes(uint16(10), name.wire));
  return { owner, type: RrType.MX, class: CLASS_IN, ttl, rdatas };
}

test("what is signed does not depend on order, repetition, case and the TTL that came", () => {
  const names = fc.array(smallName, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      smallName,
      smallName,
      names,
      flags,
      fc.nat(7200),
      fc.nat(5),
      (owner, signer, exchanges, which, ttl, turn) => {
        const labels = Math.min(2, owner.labels.length - (owner.isWildcard() ? 1 : 0));
        const plain = signedData(mxSet(owner, exchanges, 3600), rrsig(labels, signer));
        const turned = [...exchanges.slice(turn), ...exchanges.slice(0, turn), ...exchanges.slice(0, 2)].toReversed();
        const other = mxSet(
          recased(owner, which),
          turned.map((name) => recased(name, which)),
          ttl,
        );
        expect(toHex(signedData(other, rrsig(labels, recased(signer, which))))).toBe(toHex(plain));
      },
    ),
    { numRuns: 500 },
  );
});

test("whatever a wildcard is expanded to, its own name is what is signed", () => {
  fc.assert(
    fc.property(smallName, fc.array(smallName, { minLength: 1, maxLength: 3 }), (encloser, exchanges) => {
      const wildcard = encloser.wildcard() ?? encloser;
      const expanded = encloser.child(Uint8Array.of(0x78)).child(Uint8Array.of(0x79));
      const sign = rrsig(encloser.labels.length, encloser);
      expect(toHex(signedData(mxSet(expanded, exchanges, 1), sign))).toBe(
        toHex(signedData(mxSet(wildcard, exchanges, 1), sign)),
      );
    }),
  );
});

test("the 32 bits of a time are read as the moment nearest to now", () => {
  const moment = fc.nat(2 ** 45);
  fc.assert(
    fc.property(moment, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (now, distance) => {
      const time = (now + distance) >>> 0;
      expect(serialTime((time + 2 ** 32) % 2 ** 32, now)).toBe(now + distance);
    }),
    { numRuns: 1000 },
  );
});

test("of two times one comes after the other, but for those half of the circle apart", () => {
  const time = fc.nat(2 ** 32 - 1);
  fc.assert(
    fc.property(time, time, (a, b) => {
      const difference = serialDifference(a, b);
      if (Math.abs(a - b) !== 2 ** 31) expect(serialDifference(b, a)).toBe(difference === 0 ? 0 : -difference);
      expect((a + difference + 2 ** 32) % 2 ** 32).toBe(b);
    }),
    { numRuns: 1000 },
  );
});
