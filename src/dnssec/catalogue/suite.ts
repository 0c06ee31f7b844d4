import type { Fault } from "../fault.ts";

/** Findings of the suite's own: the zone is not what the user said it is, or not the same from everywhere. */
export const SUITE = {
  "zone-nonexistent": {
    level: "critical",
    text: "this zone does not exist: {parentZone} answers NXDOMAIN",
    remedy:
      "Check the spelling. If it is right, the delegation is gone: see whether the registration has lapsed and whether the parent still holds the NS RRset.",
    rfc: ["RFC 2308 2.1"],
  },
  "name-is-no-zone": {
    level: "critical",
    text: "this name is no zone of its own but a name in {zone}",
    remedy:
      "Check {zone} instead, or give the name with --query. If it should be a zone, its delegation in {zone} is missing.",
    rfc: ["RFC 9499 7"],
  },
  "ns-without-address": {
    level: "critical",
    text: "none of its nameservers has an address: {reason}",
    remedy:
      "Nobody can resolve the zone. Restore the address records of its nameservers where their names belong, or have the delegation name servers that exist; glue at the parent where their names are in the zone itself.",
    rfc: ["RFC 1034 4.2.1", "RFC 9471 3.1"],
  },
  "servers-out-of-reach": {
    level: "info",
    text: "no server of it or of {parentZone} can be reached from here: judged is what {found} passes on",
    remedy:
      "Let this host reach port 53 of the zone's servers to have each of them judged, or give those that it can reach with --nameserver.",
    rfc: ["RFC 9499 6"],
  },
  "key-history-unusable": {
    level: "info",
    text: "what earlier runs saw of the keys is not there: {reason}",
    remedy:
      "Give a folder that this user may write with --state-dir, or tell when keys were made with --key-created, --key-dir or --key-status; with --no-state ages are not followed at all.",
    rfc: ["RFC 6781 3.3"],
  },
  "chain-expected-insecure-but-secure": {
    level: "warning",
    text: "secure, though it is expected to be insecure",
    remedy:
      "If the zone is meant to be signed by now, check it with --expect secure; else have its DS removed from the parent.",
    rfc: ["RFC 4033 5"],
  },
  "ds-usable-outside-range": {
    level: "warning",
    text: "{count} DS of the parent lead to a key that signs; the range asked for is {limit}",
    remedy:
      "Have the DS of each key that is meant to vouch for the zone published at the registrar, and let that key sign the DNSKEY RRset; or set other thresholds (-w, -c).",
    rfc: ["RFC 4035 5.2"],
  },
  "resolver-no-answer": {
    level: "critical",
    text: "gives no answer: {reason}",
    remedy:
      "See whether the resolver runs, answers this host over UDP and TCP, and reaches the servers of {zone}; its log and its extended error say more.",
    rfc: ["RFC 1035 7.2"],
  },
  "resolver-slow": {
    level: "warning",
    text: "answers after {found}; the range asked for is {limit}",
    remedy:
      "Look at the resolver's load and at the way to it. If only this zone is slow, see whether its nameservers answer at every address; or set other thresholds (-w, -c).",
    rfc: ["RFC 1035 7"],
  },
  "resolver-trust-anchor-missing": {
    level: "critical",
    text: "does not trust key {keyTag} of {zone}, {reason}",
    remedy:
      "Add the key to its trust anchors from a verified source, and see that the anchor file is writable, so that RFC 5011 works next time.",
    rfc: ["RFC 8509", "RFC 5011"],
  },
  "bogus-name-not-bogus": {
    level: "warning",
    text: "given as a bogus name, but it is {found} here",
    remedy:
      "Give --bogus-name a name whose signatures are broken on purpose; this one can't tell resolvers that validate from those that do not.",
    rfc: ["RFC 4035 5.5"],
  },
  "location-alone-differs": {
    level: "warning",
    text: "{name} alone {reason}",
    remedy:
      "Run the same check with -v at {name} and at another location and compare. Look there at the resolver, the firewall, the way to the nameservers and the clock; where a nameserver is anycast, at the instance it reaches (dig +nsid).",
    rfc: ["RFC 4786 5.1"],
  },
  "location-region-differs": {
    level: "critical",
    text: "region {name} {reason}",
    remedy:
      "Look at what the locations of {name} share: the anycast instance or the secondary they reach (dig +nsid), the provider, the resolvers; tell the one who runs it.",
    rfc: ["RFC 4786 5.1"],
  },
  "location-several-differ": {
    level: "critical",
    text: "{name} {reason}",
    remedy:
      "Compare the nameservers and instances that these locations reach (dig +nsid) with those that the others do. A change on its way to all servers looks like this, too, and passes.",
    rfc: ["RFC 4786 5.1", "RFC 4786 4.6"],
  },
  "location-fault-everywhere": {
    level: "info",
    text: "all {count} locations see {found}",
    remedy: "It is the zone and not the way to it: see what the check that found it says to do.",
    rfc: ["RFC 4786 5.1"],
  },
  "location-fault-unconfirmed": {
    level: "info",
    text: "{name} {reason}",
    remedy: "Wait for the next results, or run the checks now; nothing says yet that the locations differ.",
    rfc: ["RFC 4786 5.1"],
  },
  "location-result-unknown": {
    level: "warning",
    text: "{name} can't tell: {reason}",
    remedy: "Run the check there by hand: the host, its network or its resolver keeps it from learning anything.",
    rfc: ["RFC 4786 5.1"],
  },
  "location-result-stale": {
    level: "warning",
    text: "the result of {name} is {age} old; the limit is {limit}",
    remedy:
      "See whether the monitoring there runs and is connected; or allow for a longer time between checks with --max-age.",
    rfc: ["RFC 4786 5.1"],
  },
  "location-result-missing": {
    level: "warning",
    text: "no result from {name}",
    remedy:
      "See whether the check is configured there and has run. If the location is gone, take it out of --expect-location.",
    rfc: ["RFC 4786 5.1"],
  },
} as const satisfies Readonly<Record<string, Fault>>;
