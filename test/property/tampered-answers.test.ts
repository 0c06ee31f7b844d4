import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, type Question, parseMessage } from "../../src/dns/message.ts";
import { parseName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { planInternet } from "../support/internet-plan.ts";
import { keyPair } from "../support/signer/key.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import { claimsOf, messageBytes, tamperedInternet, withSignatures } from "../support/tampering.ts";
import { SCENARIO_TIME } from "../support/validate.ts";

const RECORDS = [
  "www A 192.0.2.1",
  "www A 192.0.2.2",
  "*.wild A 192.0.2.3",
  "exact.wild A 192.0.2.4",
  "exact.wild TXT exact",
  "alias CNAME www",
  "tree DNAME other.test.",
  "a.b.deep A 192.0.2.5",
  "unsigned NS ns.elsewhere.",
  "@ MX 10 Mail.Example.TEST.",
];

/** Answered securely by the zones, in every way there is. */
const QUESTIONS: readonly Question[] = [
  ["zone.test.", "MX"],
  ["zone.test.", "DS"],
  ["www.zone.test.", "A"],
  ["www.zone.test.", "AAAA"],
  ["alias.zone.test.", "A"],
  ["www.tree.zone.test.", "A"],
  ["y.wild.zone.test.", "A"],
  ["y.wild.zone.test.", "MX"],
  ["exact.wild.zone.test.", "A"],
  ["exact.wild.zone.test.", "TXT"],
  ["exact.wild.zone.test.", "MX"],
  ["deep.zone.test.", "A"],
  ["nowhere.zone.test.", "A"],
  ["x.nowhere.zone.test.", "A"],
  ["unsigned.zone.test.", "DS"],
  ["www.other.test.", "A"],
  ["nowhere.test.", "A"],
].map(([name = "", type = ""]) => ({ name: parseName(name), type: typeCode(type) ?? 0 }));

const DENIALS: readonly (readonly [string, Denial])[] = [
  ["NSEC", "nsec"],
  ["NSEC3", NSEC3],
];

describe.each(DENIALS)("with %s", (_, denial) => {
  // A key that parent and child share, so that no signature is told from the other's by its key alone.
  const keys = keyPair(15);
  const plan = planInternet({
    at: SCENARIO_TIME,
    zones: {
      "test.": { denial, keys },
      "zone.test.": { denial, keys, records: RECORDS },
      "other.test.": { denial, keys: keyPair(15, "other"), records: RECORDS },
    },
  });
  const internet = tamperedInternet(plan, SCENARIO_TIME);
  const everySet = [...plan.zones.values()].flatMap(({ records }) => withSignatures(records));
  const wildcardSets = everySet.filter(([first]) => first?.owner.isWildcard());
  const question = fc.constantFrom(...QUESTIONS);

  /** Where it says secure it must say what the zones say; insecure they never are. */
  async function expectTruth(asked: Question, forged: Question, message: Message): Promise<void> {
    const { verdict: truth } = await internet.truth(asked);
    const verdict = await internet.validate(asked, { question: forged, message });
    expect(truth.status).toBe("secure");
    expect(["secure", "bogus", "indeterminate"]).toContain(verdict.status);
    if (verdict.status === "secure") expect(claimsOf(verdict)).toEqual(claimsOf(truth));
  }

  test("flipped bits in a reply never make false data secure, nor anything insecure", async () => {
    const flips = fc.array(fc.tuple(fc.nat(9999), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(question, flips, fc.nat(9), async (asked, changes, which) => {
        const { questions } = await internet.truth(asked);
        const forged = questions[which % 3 === 0 ? which % questions.length : 0] ?? asked;
        const { bytes, answerAt } = messageBytes(forged, (await internet.genuine(forged)).message);
        for (const [place, bits] of changes) {
          const at = answerAt + (place % (bytes.length - answerAt));
          bytes[at] = (bytes[at] ?? 0) ^ bits;
        }
        const message = parsedOrNull(bytes);
        if (message !== null) await expectTruth(asked, forged, message);
      }),
      { numRuns: 400 },
    );
  });

  test("genuine records in the wrong place never make false data secure, nor anything insecure", async () => {
    const choice = fc.record({
      /** Places in the list of all RRsets. */
      sets: fc.array(fc.nat(9999), { maxLength: 4 }),
      /** RRsets of wildcards that get the name asked for, as if expanded. */
      renamed: fc.array(fc.nat(9999), { maxLength: 2 }),
      /** Of the genuine reply, what stays. */
      kept: fc.oneof(fc.constant([true]), fc.array(fc.boolean(), { minLength: 1, maxLength: 6 })),
      goesToAuthority: fc.boolean(),
      rcode: fc.constantFrom(0, 0, 3),
    });
    await fc.assert(
      fc.asyncProperty(question, question, choice, fc.nat(9), async (asked, other, given, which) => {
        const { questions } = await internet.truth(asked);
        const forged = questions[which % 3 === 0 ? which % questions.length : 0] ?? asked;
        const own = (await internet.genuine(which % 2 === 0 ? other : forged)).message;
        const kept = (records: readonly ResourceRecord[]) =>
          records.filter((_record, i) => given.kept[i % given.kept.length] === true);
        const picked = given.sets.flatMap((place) => everySet[place % everySet.length] ?? []);
        const renamed = given.renamed.flatMap((place) =>
          (wildcardSets[place % wildcardSets.length] ?? []).map((record) => ({ ...record, owner: forged.name })),
        );
        const added = [...renamed, ...picked];
        const answer = [...kept(own.answer), ...(given.goesToAuthority ? [] : added)];
        const authority = [...kept(own.authority), ...(given.goesToAuthority ? added : [])];
        const message = parseMessage(messageBytes(forged, { rcode: given.rcode, answer, authority }).bytes);
        await expectTruth(asked, forged, message);
      }),
      { numRuns: 500 },
    );
  });
});

/** A reply that is malformed never reaches the validator. */
function parsedOrNull(bytes: Uint8Array): Message | null {
  try {
    return parseMessage(bytes);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return null;
  }
}
