import type { Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseSoa } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import { serialDifference } from "../../dnssec/serial-time.ts";
import type { Agreement } from "./agreement.ts";

/** The servers with an older copy of a zone (RFC 1982), where that alone explains that answers differ; else null. */
export async function serversBehind<View extends { readonly server: ServerAddress }>(
  zone: DomainName,
  groups: readonly Agreement<View>[],
  lookup: Lookup,
): Promise<ServerAddress[] | null> {
  const views = groups.flatMap((group) => group.views.map(({ server }) => ({ server, key: group.key })));
  const dated = await Promise.all(
    views.map(async (view) => ({ ...view, serial: await serialAt(view.server, zone, lookup) })),
  );
  const serials = dated.flatMap(({ serial }) => serial ?? []);
  if (serials.length < dated.length) return null;
  const newest = serials.reduce((best, next) => (serialDifference(best, next) > 0 ? next : best));
  const current = new Set(dated.filter(({ serial }) => serial === newest).map(({ key }) => key));
  return current.size > 1 ? null : dated.filter(({ key }) => !current.has(key)).map(({ server }) => server);
}

async function serialAt(server: ServerAddress, zone: DomainName, lookup: Lookup): Promise<number | null> {
  const reply = await lookup.askServer(server, { name: zone, type: RrType.SOA });
  if (reply.kind === "unanswered") return null;
  const soa = reply.message.answer.find(({ type, owner }) => type === RrType.SOA && owner.equals(zone));
  return (soa === undefined ? null : parseOrNull(soa.rdata, parseSoa)?.serial) ?? null;
}
