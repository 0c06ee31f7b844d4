import type { Fault } from "../fault.ts";

/** Faults of the nameservers of a zone, by address: reachability, EDNS, one and the same signed zone everywhere. */
export const NAMESERVERS = {
  "ns-unresponsive-udp": {
    level: "critical",
    text: "no answer over UDP: {reason}",
    remedy:
      "See whether the nameserver runs and listens on this address, and whether firewall, route or rate limit drops UDP port 53, from here and from elsewhere. If the host is gone for good, take it out of the NS RRset in parent and child.",
    rfc: ["RFC 1035"],
  },
  "ns-unresponsive-tcp": {
    level: "critical",
    text: "no answer over TCP: {reason}",
    remedy:
      "Open TCP port 53 in firewall and nameserver (tcp-clients, tcp-count): answers that do not fit into UDP, DNSKEY first of all, can't be fetched from it.",
    rfc: ["RFC 7766", "RFC 9210"],
  },
  "ns-error-rcode": {
    level: "critical",
    text: "answers {found} for this zone",
    remedy:
      "REFUSED, NOTAUTH: configure the zone there, or allow queries. SERVFAIL: its copy is expired or did not load; look at its log and transfer it ('rndc retransfer {zone}', 'nsd-control force_transfer {zone}', 'knotc zone-retransfer {zone}').",
    rfc: ["RFC 1035", "RFC 8914"],
  },
  "ns-malformed-response": {
    level: "critical",
    text: "sends messages that can't be read: {reason}",
    remedy:
      "Update or replace the nameserver software; if another place sees good answers, look for a firewall, load balancer or proxy on the way that alters DNS messages.",
    rfc: ["RFC 1035"],
  },
  "ns-not-authoritative": {
    level: "critical",
    text: "delegated to, but not authoritative for the zone",
    remedy:
      "Configure the zone on it as primary or secondary and see that it loads ('rndc zonestatus {zone}', 'knotc zone-status {zone}'), or take it out of the NS RRset in parent and child.",
    rfc: ["RFC 1034", "RFC 1912 2.8"],
  },
  "ns-address-special-use": {
    level: "critical",
    text: "delegation leads to {found}, an address the Internet can't reach",
    remedy:
      "Correct the nameserver's A or AAAA record, and the glue at the registrar, to its public address. Validators that pick this address lose time, or fail if there is no other.",
    rfc: ["RFC 6890", "RFC 1918", "RFC 4291"],
  },
  "ns-no-dnssec-support": {
    level: "critical",
    text: "leaves out DNSSEC records that other servers send",
    remedy:
      "Update its software, switch DNSSEC on in it, or see that it gets the signed copy of {zone} by transfer; look for a load balancer or firewall in front that strips RRSIG or EDNS. Until then take it out of the NS RRset.",
    rfc: ["RFC 4035 3.1", "RFC 3225"],
  },
  "ns-inconsistent-signed": {
    level: "critical",
    text: "these servers serve the zone unsigned, others signed",
    remedy:
      "Bring the signed copy there: 'rndc retransfer {zone}', 'nsd-control force_transfer {zone}', 'knotc zone-retransfer {zone}', and see that they transfer from the signer, not from the unsigned primary behind it.",
    rfc: ["RFC 4035"],
  },
  "ns-dnskey-rrset-differs": {
    level: "critical",
    text: "DNSKEY RRset differs between servers: {found}",
    remedy:
      "If the serials differ, transfer the newest copy to the servers named ('rndc retransfer {zone}', 'nsd-control force_transfer {zone}'). With several signers, let each import the ZSKs of the others and sign the DNSKEY RRset again.",
    rfc: ["RFC 4035", "RFC 8901"],
  },
  "ns-stale-secondary": {
    level: "critical",
    text: "copy is behind: serial {found}, newest {expected}; {left}",
    remedy:
      "Get the transfer going again: NOTIFY and allow-transfer, TSIG key, TCP port 53 between primary and secondary. At once: 'rndc retransfer {zone}', 'nsd-control force_transfer {zone}', 'knotc zone-retransfer {zone}'. Where the serials are equal, raise the signer's.",
    rfc: ["RFC 1982", "RFC 6781 4.4.2"],
  },
  "ns-edns-downgrade": {
    level: "critical",
    text: "answers only when EDNS or DO is left out ({reason}); DNSSEC is lost",
    remedy:
      "Update the nameserver, and let firewall, load balancer and DNS proxy in front of it pass EDNS (OPT records, UDP over 512 octets). Validators get no signatures from it.",
    rfc: ["RFC 6891", "RFC 3225"],
  },
  "ns-edns-no-opt": {
    level: "warning",
    text: "answers an EDNS query without OPT record",
    remedy:
      "Update the nameserver software, or the proxy or firewall in front of it that removes OPT; validators may decide that it can't do DNSSEC.",
    rfc: ["RFC 6891 6.1.1", "RFC 6891 7"],
  },
  "ns-edns-noncompliant": {
    level: "info",
    text: "handles EDNS wrongly: {reason}",
    remedy:
      "Update the nameserver software, or let the firewall or load balancer in front of it pass unknown EDNS versions, flags and options.",
    rfc: ["RFC 6891", "RFC 8906"],
  },
  "ns-request-flag-sensitive": {
    level: "warning",
    text: "answers depend on a header flag: {reason}",
    remedy:
      "Update the nameserver software, or let the firewall or load balancer in front of it pass queries with AD, CD and RD set and clear.",
    rfc: ["RFC 8906"],
  },
  "ns-pmtu-exceeded": {
    level: "critical",
    text: "large answers over UDP are lost, small ones and TCP work",
    remedy:
      'Set the server\'s largest UDP answer to 1232 octets (max-udp-size in named, udp-max-payload in Knot, ipv4-edns-size and ipv6-edns-size in NSD), and let firewalls pass fragments and ICMP "too big".',
    rfc: ["RFC 9715"],
  },
  "ns-referral-with-aa": {
    level: "info",
    text: "referral to {name} carries the AA flag",
    remedy: "Update the nameserver software; a referral is not authoritative data, and some resolvers are misled.",
    rfc: ["RFC 1034"],
  },
  "ns-negative-without-soa": {
    level: "warning",
    text: "negative answer comes without SOA ({found})",
    remedy:
      "Update or configure the nameserver to send its SOA with NXDOMAIN and NODATA; without it the answer can't be cached and each query comes again.",
    rfc: ["RFC 2308 3"],
  },
  "ns-negative-soa-wrong-owner": {
    level: "warning",
    text: "negative answer brings the SOA of {found}, the zone is {expected}",
    remedy:
      "See that the server has the zone {expected} loaded and delegates it rightly; it answers from a parent, child or wildcard zone of its own.",
    rfc: ["RFC 2308 3"],
  },
  "ns-inconsistent-nxdomain": {
    level: "critical",
    text: "said not to exist (NXDOMAIN), yet it or a name below it has data: {reason}",
    remedy:
      "Correct the nameserver or backend: answer NOERROR where the name, or one below it, has any record (empty non-terminals too: 'pdnsutil rectify-zone {zone}'). Resolvers may take everything below for absent.",
    rfc: ["RFC 8020", "RFC 8198"],
  },
  "ns-error-reporting-channel": {
    level: "info",
    text: "error reporting channel: {reason}",
    remedy:
      "Name an agent domain that resolves and lies outside the zone (send-report-channel in named), or leave the option out: having none is no fault. With one, resolvers report their validation failures to it.",
    rfc: ["RFC 9567"],
  },
  "ns-ede-from-authoritative": {
    level: "info",
    text: "authoritative server reports extended error {code}: {reason}",
    remedy:
      "Look up the code in the server's log and configuration: 18 Prohibited means an access list, 20 Not Authoritative a zone that is not loaded.",
    rfc: ["RFC 8914"],
  },
} as const satisfies Record<string, Fault>;
