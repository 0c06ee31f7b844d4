import { describe, test } from "vitest";
import { expectCase, titled } from "../support/fault-case.ts";
import { SIGNATURE_ALGORITHMS } from "./faults/signature-algorithms.ts";
import { SIGNATURE_ALIASES } from "./faults/signature-aliases.ts";
import { SIGNATURE_CRYPTOGRAPHY } from "./faults/signature-cryptography.ts";
import { SIGNATURE_PERIODS } from "./faults/signature-periods.ts";
import { SIGNATURE_PRESENCE } from "./faults/signature-presence.ts";
import { SIGNATURE_TIMES } from "./faults/signature-times.ts";

describe.each([
  ["times", SIGNATURE_TIMES],
  ["periods", SIGNATURE_PERIODS],
  ["presence", SIGNATURE_PRESENCE],
  ["cryptography", SIGNATURE_CRYPTOGRAPHY],
  ["algorithms", SIGNATURE_ALGORITHMS],
  ["aliases", SIGNATURE_ALIASES],
])("signatures: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectCase("signatures", each));
});
