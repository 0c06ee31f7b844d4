import { describe, test } from "vitest";
import { expectDsCase, titled } from "../support/ds-case.ts";
import { DS_KEYS } from "./faults/ds-keys.ts";
import { DS_RECORDS } from "./faults/ds-records.ts";

describe.each([
  ["the DS by itself", DS_RECORDS],
  ["DS and keys", DS_KEYS],
])("ds: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectDsCase(each));
});
