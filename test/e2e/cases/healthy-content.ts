import { toHex } from "../../../src/util/bytes.ts";
import { healthy, NSEC3, SIGNER_PROGRAMS } from "./healthy-case.ts";
import { wordsOf } from "./profiles.ts";
import type { VerdictCase } from "./verdict-case.ts";

/** Names of every length and octet, wildcards in odd places. */
export function names(): VerdictCase[] {
  const label63 = "l".repeat(63);
  const deep = Array.from({ length: 100 }, (_, index) => "abcdefghij".charAt(index % 10)).join(".");
  const content = `
${label63} A 192.0.2.1
${label63}.${label63} A 192.0.2.1
${deep} A 192.0.2.1
${label63}.wild2 A 192.0.2.1
*.wild2 A 192.0.2.1
* A 192.0.2.9
* TXT "apex wildcard"
*.*.star A 192.0.2.1
UPPER.Case A 192.0.2.1
_sip._tcp SRV 0 0 5060 UPPER.Case
\\000\\001\\255 A 192.0.2.1
a\\.b A 192.0.2.1
with\\032space A 192.0.2.1
\\@ A 192.0.2.1
\\200\\201 CNAME a\\.b
@ TXT "v=spf1 -all"
`;
  const below = [deep, deep.slice(2), `x.${deep}`, `nx.${deep.slice(20)}`, `${label63}.${label63}`, label63];
  const queries = [
    ...below.flatMap((name) => [`${name}/A`, `${name}/TXT`]),
    `${"w".repeat(63)}.wild2/A`,
    ...wordsOf(String.raw`
      @/SOA @/TXT @/CAA a.b.c.wild2/A anything/A any.thing/TXT any/MX
      *.star/A x.*.star/A x.star/A x.y.star/A */A */MX upper.case/A UPPER.CASE/a case/A _sip._tcp/SRV _tcp/A
      \000\001\255/A a\.b/A b/A with\032space/A \@/A \200\201/A \201\200/A
    `),
  ];
  return SIGNER_PROGRAMS.flatMap((program) => [
    healthy(`names-${program}`, `names of every length and octet, NSEC, ${program}`, { program, content, queries }),
    healthy(`names-${program}-h`, `names of every length and octet, NSEC3, ${program}`, {
      program,
      denial: NSEC3,
      content,
      queries,
    }),
  ]);
}

/** Types of every kind, big RRsets, chains of aliases. */
export function records(): VerdictCase[] {
  const hex = toHex(Uint8Array.from({ length: 200 }, (_, index) => index));
  const content = `
all A 192.0.2.1
all AAAA 2001:db8::1
all TXT "" "\\"quoted\\"" "\\000\\255"
all MX 0 .
all SRV 1 2 3 Mixed.Case
all NAPTR 1 1 "S" "SIP+D2U" "" Mixed.Case
all LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
all SSHFP 4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
all TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
all HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1
all SVCB 1 Mixed.Case port=853
all HINFO "CPU" "OS"
all RP Mixed.Case Mixed.Case
all AFSDB 1 Mixed.Case
all KX 1 Mixed.Case
all PTR Mixed.Case
all CAA 0 issue "ca.example"
all URI 1 1 "https://example/"
all CERT 1 1 8 aGVsbG8=
all TYPE65280 \\# 200 ${hex}
all TYPE1000 \\# 0
many ${Array.from({ length: 60 }, (_, index) => `TXT "${index} ${"x".repeat(200)}"`).join("\nmany ")}
ttl0 0 A 192.0.2.1
ttlday 86400 A 192.0.2.1
chain1 CNAME chain2
chain2 CNAME chain3
chain3 CNAME x.chain4
chain4 DNAME chain5
x.chain5 CNAME many
loop1 CNAME loop2
loop2 CNAME loop1
outside CNAME ns.nsec.
outside2 CNAME nowhere.nsec3.
outside3 CNAME nowhere.optout.
outsided DNAME nsec.
@ CDS 0 0 0 00
@ CDNSKEY 0 3 0 AA==
@ CSYNC 1 3 A NS AAAA
`;
  const types = wordsOf(
    "A AAAA TXT MX SRV NAPTR LOC SSHFP TLSA HTTPS SVCB HINFO RP AFSDB KX PTR CAA URI CERT TYPE65280 TYPE1000 TYPE1001",
  );
  const queries = [
    ...types.map((type) => `all/${type}`),
    ...wordsOf(`
      many/TXT many/A ttl0/A ttlday/A chain1/TXT chain1/A chain1/CNAME loop1/A outside/A outside2/A outside3/A
      ns.outsided/A nx.outsided/A @/CDS @/CDNSKEY @/CSYNC
    `),
  ];
  return SIGNER_PROGRAMS.flatMap((program) => [
    healthy(`records-${program}`, `types and aliases of every kind, NSEC, ${program}`, { program, content, queries }),
    healthy(`records-${program}-h`, `types and aliases of every kind, NSEC3, ${program}`, {
      program,
      denial: NSEC3,
      content,
      queries,
    }),
    healthy(`bare-${program}`, `a zone of nothing but its apex and nameserver, ${program}`, {
      program,
      content: "",
      queries: ["@/SOA", "@/A", "ns/A", "ns/AAAA", "nx/A", "a.b.ns/A"],
    }),
  ]);
}
