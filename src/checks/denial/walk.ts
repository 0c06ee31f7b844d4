import type { Answered } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { DomainName } from "../../dns/name.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { denialRecords } from "../../dnssec/denial/evidence.ts";
import type { OwnedNsec } from "../../dnssec/denial/nsec.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { concatBytes } from "../../util/bytes.ts";
import { WireFormatError } from "../../util/errors.ts";
import { absentName } from "../shared/absent-name.ts";
import { denied } from "./chain-order.ts";
import { referralCut } from "./answer-parts.ts";
import type { ServerAnswers } from "./gather.ts";
import { type ServerView, zoneDenials } from "./view.ts";

/** How far a chain was followed at one server. */
export interface ChainCoverage {
  readonly answers: ServerAnswers;
  /** Names that the chain is known to hold. */
  readonly names: number;
  /** Every record leads to another one that was seen. */
  readonly isWhole: boolean;
  /** The records cover next to nothing beside the names asked for, so that there is no chain (RFC 4470, RFC 7129 B). */
  readonly isNarrow: boolean;
}

/** How far a chain is followed, whichever comes first. */
export interface WalkLimits {
  /** Names known; 0 leaves the chain out. */
  readonly maxNames: number;
  /** Milliseconds of waiting for answers. */
  readonly maxWait: number;
}

/** Asks the server that is looked at. */
export type AskServer = (questions: readonly Question[]) => Promise<ServerAnswers>;

/** Questions that go out at once. */
export const WIDTH = 24;
/** Rounds from the apex on, after which the chain is followed from other places too. */
const ROUNDS_FROM_APEX = 6;
const STARTING_LABELS = "0123456789abcdefghijklmnopqrstuvwxyz".split("");

/**
 * Follows the NSEC records of a zone from name to name, until the chain closes or a limit is reached (RFC 4034 4.1.1).
 * A server that stops answering so many questions may limit their rate, which is no fault.
 */
export async function walkNsec(view: ServerView, ask: AskServer, limits: WalkLimits): Promise<ChainCoverage> {
  const { zone, server } = view;
  const { maxNames, maxWait } = limits;
  const owners = new Set<string>();
  /** Names that records lead to, and whose own were not seen yet. */
  const open = new Map<string, DomainName>();
  const add = (nsecs: readonly OwnedNsec[]): void => {
    for (const { owner, nextName } of nsecs) {
      if (owners.has(owner.key)) continue;
      owners.add(owner.key);
      open.delete(owner.key);
      if (!owners.has(nextName.key) && nextName.isAtOrBelow(zone)) open.set(nextName.key, nextName);
    }
  };
  add(view.records.nsecs);
  const asked = new Set<string>();
  const answers: Answered[] = [];
  let isRefused = false;
  let detours: DomainName[] = [];
  let waited = 0;
  for (let round = 0; ; round++) {
    const unknown = [...open.values(), ...detours].filter(({ key }) => !asked.has(key));
    if (unknown.length === 0 || owners.size >= maxNames || waited >= maxWait || isRefused) break;
    const starts = round === ROUNDS_FROM_APEX ? startingNames(zone) : [];
    const batch = [...unknown.slice(0, Math.min(WIDTH, maxNames - owners.size)), ...starts];
    for (const { key } of batch) asked.add(key);
    const next = await ask(batch.map((name) => ({ name, type: RrType.NSEC })));
    for (const answer of next.answers) add(denialRecords(zoneDenials(answer, zone), zone).nsecs);
    detours = next.answers.flatMap((answer) => (owners.has(answer.question.name.key) ? [] : detour(answer, zone)));
    answers.push(...next.answers);
    isRefused = next.failures.length > 0;
    waited += Math.max(0, ...next.answers.map(({ elapsed }) => elapsed));
  }
  return {
    answers: { server, answers, failures: [] },
    names: owners.size,
    isWhole: open.size === 0,
    isNarrow: false,
  };
}

/** Names that a record leads to while the server says that they don't exist. */
export function brokenLinkFindings(view: ServerView): Finding[] {
  if (!view.isSteady) return [];
  const before = new Map(view.records.nsecs.map((nsec) => [nsec.nextName.key, nsec.owner]));
  return view.answers.flatMap(({ question, message }) => {
    const owner = before.get(question.name.key);
    const isDenied = question.type === RrType.NSEC && message.rcode === Rcode.NXDOMAIN;
    return owner === undefined || !isDenied ? [] : [denied(view, question.name, owner)];
  });
}

function startingNames(zone: DomainName): DomainName[] {
  return STARTING_LABELS.flatMap((label) => absentName(zone, label) ?? []);
}

/** The NSEC of a signed delegation is not in its referral: the name right behind it is denied by that record. */
function detour({ question, message }: Answered, zone: DomainName): DomainName[] {
  const { name } = question;
  const [label, ...rest] = name.labels;
  const isChildOnServer = message.isAuthoritative && message.answer.some(({ owner }) => owner.equals(name));
  if (label === undefined || (referralCut(message, zone, name) === null && !isChildOnServer)) return [];
  try {
    return [new DomainName([concatBytes(label, Uint8Array.of(0)), ...rest])];
  } catch (error) {
    if (error instanceof WireFormatError) return [];
    throw error;
  }
}
