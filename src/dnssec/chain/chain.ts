import type { Answered, Lookup, Reply, Unanswered } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { denialRrsets } from "../denial/evidence.ts";
import { failureText } from "../failure-text.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import { parseOrNull, parseRrsig } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import type { Effort } from "../rrsig.ts";
import { nearestAnchors, type TrustAnchor } from "../trust-anchor.ts";
import { type Cut, judgeCut } from "./cut.ts";
import { isUnsupported, judgeKeys, trustPaths } from "./judge-keys.ts";
import type { ChainLink, KeysJudgement, Trust } from "./link.ts";

/** What chains are built with. */
export interface ChainSources {
  readonly lookup: Lookup;
  readonly anchors: readonly TrustAnchor[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly effort: Effort;
}

/** Builds chains of trust; every zone is judged once. */
export interface Chain {
  /** The link of a zone named by its apex, as a signer name gives it. */
  link(zone: DomainName): Promise<ChainLink>;
  /** The link of the zone that a name is in, found from the anchor down by DS and proofs of its absence. */
  enclosing(name: DomainName): Promise<ChainLink>;
  /** The zone of the trust anchor that answers for name; signers above it have no say. Null where there is none. */
  anchorZone(name: DomainName): DomainName | null;
}

/** Servers asked besides the one whose answer is bogus. */
const MAX_OTHER_SERVERS = 4;

/** Chains are built upwards along the signers of DS, or downwards where nothing is signed (RFC 4035 5). */
export function createChain(sources: ChainSources): Chain {
  const { lookup, anchors, now, effort } = sources;
  const links = new Map<string, Promise<ChainLink>>();
  const enclosings = new Map<string, Promise<ChainLink>>();

  function link(zone: DomainName): Promise<ChainLink> {
    return once(links, zone, () => buildLink(zone));
  }

  function enclosing(name: DomainName): Promise<ChainLink> {
    return once(enclosings, name, () => buildEnclosing(name));
  }

  async function buildLink(zone: DomainName): Promise<ChainLink> {
    const nearest = nearestAnchors(anchors, zone);
    const [anchor] = nearest;
    if (anchor === undefined) return bareLink(zone, null, "indeterminate");
    if (anchor.zone.equals(zone)) return judgedLink(zone, null, { kind: "anchor", anchors: nearest });
    const reply = await lookup.ask({ name: zone, type: RrType.DS });
    const signer = signerAbove(reply, zone, anchor.zone);
    const parent = await (signer === null ? enclosing(zone.parent()) : link(signer));
    if (parent.status !== "secure") return bareLink(zone, parent, parent.status);
    if (reply.kind === "unanswered") return unreachable(zone, parent, reply);
    return followCut(zone, parent, await cutAt(zone, parent, reply));
  }

  async function buildEnclosing(name: DomainName): Promise<ChainLink> {
    const [anchor] = nearestAnchors(anchors, name);
    if (anchor === undefined) return bareLink(name, null, "indeterminate");
    if (anchor.zone.equals(name)) return link(name);
    const above = await enclosing(name.parent());
    if (above.status !== "secure") return above;
    const reply = await lookup.ask({ name, type: RrType.DS });
    if (reply.kind === "unanswered") return unreachable(name, above, reply);
    const cut = await cutAt(name, above, reply);
    return cut.kind === "none" ? above : once(links, name, () => followCut(name, above, cut));
  }

  async function followCut(zone: DomainName, parent: ChainLink, cut: Cut): Promise<ChainLink> {
    if (cut.kind === "signed")
      return judgedLink(zone, parent, { kind: "ds", records: cut.records, verdicts: cut.verdicts });
    if (cut.kind === "insecure") return { ...bareLink(zone, parent, "insecure"), insecureReason: cut.reason };
    if (cut.kind === "bogus") return { ...bareLink(zone, parent, "bogus"), findings: cut.findings };
    const missing = finding("chain-delegation-missing-in-parent", {
      subject: { name: zone },
      params: { parentZone: nameText(parent.zone) },
    });
    return { ...bareLink(zone, parent, "bogus"), findings: [missing] };
  }

  async function judgedLink(zone: DomainName, parent: ChainLink | null, trust: Trust): Promise<ChainLink> {
    const base = { ...bareLink(zone, parent, "secure"), trust };
    if (trustPaths(zone, trust, []).every(isUnsupported))
      return { ...base, status: "insecure", insecureReason: "unsupported" };
    const reply = await lookup.ask({ name: zone, type: RrType.DNSKEY });
    if (reply.kind === "unanswered") return { ...unreachable(zone, parent, reply), trust };
    const judge = (each: Answered): KeysJudgement => judgeKeys(zone, trust, each, now, effort);
    const { best: judgement, rejected } = await bestOf(reply, zone, judge, ({ status }) => status === "bogus");
    const findings = [...judgement.findings, ...rejected.flatMap((each) => asWarnings(each.findings))];
    return { ...base, status: judgement.status, judgement, findings };
  }

  /** What the parent says of a cut, by the first of its servers whose answer holds. */
  async function cutAt(name: DomainName, parent: ChainLink, reply: Answered): Promise<Cut> {
    const judge = (each: Answered): Cut => judgeCut(name, parent, each, now, effort);
    const { best } = await bestOf(reply, parent.zone, judge, ({ kind }) => kind === "bogus");
    return best;
  }

  /** Judges a reply, and while that fails those of the zone's other servers: resolvers try them too (RFC 4035 5.5). */
  async function bestOf<T>(
    first: Answered,
    zone: DomainName,
    judge: (reply: Answered) => T,
    isBogus: (judged: T) => boolean,
  ): Promise<{ readonly best: T; readonly rejected: readonly T[] }> {
    const judged = judge(first);
    if (!isBogus(judged) || lookup.isRecursive) return { best: judged, rejected: [] };
    const servers = (await lookup.zoneServers(zone))?.servers ?? [];
    const others = servers.filter(({ address }) => address !== first.server.address).slice(0, MAX_OTHER_SERVERS);
    // What a referral lacks, its server may tell when it is asked.
    if (!first.message.isAuthoritative) others.push(first.server);
    const replies = await Promise.all(others.map((server) => lookup.askServer(server, first.question)));
    const better = replies
      .flatMap((reply) => (reply.kind === "answered" ? [judge(reply)] : []))
      .find((each) => !isBogus(each));
    return better === undefined ? { best: judged, rejected: [] } : { best: better, rejected: [judged] };
  }

  return { link, enclosing, anchorZone: (name) => nearestAnchors(anchors, name)[0]?.zone ?? null };
}

/** The name of the zone that signed a DS RRset or its denial, if it lies above the cut and not above the anchor. */
function signerAbove(reply: Reply, zone: DomainName, anchorZone: DomainName): DomainName | null {
  if (reply.kind === "unanswered") return null;
  for (const set of cutEvidence(reply, zone)) {
    for (const { rdata } of set.signatures) {
      const signer = parseOrNull(rdata, parseRrsig)?.signerName;
      if (signer !== undefined && zone.isBelow(signer) && signer.isAtOrBelow(anchorZone)) return signer;
    }
  }
  return null;
}

function cutEvidence({ message }: Answered, zone: DomainName): SignedRrset[] {
  const ds = findRrset(signedRrsets([...message.answer, ...message.authority]), zone, RrType.DS);
  return ds === undefined ? denialRrsets(message.authority) : [ds];
}

function bareLink(zone: DomainName, parent: ChainLink | null, status: ChainLink["status"]): ChainLink {
  return { zone, parent, status, trust: null, judgement: null, insecureReason: null, findings: [], failures: [] };
}

function unreachable(zone: DomainName, parent: ChainLink | null, { question, failures }: Unanswered): ChainLink {
  const [failure] = failures;
  const indeterminate = finding("chain-indeterminate", {
    subject: question,
    servers: failures.map(({ server }) => server),
    params: { reason: failure === undefined ? "no server known" : failureText(failure) },
  });
  return { ...bareLink(zone, parent, "indeterminate"), findings: [indeterminate], failures };
}

/** The same chain, but for one zone with keys as one of its servers gave them. */
export function withLink(chain: Chain, own: ChainLink): Chain {
  return {
    link: async (zone) => (zone.equals(own.zone) ? own : chain.link(zone)),
    enclosing: async (name) => {
      const found = await chain.enclosing(name);
      return found.zone.equals(own.zone) ? own : found;
    },
    anchorZone: (name) => chain.anchorZone(name),
  };
}

function asWarnings(findings: readonly Finding[]): Finding[] {
  return findings.map((each) => ({ ...each, level: "warning" }));
}

function once<T>(known: Map<string, Promise<T>>, name: DomainName, make: () => Promise<T>): Promise<T> {
  const existing = known.get(name.key);
  if (existing !== undefined) return existing;
  const made = make();
  known.set(name.key, made);
  return made;
}
