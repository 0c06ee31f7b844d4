import { describe, expect, test } from "vitest";
import { anchorsOf, expectAnchorCase } from "../support/anchor-case.ts";
import { titled } from "../support/fault-case.ts";
import { TRUST_ANCHORS } from "./faults/trust-anchors.ts";

describe("trust anchors", () => {
  test.each(titled(TRUST_ANCHORS))("%s", async (_title, each) => expectAnchorCase(each));
});

test("without the root's keys and without knowledge of them nothing is learned", async () => {
  const { unknown } = await anchorsOf({ root: { servers: [{ behaviour: { silent: true } }] }, trusts: null });
  expect(unknown).toContain("the keys of . can't be had");
});

test("a file of the public root is judged even where the root can't be reached", async () => {
  const file = ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
  const root = { servers: [{ behaviour: { silent: true } }] };
  const { unknown, summary } = await anchorsOf({ root, isPublic: true, file });
  expect(unknown).toBeNull();
  expect(summary).toBe("DNSKEY: trust anchor file root.key is out of date: key 38696 is missing");
  const current = ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";
  const good = await anchorsOf({ root, isPublic: true, file: current });
  expect(good.summary).toBe("key 38696 trusted in 1 file; today's keys could not be seen");
});
