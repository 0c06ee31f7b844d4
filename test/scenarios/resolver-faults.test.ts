import { describe, test } from "vitest";
import { titled } from "../support/fault-case.ts";
import { expectResolverCase } from "../support/resolver-case.ts";
import { RESOLVER_CONDITIONS } from "./faults/resolver-conditions.ts";
import { RESOLVER_VALIDATION } from "./faults/resolver-validation.ts";

describe.each([
  ["validation", RESOLVER_VALIDATION],
  ["condition", RESOLVER_CONDITIONS],
])("resolvers: %s", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectResolverCase(each));
});
