import type { Answered } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { denialRecords } from "../../dnssec/denial/evidence.ts";
import { coversHash, hashedName, isUsableNsec3, type OwnedNsec3, sameParameters } from "../../dnssec/denial/nsec3.ts";
import { compareBytes, equalBytes, toHex } from "../../util/bytes.ts";
import { absentName } from "../shared/absent-name.ts";
import { type ServerView, zoneDenials } from "./view.ts";
import { type AskServer, type ChainCoverage, type WalkLimits, WIDTH } from "./walk.ts";

/** Hashes computed to find names that fall between the records known. */
const MAX_HASHES = 50_000;
/** Of those, how many to spend on smaller gaps while others can be asked about. */
const MAX_MISSES = 1000;
/** Neighbours that have this many octets in common were made for one answer: such a chain has no end. */
const NARROW_OCTETS = 8;

/**
 * Closes an NSEC3 chain as far as it can be probed: asks for names whose hashes fall where no record is known yet, until
 * every record leads to another one that was seen, or a limit is reached (RFC 5155 12.1.1).
 */
export async function probeNsec3(view: ServerView, ask: AskServer, limits: WalkLimits): Promise<ChainCoverage> {
  const { zone, server } = view;
  const { maxNames, maxWait } = limits;
  const first = view.records.nsec3s.find(isUsableNsec3);
  const chain = new Map<string, OwnedNsec3>();
  const answers: Answered[] = [];
  let isRefused = false;
  const add = (nsec3s: readonly OwnedNsec3[]): void => {
    for (const nsec3 of nsec3s) {
      if (first !== undefined && sameParameters(nsec3, first)) chain.set(toHex(nsec3.ownerHash), nsec3);
    }
  };
  add(view.records.nsec3s);
  const candidates = candidateNames(zone, first);
  let waited = 0;
  while (!isClosed(chain) && !isNarrow(chain) && chain.size < maxNames && waited < maxWait) {
    const batch = uncovered(candidates, sortedChain(chain), Math.min(WIDTH, maxNames - chain.size));
    if (batch.length === 0 || isRefused) break;
    const next = await ask(batch.map((name) => ({ name, type: RrType.A })));
    const before = chain.size;
    for (const answer of next.answers) add(denialRecords(zoneDenials(answer, zone), zone).nsec3s);
    answers.push(...next.answers);
    isRefused = next.failures.length > 0;
    waited += Math.max(0, ...next.answers.map(({ elapsed }) => elapsed));
    if (chain.size === before) break;
  }
  return {
    answers: { server, answers, failures: [] },
    names: chain.size,
    isWhole: isClosed(chain),
    isNarrow: isNarrow(chain),
  };
}

function* candidateNames(zone: DomainName, parameters: OwnedNsec3 | undefined) {
  if (parameters === undefined) return;
  const limit = MAX_HASHES / (parameters.iterations + 1);
  for (let i = 0; i < limit; i++) {
    const name = absentName(zone, `dnssec-check-${i}`);
    const hash = name && hashedName(name, parameters);
    if (name === null || hash === null) return;
    yield { name, hash };
  }
}

/** The next candidates whose hashes no record covers, one for each gap. */
function uncovered(
  candidates: Iterator<{ name: DomainName; hash: Uint8Array }, void>,
  chain: readonly OwnedNsec3[],
  count: number,
): DomainName[] {
  const found = new Map<string, DomainName>();
  const most = Math.min(count, gapCount(chain));
  let misses = 0;
  while (found.size < most && (found.size === 0 || misses < MAX_MISSES)) {
    const { value } = candidates.next();
    if (value === undefined) break;
    misses++;
    const { name, hash } = value;
    const before = precedingRecord(chain, hash);
    if (before === undefined) break;
    const isKnown = coversHash(before, hash) || equalBytes(before.ownerHash, hash);
    const gap = toHex(before.ownerHash);
    if (isKnown || found.has(gap)) continue;
    found.set(gap, name);
    misses = 0;
  }
  return [...found.values()];
}

/** The last record whose hash is not above this one, or the last of all. */
function precedingRecord(chain: readonly OwnedNsec3[], hash: Uint8Array): OwnedNsec3 | undefined {
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const record = chain[middle];
    if (record !== undefined && compareBytes(record.ownerHash, hash) <= 0) low = middle + 1;
    else high = middle;
  }
  return chain.at(low - 1);
}

function gapCount(chain: readonly OwnedNsec3[]): number {
  return chain.filter(({ nextHash }, i) => !equalBytes(nextHash, chain[(i + 1) % chain.length]?.ownerHash ?? nextHash))
    .length;
}

function sortedChain(chain: ReadonlyMap<string, OwnedNsec3>): OwnedNsec3[] {
  return [...chain.values()].toSorted((a, b) => compareBytes(a.ownerHash, b.ownerHash));
}

function isClosed(chain: ReadonlyMap<string, OwnedNsec3>): boolean {
  return chain.size > 0 && [...chain.values()].every(({ nextHash }) => chain.has(toHex(nextHash)));
}

function isNarrow(chain: ReadonlyMap<string, OwnedNsec3>): boolean {
  return [...chain.values()].some(
    ({ ownerHash, nextHash }) =>
      !equalBytes(ownerHash, nextHash) &&
      equalBytes(ownerHash.subarray(0, NARROW_OCTETS), nextHash.subarray(0, NARROW_OCTETS)),
  );
}
