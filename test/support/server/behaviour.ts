import type { Message } from "../../../src/dns/message.ts";
import type { Response } from "./response.ts";

/** How a server departs from a good one; nothing set is a good server. */
export interface Behaviour {
  /** Milliseconds before every answer. */
  readonly delay?: number;
  /** Leaves the first packets without an answer. */
  readonly dropFirst?: number;
  /** Never answers: over any transport, or over that one. */
  readonly silent?: boolean | "udp" | "tcp";
  /** Breaks off every TCP connection at its first query. */
  readonly resetTcp?: boolean;
  /** Answers every query with this RCODE and no records. */
  readonly rcode?: number;
  /** With EDNS in the query: answers without OPT, never, with FORMERR, with BADVERS. */
  readonly edns?: "ignored" | "dropped" | "formerr" | "badvers";
  /** Never sends DNSSEC records unless they are asked for by type. */
  readonly stripsDnssec?: boolean;
  /** Answers with AA clear, or refers to the root. */
  readonly lame?: "not-authoritative" | "upward-referral";
  /** Sends the message cut in half, octets that are none, or a bare header that claims an answer. */
  readonly garbage?: "cut" | "random" | "empty-header";
  /** Sends it over UDP only. */
  readonly garbageOverUdp?: boolean;
  readonly wrongId?: boolean;
  readonly wrongQuestion?: boolean;
  /** The most octets it sends by UDP, whatever the client can take. */
  readonly udpLimit?: number;
  /** Writes the question in lower case (no 0x20 echo). */
  readonly lowersQuestion?: boolean;
  /** Any other change to what it says; null is silence. */
  readonly alter?: (response: Response, query: Message) => Response | null;
}
