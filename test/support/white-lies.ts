import { type DomainName, readName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { RrType } from "../../src/dns/registry.ts";
import { encodeBase32Hex } from "../../src/util/base32hex.ts";
import { Reader } from "../../src/util/reader.ts";
import type { Behaviour } from "./server/behaviour.ts";
import { nsec3Hash, nsec3Owner, nsec3Rdata } from "./signer/denial-chain.ts";
import type { SigningKey } from "./signer/key.ts";
import { readNsec3 } from "./signer/mutate-denial.ts";
import { signRrset } from "./signer/rrsig.ts";
import { NSEC3 } from "./signer/sign-zone.ts";

/** The period that records made for an answer are signed for, in seconds since 1970. */
interface Period {
  readonly inception: number;
  readonly expiration: number;
}

/**
 * Narrows each NSEC3 record of an answer to the hash that it is there for, as PowerDNS does on the fly: a record that
 * covers a name reaches from just below its hash to just above it (RFC 7129 appendix B). The zone is signed with NSEC3.
 */
export function whiteLies(apex: DomainName, key: SigningKey, period: Period): NonNullable<Behaviour["alter"]> {
  return (response, { questions: [question] }) => {
    if (question === undefined) return response;
    const aliases = response.answer.filter(({ type }) => type === RrType.CNAME);
    const asked = [question.name, ...aliases.map(({ rdata }) => readName(new Reader(rdata)))];
    const names = asked.flatMap((name) => name.labels.map((_, i) => name.suffix(i + 1)));
    const candidates = names.flatMap((name) => (name.isAtOrBelow(apex) ? [name, name.wildcard() ?? name] : []));
    const made = (before: ResourceRecord, owner: DomainName, next: Uint8Array, types: readonly number[]) => {
      const record = { ...before, owner, rdata: nsec3Rdata(NSEC3, next, types) };
      return [record, signRrset([record], key, { ...period, signerName: apex })];
    };
    const narrowed = (record: ResourceRecord): ResourceRecord[] => {
      const { owner } = record;
      const { next, types } = readNsec3(record.rdata);
      return candidates.flatMap((name) => {
        const hash = nsec3Hash(name, NSEC3);
        if (nsec3Owner(apex, name, NSEC3).equals(owner)) return made(record, owner, moved(hash, 1), types);
        if (!isBetween(owner, nsec3Owner(apex, name, NSEC3), next)) return [];
        return made(record, apex.child(new TextEncoder().encode(encodeBase32Hex(moved(hash, -1)))), moved(hash, 1), []);
      });
    };
    const authority = response.authority.flatMap((record) => {
      if (record.type === RrType.RRSIG && record.rdata[1] === RrType.NSEC3) return [];
      return record.type === RrType.NSEC3 ? narrowed(record) : [record];
    });
    return { ...response, authority };
  };
}

function isBetween(owner: DomainName, name: DomainName, next: Uint8Array): boolean {
  const [from, at] = [owner, name].map(({ labels: [label = new Uint8Array(0)] }) =>
    Buffer.from(label).toString().toUpperCase(),
  );
  const to = encodeBase32Hex(next).toUpperCase();
  if (from === undefined || at === undefined) return false;
  return from < to ? from < at && at < to : from < at || at < to;
}

/** The hash some steps further on. */
function moved(hash: Uint8Array, steps: 1 | -1): Uint8Array {
  const number = BigInt(`0x${Buffer.from(hash).toString("hex")}`) + BigInt(steps);
  return Uint8Array.from(Buffer.from(number.toString(16).padStart(hash.length * 2, "0"), "hex"));
}
