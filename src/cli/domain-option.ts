import { domainToASCII } from "node:url";
import type { Question } from "../dns/message.ts";
import { type DomainName, parseName } from "../dns/name.ts";
import { RrType, typeCode } from "../dns/registry.ts";
import { UsageError } from "../util/errors.ts";
import { isAddress } from "./address-option.ts";

/** Types that are no data, such as transfers (RFC 6895 3.1); nor is OPT, and RRSIG is not signed (RFC 4035 2.2). */
const FIRST_QUESTION_TYPE = 249;
const LAST_QUESTION_TYPE = 255;

/**
 * Reads a domain name as a user types it: in letters of any script, which become A-labels (RFC 5891 4.4), or with
 * `\DDD` escapes; UsageError on anything malformed, on an address and on blanks.
 */
export function parseDomain(text: string): DomainName {
  if (isAddress(text)) throw new UsageError(`${text} is an address where a domain name is needed`);
  if (/^[\x21-\x7e]*$/.test(text)) return parseName(text);
  if (/[\s\p{Cc}]/u.test(text))
    throw new UsageError(`malformed domain name ${JSON.stringify(text)}: blank or control character`);
  // What ends or escapes a host in a URL would make another name of it.
  const ascii = /[/\\?#%]/.test(text) ? "" : domainToASCII(text);
  if (ascii === "")
    throw new UsageError(`malformed domain name ${JSON.stringify(text)}: no valid internationalized name`);
  return parseDomain(ascii);
}

/** Reads `NAME` or `NAME/TYPE`, type A where none is given; UsageError on a malformed name and an unknown type. */
export function parseQuery(text: string): Question {
  const slash = text.lastIndexOf("/");
  const suffix = text.slice(slash + 1);
  // A slash may be part of the name (RFC 2317), where a dot comes after it.
  if (slash < 0 || suffix.includes(".")) return { name: parseDomain(text), type: RrType.A };
  const type = typeCode(suffix);
  if (type === null) throw new UsageError(`unknown type ${JSON.stringify(suffix)} in query ${JSON.stringify(text)}`);
  const isQuestion = type >= FIRST_QUESTION_TYPE && type <= LAST_QUESTION_TYPE;
  if (isQuestion || type === 0 || type === RrType.OPT || type === RrType.RRSIG) {
    throw new UsageError(`type ${suffix} in query ${JSON.stringify(text)} can't be validated`);
  }
  return { name: parseDomain(text.slice(0, slash)), type };
}

/** Reads a query as parseQuery does; UsageError too where its name is not in the zone, as its servers know no other. */
export function parseQueryIn(zone: DomainName, text: string): Question {
  const query = parseQuery(text);
  if (query.name.isAtOrBelow(zone)) return query;
  throw new UsageError(`${query.name.toString()} is not in the zone ${zone.toString()}`);
}
