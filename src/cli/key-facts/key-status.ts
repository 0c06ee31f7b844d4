import type { KeyFacts } from "../../checks/keys/key-facts.ts";
import type { DomainName } from "../../dns/name.ts";
import { UsageError } from "../../util/errors.ts";
import { isKnotList, parseKnotList } from "./knot-list.ts";
import { isOpenDnssecList, parseOpenDnssecList } from "./opendnssec-list.ts";
import { isRndcStatus, parseRndcStatus } from "./rndc-status.ts";

/** Reads what a signer printed about a zone's keys, whichever it is; UsageError where it is none that is known. */
export function parseKeyStatus(text: string, zone: DomainName): KeyFacts[] {
  if (isRndcStatus(text)) return parseRndcStatus(text);
  if (isKnotList(text)) return parseKnotList(text, zone);
  if (isOpenDnssecList(text)) return parseOpenDnssecList(text, zone);
  throw new UsageError(
    "neither 'rndc dnssec -status', 'keymgr list' nor 'ods-enforcer key list -v' or 'rollover list' prints this",
  );
}
