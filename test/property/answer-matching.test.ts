import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DomainName, parseName } from "../../src/dns/name.ts";
import { buildQuery } from "../../src/dns/query.ts";
import { isAnswerTo } from "../../src/net/transfer.ts";

const question = { name: parseName("www.example."), type: 1 };
const plain = { recursionDesired: false, checkingDisabled: false, authenticData: false, edns: null };

const names = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 5 })
  .map((labels) => new DomainName(labels));

/** A query turned into an answer. */
function answer(id: number, asked: typeof question): Uint8Array {
  const message = Uint8Array.from(buildQuery(asked, { ...plain, id }));
  message[2] = (message[2] ?? 0) | 0x80;
  return message;
}

test("any bytes are judged without an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(0xffff), (bytes, id) => {
      expect(isAnswerTo(bytes, id, question)).toBeTypeOf("boolean");
    }),
  );
});

test("an answer matches its own ID and question and no other", () => {
  fc.assert(
    fc.property(names, fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xffff), (name, type, id, otherId) => {
      const message = answer(id, { name, type });
      expect(isAnswerTo(message, id, { name, type })).toBe(true);
      expect(isAnswerTo(message, otherId, { name, type })).toBe(otherId === id);
      expect(isAnswerTo(message, id, { name, type: type ^ 1 })).toBe(false);
      expect(isAnswerTo(message, id, { name: parseName("not.it."), type })).toBe(name.equals(parseName("not.it.")));
    }),
  );
});
