import type { LabSigning, LabZone } from "../../support/zonefab/fabricate.ts";
import { makeKey } from "../../support/zonefab/keys.ts";
import { healthy, NSEC3, OPT_OUT, SIGNER_PROGRAMS } from "./healthy-case.ts";
import { CONTENT, QUERIES, wordsOf } from "./profiles.ts";
import type { VerdictCase } from "./verdict-case.ts";

/** NSEC3 on both sides of the limit on iterations. */
export function iterations(): VerdictCase[] {
  return [1, 10, 100, 149, 150, 151, 500, 2500].map((count) =>
    healthy(`iterations${count}`, `${count} NSEC3 iterations`, {
      program: "ldns",
      denial: { iterations: count, salt: "aabbccdd", optOut: false },
      server: "nsd",
    }),
  );
}

/** Insecure delegations below empty non-terminals, with and without opt-out. */
export function optOuts(): VerdictCase[] {
  const content = "lonely.only NS ns.plain\na.b.lonely2 NS ns.plain\n";
  const queries = ["only/A", "lonely.only/DS", "nx.only/A", "b.lonely2/A", "a.b.lonely2/DS", "*.only/A"];
  return SIGNER_PROGRAMS.flatMap((program) => [
    healthy(`optout-${program}`, `opt-out signed by ${program}, insecure delegations below ENTs`, {
      program,
      denial: OPT_OUT,
      content: CONTENT + content,
      queries: [...QUERIES, ...queries],
    }),
    healthy(`no-optout-${program}`, `NSEC3 signed by ${program}, insecure delegations below ENTs`, {
      program,
      denial: NSEC3,
      content: CONTENT + content,
      queries: [...QUERIES, ...queries],
    }),
    healthy(`delegations-${program}`, `NSEC signed by ${program}, insecure delegations below ENTs`, {
      program,
      content: CONTENT + content,
      queries: [...QUERIES, ...queries],
    }),
  ]);
}

/** Children of every kind on the same server as their parent. */
export function delegations(): VerdictCase[] {
  const queries = [
    ...QUERIES,
    ...["signed", "deeper.signed", "unsigned", "signed.unsigned", "a.b.c", "x.y.z", "island"].flatMap(queriesBelow),
    ...wordsOf("b.c/A b.c/DS nx.b.c/A y.z/A y.z/DS nx.y.z/A"),
  ];
  const denials = { bind: NSEC3, ldns: "nsec", knot: OPT_OUT } as const;
  return SIGNER_PROGRAMS.map((program) =>
    healthy(`parent-${program}`, `children of every kind beside their parent, ${program}`, {
      program,
      denial: denials[program],
      queries,
      server: "nsd",
      children: (apex) => childrenOf(apex, { program, denial: denials[program] }),
    }),
  );
}

function childrenOf(apex: string, signing: Omit<LabSigning, "keys">): LabZone[] {
  const child = (label: string, isSigned: boolean, children: readonly LabZone[] = []): LabZone => ({
    apex: `${label}.${apex}`,
    content: CONTENT,
    signing: isSigned ? { ...signing, keys: [makeKey(13, 257), makeKey(13, 256)] } : null,
    server: "nsd",
    children,
  });
  return [
    child("signed", true, [child("deeper.signed", true)]),
    child("unsigned", false, [child("signed.unsigned", true)]),
    child("a.b.c", true),
    child("x.y.z", false),
    { ...child("island", true), ds: () => [] },
  ];
}

function queriesBelow(child: string): string[] {
  const below = wordsOf("www/A www/MX nx/A x.wild/A plain/DS").map((query) => query.replace("/", `.${child}/`));
  return [...wordsOf("SOA A DS DNSKEY").map((type) => `${child}/${type}`), ...below];
}
