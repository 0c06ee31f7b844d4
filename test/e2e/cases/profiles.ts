import type { LabSigning, LabZone } from "../../support/zonefab/fabricate.ts";
import { makeKey } from "../../support/zonefab/keys.ts";
import type { Mutation } from "../../support/zonefab/signed-zone.ts";
import type { DenialMode } from "../../support/zonefab/signers.ts";
import type { VerdictCase } from "./verdict-case.ts";

/** A fault, put into a zone made by one of the profiles. */
export interface Fault {
  readonly id: string;
  readonly about: string;
  readonly mutations?: readonly Mutation[];
  readonly ds?: NonNullable<LabZone["ds"]>;
  readonly parentMutations?: (label: string) => readonly Mutation[];
  readonly signing?: Partial<LabSigning>;
  /** In place of the profile's. */
  readonly server?: LabZone["server"];
  /** More zone-file lines. */
  readonly content?: string;
  /** Queries beside the usual ones. */
  readonly queries?: readonly string[];
}

/** A way to make a zone: program, algorithm, denial, server, parent. */
export interface Profile {
  readonly id: string;
  readonly program: LabSigning["program"];
  readonly algorithm: number;
  readonly denial: DenialMode;
  readonly server: LabZone["server"];
  readonly parent: "nsec" | "nsec3" | "optout";
}

const PLAIN: DenialMode = { iterations: 0, salt: "", optOut: false };
const SALTED: DenialMode = { iterations: 2, salt: "aabbccdd", optOut: false };

/** Zones denied by NSEC. */
export const NSEC_PROFILES: readonly Profile[] = [
  { id: "bind13", program: "bind", algorithm: 13, denial: "nsec", server: "bind", parent: "nsec" },
  { id: "ldns15", program: "ldns", algorithm: 15, denial: "nsec", server: "nsd", parent: "nsec3" },
  { id: "knot8", program: "knot", algorithm: 8, denial: "nsec", server: "knot", parent: "optout" },
];

/** Zones denied by NSEC3. */
export const NSEC3_PROFILES: readonly Profile[] = [
  { id: "bind15h", program: "bind", algorithm: 15, denial: SALTED, server: "nsd", parent: "optout" },
  { id: "ldns8h", program: "ldns", algorithm: 8, denial: SALTED, server: "knot", parent: "nsec" },
  { id: "knot14h", program: "knot", algorithm: 14, denial: PLAIN, server: "bind", parent: "nsec3" },
];

/** A zone with one of everything that has a way of its own to be answered. */
export const CONTENT = `
@ 3600 A 192.0.2.1
@ AAAA 2001:db8::1
@ MX 10 MaIl
@ TXT "one" "two"
www A 192.0.2.2
www A 192.0.2.3
www TXT "text"
alias CNAME www
dangling CNAME nothing
*.wild A 192.0.2.4
*.wildalias CNAME www
host.ent A 192.0.2.5
b\\200\\000\\.x A 192.0.2.6
odd TYPE65534 \\# 3 010203
dname DNAME target
x.target A 192.0.2.7
plain NS ns.plain
ns.plain A 127.0.0.2
`;

/** One query for each way of being answered in CONTENT. */
export const QUERIES: readonly string[] = wordsOf(String.raw`
  @/SOA @/NS @/A @/MX @/DNSKEY @/DS @/CAA
  www/A WwW/a www/TXT www/MX nx/A a.b.nx/A zz/A sub.odd/A
  alias/A alias/CNAME dangling/A odd/TYPE65534 b\200\000\.x/A
  x.wild/A a.b.wild/A x.wild/MX wild/A *.wild/A x.wildalias/A
  ent/A host.ent/A nx.ent/A dname/A dname/DNAME x.dname/A nx.dname/A plain/DS
`);

/** The words of a text. */
export function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Puts each fault into as many of the profiles as width says, taking them in turn. */
export function spread(faults: readonly Fault[], profiles: readonly Profile[], width: number): VerdictCase[] {
  return faults.flatMap((fault, index) =>
    Array.from({ length: width }, (_, turn) => {
      const profile = profiles[(index + turn * STRIDE) % profiles.length];
      if (profile === undefined) throw new Error("no profiles");
      return faultyCase(fault, profile);
    }),
  );
}

// Of six profiles each fault then gets three that differ in everything, of three profiles all.
const STRIDE = 2;

function faultyCase(fault: Fault, profile: Profile): VerdictCase {
  const label = `${fault.id}-${profile.id}`;
  const { program, algorithm, denial, server, parent } = profile;
  const keys = [makeKey(algorithm, 257), makeKey(algorithm, 256)];
  return {
    about: `${fault.about} (${profile.id})`,
    queries: [...QUERIES, ...(fault.queries ?? [])],
    zone: {
      apex: `${label}.${parent}.`,
      content: CONTENT + (fault.content ?? ""),
      signing: { program, keys, denial, ...fault.signing },
      server: fault.server ?? server,
      mutations: fault.mutations ?? [],
      ...(fault.ds === undefined ? {} : { ds: fault.ds }),
      ...(fault.parentMutations === undefined ? {} : { parentMutations: fault.parentMutations(label) }),
    },
  };
}
