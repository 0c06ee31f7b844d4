import { isRevoked, keyTagWithRevokeToggled } from "../../dnssec/key-tag.ts";
import type { SeenKey } from "./seen-key.ts";

/** What the user or the signer says of a key that DNS does not; times in seconds since 1970, null where unsaid. */
export interface KeyFacts {
  /** Null: said of every key of that role. */
  readonly keyTag: number | null;
  readonly algorithm: number | null;
  readonly role: "KSK" | "ZSK" | "CSK" | null;
  readonly created: number | null;
  readonly published: number | null;
  readonly revoked: number | null;
  /** When the signer means to replace it. */
  readonly replacement: number | null;
  /** What else the signer says, such as `waiting for ds-seen`. */
  readonly note: string | null;
}

/** Facts about nothing, to be filled in. */
export const NO_FACTS: KeyFacts = {
  keyTag: null,
  algorithm: null,
  role: null,
  created: null,
  published: null,
  revoked: null,
  replacement: null,
  note: null,
};

/** All that is said of a key; what was said first, and of the key itself before its role, goes first. */
export function factsOf({ key, role }: SeenKey, facts: readonly KeyFacts[]): KeyFacts {
  const tags = isRevoked(key) ? [key.tag, keyTagWithRevokeToggled(key)] : [key.tag];
  const own = facts.filter(
    ({ keyTag, algorithm }) =>
      keyTag !== null && tags.includes(keyTag) && (algorithm === null || algorithm === key.algorithm),
  );
  const ofRole = facts.filter((each) => each.keyTag === null && each.role === role);
  const first = <Field extends keyof KeyFacts>(field: Field): KeyFacts[Field] =>
    [...own, ...ofRole].find((each) => each[field] !== null)?.[field] ?? NO_FACTS[field];
  return {
    keyTag: key.tag,
    algorithm: key.algorithm,
    role: first("role"),
    created: first("created"),
    published: first("published"),
    revoked: first("revoked"),
    replacement: first("replacement"),
    note: first("note"),
  };
}
