import type { DomainName } from "../../dns/name.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { ZoneCopy } from "./copies.ts";

/** Servers that have the signed zone, or should have, but leave its signatures out (RFC 4035 3.1, RFC 3225). */
export function supportFindings(apex: DomainName, copies: readonly ZoneCopy[]): Finding[] {
  const isSignedElsewhere = copies.some(({ signatures }) => signatures.length > 0);
  return copies
    .filter(({ signatures, keys, answers }) => {
      if (signatures.length > 0 || keys.length === 0) return false;
      const clearsDo = answers.every(({ message }) => message.edns?.dnssecOk !== true);
      return isSignedElsewhere || clearsDo;
    })
    .map(({ server }) => supportFinding(apex, server));
}

/** Servers without DNSKEY while others have it: with signatures they hide the keys, else they serve another copy. */
export function unsignedCopies(apex: DomainName, copies: readonly ZoneCopy[]): Finding[] {
  if (!copies.some(({ keys }) => keys.length > 0)) return [];
  return copies
    .filter(({ dnskey, keys }) => dnskey !== null && keys.length === 0)
    .map(({ server, signatures }) =>
      signatures.length > 0
        ? supportFinding(apex, server)
        : finding("ns-inconsistent-signed", {
            subject: { name: apex },
            servers: [server],
            params: { zone: nameText(apex) },
          }),
    );
}

function supportFinding(apex: DomainName, server: ZoneCopy["server"]): Finding {
  return finding("ns-no-dnssec-support", {
    subject: { name: apex },
    servers: [server],
    params: { zone: nameText(apex) },
  });
}
