import type { ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { typeName } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import type { DenialFault, FailedProof } from "./proof.ts";

/** Names why the denial records of an answer prove nothing about what was asked. */
export function denialFinding(
  fault: DenialFault,
  question: Question,
  zone: DomainName,
  server: ServerAddress,
  { found, name = question.name, type = question.type }: Pick<FailedProof, "found" | "name" | "type"> = {},
): Finding {
  return finding(fault, {
    subject: question,
    servers: [server],
    params: {
      zone: nameText(zone),
      name: nameText(name),
      type: typeName(type),
      found: found === undefined ? "another name" : nameText(found),
    },
  });
}
