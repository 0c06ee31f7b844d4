import { describe, test } from "vitest";
import { expectNameserverCase } from "../support/nameservers.ts";
import { NAMESERVER_ANSWERS } from "./faults/nameserver-answers.ts";
import { NAMESERVER_COPIES } from "./faults/nameserver-copies.ts";
import { NAMESERVER_EDNS } from "./faults/nameserver-edns.ts";
import { NAMESERVER_SERVICE } from "./faults/nameserver-service.ts";

describe.each([
  ["service", NAMESERVER_SERVICE],
  ["EDNS and flags", NAMESERVER_EDNS],
  ["copies of the zone", NAMESERVER_COPIES],
  ["answers", NAMESERVER_ANSWERS],
])("nameservers: %s", (_, cases) => {
  test.each(cases.map((each) => [`${each.id}: ${each.when}`, each] as const))("%s", async (_title, each) =>
    expectNameserverCase(each),
  );
});
