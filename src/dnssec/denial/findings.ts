import type { ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { typeName } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import type { DenialFault } from "./proof.ts";

/** Names why the denial records of an answer prove nothing about what was asked. */
export function denialFinding(
  fault: DenialFault,
  question: Question,
  zone: DomainName,
  server: ServerAddress,
  found: DomainName | null = null,
): Finding {
  const type = typeName(question.type);
  return finding(fault, {
    subject: question,
    servers: [server],
    params: {
      zone: nameText(zone),
      name: nameText(question.name),
      type,
      found: found === null ? "another name" : nameText(found),
    },
  });
}
