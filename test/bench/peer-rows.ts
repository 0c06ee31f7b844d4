import { areInstalled } from "../support/programs.ts";
import type { Lab } from "./lab.ts";
import { type Command, inTurns, queriesOf, ratio, wallTime } from "./measure.ts";
import { NO_RESOLVER, type Row } from "./row.ts";

/** A program that does what one of ours does. */
interface Peer {
  readonly check: "check_dnssec" | "check_dnssec_chain";
  readonly name: string;
  readonly program: string;
  readonly needsResolver: boolean;
  /** It knows no port but 53 and no root but the public one. */
  readonly needsIsolation: boolean;
  readonly command: (delay: number) => Command;
  /** The same done by ours. */
  readonly ours: (delay: number) => Command;
  /** The most that ours may take of its time, by the delay of each answer in milliseconds. */
  readonly limits: Readonly<Record<number, number>>;
  readonly rounds: number;
}

/** Any delay has a resolver asked through the relay, where queries are counted. */
const BY_RELAY = 1;
const A_SIXTH = 1 / 6;
const A_QUARTER = 1 / 4;

/** The time of whole runs of check_dnssec_chain, and of check_dnssec, beside that of their peers. */
export function peerRows(
  lab: Lab,
  walk: Command,
  throughResolver: (address: string) => Command,
  whole: Command,
): Row[] {
  const resolverAt = (delay: number): string => (delay === 0 ? lab.resolver : lab.relay);
  const chainPeers: Omit<Peer, "check">[] = [
    {
      name: "delv, resolver",
      program: "delv",
      needsResolver: true,
      needsIsolation: false,
      command: (delay) => ({
        line: [
          "delv",
          `@${resolverAt(delay)}`,
          "-p",
          `${lab.port}`,
          "-a",
          lab.bindAnchors,
          "+root=.",
          "www.zone.tld",
          "A",
        ],
        says: /^; fully validated/,
      }),
      ours: (delay) => throughResolver(resolverAt(delay)),
      limits: { 0: 1.2, 20: 0.5 },
      rounds: 40,
    },
    {
      name: "dnsviz probe | print, resolver",
      program: "dnsviz",
      needsResolver: true,
      needsIsolation: true,
      command: (delay) => dnsviz(`-s ${resolverAt(delay)}`),
      ours: (delay) => throughResolver(resolverAt(delay)),
      limits: { 0: A_SIXTH, 20: A_SIXTH },
      rounds: 8,
    },
    {
      name: "dnsviz probe -A | print, walking",
      program: "dnsviz",
      needsResolver: true,
      needsIsolation: true,
      command: () => dnsviz("-A -a ."),
      ours: () => walk,
      limits: { 0: A_SIXTH, 20: A_SIXTH },
      rounds: 8,
    },
    {
      name: "zonemaster-cli --test DNSSEC, walking",
      program: "zonemaster-cli",
      needsResolver: false,
      needsIsolation: true,
      command: () => ({
        line: ["zonemaster-cli", "--no-ipv6", "--test", "DNSSEC", "zone.tld"],
        says: /Looks OK/,
      }),
      ours: () => walk,
      limits: { 0: A_SIXTH, 20: A_SIXTH },
      rounds: 8,
    },
  ];
  const peers = [
    ...chainPeers.map((peer): Peer => ({ ...peer, check: "check_dnssec_chain" })),
    ...chainPeers
      .filter(({ name }) => name.endsWith("walking"))
      .map((peer): Peer => ({ ...peer, check: "check_dnssec", ours: () => whole, limits: { 0: A_QUARTER } })),
  ];

  function dnsviz(options: string): Command {
    const pipe = `dnsviz probe -4 -d 0 ${options} zone.tld | dnsviz print -P -t ${lab.rootKeyFile}`;
    return { line: ["sh", "-c", pipe], says: /^zone\.tld \[\.\]/m };
  }

  return peers.flatMap((peer) =>
    Object.entries(peer.limits).map(([delay, limit]) => rowOf(lab, peer, Number(delay), limit)),
  );
}

function rowOf(lab: Lab, peer: Peer, delay: number, limit: number): Row {
  const { check, name, command, ours, rounds } = peer;
  return {
    name: `${check} / ${name}${delay === 0 ? "" : `, ${delay} ms`}`,
    unit: "ms",
    limit,
    missing: whatIsMissing(lab, peer),
    compare: async () => {
      await lab.setDelay(delay);
      const result = await inTurns(
        rounds,
        () => wallTime(ours(delay)),
        () => wallTime(command(delay)),
        ratio,
      );
      await lab.setDelay(0);
      return result;
    },
    async countQueries() {
      const isByResolver = name.endsWith("resolver");
      const count = async () => (await lab.queryCounts())[isByResolver ? "atRelay" : "atServers"];
      return { ours: await queriesOf(ours(BY_RELAY), count), peer: await queriesOf(command(BY_RELAY), count) };
    },
  };
}

function whatIsMissing(lab: Lab, { program, needsResolver, needsIsolation }: Peer): string | null {
  if (!areInstalled(program)) return `not installed: ${program}`;
  if (needsResolver && !lab.hasResolver) return NO_RESOLVER;
  return needsIsolation && !lab.isIsolated ? "needs root: a network of its own" : null;
}
