import { parseMessage } from "../../src/dns/message.ts";
import { type DomainName, parseName } from "../../src/dns/name.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { queryBytes } from "./ask.ts";
import { authoritative } from "./server/authoritative.ts";
import { composeMessage, testServer } from "./server/server.ts";
import { combinedKey } from "./signer/key.ts";
import { NSEC3, signZone } from "./signer/sign-zone.ts";
import { sampleZone } from "./sample-zone.ts";

const QUESTIONS = [
  ["sample.test.", "SOA"],
  ["sample.test.", "DNSKEY"],
  ["sample.test.", "MX"],
  ["sample.test.", "TXT"],
  ["sample.test.", "HTTPS"],
  ["www.sample.test.", "A"],
  ["chain.sample.test.", "A"],
  ["x.wild.sample.test.", "A"],
  ["below.tree.sample.test.", "A"],
  ["_sip._udp.sample.test.", "SRV"],
  ["naptr.sample.test.", "NAPTR"],
  ["rp.sample.test.", "RP"],
  ["a\\.b.sample.test.", "TXT"],
  ["nowhere.sample.test.", "A"],
  ["www.sample.test.", "AAAA"],
  ["host.secure.sample.test.", "A"],
  ["host.cut.sample.test.", "A"],
] as const;

/** Responses of a signed zone with one of everything, octet for octet: answers, denials, referrals, and one with an EDE. */
export function sampleMessages(): Uint8Array[] {
  const signing = { keys: [combinedKey(15)], inception: 1_700_000_000, expiration: 1_900_000_000 };
  const servers = (["nsec", NSEC3] as const).map((denial) => {
    const answer = authoritative([signZone(sampleZone(), { ...signing, denial })]);
    return testServer([], (query) => {
      const response = answer(query);
      return query.questions[0]?.type === 2 ? { ...response, extendedError: { code: 6, text: "bogus" } } : response;
    });
  });
  const questions: (readonly [DomainName, number])[] = [...QUESTIONS, ["sample.test.", "NS"] as const].map(
    ([name, type]) => [parseName(name), typeCode(type) ?? 0],
  );
  return servers.flatMap((server) =>
    questions.flatMap(([name, type]) => composeMessage(server, parseMessage(queryBytes(name, type)), "tcp") ?? []),
  );
}
