import { describe, test } from "vitest";
import { expectCase, titled } from "../support/fault-case.ts";
import { CHAIN_ALIASES } from "./faults/chain-aliases.ts";
import { CHAIN_ENTRY_POINTS } from "./faults/chain-entry-points.ts";
import { CHAIN_SIGNERS } from "./faults/chain-signers.ts";
import { CHAIN_VERDICTS } from "./faults/chain-verdicts.ts";
import { DENIAL_PROOFS } from "./faults/denial-proofs.ts";

describe.each([
  ["entry points", CHAIN_ENTRY_POINTS],
  ["verdicts", CHAIN_VERDICTS],
  ["aliases", CHAIN_ALIASES],
  ["several signers", CHAIN_SIGNERS],
  ["denial", DENIAL_PROOFS],
])("chain: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectCase("chain", each));
});
