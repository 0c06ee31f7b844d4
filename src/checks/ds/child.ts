import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { type Effort, judgeSignatures, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { type Announcement, announcementsOf } from "./announcement.ts";
import type { ChildView } from "./gather.ts";

/** One server of the zone, its keys' signatures judged by its own keys. */
export interface Child extends ChildView {
  readonly keyVerdicts: readonly SignatureVerdict[];
  readonly announcements: readonly Announcement[];
}

/** Judges the signatures over one server's keys by those keys, and reads what it announces. */
export function judgeChild(zone: DomainName, view: ChildView, now: number, effort: Effort): Child {
  const dnskey = view.apex.get(RrType.DNSKEY) ?? null;
  const keyVerdicts = dnskey === null ? [] : judgeSignatures(dnskey, { zone, keys: view.keys, now, effort });
  return { ...view, keyVerdicts, announcements: announcementsOf(zone, view) };
}
