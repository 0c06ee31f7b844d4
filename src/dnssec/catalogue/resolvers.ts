import type { Fault } from "../fault.ts";

/** Faults of validating resolvers: validation, trust anchors, extended errors. */
export const RESOLVERS = {
  "resolver-not-validating": {
    level: "critical",
    text: "does not validate: {reason}",
    remedy:
      "Switch validation on and restart: 'dnssec-validation auto' (named), auto-trust-anchor-file and module-config \"validator iterator\" (Unbound), 'dnssec.validation: validate' (PowerDNS Recursor). See that it doesn't forward to one that strips DNSSEC.",
    rfc: ["RFC 4035 3.2.3", "RFC 4035 5.5"],
  },
  "resolver-accepts-bogus": {
    level: "emergency",
    text: "hands out data that is bogus: {reason}",
    remedy:
      "Take its answers for untrusted. Look for a negative trust anchor ('rndc nta -dump', 'unbound-control list_insecure'), permissive mode, an old cache or validation switched off, and flush the name: 'rndc flushtree {zone}', 'unbound-control flush_zone {zone}'.",
    rfc: ["RFC 4035 5.5"],
  },
  "resolver-servfail-on-secure": {
    level: "critical",
    text: "{found}, though it is {expected} here: {reason}",
    remedy:
      "Flush its cache for the zone ('rndc flushtree {zone}', 'unbound-control flush_zone {zone}', 'rec_control wipe-cache {zone}$') and ask again. If it stays, look at its clock, trust anchor, log and its way to the zone's servers (TCP, fragments).",
    rfc: ["RFC 4035 5.5", "RFC 8914"],
  },
  "resolver-ad-missing": {
    level: "warning",
    text: "secure answer comes without AD",
    remedy:
      "See whether it validates at all, lacks an algorithm of the zone, or has a negative trust anchor here ('rndc nta -dump', 'unbound-control list_insecure'); a forwarder must pass AD on.",
    rfc: ["RFC 4035 3.2.3", "RFC 6840 5.7", "RFC 6840 5.8"],
  },
  "resolver-dnssec-stripped": {
    level: "critical",
    text: "DNSSEC records are stripped from answers: {found}",
    remedy:
      "Switch DNSSEC on in the resolver, and look for a home router, firewall or DNS proxy on the way that drops RRSIG, DS, DNSKEY or EDNS. Validators behind it fail or fall silent.",
    rfc: ["RFC 4035 3.2.1"],
  },
  "resolver-cd-ignored": {
    level: "info",
    text: "ignores CD: bogus {name} still gives SERVFAIL",
    remedy:
      "Update the resolver, or ask one that honours CD; without it validators behind this one can't get at data to validate themselves.",
    rfc: ["RFC 4035 3.2.2"],
  },
  "resolver-recursion-unavailable": {
    level: "critical",
    text: "refuses recursion ({found})",
    remedy:
      "Allow this host in the resolver's access list (allow-recursion, access-control, allow-from), or give the checks another one with --resolver; an authoritative server belongs under --nameserver.",
    rfc: ["RFC 1035"],
  },
  "resolver-trust-anchor-ksk-2024-missing": {
    level: "emergency",
    text: "does not trust KSK-2024 (38696), {reason}",
    remedy:
      "Update its anchors now: package dns-root-data or a current version, 'unbound-anchor' (and restart), 'rndc managed-keys refresh'. Then see that the anchor file is writable, so that RFC 5011 works next time.",
    rfc: ["RFC 8509", "RFC 5011"],
  },
  "resolver-trust-anchor-ksk-2017-still-trusted": {
    level: "info",
    text: "still trusts KSK-2017 (20326), which is revoked",
    remedy:
      "Remove the static anchor 20326 from its configuration, or update the package that ships it; keep 38696. With RFC 5011 on and a writable anchor file it goes by itself.",
    rfc: ["RFC 8509", "RFC 5011"],
  },
  "resolver-sentinel-unsupported": {
    level: "info",
    text: "does not support the root key sentinel; its trust anchors can't be seen",
    remedy:
      "Nothing is wrong. Look at its anchors in another way: 'rndc managed-keys status', or its trust anchor file with check_dnssec_trust_anchor.",
    rfc: ["RFC 8509 3"],
  },
  "resolver-trust-anchor-file-outdated": {
    level: "critical",
    text: "trust anchor file {file} is out of date: {reason}",
    remedy:
      "Replace it from a verified source: package dns-root-data, 'unbound-anchor -a {file}', or https://data.iana.org/root-anchors/; then restart the resolver and see that its user may write the file.",
    rfc: ["RFC 5011", "RFC 9718"],
  },
  "resolver-negative-trust-anchor": {
    level: "warning",
    text: "validation is switched off for the zone by a negative trust anchor",
    remedy:
      "If the zone is mended, remove the anchor: 'rndc nta -remove {zone}', 'unbound-control insecure_remove {zone}', 'rec_control clear-nta {zone}'. If not, see that it expires soon and that someone is on the fault.",
    rfc: ["RFC 7646", "RFC 8914"],
  },
  "resolver-algorithm-support-gap": {
    level: "warning",
    text: "lacks {algorithm}, which the zone is signed with; takes it for unsigned",
    remedy:
      "Update the resolver or its crypto library, or lift the policy that disables the algorithm (crypto-policies on RHEL, disable-algorithms in named).",
    rfc: ["RFC 9904"],
  },
  "resolver-validates-sha1": {
    level: "info",
    text: "sets AD on {name}, signed with RSASHA1",
    remedy:
      "Legal for the software, but operators should treat RSASHA1 (5 and 7) as unsupported: disable-algorithms in named, the system's crypto policy, or a current version.",
    rfc: ["RFC 9905 2"],
  },
  "resolver-nsec3-iterations-limit": {
    level: "info",
    text: "{found} for NSEC3 with {count} iterations",
    remedy:
      "Nothing to do here: validators may refuse more than 0 iterations. The zone's operator should set them to 0.",
    rfc: ["RFC 9276 3.2"],
  },
  "resolver-no-ede": {
    level: "info",
    text: "gives no extended error for bogus {name}",
    remedy: "Update it, or switch extended errors on ('ede: yes' in Unbound); they tell why an answer failed.",
    rfc: ["RFC 8914"],
  },
  "resolver-ede-misleading": {
    level: "info",
    text: "says {found}, the fault found here is {expected}",
    remedy:
      "Trust the finding of this check: resolvers often report a general or cached code. Repair what is named here; nothing to do at the resolver but to update it.",
    rfc: ["RFC 8914"],
  },
  "resolver-stale-or-cached-error": {
    level: "warning",
    text: "answers from stale data or a cached failure ({found})",
    remedy:
      "Ask again in five minutes. If it stays, flush the zone ('rndc flushtree {zone}', 'unbound-control flush_zone {zone}', 'rec_control wipe-cache {zone}$') and see whether the resolver reaches the zone's servers.",
    rfc: ["RFC 8767", "RFC 9520", "RFC 8914"],
  },
  "resolver-results-differ": {
    level: "warning",
    text: "resolvers disagree: {found}",
    remedy:
      "Compare version, trust anchors, negative trust anchors and clocks of the resolvers named, and flush the name on the odd one; during a change at the zone, ask again when its TTL has passed.",
    rfc: ["RFC 4035 5.5"],
  },
  "resolver-outdated-validator": {
    level: "warning",
    text: "version {found} is older than the fixes for {reason}",
    remedy:
      "Update it to a current version, or to your distribution's security release, which may carry the fixes under the old number; then drop this finding with --ignore.",
    rfc: ["CVE-2023-50387", "CVE-2023-50868", "CVE-2026-19668", "CVE-2026-85501"],
  },
  "resolver-clock-skew": {
    level: "critical",
    text: "clock is wrong: {reason}",
    remedy:
      "Set the clock with NTP or chrony on the host named, and see that time is right early in boot; signatures look expired or not yet valid to a validator whose clock is off.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "resolver-reports-not-ready": {
    level: "warning",
    text: "can't validate yet: {found}",
    remedy:
      "Give it a minute after start. If it stays, see that it reaches the root servers over UDP and TCP and has a current trust anchor.",
    rfc: ["RFC 8914"],
  },
} as const satisfies Record<string, Fault>;
