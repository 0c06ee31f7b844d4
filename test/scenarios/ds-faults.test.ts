import { describe, test } from "vitest";
import { expectDsCase } from "../support/ds-case.ts";
import { titled } from "../support/fault-case.ts";
import { DS_ANNOUNCEMENTS } from "./faults/ds-announcements.ts";
import { DS_BOOTSTRAP } from "./faults/ds-bootstrap.ts";
import { DS_KEYS } from "./faults/ds-keys.ts";
import { DS_PARENT } from "./faults/ds-parent.ts";
import { DS_RECORDS } from "./faults/ds-records.ts";

describe.each([
  ["the DS by itself", DS_RECORDS],
  ["DS and keys", DS_KEYS],
  ["the parent's servers", DS_PARENT],
  ["CDS and CDNSKEY", DS_ANNOUNCEMENTS],
  ["authenticated bootstrapping", DS_BOOTSTRAP],
])("ds: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectDsCase(each));
});
