import { describe, expect, test } from "vitest";
import { expectDsCase, titled } from "../support/ds-case.ts";
import { listedFaults } from "../support/fault-list.ts";
import { DS_ANNOUNCEMENTS } from "./faults/ds-announcements.ts";
import { DS_BOOTSTRAP } from "./faults/ds-bootstrap.ts";
import { DS_KEYS } from "./faults/ds-keys.ts";
import { DS_PARENT } from "./faults/ds-parent.ts";
import { DS_RECORDS } from "./faults/ds-records.ts";

const TABLES = [
  ["the DS by itself", DS_RECORDS],
  ["DS and keys", DS_KEYS],
  ["the parent's servers", DS_PARENT],
  ["CDS and CDNSKEY", DS_ANNOUNCEMENTS],
  ["authenticated bootstrapping", DS_BOOTSTRAP],
] as const;

describe.each(TABLES)("ds: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectDsCase(each));
});

describe("the tables against the list of faults", () => {
  const cases = TABLES.flatMap(([, each]) => each);

  test.each(listedFaults().filter(({ check }) => check === "ds"))(
    "$id has a case that must report it as $severity, and one that must not report it",
    ({ id, severity }) => {
      const own = cases.filter((each) => each.id === id);
      const marks = own.map(({ reports }) => reports.map((mark) => mark.replace("< ", "")));
      expect(marks.filter((each) => each.includes(`${id}:${severity}`))).not.toEqual([]);
      expect(marks.filter((each) => !each.some((mark) => mark.startsWith(`${id}:`)))).not.toEqual([]);
    },
  );
});
