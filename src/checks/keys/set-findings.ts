import { parseEach, parseRrsig } from "../../dns/rdata.ts";
import { algorithmName, RrType } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isRevoked, isSecureEntryPoint } from "../../dnssec/key-tag.ts";
import { longestValid } from "../../dnssec/rrsig.ts";
import { serialDifference } from "../../dnssec/serial-time.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";
import { renderDuration } from "../../util/duration.ts";
import type { ServerKeys } from "./gather.ts";
import { isNamed } from "./seen-key.ts";

/** More keys than any sound rollover needs; resolvers count them against their limits (CVE-2023-50387). */
const MANY_KEYS = 8;
const MANY_UNUSED = 4;
/** PowerDNS Recursor tries no more keys of one tag. */
const MAX_KEYS_PER_TAG = 2;
/** What reaches everybody over UDP without fragments (RFC 9715 3.1). */
const SAFE_SIZE = 1232;
/** What Zonemaster and RFC 6781 4.4.2 think long for a DNSKEY TTL, in seconds. */
const LONG_TTL = 172_800;

/** What is wrong with the DNSKEY RRset as a whole at one server. */
export function setFindings(link: ChainLink, view: ServerKeys): Finding[] {
  const { zone } = link;
  const about = { subject: { name: zone, type: RrType.DNSKEY }, servers: [view.server] };
  const hasDs = link.trust?.kind === "ds";
  const lacksSep = hasDs && view.keys.length > 0 && !view.keys.some(isSecureEntryPoint);
  return [
    ...sizeFindings(view, about),
    ...(lacksSep ? [finding("dnskey-no-sep", about)] : []),
    ...collisionFindings(view.keys, about),
    ...countFindings(view, about, nameText(zone)),
    ...ttlFindings(view, about),
    ...revocationFindings(view, about),
    ...belowApexFindings(link, view),
  ];
}

type About = Pick<Finding, "subject" | "servers">;

function sizeFindings({ answer, isCutOff }: ServerKeys, about: About): Finding[] {
  const params = { limit: SAFE_SIZE };
  if (isCutOff) {
    const facts = { ...params, found: "fails" };
    return [finding("dnskey-rrset-too-large", { ...about, level: "critical", params: facts })];
  }
  const isLarge = answer !== null && (answer.message.size > SAFE_SIZE || answer.notes.includes("truncated"));
  return isLarge ? [finding("dnskey-rrset-too-large", { ...about, params: { ...params, found: "works" } })] : [];
}

function collisionFindings(keys: readonly ZoneKey[], about: About): Finding[] {
  const groups = new Map<string, ZoneKey[]>();
  for (const key of keys) {
    const tagged = `${key.tag} ${key.algorithm}`;
    groups.set(tagged, [...(groups.get(tagged) ?? []), key]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return [];
    const subject = { ...about.subject, keyTag: first.tag };
    const level = group.length > MAX_KEYS_PER_TAG ? "critical" : "info";
    const params = { count: group.length, algorithm: algorithmName(first.algorithm) };
    return [finding("dnskey-keytag-collision", { ...about, subject, level, params })];
  });
}

function countFindings({ keys, dnskey, data }: ServerKeys, about: About, zone: string): Finding[] {
  const sets = dnskey === null ? data : [dnskey, ...data];
  const unused = keys.filter((key) => !isNamed(key, sets)).length;
  if (keys.length <= MANY_KEYS && unused <= MANY_UNUSED) return [];
  return [finding("dnskey-too-many", { ...about, params: { count: keys.length, found: unused, zone } })];
}

function ttlFindings({ dnskey }: ServerKeys, about: About): Finding[] {
  const rrsig = longestValid(dnskey?.verdicts ?? [])?.rrsig;
  if (dnskey === null || rrsig === undefined) return [];
  const { ttl } = dnskey.set;
  const validity = serialDifference(rrsig.inception, rrsig.expiration);
  if (ttl <= validity / 3 && ttl <= LONG_TTL) return [];
  const limit = ttl > LONG_TTL ? "two days" : `a third of the ${renderDuration(validity)} its signature is valid`;
  return [finding("dnskey-ttl-vs-signature", { ...about, params: { ttl, limit } })];
}

/** Resolvers that follow RFC 5011 take a key for revoked only where it signs its own revocation. */
function revocationFindings({ keys, dnskey }: ServerKeys, about: About): Finding[] {
  const proving = (dnskey?.verdicts ?? []).filter(
    (verdict) => verdict.isValid || verdict.fault === "unsupported-algorithm",
  );
  const sets = dnskey === null ? [] : [{ set: dnskey.set, verdicts: proving }];
  return keys
    .filter((key) => isRevoked(key) && !isNamed(key, sets))
    .map(({ tag }) =>
      finding("dnskey-revoked-not-self-signed", { ...about, subject: { ...about.subject, keyTag: tag } }),
    );
}

/** Keys that the zone signs as its own data, where they mean nothing (RFC 4035 2.1). */
function belowApexFindings({ zone }: ChainLink, { server, below }: ServerKeys): Finding[] {
  return below
    .filter(({ signatures }) =>
      parseEach(
        signatures.map(({ rdata }) => rdata),
        parseRrsig,
      ).some(({ signerName }) => signerName.equals(zone)),
    )
    .map(({ owner, type }) =>
      finding("dnskey-not-at-apex", {
        subject: { name: owner, type },
        servers: [server],
        params: { zone: nameText(zone) },
      }),
    );
}
