import type { DomainName } from "./name.ts";
import type { Message, Question } from "./message.ts";

/** One address of a nameserver or resolver; name is null where only the address was given. */
export interface ServerAddress {
  readonly name: DomainName | null;
  /** An IPv4 or IPv6 literal; a host name where a resolver over TLS or HTTPS was given by it. */
  readonly address: string;
  readonly port: number;
  /** Asked over TLS or HTTPS; left out for UDP and TCP. */
  readonly channel?: SecureChannel;
}

/** How to ask a resolver over TLS (RFC 7858) or HTTPS (RFC 8484). */
export interface SecureChannel {
  readonly protocol: "tls" | "https";
  /** The name that its certificate must be for; null where that is its address. */
  readonly certificateName: string | null;
  /** Certificates to trust instead of the system's, in PEM; null for the system's. */
  readonly authorities: string | null;
  /** Of HTTPS, such as `/dns-query`; empty for TLS. */
  readonly path: string;
}

/** Why a server gave no usable answer. */
export type FailureReason =
  | "timeout"
  | "network-unreachable"
  | "connection-refused"
  | "malformed"
  | "mismatched"
  | "lame"
  | "rcode"
  | "deadline";

/** One server's failure to answer one question. */
export interface Failure {
  readonly server: ServerAddress;
  readonly reason: FailureReason;
  /** For people, plain ASCII, such as `timed out after 3 tries` or `REFUSED`. */
  readonly detail: string;
  /** What was asked, where that is known. */
  readonly question?: Question;
  /** It was TCP that failed: UDP was not tried, or had truncated the answer. */
  readonly isOverTcp?: boolean;
  /** The message where one came: for rcode and lame; its extended errors are evidence. */
  readonly message: Message | null;
}

/** Something in the exchange that a check may report. */
export type ExchangeNote = "edns-dropped" | "formerr-with-edns" | "retried" | "truncated" | "malformed" | "tcp";

/** A server's answer, whatever its RCODE. */
export interface Answered {
  readonly kind: "answered";
  readonly question: Question;
  readonly server: ServerAddress;
  readonly message: Message;
  readonly notes: readonly ExchangeNote[];
  /** Milliseconds from the first packet to the answer. */
  readonly elapsed: number;
}

/** No server gave a usable answer; one failure for each server tried, empty where no server is known. */
export interface Unanswered {
  readonly kind: "unanswered";
  readonly question: Question;
  readonly failures: readonly Failure[];
}

export type Reply = Answered | Unanswered;

/** The OPT record of a query; what is left out is as usual: version 0, DO, the run's buffer size, no more flags or options. */
export interface EdnsVariation {
  readonly version?: number;
  /** Octets. */
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
  /** The flags besides DO, as they stand in the lower 15 bits of the OPT record's TTL (RFC 6891 6.1.4). */
  readonly flags?: number;
  /** Options to send without data, by code. */
  readonly optionCodes?: readonly number[];
}

/** How one question departs from the usual ones; it is put exactly so, without falling back to a query without EDNS. */
export interface Variation {
  /** TCP from the start. */
  readonly tcp?: boolean;
  readonly recursionDesired?: boolean;
  readonly checkingDisabled?: boolean;
  readonly authenticData?: boolean;
  /** IN where left out; servers tell their version in CH. */
  readonly class?: number;
  /** Null leaves EDNS out. */
  readonly edns?: EdnsVariation | null;
}

/** The servers of a zone. */
export interface ZoneServers {
  /** The apex of the zone that the name belongs to. */
  readonly zone: DomainName;
  /** Null for the root, for given servers and for an anchor's own zone. */
  readonly parentZone: DomainName | null;
  readonly servers: readonly ServerAddress[];
  /** Nameserver names no address was found for, or that are aliases, with the reason. */
  readonly unusable: readonly { readonly name: DomainName; readonly reason: string }[];
}

/**
 * Where answers come from: the walk from the root, a resolver or given servers. Nothing is asked twice: equal questions
 * share one exchange. No method throws for what the world answers.
 */
export interface Lookup {
  /** Answers come through a resolver, not from the zones' own servers. */
  readonly isRecursive: boolean;
  /**
   * Asks the servers responsible for name/type, one after the other until one answers with NOERROR or NXDOMAIN. For DS
   * these are the servers of the parent side; a referral seen on the way that holds the DS RRset or its denial serves.
   */
  ask(question: Question): Promise<Reply>;
  /** Asks one server, and only it; any RCODE is an answer. Flags are clear, and UDP comes first, unless varied. */
  askServer(server: ServerAddress, question: Question, variation?: Variation): Promise<Reply>;
  /** All servers of the zone that name is in; name is the apex where it is one. Null where none can be found. */
  zoneServers(name: DomainName): Promise<ZoneServers | null>;
  /**
   * The servers that the delegation of a zone names, as soon as the walk has crossed it: what a validator would ask, found
   * without a round trip of its own. Null where none leads to it: the zone is on its parent's servers, is no zone, or a
   * resolver is asked.
   */
  delegation(zone: DomainName): Promise<readonly ServerAddress[] | null>;
  /** Says that the chain of trust down to name will be asked for, so that its questions can go out at once. */
  anticipate(name: DomainName): void;
  /** Queries sent so far. */
  queryCount(): number;
}
