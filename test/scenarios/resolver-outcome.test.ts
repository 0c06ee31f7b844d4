import { expect, test } from "vitest";
import { NSEC3 } from "../support/signer/sign-zone.ts";
import { zoneTest } from "../support/fault-case.ts";
import { expectHealthy } from "../support/check.ts";
import { resolversOf } from "../support/resolver-case.ts";
import { keyPair, combinedKey } from "../support/signer/key.ts";

test.each([
  ["a healthy zone", zoneTest({})],
  ["Ed448", zoneTest({ keys: keyPair(16) })],
  ["P-384", zoneTest({ keys: keyPair(14) })],
  ["a combined key", zoneTest({ keys: [combinedKey()] })],
  ["NSEC3", zoneTest({ denial: NSEC3 })],
  ["opt-out", zoneTest({ denial: { ...NSEC3, optOut: true }, records: ["cut NS ns.elsewhere."] })],
  ["compact denial", zoneTest({ denial: "compact" })],
  ["a wildcard that answers the absent name", zoneTest({ records: ["* A 192.0.2.1"] })],
  ["binary labels", zoneTest({ records: ["\\000\\255.x A 192.0.2.1"] }, { queries: ["\\000\\255.x.zone.test./A"] })],
  ["an alias", zoneTest({ records: ["www CNAME a", "a A 192.0.2.1"] }, { queries: ["www.zone.test./A"] })],
  ["the root itself", zoneTest({}, { zone: "." })],
])("%s is no reason to worry at two resolvers", async (_, scenario) => {
  const outcome = await resolversOf({ scenario, resolvers: [{}, {}] });
  expectHealthy(outcome);
  expect(outcome.security).toBe("secure");
});

test("the first line counts the resolvers that authenticate the zone", async () => {
  const outcome = await resolversOf({
    scenario: zoneTest({}),
    resolvers: [{}, { isBlind: true, role: "non-validating" }],
  });
  expect(outcome.summary).toBe("2 resolvers resolve it, 1 with AD, the slowest in 0 ms");
  expect(outcome.details).toEqual([
    "resolver 192.0.2.53: NOERROR with AD, 0 ms",
    "resolver 192.0.2.54 (non-validating): NOERROR, 0 ms",
  ]);
  expect(outcome.metrics.map(({ name, value }) => [name, value])).toEqual([
    ["response_time", 0],
    ["resolvers", 2],
    ["resolving", 2],
    ["authenticating", 1],
    ["response_time_192_0_2_53", 0],
    ["response_time_192_0_2_54", 0],
  ]);
});

test("the first line names the fault and the resolver", async () => {
  const resolvers = [{}, { behaviour: { silent: true } }];
  const { summary, findings } = await resolversOf({ scenario: zoneTest({}), resolvers });
  expect(summary).toBe("gives no answer: timed out at 192.0.2.54");
  expect(findings.map(({ id }) => id)).toEqual(["resolver-no-answer"]);
});

test("the first line names this host's clock, not what is out of date by it", async () => {
  const { summary } = await resolversOf({ scenario: zoneTest({}, { later: 30 * 86_400 }), resolvers: [{}] });
  expect(summary).toMatch(/^clock is wrong: this host's/);
});

test("a dead resolver is a finding even where it is the only one", async () => {
  const { unknown, findings } = await resolversOf({
    scenario: zoneTest({}),
    resolvers: [{ behaviour: { silent: true } }],
  });
  expect(unknown).toBeNull();
  expect(findings.map(({ id, level }) => `${id}:${level}`)).toContain("resolver-no-answer:critical");
});

test.each([
  ["gone.test.", "zone-nonexistent"],
  ["www.zone.test.", "name-is-no-zone"],
])("%s is %s", async (zone, id) => {
  const scenario = zoneTest({ records: ["www A 192.0.2.1"] }, { zone });
  const { findings } = await resolversOf({ scenario, resolvers: [{}] });
  expect(findings.map((found) => `${found.id}:${found.level}`)).toEqual([`${id}:critical`]);
});

test("an unsigned zone is critical where it is expected to be secure", async () => {
  const { findings } = await resolversOf({ scenario: zoneTest({ keys: null }), resolvers: [{}] });
  expect(findings.map(({ id, level }) => `${id}:${level}`)).toContain("chain-expected-secure-but-insecure:critical");
});

test("a slow resolver is one over the range", async () => {
  const scenario = zoneTest({}, { warning: "@0:1", critical: "5" });
  const { findings } = await resolversOf({ scenario, resolvers: [{}] });
  expect(findings.map(({ id, level }) => `${id}:${level}`)).toEqual(["resolver-slow:warning"]);
});

test("a bogus name that is not bogus is told", async () => {
  const { findings } = await resolversOf({
    scenario: zoneTest({ records: ["www A 192.0.2.1"] }),
    resolvers: [{}],
    bogusName: "www.zone.test.",
  });
  expect(findings.map(({ id }) => id)).toEqual(["bogus-name-not-bogus"]);
});
