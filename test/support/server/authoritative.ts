import type { Message } from "../../../src/dns/message.ts";
import { Rcode } from "../../../src/dns/registry.ts";
import type { Zone } from "../signer/zone.ts";
import { answerFromZones } from "./answer.ts";
import { type Response, emptyResponse } from "./response.ts";
import { indexZone } from "./zone-index.ts";

/** What an authoritative server of these zones answers. */
export function authoritative(zones: readonly Zone[]): (query: Message) => Response {
  const indexed = zones.map(indexZone);
  return (query) => {
    const [question] = query.questions;
    if (question === undefined || query.opcode !== 0) return emptyResponse(Rcode.NOTIMP);
    return answerFromZones(indexed, question, query.edns?.dnssecOk ?? false);
  };
}
