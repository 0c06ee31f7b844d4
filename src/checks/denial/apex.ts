import type { DomainName } from "../../dns/name.ts";
import { equalBytes } from "../../util/bytes.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { type DenialRecords, denialRecords } from "../../dnssec/denial/evidence.ts";
import { hashedName } from "../../dnssec/denial/nsec3.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type ServerView, zoneDenials } from "./view.ts";

/** Types that every signed apex has (RFC 4035 2, RFC 5155 7.1). */
const APEX_TYPES = [RrType.SOA, RrType.NS, RrType.DNSKEY, RrType.RRSIG] as const;

/** What is wrong with the records that deny types at the apex, and with the answers to NSEC and NSEC3PARAM there. */
export function apexFindings(view: ServerView): Finding[] {
  const { zone, server } = view;
  const about = { servers: [server], params: { zone: nameText(zone) } };
  return [
    ...apexDenials(view).flatMap(({ nsecs, nsec3s }) => [
      ...ownerFindings(
        view,
        nsecs.map(({ owner }) => owner),
        (owner) => owner.equals(zone),
        RrType.NSEC,
      ),
      ...ownerFindings(
        view,
        nsec3s.map(({ owner }) => owner),
        (owner) => isApexHash(view, owner),
        RrType.NSEC3,
      ),
      ...[...nsecs.filter(({ owner }) => owner.equals(zone)), ...nsec3s.filter(({ owner }) => isApexHash(view, owner))]
        .flatMap((record) => bitmapFault("ownerHash" in record ? RrType.NSEC3 : RrType.NSEC, record.types) ?? [])
        .map(({ type, reason }) =>
          finding("nsec-apex-bitmap-wrong", {
            ...about,
            subject: { name: zone, type },
            params: { ...about.params, reason },
          }),
        ),
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

/** One record is due, and it must be the apex's own. */
function ownerFindings(
  { zone, server }: ServerView,
  owners: readonly DomainName[],
  isApex: (owner: DomainName) => boolean,
  type: number,
): Finding[] {
  const about = { subject: { name: zone, type }, servers: [server] };
  const findings: Finding[] = [];
  if (owners.length > 1) {
    const params = { zone: nameText(zone), count: owners.length, type: typeName(type) };
    findings.push(finding("nsec-multiple-records", { ...about, params }));
  }
  const [first] = owners;
  if (first !== undefined && !owners.some(isApex)) {
    const params = { zone: nameText(zone), found: nameText(first) };
    findings.push(finding("nsec-apex-owner-mismatch", { ...about, params }));
  }
  return findings;
}

/** True too where hashing would cost too much to tell. */
function isApexHash({ zone, records }: ServerView, owner: DomainName): boolean {
  return records.nsec3s
    .filter((record) => record.owner.equals(owner))
    .some((record) => {
      const hash = hashedName(zone, record);
      return hash === null || equalBytes(hash, record.ownerHash);
    });
}

function bitmapFault(type: number, types: ReadonlySet<number>): { type: number; reason: string } | null {
  const isNsec = type === RrType.NSEC;
  const due = [...APEX_TYPES, isNsec ? RrType.NSEC : RrType.NSEC3PARAM];
  const foreign = isNsec ? [RrType.NSEC3, RrType.NSEC3PARAM] : [RrType.NSEC, RrType.NSEC3];
  const missing = due.filter((each) => !types.has(each)).map(typeName);
  const wrong = foreign.filter((each) => types.has(each)).map(typeName);
  const parts = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(", ")}`] : []),
    ...(wrong.length > 0 ? [`it lists ${wrong.join(", ")}`] : []),
  ];
  return parts.length === 0 ? null : { type, reason: parts.join(" and ") };
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
