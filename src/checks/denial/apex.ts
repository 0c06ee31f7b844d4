import type { DomainName } from "../../dns/name.ts";
import { equalBytes } from "../../util/bytes.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { type DenialRecords, denialRecords } from "../../dnssec/denial/evidence.ts";
import type { OwnedNsec } from "../../dnssec/denial/nsec.ts";
import { hashedName, type OwnedNsec3 } from "../../dnssec/denial/nsec3.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type ServerView, zoneDenials } from "./view.ts";

/** Types that every signed apex has (RFC 4035 2, RFC 5155 7.1). */
const APEX_TYPES = [RrType.SOA, RrType.NS, RrType.DNSKEY, RrType.RRSIG] as const;

/** What is wrong with the records that deny types at the apex, and with the answers to NSEC and NSEC3PARAM there. */
export function apexFindings(view: ServerView): Finding[] {
  const { zone } = view;
  return [
    ...apexDenials(view).flatMap(({ nsecs, nsec3s }) => [
      ...deniedBy(view, RrType.NSEC, nsecs, ({ owner }) => owner.equals(zone)),
      ...deniedBy(view, RrType.NSEC3, nsec3s, (nsec3) => isOfApex(nsec3, zone)),
    ]),
    ...unexpectedFindings(view),
  ];
}

/** The denial records of each answer that denies a type at the apex. */
export function apexDenials({ zone, answers }: ServerView): DenialRecords[] {
  return answers.flatMap((answer) => {
    const { message, question } = answer;
    if (!question.name.equals(zone) || question.type === RrType.DS || message.answer.length > 0) return [];
    return [denialRecords(zoneDenials(answer, zone), zone)];
  });
}

/** One record is due, it must be the apex's own, and list what every apex has. */
function deniedBy<T extends OwnedNsec | OwnedNsec3>(
  { zone, server }: ServerView,
  type: number,
  records: readonly T[],
  isApex: (record: T) => boolean,
): Finding[] {
  const [first] = records;
  if (first === undefined) return [];
  const about = { subject: { name: zone, type }, servers: [server] };
  const common = { zone: nameText(zone) };
  const findings: Finding[] = [];
  if (records.length > 1) {
    const params = { ...common, count: records.length, type: typeName(type) };
    findings.push(finding("nsec-multiple-records", { ...about, params }));
  }
  const own = records.find(isApex);
  const reason = own === undefined ? null : bitmapFault(type, own.types);
  if (own === undefined) {
    const params = { ...common, found: nameText(first.owner) };
    findings.push(finding("nsec-apex-owner-mismatch", { ...about, params }));
  } else if (reason !== null) {
    findings.push(finding("nsec-apex-bitmap-wrong", { ...about, params: { ...common, reason } }));
  }
  return findings;
}

/** True too where hashing would cost too much to tell. */
function isOfApex(nsec3: OwnedNsec3, zone: DomainName): boolean {
  const hash = hashedName(zone, nsec3);
  return hash === null || equalBytes(hash, nsec3.ownerHash);
}

function bitmapFault(type: number, types: ReadonlySet<number>): string | null {
  const isNsec = type === RrType.NSEC;
  const due = [...APEX_TYPES, isNsec ? RrType.NSEC : RrType.NSEC3PARAM];
  const foreign = isNsec ? [RrType.NSEC3, RrType.NSEC3PARAM] : [RrType.NSEC, RrType.NSEC3];
  const missing = due.filter((each) => !types.has(each)).map(typeName);
  const wrong = foreign.filter((each) => types.has(each)).map(typeName);
  const parts = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(", ")}`] : []),
    ...(wrong.length > 0 ? [`it lists ${wrong.join(", ")}`] : []),
  ];
  return parts.length === 0 ? null : parts.join(" and ");
}

function unexpectedFindings({ zone, server, answers }: ServerView): Finding[] {
  return answers.flatMap(({ question, message }) => {
    const { name, type } = question;
    if (!name.equals(zone) || (type !== RrType.NSEC && type !== RrType.NSEC3PARAM)) return [];
    const odd = message.answer.filter(
      (record) => record.type !== RrType.RRSIG && (record.type !== type || !record.owner.equals(zone)),
    );
    if (odd.length === 0) return [];
    const found = [...new Set(odd.map((record) => `${typeName(record.type)} of ${nameText(record.owner)}`))].join(", ");
    return [
      finding("nsec-unexpected-answer", {
        subject: question,
        servers: [server],
        params: { type: typeName(type), found },
      }),
    ];
  });
}
