import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { areInstalled } from "../support/programs.ts";
import type { Act } from "../support/stage/acts.ts";
import { type Agent, startAgent } from "../support/zabbix/agent.ts";
import { eventually } from "../support/eventually.ts";
import { isPresent, ZABBIX_7 } from "../support/zabbix/release.ts";
import { CHECKS, type StagedZabbix, startStagedZabbix } from "../support/zabbix/staged.ts";
import { type WatchedHost, watchHost } from "../support/zabbix/watched-host.ts";

const PROJECT = join(import.meta.dirname, "../..");

const folder = mkdtempSync(join(tmpdir(), "zabbix-test-"));

describe.skipIf(!areInstalled("zabbix_server", "zabbix_agent2", "php", "psql"))("Zabbix", () => {
  let zabbix: StagedZabbix;

  beforeAll(async () => {
    zabbix = await startStagedZabbix(folder);
  });

  afterAll(async () => {
    await zabbix.stop();
    rmSync(folder, { recursive: true });
  });

  describe("over the zones it discovered", () => {
    let host: WatchedHost;
    /** What Zabbix has told so far; two weeks are less than calm.example alone may have left. */
    const told = ["+ DNSSEC signatures calm.example: WARNING"];

    beforeAll(async () => {
      host = await watchHost(zabbix.api, {
        name: "zones",
        macros: {
          ...zabbix.macros,
          ZONES: "shop.example, calm.example",
          'SIGNATURES.WARN:"calm.example"': "30d",
          "CHAIN.CONFIRM": "#1",
        },
        checks: 12,
      });
    });

    test("shows the values of the zones, draws them, and judges each by its own thresholds", async () => {
      const values = await host.values();
      expect(values.get('dnssec.result[signatures,"shop.example"]')).toMatch(/^OK: 6 RRsets signed on 2 servers/);
      expect(Number(values.get('dnssec.first_expiry[signatures,"shop.example"]'))).toBeGreaterThan(13 * 86400);
      expect(values.get('dnssec.level[chain,"calm.example"]')).toBe("0");
      expect(values.get('dnssec.usable_ds[ds,"calm.example"]')).toBe("1");
      await eventually("Zabbix tells of it", async () => (await host.events()).length > 0);
      expect((await host.events()).map(({ change }) => change)).toEqual(told);
      const graphs = await zabbix.api<{ name: string }[]>("graph.get", {
        filter: { host: "zones" },
        sortfield: "name",
      });
      expect(graphs.map(({ name }) => name)).toEqual(
        ["calm", "shop"].flatMap((zone) => [`DNSSEC ${zone}.example: levels`, `DNSSEC ${zone}.example: times`]),
      );
    });

    const OTHERS = ["denial", "ds", "keys", "nameservers", "signatures"];

    /** What the chain check makes Zabbix tell, then the others, and which of those are bad and yet held back. */
    interface Told {
      readonly act: Act;
      /** When the checks judge; left out: now. */
      readonly at?: string;
      readonly chain?: readonly string[];
      readonly others?: readonly string[];
      readonly held?: readonly string[];
    }

    test.each<Told>([
      { act: "healthy", at: "+11d", others: ["+ signatures WARNING"] },
      { act: "healthy", at: "+318h", others: ["+ signatures CRITICAL"] },
      { act: "expired", chain: ["+ chain EMERGENCY"], others: [], held: ["denial", "ds", "signatures"] },
      { act: "healthy", chain: ["- chain EMERGENCY"], others: ["- signatures CRITICAL", "- signatures WARNING"] },
      { act: "ds-swapped", chain: ["+ chain EMERGENCY"], others: [], held: ["ds", "keys"] },
      { act: "healthy", chain: ["- chain EMERGENCY"] },
      { act: "drifting", chain: ["+ chain CRITICAL"], others: [], held: ["denial", "ds", "nameservers", "signatures"] },
      { act: "healthy", chain: ["- chain CRITICAL"], others: [] },
      { act: "server-dead", others: [], held: ["nameservers"] },
      { act: "server-dead", others: ["+ nameservers CRITICAL"] },
      { act: "dead", chain: ["+ chain CRITICAL"], others: [] },
      { act: "healthy", chain: ["- chain CRITICAL"], others: ["- nameservers CRITICAL"] },
    ])(
      "while shop.example is $act Zabbix tells of it once, by its cause",
      async ({ act, at = "+0s", chain, others, held = [] }) => {
        zabbix.judgeAt(at);
        await zabbix.stage.play({ "shop.example.": act });
        for (const [checks, changes] of [
          [["chain"], chain],
          [OTHERS, others],
        ] as const) {
          if (changes === undefined) continue;
          await host.run(...checks.map((check) => `${check} shop`));
          told.push(...changes.map((change) => change.replace(/(\w+) (\w+)$/, "DNSSEC $1 shop.example: $2")));
          await eventually("Zabbix tells all of it", async () => (await host.events()).length >= told.length);
          expect((await host.events()).map(({ change }) => change)).toEqual(told);
        }
        const values = await host.values();
        for (const check of held)
          expect(Number(values.get(`dnssec.level[${check},"shop.example"]`))).toBeGreaterThan(0);
      },
    );

    test("says what is wrong in the problem's name, and how bad it is in its severity", async () => {
      const emergency = (await host.events()).find(({ change }) => change.endsWith("EMERGENCY"));
      expect(emergency?.text).toMatch(
        /^DNSSEC chain shop\.example: EMERGENCY: bogus, DNSKEY: every usable signature has expired/,
      );
      expect(emergency?.severity).toBe(5);
    });
  });

  describe("over names that mean something to a shell", () => {
    const proof = join(folder, "executed");
    const zones = [`a;touch\${IFS}${proof}`, `$(touch\${IFS}${proof})`, "`id`']", "-V"];
    let host: WatchedHost;

    beforeAll(async () => {
      host = await watchHost(zabbix.api, {
        name: "shell",
        macros: {
          ...zabbix.macros,
          ZONES: zones.join(" "),
          RESOLVERS: zabbix.stage.resolver,
          "TRUST_ANCHOR.CONFIRM": "#1",
        },
        checks: zones.length * 7 + 1,
      });
    });

    test.each(zones)("hands %s to the checks as one argument", async (zone) => {
      const values = await host.values();
      for (const check of ["chain", "keys"]) {
        expect(values.get(`dnssec.result[${check},"${zone}"]`)).toMatch(/zone-nonexistent|^UNKNOWN: malformed/);
      }
      expect(existsSync(proof)).toBe(false);
    });

    test("shows UNKNOWN while a check can't be run, and no longer once it can", async () => {
      const check = join(zabbix.externalScripts, "check_dnssec_trust_anchor");
      const name = `DNSSEC trust anchor ${zabbix.stage.resolver}: UNKNOWN`;
      const changes = async (): Promise<readonly string[]> =>
        (await host.events()).map(({ change }) => change).filter((change) => change.endsWith(name));
      const target = readlinkSync(check);
      rmSync(check);
      await host.run("trust anchor");
      await eventually("Zabbix tells of it", async () => (await changes()).length === 1);
      symlinkSync(target, check);
      await host.run("trust anchor");
      await eventually("Zabbix tells of its end", async () => (await changes()).length === 2);
      expect(await changes()).toEqual([`+ ${name}`, `- ${name}`]);
    });
  });

  describe("agent 2", () => {
    let agent: Agent;
    let options: string;

    beforeAll(async () => {
      const userParameters = join(PROJECT, "icinga-config/zabbix/userparameter_dnssec.conf");
      agent = await startAgent(join(folder, "agent"), userParameters, zabbix.externalScripts);
      options = zabbix.stage.arguments.join(" ");
    });

    afterAll(() => agent.stop());

    test.each(CHECKS)("answers with the JSON of check_dnssec_%s", async (check) => {
      const answer = await agent.get(
        check === "trust_anchor" || check === "resolvers"
          ? `dnssec.${check}[${check === "resolvers" ? `calm.example,-r ${zabbix.stage.resolver} ` : `${zabbix.stage.resolver},`}${options}]`
          : `dnssec.${check}[calm.example,${options}]`,
      );
      expect(JSON.parse(answer)).toMatchObject({ plugin: `check_dnssec_${check}` });
    });

    test("refuses a zone that means something to a shell", async () => {
      expect(await agent.get("dnssec.chain[$(id)]")).toMatch(/^ZBX_NOTSUPPORTED: .*not allowed/);
    });
  });
});

describe.each([ZABBIX_7].filter(isPresent))("Zabbix $version over a zone it discovered", (release) => {
  const own = mkdtempSync(join(tmpdir(), "zabbix-test-"));
  let zabbix: StagedZabbix;
  let host: WatchedHost;

  beforeAll(async () => {
    zabbix = await startStagedZabbix(own, release);
    host = await watchHost(zabbix.api, {
      name: "zones",
      macros: { ...zabbix.macros, ZONES: "shop.example", "CHAIN.CONFIRM": "#1" },
      checks: 6,
    });
  });

  afterAll(async () => {
    await zabbix.stop();
    rmSync(own, { recursive: true });
  });

  test("takes the template of its version and shows what the checks found", async () => {
    const values = await host.values();
    expect(values.get('dnssec.result[chain,"shop.example"]')).toMatch(/^OK: secure over 3 zones/);
    expect(Number(values.get('dnssec.first_expiry[signatures,"shop.example"]'))).toBeGreaterThan(13 * 86400);
    expect([...values].filter(([key, value]) => key.startsWith("dnssec.") && value === "")).toEqual([]);
  });

  test("tells of a DS that leads nowhere by its cause, and when it is mended", async () => {
    const changes = async (): Promise<readonly string[]> => (await host.events()).map(({ change }) => change);
    await zabbix.stage.play({ "shop.example.": "ds-swapped" });
    await host.run("chain shop", "ds shop");
    await eventually("Zabbix tells of it", async () => (await changes()).length > 0);
    await zabbix.stage.play({});
    await host.run("chain shop", "ds shop");
    await eventually("Zabbix tells of its end", async () => (await changes()).length > 1);
    expect(await changes()).toEqual(["+", "-"].map((sign) => `${sign} DNSSEC chain shop.example: EMERGENCY`));
  });
});
