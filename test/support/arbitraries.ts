import * as fc from "fast-check";
import { DomainName } from "../../src/dns/name.ts";

const MAX_NAME = 255;

/** A label of any octets. */
const anyLabel: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 63 }),
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
  fc.constantFrom("a", "A", "b", "*", ".", "\\", "\0", "\xff", "\\.", "1", "@", '"', " ").map(latin1),
);

/** A name of any octets, up to the longest there can be. */
export const anyName: fc.Arbitrary<DomainName> = fc.oneof(
  fc.array(anyLabel, { maxLength: 8 }).map(fitted),
  fc.array(fc.constant(latin1("x")), { minLength: 120, maxLength: 127 }).map(fitted),
);

/** A name of few short labels, so that two of them often are equal or one is below the other. */
export const smallName: fc.Arbitrary<DomainName> = fc
  .array(fc.constantFrom("a", "b", "B", "c", "*", "\0").map(latin1), { maxLength: 4 })
  .map((labels) => new DomainName(labels));

/** Octets of one character each. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

/** The name with its ASCII letters in the other case where the flags say so. */
export function recased(name: DomainName, flags: readonly boolean[]): DomainName {
  let index = 0;
  const swap = (octet: number): number => {
    const isLetter = (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a);
    return isLetter && flags[index++ % flags.length] ? octet ^ 0x20 : octet;
  };
  return new DomainName(name.labels.map((label) => label.map(swap)));
}

/** As many of the labels as fit into a name. */
function fitted(labels: readonly Uint8Array[]): DomainName {
  let length = 1;
  const kept = labels.filter((label) => {
    const fits = length + label.length + 1 <= MAX_NAME;
    if (fits) length += label.length + 1;
    return fits;
  });
  return new DomainName(kept);
}
