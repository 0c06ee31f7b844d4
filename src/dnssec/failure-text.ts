import type { Failure } from "../dns/lookup.ts";
import { extendedErrorText } from "./extended-errors.ts";

/** A server's failure in words, with the extended errors it sent along as evidence (RFC 8914). */
export function failureText({ detail, message }: Failure): string {
  const errors = (message?.edns?.extendedErrors ?? []).map(extendedErrorText);
  return errors.length === 0 ? detail : `${detail} (${errors.join(", ")})`;
}
