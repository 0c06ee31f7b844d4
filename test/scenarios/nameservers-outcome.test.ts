import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { Rcode } from "../../src/dns/registry.ts";
import { expectHealthy, NOW, type Scenario } from "../support/check.ts";
import { BAD_SERVER, GOOD_SERVER, KEYS, zoneTest } from "../support/fault-case.ts";
import { badSecond, nameserversOf, withSerial } from "../support/nameservers.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { createKey, type SigningKey } from "../support/signer/key.ts";
import { mutate } from "../support/signer/mutate.ts";
import { signAnew } from "../support/signer/mutate-zone.ts";

const HOUR = 3600;
const DAY = 86_400;
const APEX = parseName("zone.test.");
const [KSK, ZSK] = KEYS;
const OTHER_KSK = createKey({ seed: "other" });
const OTHER_ZSK = createKey({ seed: "other", flags: 256 });
const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });

/** A second signer with a serial of its own. */
function signers(keys: readonly SigningKey[], serialChange: number): Scenario {
  return badSecond(
    {
      mutations: [
        (zone) =>
          mutate(
            zone,
            signAnew({ keys, inception: NOW - 9 * DAY, expiration: NOW + 5 * DAY }),
            withSerial(serialChange),
          ),
      ],
    },
    { keys: [KSK, ZSK, idle(OTHER_ZSK)], ds: [dsRecord(APEX, KSK), dsRecord(APEX, OTHER_KSK)] },
  );
}

describe("nothing above information for", () => {
  test.each<readonly [string, Scenario]>([
    ["two signers with one KSK and serials of their own", signers([KSK, idle(ZSK), OTHER_ZSK], -4711)],
    ["two signers with a KSK each and serials of their own", signers([OTHER_KSK, idle(ZSK), OTHER_ZSK], 4711)],
    [
      "signers on the fly with times some minutes apart",
      badSecond({ mutations: [signAnew({ inception: NOW - HOUR - 120 })] }, { denial: "compact", inception: -HOUR }),
    ],
    [
      "a wildcard that answers for a name that does not exist",
      badSecond({}, { records: ["* A 192.0.2.1"] }, { queries: ["x.y.zone.test/TXT"] }),
    ],
    ["a wildcard alias", badSecond({}, { records: ["* CNAME www.elsewhere.test."] })],
    ["an unsigned zone that should be", badSecond({}, { keys: null }, { expect: "insecure" })],
  ])("%s", async (_, scenario) => {
    expectHealthy(await nameserversOf(scenario));
  });
});

describe("the name is no zone to check:", () => {
  test.each([
    ["it does not exist", "missing.test.", "zone-nonexistent"],
    ["it is a name in a zone", "a.b.zone.test.", "name-is-no-zone"],
  ] as const)("%s", async (_, zone, id) => {
    const { findings } = await nameserversOf(badSecond({}, {}, { zone }));
    expect(findings.map((each) => [each.id, each.level])).toEqual([[id, "critical"]]);
  });
});

test("an unsigned zone that should be secure is critical", async () => {
  const { findings } = await nameserversOf(badSecond({}, { keys: null }));
  expect(findings.filter(({ level }) => level === "critical").map(({ id }) => id)).toEqual([
    "chain-expected-secure-but-insecure",
  ]);
});

test("silent servers are the zone's fault", async () => {
  const silent = { behaviour: { silent: true } as const };
  const { findings, unknown } = await nameserversOf(
    zoneTest({
      servers: [
        { addresses: [GOOD_SERVER], ...silent },
        { addresses: [BAD_SERVER], ...silent },
      ],
    }),
  );
  expect(unknown).toBeNull();
  const udp = findings.find(({ id }) => id === "ns-unresponsive-udp");
  expect(udp?.servers.map(({ address }) => address)).toEqual([GOOD_SERVER, BAD_SERVER]);
  expect(findings.find(({ id }) => id === "ns-unresponsive-tcp")?.cause).toBe("ns-unresponsive-udp");
});

describe("the summary", () => {
  test("says what all serve where nothing is wrong", async () => {
    const { summary, metrics } = await nameserversOf(badSecond({}));
    expect(summary).toBe("all 2 addresses serve the signed zone, serial 2026112301");
    expect(metrics.map(({ name, value }) => [name, value])).toEqual([
      ["copy_lag", 0],
      ["servers", 2],
      ["servers_failing", 0],
      ["slowest_answer", 0],
    ]);
  });

  test("names the server where something is", async () => {
    const { summary } = await nameserversOf(badSecond({ behaviour: { rcode: Rcode.REFUSED } }));
    expect(summary).toBe(`answers REFUSED for this zone at ${BAD_SERVER}`);
  });

  test("tells how far a copy is behind", async () => {
    const behind = badSecond({ mutations: [withSerial(1), signAnew({ inception: NOW - 4 * HOUR })] });
    const { summary, metrics } = await nameserversOf(behind);
    expect(summary).toBe(
      `SOA: copy is behind: serial 2026112301, newest 2026112302; for 4h or more, signed for 14d more at ${GOOD_SERVER}`,
    );
    expect(metrics.find(({ name }) => name === "copy_lag")?.value).toBe(4 * HOUR);
  });
});

test("each server has a line in the details", async () => {
  const { details } = await nameserversOf(badSecond({ behaviour: { rcode: Rcode.SERVFAIL } }));
  expect(details.slice(0, 2)).toEqual([
    `server: ${GOOD_SERVER}: serial 2026112301, 2 keys`,
    `server: ${BAD_SERVER}: SERVFAIL`,
  ]);
});
