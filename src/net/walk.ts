import type { Reply } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import { commonAncestor } from "../dns/name.ts";
import { RrType } from "../dns/registry.ts";
import { type Delegation, readDelegation, tellsOfDs } from "./delegation.ts";
import { createDelegations, type Delegations } from "./delegations.ts";
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
  /** What the walk has come by. */
  readonly delegations: Delegations;
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
  const delegations = createDelegations(options.start);
  return { ask: createWalker(options, delegations, 0), delegations };
}

/**
 * Walkers share what they learn of delegations. The addresses of nameservers are searched by a walker of their own, one
 * deeper: none ever waits for one less deep, so cyclic dependencies end at MAX_DEPTH instead of waiting for each other.
 */
function createWalker(options: WalkOptions, delegations: Delegations, depth: number): Ask {
  const steps = new Set<Step>();
  const replies = new Map<string, Promise<Reply>>();
  let deeper: Ask | null = options.askForServerNames;

  const ask: Ask = (question) => {
    const key = `${question.type} ${question.name.key}`;
    const known = replies.get(key);
    if (known !== undefined) return known;
    const reply = walk(question);
    replies.set(key, reply);
    return reply;
  };

  const resolve: Ask = async (question) => {
    if (depth === MAX_DEPTH) return { kind: "unanswered", question, failures: [] };
    deeper ??= createWalker(options, delegations, depth + 1);
    return deeper(question);
  };

  async function walk(question: Question): Promise<Reply> {
    const isDs = question.type === RrType.DS;
    let awaitedAt: Delegation | null = null;
    for (let i = 0; i < MAX_STEPS; i++) {
      const referral = isDs ? delegations.of(question.name)?.referral : null;
      if (referral && tellsOfDs(referral.message)) return { ...referral, question };
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
      const delegation = delegations.of(zone);
      if (delegation !== null || zone.isRoot()) return delegation;
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
    if (child !== null && delegations.learn(child) && depth === 0) {
      // A chain of trust will need the keys of a signed child: asked now, they cost no round trip of their own.
      const isSigned = child.referral?.message.authority.some(({ type }) => type === RrType.DS);
      if (isSigned) void ask({ name: child.zone, type: RrType.DNSKEY });
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
