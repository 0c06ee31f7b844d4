import type { Answered, Failure, Reply } from "../../dns/lookup.ts";
import { Rcode, RrType, rcodeName } from "../../dns/registry.ts";
import { type Usable, usableReply } from "../shared/server-failures.ts";

/** Sorts a server's reply about the apex: an authoritative NOERROR, with the SOA where that is asked for, or a failure. */
export function apexReply(reply: Reply): Usable {
  const usable = usableReply(reply);
  if (usable.answer === null) return usable;
  const { answer } = usable;
  const { message, question } = answer;
  if (message.rcode !== Rcode.NOERROR) return failed(answer, "rcode", rcodeName(message.rcode));
  if (!message.isAuthoritative) return failed(answer, "lame", "not authoritative");
  const hasSoa = message.answer.some(({ type, owner }) => type === RrType.SOA && owner.equals(question.name));
  return question.type === RrType.SOA && !hasSoa ? failed(answer, "lame", "has no SOA for it") : usable;
}

/** The replies that are answers. */
export function answeredOf(replies: readonly Reply[]): Answered[] {
  return replies.filter((reply) => reply.kind === "answered");
}

function failed({ server, message }: Answered, reason: Failure["reason"], detail: string): Usable {
  return { answer: null, failure: { server, reason, detail, message } };
}
