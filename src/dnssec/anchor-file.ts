import { parseName } from "../dns/name.ts";
import { parseZoneFile } from "../dns/zone-file.ts";
import { parseTime } from "../util/clock.ts";
import { UsageError } from "../util/errors.ts";
import { isRevoked } from "./key-tag.ts";
import { parseTrustAnchors, type TrustAnchor } from "./trust-anchor.ts";

/** How a resolver stands to a key of an anchor file; pending ones are not trusted yet (RFC 5011 4). */
type AnchorState = "trusted" | "pending" | "revoked" | "removed";

/** One key of an anchor file. */
export interface FiledAnchor {
  readonly anchor: TrustAnchor;
  readonly state: AnchorState;
}

/** What a resolver's anchor file says. */
export interface AnchorFile {
  readonly anchors: readonly FiledAnchor[];
  /** When its keeper last saw the keys, or was to see them, in seconds since 1970; null where the file does not say. */
  readonly updated: number | null;
}

/**
 * Reads an anchor file: DS or DNSKEY records, IANA's XML as of now (seconds since 1970), the state that Unbound keeps
 * with them, BIND's trust-anchors, managed-keys and trusted-keys, or the state that BIND keeps in managed-keys.bind.
 * UsageError where it is none of these or holds no anchor.
 */
export function parseAnchorFile(text: string, now: number): AnchorFile {
  if (/^\s*(trust-anchors|managed-keys|trusted-keys)\b/m.test(withoutComments(text))) {
    return { anchors: bindAnchors(withoutComments(text), now), updated: null };
  }
  if (/^[^;]*\sKEYDATA\s/m.test(text)) return managedKeys(text, now);
  if (!/^[^;]*;.*;;state=\d/m.test(text)) {
    return { anchors: parseTrustAnchors(text, now).map((anchor) => ({ anchor, state: "trusted" })), updated: null };
  }
  return { anchors: autotrustAnchors(text, now), updated: autotrustUpdate(text) };
}

/** Unbound writes each key with its state: `;;state=2 [  VALID  ]`. */
function autotrustAnchors(text: string, now: number): FiledAnchor[] {
  const anchors = text.split("\n").flatMap((line) => {
    const state = /;;state=(\d)/.exec(line)?.[1];
    if (state === undefined || line.startsWith(";")) return [];
    return parseTrustAnchors(line, now).map((anchor) => ({
      anchor,
      state: AUTOTRUST_STATES[Number(state)] ?? "removed",
    }));
  });
  if (anchors.length === 0) throw new UsageError("no DS or DNSKEY record in it");
  return anchors;
}

/** START, ADDPEND, VALID, MISSING, REVOKED, REMOVED; a missing key is trusted still (RFC 5011 4.2). */
const AUTOTRUST_STATES: readonly AnchorState[] = ["pending", "pending", "trusted", "trusted", "revoked", "removed"];

function autotrustUpdate(text: string): number | null {
  const seconds = /^;;last_success:\s*(\d+)/m.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** BIND's own type of record, and the times that each has before the fields of a DNSKEY. */
const KEYDATA = 65_533;
const KEYDATA_TIMES = 3;

/**
 * BIND keeps three times with each key: when to look at it next, from when on to trust it, and when to remove it. Only a
 * next look that is past tells that BIND has not looked. Before its first look it knows of no key.
 */
function managedKeys(text: string, now: number): AnchorFile {
  const entries = parseZoneFile(text.replaceAll(/\sKEYDATA\s/g, ` TYPE${KEYDATA} `)).filter(
    ({ type, tokens }) => type === KEYDATA && tokens.length > KEYDATA_TIMES,
  );
  if (entries.length === 0) throw new UsageError("no trust anchor in it");
  const refreshes: number[] = [];
  const anchors = entries.flatMap(({ owner, tokens }) => {
    const [refresh = 0, trustedFrom = 0] = tokens.slice(0, KEYDATA_TIMES).map((token) => parseTime(token, now));
    refreshes.push(refresh);
    const key = tokens.slice(KEYDATA_TIMES).join(" ");
    return parseTrustAnchors(`${owner.toString()} IN DNSKEY ${key}`, now).map((anchor): FiledAnchor => {
      if (anchor.kind === "key" && isRevoked(anchor.key)) return { anchor, state: "revoked" };
      return { anchor, state: trustedFrom === 0 || trustedFrom > now ? "pending" : "trusted" };
    });
  });
  return { anchors, updated: Math.min(now, ...refreshes) };
}

const BIND_ENTRY =
  /(?:"([^"]*)"|([^\s{}";]+))\s+(?:(?:initial-|static-)(key|ds)\s+|)(\d+)\s+(\d+)\s+(\d+)\s+"([^"]*)"\s*;/g;

/** Entries of BIND: `. initial-key 257 3 8 "AwEAAa…";`, `. static-ds 20326 8 2 "E06D…";`, and keys without a word. */
function bindAnchors(text: string, now: number): FiledAnchor[] {
  const anchors = [...text.matchAll(BIND_ENTRY)].flatMap(([, quoted, bare, word, first, second, third, data = ""]) => {
    const owner = parseName(quoted ?? bare ?? ".");
    const type = word === "ds" ? "DS" : "DNSKEY";
    return parseTrustAnchors(
      `${owner.toString()} IN ${type} ${first} ${second} ${third} ${data.replaceAll(/\s/g, "")}`,
      now,
    );
  });
  if (anchors.length === 0) throw new UsageError("no trust anchor in it");
  return anchors.map((anchor) => ({ anchor, state: "trusted" }));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)(#|\/\/).*$/gm, "$1");
}
