import type { Answered, Reply, Variation } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { answeredOf, apexReply } from "./apex-reply.ts";

/** What an unusual question finds out (RFC 8906 8). */
type ProbeKind = "version" | "flag" | "option" | "no-edns" | "no-do" | "header-flag" | "large";

/** One unusual question. */
export interface Probe {
  readonly kind: ProbeKind;
  /** The header flag that is set. */
  readonly flag?: "RD" | "CD" | "AD";
  readonly question: Question;
  readonly variation: Variation;
}

/** A flag and an option that nobody has assigned (IANA "DNS EDNS0 Option Codes", "EDNS Header Flags"). */
export const UNKNOWN_FLAG = 0x0080;
export const UNKNOWN_OPTION = 100;
/** What resolvers announced before fragments were found to be lost (RFC 9715 3). */
const LARGE_BUFFER = 4096;

const HEADER_FLAGS = [
  { kind: "header-flag", flag: "RD", variation: { recursionDesired: true } },
  { kind: "header-flag", flag: "CD", variation: { checkingDisabled: true } },
  { kind: "header-flag", flag: "AD", variation: { authenticData: true } },
] as const;

/** How a server that answers takes EDNS and flags it need not know. */
const COMPLIANCE = [
  { kind: "version", variation: { edns: { version: 1 } } },
  { kind: "flag", variation: { edns: { flags: UNKNOWN_FLAG } } },
  { kind: "option", variation: { edns: { optionCodes: [UNKNOWN_OPTION] } } },
  { kind: "no-edns", variation: { edns: null } },
  ...HEADER_FLAGS,
] as const;

/** What might make a server answer that fails as it is usually asked. */
const RESCUE = [
  { kind: "no-edns", variation: { edns: null } },
  { kind: "no-do", variation: { edns: { dnssecOk: false } } },
  ...HEADER_FLAGS,
] as const;

/** The unusual questions worth asking after the usual replies, of which the one for SOA comes first. */
export function probesFor(apex: DomainName, usual: readonly Reply[]): Probe[] {
  const [soa] = usual;
  const answers = answeredOf(usual);
  if (soa === undefined || answers.length === 0 || answers.some(hasEdnsTrouble)) return [];
  const question = { name: apex, type: RrType.SOA };
  const kinds = apexReply(soa).answer === null ? RESCUE : COMPLIANCE;
  const largest = largestTruncated(answers);
  return [
    ...kinds.map((kind) => ({ ...kind, question })),
    ...(largest === null
      ? []
      : [{ kind: "large" as const, question: largest.question, variation: { edns: { udpSize: LARGE_BUFFER } } }]),
  ];
}

/** The answer came only after EDNS was left out: then the rest need not be asked. */
export function hasEdnsTrouble({ notes }: Answered): boolean {
  return notes.includes("edns-dropped") || notes.includes("formerr-with-edns");
}

/** The largest answer that did not fit the usual UDP size. */
function largestTruncated(answers: readonly Answered[]): Answered | null {
  const truncated = answers.filter(({ notes }) => notes.includes("truncated"));
  return truncated.toSorted((a, b) => b.message.size - a.message.size)[0] ?? null;
}
