import type { Reply } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import { commonAncestor, type DomainName } from "../dns/name.ts";
import { RrType } from "../dns/registry.ts";
import { type Delegation, readDelegation, tellsOfDs } from "./delegation.ts";
import type { Ask } from "./server-names.ts";
import { askZone, type ZoneQueryTools } from "./zone-queries.ts";

/** Where a walk starts, and what it works with. */
export interface WalkOptions extends ZoneQueryTools {
  /** The zone to walk down from; nothing outside it is found. */
  readonly start: Delegation;
  /** Resolves the names of nameservers; null walks for them too. */
  readonly askForServerNames: Ask | null;
}

/** A walk down the delegations. */
export interface Walk {
  /** Asks the deepest zone that holds the name, for DS the parent side; equal questions share one walk. */
  readonly ask: Ask;
  /** The delegation of a zone, where a walk came by it. */
  delegationOf(zone: DomainName): Delegation | null;
  /** The delegation of a zone as soon as a walk crosses it; null where the walk to the zone ends without. */
  crossing(zone: DomainName): Promise<Delegation | null>;
}

/** A question on its way to the servers of a zone, and the delegation that its answer holds. */
interface Step {
  readonly from: Delegation;
  readonly question: Question;
  readonly result: Promise<{ readonly reply: Reply; readonly child: Delegation | null }>;
}

/** Zones that one question passes through. */
const MAX_STEPS = 40;
/** How deep the addresses of nameservers may hang on other nameservers' addresses: cuts cycles short. */
const MAX_DEPTH = 5;
/** Zones of so many labels, the root and the TLDs, hold little but delegations. */
const REGISTRY_LABELS = 1;
/** Types that ask about a zone, not about a host: it is worth knowing its servers before they are asked. */
const ZONE_TYPES: ReadonlySet<number> = new Set([RrType.DS, RrType.DNSKEY, RrType.NS]);

/** A walk from the start; nothing is sent until a question comes. */
export function createWalk(options: WalkOptions): Walk {
  const known: Known = { delegations: new Map([[options.start.zone.key, options.start]]), waiting: new Map() };
  const { delegations, waiting } = known;
  const ask = createWalker(options, known, 0);
  const delegationOf = (zone: DomainName): Delegation | null => delegations.get(zone.key) ?? null;
  const endOfWalk = async (zone: DomainName): Promise<Delegation | null> => {
    await ask({ name: zone, type: RrType.SOA });
    return delegationOf(zone);
  };
  const next = (zone: DomainName): Promise<Delegation> =>
    new Promise((resolve) => {
      waiting.set(zone.key, [...(waiting.get(zone.key) ?? []), resolve]);
    });
  return {
    ask,
    delegationOf,
    crossing: async (zone) => delegationOf(zone) ?? Promise.race([next(zone), endOfWalk(zone)]),
  };
}

/** The delegations that walks came by, and who waits for one. */
interface Known {
  readonly delegations: Map<string, Delegation>;
  readonly waiting: Map<string, ((delegation: Delegation) => void)[]>;
}

/**
 * Walkers share what they learn of delegations. The addresses of nameservers are searched by a walker of their own, one
 * deeper: none ever waits for one less deep, so cyclic dependencies end at MAX_DEPTH instead of waiting for each other.
 */
function createWalker(options: WalkOptions, known: Known, depth: number): Ask {
  const { delegations, waiting } = known;
  const steps = new Set<Step>();
  const replies = new Map<string, Promise<Reply>>();
  let deeper: Ask | null = options.askForServerNames;

  const ask: Ask = (question) => {
    const key = `${question.type} ${question.name.key}`;
    const asked = replies.get(key);
    if (asked !== undefined) return asked;
    const reply = walk(question);
    replies.set(key, reply);
    return reply;
  };

  const resolve: Ask = async (question) => {
    if (depth === MAX_DEPTH) return { kind: "unanswered", question, failures: [] };
    deeper ??= createWalker(options, known, depth + 1);
    return deeper(question);
  };

  async function walk(question: Question): Promise<Reply> {
    const isDs = question.type === RrType.DS;
    let awaitedAt: Delegation | null = null;
    for (let i = 0; i < MAX_STEPS; i++) {
      const cut = isDs ? delegations.get(question.name.key) : undefined;
      if (cut?.referral && tellsOfDs(cut.referral.message)) return { ...cut.referral, question };
      const from = deepestDelegation(question);
      if (from === null) break;
      const other = awaitedAt === from ? undefined : [...steps].find((step) => mayShowTheWay(step, from, question));
      if (other !== undefined) {
        awaitedAt = from;
        await other.result;
        continue;
      }
      const { reply, child } = await startStep(from, question).result;
      if (child === null || (isDs && child.zone.equals(question.name))) return reply;
    }
    return { kind: "unanswered", question, failures: [] };
  }

  function deepestDelegation({ name, type }: Question): Delegation | null {
    if (type === RrType.DS && name.isRoot()) return null;
    for (let zone = type === RrType.DS ? name.parent() : name; ; zone = zone.parent()) {
      const delegation = delegations.get(zone.key);
      if (delegation !== undefined || zone.isRoot()) return delegation ?? null;
    }
  }

  /** Whoever starts a step goes on before those who wait for it: the first to await its result is the first to run. */
  function startStep(from: Delegation, question: Question): Step {
    const step = { from, question, result: askAndLearn(from, question).finally(() => steps.delete(step)) };
    steps.add(step);
    return step;
  }

  async function askAndLearn(from: Delegation, question: Question): Step["result"] {
    const reply = await askZone(from, question, options, resolve);
    const child = reply.kind === "answered" ? readDelegation(reply, from.zone, question.name, options.policy) : null;
    if (child !== null && !delegations.has(child.zone.key)) {
      delegations.set(child.zone.key, child);
      for (const resolve of waiting.get(child.zone.key) ?? []) resolve(child);
      // A chain of trust will need the keys of a signed child: asked now, they cost no round trip of their own.
      if (depth === 0 && child.referral?.message.authority.some(({ type }) => type === RrType.DS)) {
        void ask({ name: child.zone, type: RrType.DNSKEY });
      }
    }
    return { reply, child };
  }

  return ask;
}

/** Tells whether a step under way is likely to bring a delegation that the question needs, so that it should wait. */
function mayShowTheWay(step: Step, from: Delegation, { name, type }: Question): boolean {
  // A parent asked for DS answers it instead of referring to the child.
  const other = step.question.type === RrType.DS ? step.question.name.parent() : step.question.name;
  if (step.from !== from || commonAncestor(other, name).labels.length <= from.zone.labels.length) return false;
  if (from.zone.labels.length <= REGISTRY_LABELS) return true;
  return other.isBelow(name) || (other.equals(name) && ZONE_TYPES.has(type));
}
