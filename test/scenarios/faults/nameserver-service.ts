import { Rcode, RrType } from "../../../src/dns/registry.ts";
import { BAD_SERVER } from "../../support/fault-case.ts";
import { badSecond, type NameserverCase, saying } from "../../support/nameservers.ts";
import { emptyResponse } from "../../support/server/response.ts";
import { createKey } from "../../support/signer/key.ts";

const LARGE_KEYS = [
  createKey({ algorithm: 8, bits: 4096 }),
  createKey({ algorithm: 8, bits: 4096, flags: 256, signs: "data" }),
];
const servers = [BAD_SERVER];

/** Servers that do not answer, not over each transport, with an error, or without authority. */
export const NAMESERVER_SERVICE: readonly NameserverCase[] = [
  {
    id: "ns-unresponsive-udp",
    when: "a server is silent",
    scenario: badSecond({ behaviour: { silent: true } }),
    reports: ["ns-unresponsive-udp:critical", "ns-unresponsive-tcp:critical"],
    servers,
  },
  {
    id: "ns-unresponsive-udp",
    when: "a server is silent over UDP",
    scenario: badSecond({ behaviour: { silent: "udp" } }),
    reports: ["ns-unresponsive-udp:critical"],
    servers,
  },
  {
    id: "ns-unresponsive-udp",
    when: "answers are truncated and TCP is closed",
    scenario: badSecond({ behaviour: { udpLimit: 100, resetTcp: true } }),
    reports: ["ns-unresponsive-tcp:critical"],
  },
  {
    id: "ns-unresponsive-tcp",
    when: "a server is silent over TCP",
    scenario: badSecond({ behaviour: { silent: "tcp" } }),
    reports: ["ns-unresponsive-tcp:critical"],
    servers,
  },
  {
    id: "ns-unresponsive-tcp",
    when: "a server breaks TCP connections off",
    scenario: badSecond({ behaviour: { resetTcp: true } }),
    reports: ["ns-unresponsive-tcp:critical"],
    servers,
  },
  {
    id: "ns-unresponsive-tcp",
    when: "all that a server has goes over TCP",
    scenario: badSecond({ behaviour: { udpLimit: 100 } }),
    reports: [],
  },
  ...[Rcode.REFUSED, Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.FORMERR, Rcode.NXDOMAIN].map(
    (rcode): NameserverCase => ({
      id: "ns-error-rcode",
      when: `a server answers everything with RCODE ${rcode}`,
      scenario: badSecond({ behaviour: { rcode } }),
      reports: ["ns-error-rcode:critical"],
      servers,
    }),
  ),
  {
    id: "ns-error-rcode",
    when: "a server fails for DNSKEY only",
    scenario: saying((response, query) =>
      query.questions[0]?.type === RrType.DNSKEY ? emptyResponse(Rcode.SERVFAIL) : response,
    ),
    reports: ["ns-error-rcode:critical"],
    servers,
  },
  {
    id: "ns-error-rcode",
    when: "a server is lame but answers NOERROR",
    scenario: badSecond({ behaviour: { lame: "upward-referral" } }),
    reports: ["ns-not-authoritative:critical"],
  },
  ...(["cut", "random"] as const).map(
    (garbage): NameserverCase => ({
      id: "ns-malformed-response",
      when: `messages are ${garbage}`,
      scenario: badSecond({ behaviour: { garbage } }),
      reports: ["ns-malformed-response:critical"],
      servers,
    }),
  ),
  {
    id: "ns-malformed-response",
    when: "questions come back in lower case",
    scenario: badSecond({ behaviour: { lowersQuestion: true } }),
    reports: [],
  },
  ...(["not-authoritative", "upward-referral"] as const).map(
    (lame): NameserverCase => ({
      id: "ns-not-authoritative",
      when: `a server is lame: ${lame}`,
      scenario: badSecond({ behaviour: { lame } }),
      reports: ["ns-not-authoritative:critical"],
      servers,
    }),
  ),
  {
    id: "ns-not-authoritative",
    when: "a server refuses",
    scenario: badSecond({ behaviour: { rcode: Rcode.REFUSED } }),
    reports: ["ns-error-rcode:critical"],
  },
  {
    id: "ns-address-special-use",
    when: "an address for documentation is found from the public root",
    scenario: badSecond({}),
    options: { isPublic: true },
    reports: ["ns-address-special-use:critical"],
    servers: ["192.0.2.1", BAD_SERVER],
  },
  {
    id: "ns-address-special-use",
    when: "an address for documentation is used in a private internet",
    scenario: badSecond({}),
    reports: [],
  },
  {
    id: "ns-pmtu-exceeded",
    when: "large UDP answers are lost",
    scenario: badSecond(
      { behaviour: { alter: (response, query) => ((query.edns?.udpSize ?? 0) > 1232 ? null : response) } },
      { keys: LARGE_KEYS },
    ),
    reports: ["ns-pmtu-exceeded:critical"],
    servers,
  },
  {
    id: "ns-pmtu-exceeded",
    when: "large answers arrive in any way",
    scenario: badSecond({}, { keys: LARGE_KEYS }),
    reports: [],
  },
];
