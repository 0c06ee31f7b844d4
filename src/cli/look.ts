import type { CheckOutcome } from "../checks/outcome.ts";
import type { Answered, Lookup, Reply, Variation } from "../dns/lookup.ts";
import type { Message, Question } from "../dns/message.ts";
import { referralOwner } from "../dns/referral.ts";
import { Rcode, RrType } from "../dns/registry.ts";
import type { Network } from "../net/network.ts";
import { toHex } from "../util/bytes.ts";
import { readStopwatch } from "../util/clock.ts";
import { type Timed, withTimeLimit } from "./deadline.ts";

/** What it takes to look at a zone. */
export interface LookPlan {
  /** Seconds for everything. */
  readonly timeLimit: number;
  /** What the network sends at most for one look. */
  readonly maxQueries: number;
  readonly openNetwork: (signal: AbortSignal) => Network;
  /** Age is the whole seconds, rounded up, that have passed before this look. */
  readonly check: (lookup: Lookup, signal: AbortSignal, age: number) => Promise<CheckOutcome>;
  /** Tells whether a look would make anything but OK. */
  readonly isAlarm: (look: Look) => boolean;
}

/** The look that counts. */
export interface Look extends Timed<CheckOutcome> {
  /** As its check was told. */
  readonly age: number;
  /** Queries sent for it and for any other look. */
  readonly queries: number;
  /** It had no queries left for some of its questions. */
  readonly isUsedUp: boolean;
}

/** An answer that tells which version of a zone was seen. */
interface Sighting extends Pick<Answered, "question" | "server" | "message"> {
  readonly variation: Variation | undefined;
}

/** What tells one version of a zone, and of its delegation, from the next. */
const TELLING: ReadonlySet<number> = new Set([RrType.SOA, RrType.DNSKEY, RrType.DS]);

/**
 * Looks at a zone, and once more from scratch where there is an alarm and the zone or its delegation was changed
 * meanwhile: the alarm may come from parts of two versions. The second look then counts, unless time cuts it short.
 */
export async function lookAtZone({ timeLimit, maxQueries, openNetwork, check, isAlarm }: LookPlan): Promise<Look> {
  const started = readStopwatch();
  const seen: Sighting[] = [];
  let queries = 0;
  let isUsedUp = false;

  const look = (seconds: number, age: number, earlier: readonly Sighting[]): Promise<Timed<CheckOutcome | null>> =>
    withTimeLimit(seconds, async (signal) => {
      const network = openNetwork(signal);
      try {
        if (age > 0 && !(await hasChanged(earlier, network))) return null;
        return await check(remembering(network, seen), signal, age);
      } finally {
        queries += network.queryCount();
        isUsedUp = network.queryCount() >= maxQueries;
        network.close();
      }
    });

  const first: Look = { ...(await look(timeLimit, 0, [])), age: 0, queries, isUsedUp };
  if (first.result === null || first.isCutShort || seen.length === 0 || !isAlarm(first)) return first;
  const elapsed = (readStopwatch() - started) / 1000;
  const age = Math.ceil(elapsed);
  const second = await look(timeLimit - elapsed, age, [...seen]);
  return second.result === null || second.isCutShort ? { ...first, queries } : { ...second, age, queries, isUsedUp };
}

/** The same lookup, which adds to seen the answers that tell a version. */
function remembering(lookup: Lookup, seen: Sighting[]): Lookup {
  const keep = (question: Question, reply: Reply, variation?: Variation): Reply => {
    const isUsual = variation === undefined || variation.recursionDesired === true;
    if (reply.kind === "answered" && isUsual && isTelling(question, reply.message)) {
      seen.push({ question, server: reply.server, variation, message: reply.message });
    }
    return reply;
  };
  return {
    ...lookup,
    ask: async (question) => keep(question, await lookup.ask(question)),
    askServer: async (server, question, variation) =>
      keep(question, await lookup.askServer(server, question, variation), variation),
  };
}

/** Asks those who gave the answers again, through a fresh lookup, and tells whether any says something else now. */
async function hasChanged(seen: readonly Sighting[], lookup: Lookup): Promise<boolean> {
  const changes = await Promise.all(
    seen.map(async ({ question, server, variation, message }) => {
      // RD is copied into the response (RFC 1035 4.1.1): here it tells that lookup asked a resolver.
      const isThroughResolver = variation === undefined && message.recursionDesired;
      const reply = await (isThroughResolver ? lookup.ask(question) : lookup.askServer(server, question, variation));
      if (reply.kind === "unanswered" || !isTelling(question, reply.message)) return false;
      return versionIn(reply.message, question) !== versionIn(message, question);
    }),
  );
  return changes.includes(true);
}

/** A failure says nothing of a version, nor does a referral to a zone above the one asked about. */
function isTelling({ name, type }: Question, message: Message): boolean {
  return TELLING.has(type) && message.rcode === Rcode.NOERROR && (referralOwner(message)?.equals(name) ?? true);
}

/** The records that tell, without TTLs, which run down in caches, and in any order. */
function versionIn({ answer, authority }: Message, { name }: Question): string {
  return [...answer, ...authority]
    .filter(({ owner, type }) => TELLING.has(type) && owner.equals(name))
    .map(({ type, rdata }) => `${type} ${toHex(rdata)}`)
    .toSorted()
    .join();
}
