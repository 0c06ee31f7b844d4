import type { Lookup, ServerAddress } from "../../dns/lookup.ts";
import { type DomainName, parseName } from "../../dns/name.ts";
import { CLASS_CH, RrType } from "../../dns/registry.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { openAttack } from "../../dnssec/resolver-version.ts";
import { toLatin1 } from "../../util/bytes.ts";
import { plainText } from "../../util/plain-text.ts";

/** Names that resolvers tell their version under. */
const VERSION_NAMES = ["version.bind.", "version.server."].map(parseName);

/** Asks a resolver for its version, and names the attack that it is open to. */
export async function versionFindings(server: ServerAddress, zone: DomainName, lookup: Lookup): Promise<Finding[]> {
  const variation = { class: CLASS_CH, recursionDesired: false };
  const replies = await Promise.all(
    VERSION_NAMES.map((name) => lookup.askServer(server, { name, type: RrType.TXT }, variation)),
  );
  const texts = replies.flatMap((reply) => (reply.kind === "answered" ? reply.message.answer : [])).map(versionText);
  for (const found of texts) {
    const reason = openAttack(found);
    if (reason !== null) {
      const about = { subject: { name: zone }, servers: [server], params: { found: plainText(found), reason } };
      return [finding("resolver-outdated-validator", about)];
    }
  }
  return [];
}

/** The first string of a TXT record. */
function versionText({ rdata }: { readonly rdata: Uint8Array }): string {
  return toLatin1(rdata.subarray(1, 1 + (rdata[0] ?? 0)));
}
