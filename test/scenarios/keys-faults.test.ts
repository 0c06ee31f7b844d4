import { describe, test } from "vitest";
import { expectKeysCase, titledKeys } from "../support/keys-check.ts";
import { KEYS_AGES, KEYS_ROLLOVERS } from "./faults/keys-ages.ts";
import { KEYS_BREAKS } from "./faults/keys-breaks.ts";
import { KEYS_ALGORITHMS, KEYS_FIELDS, KEYS_MATERIAL } from "./faults/keys-records.ts";
import { KEYS_SETS } from "./faults/keys-sets.ts";

describe.each([
  ["algorithms", KEYS_ALGORITHMS],
  ["protocol and flags", KEYS_FIELDS],
  ["public keys", KEYS_MATERIAL],
  ["the RRset", KEYS_SETS],
  ["lost keys", KEYS_BREAKS],
  ["ages", KEYS_AGES],
  ["rollovers", KEYS_ROLLOVERS],
])("keys: %s", (_, cases) => {
  test.each(titledKeys(cases))("%s", async (_title, each) => expectKeysCase(each));
});
