import type { DelegationMemory, KeyMemory, ZoneHistory } from "../../checks/shared/zone-history.ts";
import { parseTime, renderTime } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";

const VERSION = 1;

/** A zone's history as the text of its file; times are RFC 3339, so that people can read and mend it. */
export function renderHistory(zone: string, { keys, rollover, delegation }: ZoneHistory): string {
  const timeText = (seconds: number | null): string | null => (seconds === null ? null : renderTime(seconds));
  const file = {
    version: VERSION,
    zone,
    keys: keys.map((key) => ({
      key_tag: key.tag,
      algorithm: key.algorithm,
      flags: key.flags,
      public_key: key.publicKey,
      first_seen: timeText(key.firstSeen),
      missing_since: timeText(key.missingSince),
      idle_since: timeText(key.idleSince),
      revoked_since: timeText(key.revokedSince),
      without_ds_since: timeText(key.withoutDsSince),
      has_had_ds: key.hasHadDs,
    })),
    rollover: rollover === null ? null : { phases: rollover.phases, since: timeText(rollover.since) },
    delegation:
      delegation === null
        ? null
        : {
            watched_since: timeText(delegation.watchedSince),
            facts: delegation.facts.map(({ fact, since }) => ({ fact, since: timeText(since) })),
          },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Reads the text of a zone's file; UsageError where it is not one. */
export function parseHistory(text: string): ZoneHistory {
  const file = object(parsed(text));
  if (file["version"] !== VERSION) throw new UsageError("no key history of a version known here");
  const { keys, rollover, delegation = null } = file;
  if (!Array.isArray(keys)) throw new UsageError("no keys in the key history");
  return {
    keys: keys.map((key) => parseMemory(object(key))),
    rollover: rollover === null ? null : parseRollover(object(rollover)),
    delegation: delegation === null ? null : parseDelegation(object(delegation)),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseMemory(key: Fields): KeyMemory {
  return {
    tag: numberField(key, "key_tag"),
    algorithm: numberField(key, "algorithm"),
    flags: numberField(key, "flags"),
    publicKey: textField(key, "public_key"),
    firstSeen: timeField(key, "first_seen"),
    missingSince: timeFieldOrNull(key, "missing_since"),
    idleSince: timeFieldOrNull(key, "idle_since"),
    revokedSince: timeFieldOrNull(key, "revoked_since"),
    withoutDsSince: timeFieldOrNull(key, "without_ds_since"),
    hasHadDs: key["has_had_ds"] === true,
  };
}

function parseRollover(rollover: Fields): ZoneHistory["rollover"] {
  const { phases } = rollover;
  if (!Array.isArray(phases)) throw new UsageError("no phases of the rollover");
  return { phases: phases.map(String), since: timeField(rollover, "since") };
}

function parseDelegation(delegation: Fields): DelegationMemory {
  const { facts } = delegation;
  if (!Array.isArray(facts)) throw new UsageError("no facts of the delegation");
  return {
    watchedSince: timeField(delegation, "watched_since"),
    facts: facts.map(object).map((each) => ({ fact: textField(each, "fact"), since: timeField(each, "since") })),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new UsageError("it is no JSON", { cause });
  }
}

function object(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UsageError("an object is missing");
  return value as Fields;
}

function numberField(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isInteger(value)) throw new UsageError(`${name} is no number`);
  return value;
}

function textField(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new UsageError(`${name} is no text`);
  return value;
}

function timeField(fields: Fields, name: string): number {
  return parseTime(textField(fields, name), 0);
}

function timeFieldOrNull(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : timeField(fields, name);
}
