import type { PowerDnsZone } from "../../support/powerdns-lab.ts";

/** A zone that PowerDNS serves and what the checks say of it. */
export interface PowerDnsCase extends PowerDnsZone {
  readonly title: string;
  /** What check_dnssec says above information; nothing where left out. */
  readonly alarms?: readonly string[];
  /** What it says as information. */
  readonly notice?: string;
  /** Part of what check_dnssec_denial says first. */
  readonly denial?: string;
}

/** What is in every zone; the second server also has the target of `outside`, unsigned. */
export const POWERDNS_CONTENT = `@ MX 10 mail
mail A 192.0.2.2
www A 192.0.2.1
www AAAA 2001:db8::1
*.wild A 192.0.2.3
*.walias CNAME www
a.b.ent TXT "x"
alias CNAME www
outside CNAME www.nsec.test.
dangling CNAME nowhere
tree DNAME www
_443._tcp.www TLSA 3 1 1 ${"ab".repeat(32)}
plain NS ns.plain
ns.plain A 192.0.2.4
signed NS ns.signed
ns.signed A 192.0.2.5
signed DS 12345 13 2 ${"ab".repeat(32)}
`;

/** Answers of every kind, `@` for the apex. */
export const POWERDNS_QUERIES: readonly string[] = `
  @/MX www.@ WwW.@/AAAA www.@/MX _tcp.www.@ _443._tcp.www.@/TLSA nx.@ x.www.@ x.wild.@ x.wild.@/MX x.walias.@ ent.@
  b.ent.@ nx.ent.@ alias.@ outside.@ dangling.@ tree.@ tree.@/DNAME x.tree.@ plain.@/DS signed.@/DS`
  .trim()
  .split(/\s+/);

const CSK = ["secure-zone"] as const;
const SPLIT = [
  ["add-zone-key", "ksk", "active", "ecdsa256"],
  ["add-zone-key", "zsk", "active", "ecdsa256"],
] as const;
const RSA = [
  ["add-zone-key", "ksk", "2048", "active", "rsasha256"],
  ["add-zone-key", "zsk", "2048", "active", "rsasha256"],
] as const;
const NSEC3 = ["set-nsec3", "1 0 0 -"] as const;
const OPT_OUT = ["set-nsec3", "1 1 0 -"] as const;
const NARROW = ["set-nsec3", "1 0 0 -", "narrow"] as const;
const EPOCH = ["set-meta", "SOA-EDIT", "EPOCH"] as const;
const INCEPTION = ["set-meta", "SOA-EDIT", "INCEPTION-INCREMENT"] as const;
const WHITE_LIES = "each made for its own name: no names to list";

/** What PowerDNS does by right, in its own way. */
export const HEALTHY_POWERDNS: readonly PowerDnsCase[] = [
  { title: "its default, one key and NSEC", apex: "nsec.test.", commands: [CSK], denial: "names is whole" },
  { title: "NSEC3", apex: "nsec3.test.", commands: [CSK, NSEC3], denial: "names is whole" },
  { title: "NSEC3 with opt-out", apex: "optout.test.", commands: [CSK, OPT_OUT], denial: "names is whole" },
  { title: "NSEC3 by white lies", apex: "narrow.test.", commands: [CSK, NARROW], denial: WHITE_LIES },
  { title: "KSK and ZSK", apex: "split.test.", commands: SPLIT },
  { title: "RSA and white lies", apex: "rsa.test.", commands: [...RSA, NARROW], denial: WHITE_LIES },
  {
    title: "a ZSK published ahead",
    apex: "ahead.test.",
    commands: [...SPLIT, ["add-zone-key", "zsk", "inactive", "ecdsa256"]],
  },
  { title: "a zone signed beforehand", apex: "presigned.test.", presigned: "nsec", commands: [["set-presigned"]] },
  {
    title: "a zone signed beforehand with NSEC3",
    apex: "presigned3.test.",
    presigned: { iterations: 0, salt: "", optOut: false },
    commands: [["set-presigned"], NSEC3],
    denial: "names is whole",
  },
  {
    title: "CDS and CDNSKEY",
    apex: "cds.test.",
    commands: [CSK, ["set-publish-cds"], ["set-publish-cdnskey"]],
  },
  { title: "serials by the second", apex: "epoch.test.", commands: [CSK, EPOCH] },
  { title: "two servers with one key", apex: "two.test.", commands: [CSK], second: { commands: [] } },
  {
    title: "two servers of which one tells white lies",
    apex: "two-narrow.test.",
    commands: [CSK, NSEC3],
    second: { commands: [NARROW] },
  },
  {
    title: "two servers with serials by the second",
    apex: "two-epoch.test.",
    commands: [CSK, EPOCH],
    second: { commands: [EPOCH] },
  },
  {
    title: "a ZSK removed, whose place the KSK takes",
    apex: "zsk-removed.test.",
    commands: SPLIT,
    fault: { command: "remove-zone-key", role: "ZSK" },
  },
];

const NO_ENTRY = ["< chain-no-secure-entry-point:emergency", "< ds-missing-algorithm:critical"];

/** What goes wrong with PowerDNS. */
export const BROKEN_POWERDNS: readonly PowerDnsCase[] = [
  {
    title: "a ZSK that signs but is not published",
    apex: "zsk-hidden.test.",
    commands: SPLIT,
    fault: { command: "unpublish-zone-key", role: "ZSK" },
    alarms: [
      "dnskey-zsk-missing:emergency",
      "< rrsig-signer-key-missing:critical",
      "< nsec-signature-key-missing:critical",
    ],
  },
  {
    title: "a KSK that no longer signs",
    apex: "ksk-off.test.",
    commands: SPLIT,
    fault: { command: "deactivate-zone-key", role: "KSK" },
    alarms: ["chain-ksk-signature-missing:emergency", ...NO_ENTRY],
  },
  {
    title: "a KSK that is removed",
    apex: "ksk-removed.test.",
    commands: SPLIT,
    fault: { command: "remove-zone-key", role: "KSK" },
    alarms: ["dnskey-ksk-missing:emergency", "< ds-keytag-no-dnskey:emergency", ...NO_ENTRY],
  },
  {
    title: "an only key that no longer signs",
    apex: "csk-off.test.",
    commands: [CSK],
    fault: { command: "deactivate-zone-key", role: "CSK" },
    alarms: [
      "rrsig-missing-all:emergency",
      "< rrsig-missing-dnskey:emergency",
      "< nsec-missing-nodata:critical",
      "< nsec-missing-nxdomain:critical",
      ...NO_ENTRY,
    ],
  },
  {
    title: "an only key that is removed",
    apex: "csk-removed.test.",
    commands: [CSK],
    fault: { command: "remove-zone-key", role: "CSK" },
    alarms: ["chain-ds-without-dnskey:emergency", "< ds-missing-algorithm:critical"],
  },
  {
    title: "a wrong DS at the parent",
    apex: "ds.test.",
    commands: [CSK],
    ds: (rdata) => rdata.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    alarms: ["ds-digest-mismatch:emergency", ...NO_ENTRY],
  },
  {
    title: "a request to remove the DS",
    apex: "delete.test.",
    commands: [CSK, ["set-publish-cdnskey", "delete"]],
    alarms: ["cdnskey-delete-request:warning"],
  },
  {
    title: "a second server with keys of its own",
    apex: "two-keys.test.",
    commands: [CSK],
    second: { commands: [CSK], hasOwnKeys: true },
    alarms: [
      "ds-keytag-no-dnskey:critical",
      "ns-dnskey-rrset-differs:critical",
      "< dnskey-ksk-missing:critical",
      "< chain-no-secure-entry-point:critical",
      "< ds-missing-algorithm:critical",
    ],
  },
  {
    title: "two servers that edit the serial differently",
    apex: "two-serials.test.",
    commands: [CSK],
    second: { commands: [INCEPTION] },
    notice: "ns-stale-secondary",
  },
];
