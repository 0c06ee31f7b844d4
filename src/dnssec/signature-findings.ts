import type { ServerAddress } from "../dns/lookup.ts";
import type { DomainName } from "../dns/name.ts";
import type { Rrsig } from "../dns/rdata.ts";
import type { Rrset } from "../dns/record.ts";
import { algorithmName, RrType, typeName } from "../dns/registry.ts";
import { assertNever } from "../util/assert-never.ts";
import { renderTime } from "../util/clock.ts";
import { renderDuration } from "../util/duration.ts";
import type { Level } from "../util/level.ts";
import { type Finding, finding, nameText } from "./finding.ts";
import type { InvalidSignature, SignatureFault, SignatureVerdict } from "./rrsig.ts";
import { serialTime } from "./serial-time.ts";
import type { ZoneKey } from "./zone-key.ts";
import { ownerLabels } from "./signed-data.ts";
import { signatureLength } from "../crypto/public-key.ts";
import { MAX_SIGNATURES } from "./rrsig.ts";

/** Faults by how near the signature is to being good: the nearest tells the cause best. */
const NEAREST_FIRST: readonly SignatureFault[] = [
  "expired",
  "not-yet-valid",
  "expires-before-inception",
  "bogus",
  "bad-length",
  "revoked-key",
  "non-zone-key",
  "key-missing",
  "algorithm-not-published",
  "labels-exceed-owner",
  "wrong-signer",
  "malformed",
  "limit",
  "unsupported-algorithm",
];

/** Where and when an RRset without a valid signature was seen. */
export interface SignatureSetting {
  readonly zone: DomainName;
  readonly server: ServerAddress;
  /** Seconds since 1970. */
  readonly now: number;
}

/** How a fault is named: a DNSKEY RRset that validators need takes the whole zone down, denial records negative answers. */
export type SignedKind = "dnskey" | "denial" | "data";

/** Names why no signature proves an RRset; DNSKEY and the denial records have names of their own. */
export function signatureFinding(
  set: Rrset,
  verdicts: readonly SignatureVerdict[],
  setting: SignatureSetting,
  kind: SignedKind = signedKind(set.type),
): Finding {
  const { zone } = setting;
  const worst = nearest(verdicts);
  if (worst === undefined) return missingSignature(set, setting, kind);
  const about = aboutSignature(set, worst.rrsig, setting, kind === "dnskey" ? "emergency" : "critical");
  switch (worst.fault) {
    case "expired":
      return finding(
        ({ dnskey: "rrsig-expired-dnskey", denial: "rrsig-expired-denial", data: "rrsig-expired" } as const)[kind],
        about,
      );
    case "not-yet-valid":
      return finding(
        (
          {
            dnskey: "rrsig-not-yet-valid-dnskey",
            denial: "rrsig-not-yet-valid-denial",
            data: "rrsig-not-yet-valid",
          } as const
        )[kind],
        about,
      );
    case "expires-before-inception":
      return finding("rrsig-expires-before-inception", about);
    case "bogus":
    case "malformed":
      return finding(
        ({ dnskey: "rrsig-bogus-dnskey", denial: "nsec-signature-bogus", data: "rrsig-bogus" } as const)[kind],
        about,
      );
    case "bad-length":
      return finding("rrsig-bad-length", {
        ...about,
        params: {
          ...about.params,
          found: worst.rrsig?.signature.length ?? 0,
          expected: (worst.key && signatureLength(worst.key)) ?? 0,
        },
      });
    case "key-missing":
      return finding(kind === "denial" ? "nsec-signature-key-missing" : "rrsig-signer-key-missing", about);
    case "algorithm-not-published":
      return finding("rrsig-algorithm-has-no-dnskey", about);
    case "revoked-key":
      return finding("rrsig-by-revoked-key", about);
    case "non-zone-key":
      return unusableKey(zone, worst.key, about);
    case "labels-exceed-owner":
      return finding("rrsig-labels-exceed-owner", {
        ...about,
        params: { ...about.params, expected: ownerLabels(set) },
      });
    case "wrong-signer":
      return finding("rrsig-signer-name-not-zone", about);
    case "limit":
      return finding("rrsig-count-excessive", { ...about, params: { count: verdicts.length, limit: MAX_SIGNATURES } });
    case "unsupported-algorithm":
      return finding("rrsig-missing-for-ds-algorithm", about);
    default:
      return assertNever(worst.fault);
  }
}

/** Subject, server and every fact about one signature that a text of the catalogue may use. */
export function aboutSignature(set: Rrset, rrsig: Rrsig | null, { zone, server, now }: SignatureSetting, level: Level) {
  const expiration = rrsig === null ? now : serialTime(rrsig.expiration, now);
  const inception = rrsig === null ? now : serialTime(rrsig.inception, now);
  return {
    subject: { name: set.owner, type: set.type },
    servers: [server],
    level,
    params: {
      zone: nameText(zone),
      type: typeName(set.type),
      keyTag: rrsig?.keyTag ?? 0,
      algorithm: rrsig === null ? "an unreadable algorithm" : algorithmName(rrsig.algorithm),
      signer: rrsig === null ? "nobody" : nameText(rrsig.signerName),
      labels: rrsig?.labels ?? 0,
      expiration: renderTime(expiration),
      inception: renderTime(inception),
      ago: renderDuration(Math.max(0, now - expiration)),
      left: renderDuration(Math.max(0, inception - now)),
    },
  };
}

/** The key is published, but its own fields bar it from signing zone data (RFC 4034 2.1). */
function unusableKey(zone: DomainName, key: ZoneKey | null, about: Pick<Finding, "servers" | "level">): Finding {
  const own = { ...about, subject: { name: zone, type: RrType.DNSKEY, keyTag: key?.tag ?? 0 } };
  return key !== null && key.protocol !== 3
    ? finding("dnskey-protocol-not-3", { ...own, params: { found: key.protocol } })
    : finding("dnskey-zone-bit-clear", { ...own, params: { found: key?.flags ?? 0 } });
}

function missingSignature(set: Rrset, { zone, server }: SignatureSetting, kind: SignedKind): Finding {
  const about = {
    subject: { name: set.owner, type: set.type },
    servers: [server],
    params: { zone: nameText(zone), type: typeName(set.type) },
  };
  const ids = { dnskey: "rrsig-missing-dnskey", denial: "nsec-signature-missing", data: "rrsig-missing" } as const;
  return finding(ids[kind], about);
}

function nearest(verdicts: readonly SignatureVerdict[]): InvalidSignature | undefined {
  const invalid = verdicts.filter((verdict) => !verdict.isValid);
  return invalid.toSorted((a, b) => NEAREST_FIRST.indexOf(a.fault) - NEAREST_FIRST.indexOf(b.fault))[0];
}

function signedKind(type: number): SignedKind {
  if (type === RrType.DNSKEY) return "dnskey";
  return type === RrType.NSEC || type === RrType.NSEC3 ? "denial" : "data";
}
