import type { Message } from "./message.ts";
import type { DomainName } from "./name.ts";
import { CLASS_IN, Rcode, RrType } from "./registry.ts";

/** The owner of the NS RRset that makes a message a referral, downward or not; null where it is no referral. */
export function referralOwner(message: Message): DomainName | null {
  if (message.rcode !== Rcode.NOERROR || message.answer.length > 0) return null;
  if (message.authority.some((record) => record.type === RrType.SOA)) return null;
  return message.authority.find((record) => record.type === RrType.NS && record.class === CLASS_IN)?.owner ?? null;
}
