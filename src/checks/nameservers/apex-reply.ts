import type { Answered, Failure, Reply } from "../../dns/lookup.ts";
import { Rcode, RrType, rcodeName } from "../../dns/registry.ts";
import { type Usable, usableReply } from "../shared/server-failures.ts";

/** Sorts a server's reply about the apex: an authoritative NOERROR, with the SOA where that is asked for, or a failure. */
export function apexReply(reply: Reply): Usable {
  if (reply.kind === "unanswered") return usableReply(reply);
  const { message, question } = reply;
  if (message.rcode !== Rcode.NOERROR) return failed(reply, "rcode", rcodeName(message.rcode));
  if (!message.isAuthoritative) return failed(reply, "lame", "not authoritative");
  const hasSoa = message.answer.some(({ type, owner }) => type === RrType.SOA && owner.equals(question.name));
  if (question.type === RrType.SOA && !hasSoa) return failed(reply, "lame", "has no SOA for it");
  return { answer: reply, failure: null };
}

/** The replies that are answers. */
export function answeredOf(replies: readonly Reply[]): Answered[] {
  return replies.filter((reply) => reply.kind === "answered");
}

function failed({ server, message }: Answered, reason: Failure["reason"], detail: string): Usable {
  return { answer: null, failure: { server, reason, detail, message } };
}
