import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseRrsig } from "../../dns/rdata.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { longestValid, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { serialDifference } from "../../dnssec/serial-time.ts";
import { absentName } from "../shared/absent-name.ts";
import type { ServerAnswers } from "./gather.ts";

/** Signatures made for one answer are dated by the second: differences this small, in seconds, are theirs. */
const ON_THE_FLY = 300;

/**
 * The inceptions of what a server signed when it was asked, as nobody signs the NSEC of a name that no zone holds before
 * (RFC 9824 3); none where it serves what was signed.
 */
export function inceptionsOnRequest(apex: DomainName, { answers }: Pick<ServerAnswers, "answers">): number[] {
  const absent = absentName(apex);
  const denials = answers.flatMap(({ message }) =>
    absent === null ? [] : (findRrset(signedRrsets(message.authority), absent, RrType.NSEC) ?? []),
  );
  const signatures = denials.flatMap((set) => set.signatures.map(({ rdata }) => rdata));
  return parseEach(signatures, parseRrsig).map(({ inception }) => inception);
}

/** Tells whether an RRset was signed when it was asked for: it is by the next time, too, and so never runs out. */
export function isSignedOnRequest(verdicts: readonly SignatureVerdict[], onRequest: readonly number[]): boolean {
  const inception = longestValid(verdicts)?.rrsig.inception;
  return (
    inception !== undefined && onRequest.some((other) => Math.abs(serialDifference(inception, other)) <= ON_THE_FLY)
  );
}
