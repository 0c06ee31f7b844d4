import type { Answer } from "dns-packet";
import { answerTo, type Handler } from "./udp-server.ts";

/** A child zone as its parent tells of it. */
interface TestCut {
  /** Nameserver names, each with its glue; none without. */
  readonly ns: Readonly<Record<string, readonly string[]>>;
  /** How the referral tells if the child is signed; `silent` says nothing at all. */
  readonly ds: "ds" | "nsec" | "silent";
}

/** A zone for tests of transport: unsigned data that looks signed, as no one here validates it. */
export interface TestZone {
  readonly apex: string;
  readonly records?: readonly Answer[];
  readonly cuts?: Readonly<Record<string, TestCut>>;
}

/** The handler of a server that is authoritative for some zones: of those that hold a name, the deepest answers. */
export function serveZones(...zones: readonly TestZone[]): Handler {
  return (query) => {
    const name = query.name.toLowerCase();
    const holders = zones
      .filter(({ apex }) => isAtOrBelow(name, apex) && !(query.type === "DS" && name === apex))
      .toSorted((a, b) => labelCount(b.apex) - labelCount(a.apex));
    const [zone] = holders;
    if (zone === undefined) return answerTo(query, { rcode: 5, authoritative: false });
    const [cut, child] =
      Object.entries(zone.cuts ?? {}).find(
        ([owner]) => isAtOrBelow(name, owner) && !(query.type === "DS" && name === owner),
      ) ?? [];
    if (cut !== undefined && child !== undefined) {
      return answerTo(query, { authoritative: false, authorities: referral(cut, child), additionals: glue(child) });
    }
    const answers = answersFor(zone, name, query.type);
    return answerTo(query, answers.length > 0 ? { answers } : { authorities: [soa(zone.apex)] });
  };
}

function answersFor(zone: TestZone, name: string, type: string): Answer[] {
  const own = (zone.records ?? []).filter((record) => record.name === name);
  const matching = own.filter((record) => record.type === type || record.type === "CNAME");
  if (matching.length > 0) return matching;
  const isSigned = zone.cuts?.[name]?.ds === "ds";
  if (type === "DS" && isSigned) return [dsOf(name)];
  if (name !== zone.apex) return [];
  if (type === "SOA") return [soa(name)];
  const key = { flags: 257, algorithm: 13, key: Buffer.alloc(64, 7) };
  return type === "DNSKEY" ? [{ type: "DNSKEY", name, ttl: 60, data: key }] : [];
}

function referral(owner: string, { ns, ds }: TestCut): Answer[] {
  const servers: Answer[] = Object.keys(ns).map((data) => ({ type: "NS", name: owner, ttl: 60, data }));
  if (ds === "ds") return [...servers, dsOf(owner)];
  if (ds === "silent") return servers;
  return [
    ...servers,
    { type: "NSEC", name: owner, ttl: 60, data: { nextDomain: `a.${owner}`, rrtypes: ["NS", "RRSIG", "NSEC"] } },
  ];
}

function glue({ ns }: TestCut): Answer[] {
  return Object.entries(ns).flatMap(([name, addresses]) => addresses.map((data) => addressRecord(name, data)));
}

/** An A or AAAA record. */
export function addressRecord(name: string, data: string): Answer {
  return { type: data.includes(":") ? "AAAA" : "A", name, ttl: 60, data };
}

/** An NS record. */
export function nsRecord(name: string, data: string): Answer {
  return { type: "NS", name, ttl: 60, data };
}

function dsOf(name: string): Answer {
  return {
    type: "DS",
    name,
    ttl: 60,
    data: { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 9) },
  };
}

function soa(name: string): Answer {
  const times = { serial: 1, refresh: 60, retry: 60, expire: 60, minimum: 60 };
  return { type: "SOA", name, ttl: 60, data: { mname: "ns.invalid", rname: "mail.invalid", ...times } };
}

function isAtOrBelow(name: string, ancestor: string): boolean {
  return ancestor === "." || name === ancestor || name.endsWith(`.${ancestor}`);
}

function labelCount(name: string): number {
  return name === "." ? 0 : name.split(".").length;
}
