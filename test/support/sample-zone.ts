import { type Zone, zone } from "./signer/zone.ts";

const RECORDS = `
@            NS    ns1
@            NS    ns2.elsewhere.test.
@            MX    10 Mail
@            TXT   "v=spf1 -all" "semi;colon \\"quoted\\" \\195\\164"
@            CAA   0 issue "ca.example"
@            HTTPS 1 . alpn=h2,h3 port=8443
ns1          A     192.0.2.1
ns1          AAAA  2001:db8::1
Mail     300 A     192.0.2.2
www          A     192.0.2.3
www          A     192.0.2.4
alias        CNAME WWW
chain        CNAME alias
dangling     CNAME nowhere
outside      CNAME www.elsewhere.test.
_443._tcp.a.b.deep TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
*.wild       TXT   "wildcard"
*.wild       A     192.0.2.5
exact.wild   A     192.0.2.6
*.walias     CNAME www
tree         DNAME other
below.other  A     192.0.2.7
_sip._udp    SRV   1 2 5060 Mail
naptr        NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:x@example!" Sip.Host
a\\.b        TXT   "dot in a label"
\\255\\000x  A     192.0.2.8
unknown      TYPE65280 \\# 4 0A0B0C0D
rp           RP    Post.Master Text
cut          NS    ns.cut
ns.cut       A     192.0.2.9
secure       NS    ns.secure
secure       DS    12345 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
ns.secure    A     192.0.2.10
cut.ent      NS    ns1
zzz          A     192.0.2.11
`;

/** A zone with one of everything that answers, proofs and canonical form can stumble over. */
export function sampleZone(apex = "sample.test."): Zone {
  return zone(apex, RECORDS);
}
