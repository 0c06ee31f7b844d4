import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readPluginOutput } from "../../src/monitoring/plugin-output.ts";
import { temporaryDirectory } from "../support/daemons/process.ts";
import type { NotificationEvent } from "../support/icinga/api.ts";
import { eventually } from "../support/eventually.ts";
import { checkConfiguration } from "../support/icinga/cluster.ts";
import { edit } from "../support/icinga/edit.ts";
import { AGENT, type Lab, PLACES, type Place, raiseLab } from "../support/icinga/lab.ts";
import { mayMakeNamespaces } from "../support/icinga/namespaces.ts";
import { type Watch, watchServices } from "../support/icinga/watch.ts";
import { areInstalled } from "../support/programs.ts";
import type { Act, Scene } from "../support/stage/acts.ts";

const directory = temporaryDirectory();
const trap = join(directory.path, "trap");
/** Names that a shell would run as commands, and one that Icinga would take for a macro. */
const HOSTILE = [`$(touch\${IFS}${trap});\`touch\${IFS}${trap}\`|'"&.example`, "$host.name$.example"];
const CHECKS = ["chain", "denial", "ds", "keys", "nameservers", "resolvers", "signatures"];
const OF_SHOP = CHECKS.map((check) => `${check} shop.example`);
const [OK, WARNING, CRITICAL] = [0, 1, 2];

afterAll(() => directory.remove());

describe.skipIf(!areInstalled("icinga2"))("Icinga 2 takes the shipped configuration", () => {
  test("as it is, without a warning", async () => {
    const said = await checkConfiguration(join(directory.path, "shipped"));
    expect(said).toContain("Finished validating the configuration file(s)");
    expect(said).not.toMatch(/(warning|critical)\//);
  });

  test("but refuses a zone name that could be taken for two of Icinga's", async () => {
    const edited = edit({ DnssecZones: { "a!b.example": {} } });
    await expect(checkConfiguration(join(directory.path, "refused"), edited)).rejects.toThrow(
      "Config validation failed",
    );
  });
});

// Without the right to make network namespaces there is no place for vantage points.
describe.skipIf(!areInstalled("icinga2", "ip", "openssl", "unshare") || !mayMakeNamespaces())(
  "a cluster of Icinga 2",
  () => {
    let lab: Lab;
    let watch: Watch;
    let events: readonly NotificationEvent[];

    beforeAll(async () => {
      lab = await raiseLab(directory.path, {
        example: { dnssec_checks: ["chain", "nameservers"] },
        "shop.example": {},
        "calm.example": { dnssec_checks: ["chain"] },
        ...Object.fromEntries(HOSTILE.map((name) => [name, { dnssec_checks: ["chain"] }])),
      });
      watch = watchServices(lab.api);
      events = await vi.waitFor(async () => await lab.api.collectNotifications(), { timeout: 20_000, interval: 500 });
      await eventually("all satellites have their configuration", async () => {
        const places = new Set((await lab.api.services()).map(({ checkSource }) => checkSource));
        return PLACES.every((place) => places.has(place));
      });
      await lab.api.checkNow("true", {});
    });

    afterAll(async () => {
      await lab?.stop();
    });

    test("runs every check at every vantage point, and all is well", async () => {
      await eventually("every check has run", async () =>
        (await lab.api.services()).every(({ checkedAt }) => checkedAt > 0),
      );
      await watch.check("frankfurt", "locations example", "locations shop.example", "locations calm.example");
      await eventually("the locations agree", async () => {
        const locations = (await watch.services("frankfurt")).filter(({ name }) => /locations [a-z.]+$/.test(name));
        return locations.length === 3 && locations.every(({ state }) => state === OK);
      });
      // Locations without a result yet were told of.
      await eventually("chat knows", () => {
        const told = lab.receiver.told.filter((line) => /: \S+ [a-z.]+: location-result-missing/.test(line));
        return told.filter((line) => line.includes("RECOVERED")).length * 2 === told.length;
      });
      const atAgent = (await lab.api.services()).filter(({ host }) => host === `dnssec-${AGENT}`);
      expect(
        atAgent.filter(
          ({ checkSource, name }) => checkSource !== (/ (emergency|basis) /.test(name) ? "frankfurt" : "lima"),
        ),
      ).toEqual([]);
      for (const place of PLACES) {
        const here = await watch.services(place);
        expect(here.filter(({ checkSource }) => checkSource !== place)).toEqual([]);
        const unwell = here.filter(({ name, state }) => state !== OK && !HOSTILE.some((each) => name.endsWith(each)));
        expect(unwell).toEqual([]);
        expect(here.map(({ name }) => name)).toEqual(
          expect.arrayContaining(
            [...OF_SHOP, "emergency shop.example", "trust_anchor"].map((name) => `dnssec ${name}`),
          ),
        );
      }
    });

    test("reads all performance data that the checks measured", async () => {
      for (const name of [...OF_SHOP, "trust_anchor"]) {
        const { command, performanceData } = await watch.service("frankfurt", name);
        const { metrics } = JSON.parse(await lab.runAt("frankfurt", [...command, "-o", "json"])) as Measured;
        const read = readPluginOutput(`DNSSEC OK - example: | ${performanceData.join(" ")}`)?.metrics ?? [];
        expect(read.map(shapeOf)).toEqual(metrics.map(shapeOf));
        const wrong = metrics.filter(({ value, uom }, index) => {
          // Minutes may lie between the runs.
          const tolerance = { s: 300, ms: 1000 }[uom] ?? 0;
          return value !== null && !(Math.abs((read[index]?.value ?? Number.NaN) - value) <= tolerance);
        });
        expect(wrong).toEqual([]);
      }
    });

    test("gives a zone's name to the check as one argument, whatever is in it", async () => {
      for (const name of HOSTILE) {
        const { command, output } = await watch.service("frankfurt", `chain ${name}`);
        expect(command).toContain(name);
        expect(output).toMatch(/^DNSSEC CHAIN (UNKNOWN|CRITICAL) - /);
        expect((await watch.service("frankfurt", `emergency ${name}`)).output).toBe(
          `DNSSEC EMERGENCY OK - ${name}: no check reports one`,
        );
      }
      expect(existsSync(trap)).toBe(false);
    });

    test("alerts nobody of a failure that passes", async () => {
      const told = toldFromNow();
      await play("frankfurt", { "shop.example.": "expiring" });
      await watch.check("frankfurt", "signatures shop.example");
      await watch.reaches("frankfurt", "signatures shop.example", WARNING);
      await play("frankfurt", {});
      await watch.reaches("frankfurt", "signatures shop.example", OK);
      expect(told()).toEqual([]);
    });

    test("tells more people the closer signatures come to their end, everybody at once when they expire, and when it is over", async () => {
      const told = toldFromNow();
      const signatures = "signatures shop.example";
      const key = "dnssec/shop.example/rrsig";

      await play("frankfurt", { "shop.example.": "expiring" });
      await watch.check("frankfurt", signatures);
      await eventually("chat is told", () => told().length === 1);
      expect(told()).toEqual(["chat: WARNING shop.example: rrsig-expiring-soon"]);

      await play("frankfurt", { "shop.example.": "expiring-today" });
      await watch.check("frankfurt", signatures);
      await eventually("the second line is told", () => told().length === 4);
      expect(told().slice(1, 3).toSorted()).toEqual([
        "chat: CRITICAL shop.example: rrsig-expiring-soon",
        `on call: trigger ${key}-expiring-soon`,
      ]);
      expect(told()[3]).toBe("second line: create dnssec:shop.example:rrsig-expiring-soon");

      await lab.api.acknowledge("dnssec-frankfurt", `dnssec ${signatures}`);
      await eventually("all have heard of the acknowledgement", () => told().length === 7);

      // The service is CRITICAL already and acknowledged, and stays so.
      await play("frankfurt", { "shop.example.": "expired" });
      await watch.check("frankfurt", signatures);
      await eventually("everybody is told", () => told().length === 11);
      expect(told().slice(7).toSorted()).toEqual([
        "chat: EMERGENCY shop.example: rrsig-expired-dnskey",
        `on call: trigger ${key}-expired-dnskey`,
        "second line: create dnssec:shop.example:rrsig-expired-dnskey",
        "security: EMERGENCY shop.example: rrsig-expired-dnskey",
      ]);
      await watch.check("frankfurt", "chain shop.example");
      await watch.reachesHard("frankfurt", "chain shop.example", CRITICAL);

      await play("frankfurt", {});
      await watch.check("frankfurt", "chain shop.example");
      await watch.reaches("frankfurt", "basis shop.example", OK);
      await watch.check("frankfurt", signatures);
      await eventually("everything is closed", () => told().length === 18);
      expect(told().slice(11).toSorted()).toEqual([
        "chat: PARTLY RECOVERED shop.example: rrsig-expiring-soon",
        "chat: RECOVERED shop.example: rrsig-expired-dnskey",
        `on call: resolve ${key}-expired-dnskey`,
        `on call: resolve ${key}-expiring-soon`,
        "second line: close dnssec:shop.example:rrsig-expired-dnskey",
        "second line: close dnssec:shop.example:rrsig-expiring-soon",
        "security: RECOVERED shop.example: rrsig-expired-dnskey",
      ]);
    });

    test("tells of a swapped DS once, as a broken chain, and of its repair", async () => {
      const since = Date.now() / 1000;
      const told = toldFromNow();
      await play("singapore", { "shop.example.": "ds-swapped" });
      await watch.check("singapore", ...OF_SHOP);
      for (const name of ["chain", "ds", "keys", "resolvers"])
        await watch.reachesHard("singapore", `${name} shop.example`, CRITICAL);
      await play("singapore", {});
      await watch.check("singapore", ...OF_SHOP);
      for (const name of OF_SHOP) await watch.reaches("singapore", name, OK);
      await eventually("everything is closed", () => told().length === 8);
      expect(told().slice(0, 4).toSorted()).toEqual([
        "chat: EMERGENCY shop.example: ds-keytag-no-dnskey",
        "on call: trigger dnssec/shop.example/ds-keytag-no-dnskey",
        "second line: create dnssec:shop.example:ds-keytag-no-dnskey",
        "security: EMERGENCY shop.example: ds-keytag-no-dnskey",
      ]);
      expect(told().slice(4).toSorted()).toEqual([
        "chat: RECOVERED shop.example: ds-keytag-no-dnskey",
        "on call: resolve dnssec/shop.example/ds-keytag-no-dnskey",
        "second line: close dnssec:shop.example:ds-keytag-no-dnskey",
        "security: RECOVERED shop.example: ds-keytag-no-dnskey",
      ]);
      expect(await servicesThatNotify("singapore", since, 4)).toEqual([
        "dnssec chain shop.example",
        "dnssec emergency shop.example",
      ]);
    });

    test.each<[Act, string, string[]]>([
      ["drifting", "ns-stale-secondary", ["nameservers", "chain", "signatures", "ds", "denial"]],
      ["server-dead", "ns-unresponsive-udp", ["nameservers", "signatures", "ds", "denial", "keys"]],
    ])(
      "tells of one server that is %s as %s and nothing else, and that one location alone sees it",
      async (act, id, failing) => {
        const since = Date.now() / 1000;
        const all = toldFromNow();
        // On a slow machine it takes until the second line is told, too.
        const told = (): string[] => all().filter((line) => !line.startsWith("second line"));
        await play("lima", { "shop.example.": act });
        await watch.check("lima", ...OF_SHOP);
        for (const name of failing) await watch.reachesHard("lima", `${name} shop.example`, CRITICAL);
        await watch.check("frankfurt", "locations shop.example");
        await watch.reachesHard("frankfurt", "locations shop.example", WARNING);
        const { output } = await watch.service("frankfurt", "locations shop.example");
        expect(output).toMatch(/^\[WARNING\] location-alone-differs shop\.example: dnssec-lima alone sees /m);

        await play("lima", {});
        await watch.check("lima", "nameservers shop.example", "chain shop.example");
        await watch.reaches("lima", "basis shop.example", OK);
        await watch.check("lima", ...OF_SHOP);
        for (const name of OF_SHOP) await watch.reaches("lima", name, OK);
        await watch.check("frankfurt", "locations shop.example");
        await watch.reaches("frankfurt", "locations shop.example", OK);
        await eventually("everything is closed", () => told().length === 6);
        expect(told().slice(0, 2).toSorted()).toEqual([
          `chat: CRITICAL shop.example: ${id}`,
          `on call: trigger dnssec/shop.example/${id}`,
        ]);
        expect(told()[2]).toBe("chat: WARNING shop.example: location-alone-differs");
        expect(told().slice(3, 5).toSorted()).toEqual([
          `chat: PARTLY RECOVERED shop.example: ${id}`,
          `on call: resolve dnssec/shop.example/${id}`,
        ]);
        expect(told()[5]).toBe("chat: RECOVERED shop.example: location-alone-differs");
        expect(await servicesThatNotify("lima", since, 2)).toEqual(["dnssec nameservers shop.example"]);
      },
    );

    test("tells of a broken parent and not of the zones below it", async () => {
      const since = Date.now() / 1000;
      await play("frankfurt", { "example.": "expired" });
      await watch.check("frankfurt", "chain example");
      await watch.reaches("frankfurt", "emergency example", CRITICAL);
      await watch.check("frankfurt", "chain shop.example", "chain calm.example");
      for (const zone of ["example", "shop.example", "calm.example"])
        await watch.reachesHard("frankfurt", `chain ${zone}`, CRITICAL);
      await play("frankfurt", {});
      await watch.check("frankfurt", "chain example");
      await watch.reaches("frankfurt", "chain example", OK);
      await watch.check("frankfurt", ...OF_SHOP, "chain calm.example");
      for (const zone of ["example", "shop.example", "calm.example"]) {
        await watch.reaches("frankfurt", `chain ${zone}`, OK);
        await watch.reaches("frankfurt", `emergency ${zone}`, OK);
      }
      expect(await servicesThatNotify("frankfurt", since, 4)).toEqual([
        "dnssec chain example",
        "dnssec emergency example",
      ]);
    });

    test("sees signatures run down as --at is moved by a variable, first in one region and then everywhere", async () => {
      const signatures = "signatures shop.example";
      const setAt = async (value: string, ...places: readonly string[]): Promise<void> => {
        for (const place of places)
          await lab.api.setVariable(`dnssec-${place}`, `dnssec ${signatures}`, "dnssec_signatures_at", value);
      };
      const checkUntil = async (state: number, ...places: readonly string[]): Promise<void> => {
        for (const place of places) {
          // A satellite learns of the variable a moment later.
          await eventually(`${signatures} at ${place} is ${state}`, async () => {
            await watch.check(place, signatures);
            return (await watch.service(place, signatures)).state === state;
          });
          await watch.reachesHard(place, signatures, state);
        }
      };
      const comparison = async (): Promise<string> => {
        await watch.check("frankfurt", "locations shop.example");
        return (await watch.service("frankfurt", "locations shop.example")).output;
      };

      await setAt("+8d", "singapore", "lima");
      await checkUntil(WARNING, "singapore", "lima");
      await eventually("a region is told apart", async () =>
        (await comparison()).includes("region overseas (dnssec-lima, dnssec-singapore) sees rrsig-expiring-soon"),
      );
      await setAt("+8d", "frankfurt", AGENT);
      await checkUntil(WARNING, "frankfurt", AGENT);
      await eventually("nothing is told apart", async () =>
        /all 4 locations see rrsig-expiring-soon/.test(await comparison()),
      );
      await setAt("+30d", "frankfurt");
      await checkUntil(CRITICAL, "frankfurt");
      const { output, performanceData } = await watch.service("frankfurt", signatures);
      expect(output).toMatch(/^DNSSEC SIGNATURES CRITICAL - EMERGENCY shop\.example: /);
      expect(performanceData.join(" ")).toMatch(/^first_expiry=-\d+s/);
      await setAt("+0s", ...PLACES, AGENT);
      await checkUntil(OK, ...PLACES, AGENT);
    });

    // The last test: nobody brings it back.
    test("tells chat of a satellite that is lost, and takes its agent's host for down", async () => {
      const told = toldFromNow();
      const lost = (): string[] => told().filter((line) => line.includes("no-result"));
      await lab.lose("lima");
      await eventually("chat is told", async () => {
        // It takes a moment until the master misses it.
        await watch.check("frankfurt", "connection lima", `connection ${AGENT}`);
        return lost().length === 2;
      });
      expect(lost().toSorted()).toEqual([`chat: CRITICAL ${AGENT}: no-result`, "chat: CRITICAL lima: no-result"]);
      await eventually("the agent's host is down", async () => await lab.api.isDown(`dnssec-${AGENT}`));
    });

    const play = async (place: Place, scene: Scene): Promise<void> => await lab.stages[place].play(scene);

    /** What the receiver is told of zones that exist. */
    const toldFromNow = (): (() => string[]) => {
      const start = lab.receiver.told.length;
      return () => lab.receiver.told.slice(start).filter((line) => !line.includes("$"));
    };

    /** The services of a vantage point that Icinga has sent notifications for, problems and recoveries alike, since a time. */
    const servicesThatNotify = async (place: Place, since: number, recoveries: number): Promise<string[]> => {
      const sent = (): NotificationEvent[] =>
        events.filter(
          ({ host, service, timestamp }) => host === `dnssec-${place}` && timestamp > since && !service.includes("$"),
        );
      // Icinga streams its events some seconds late.
      await eventually(
        "Icinga has streamed the recoveries",
        () => sent().filter(({ notification_type }) => notification_type === "RECOVERY").length >= recoveries,
      );
      return [...new Set(sent().map((event) => event.service))].toSorted();
    };
  },
);

interface Measured {
  readonly metrics: readonly { readonly name: string; readonly value: number | null; readonly uom: string }[];
}

/** What stays the same from run to run; what could not be measured has no unit in performance data. */
function shapeOf({ value, ...metric }: Measured["metrics"][number]): object {
  return value === null ? { ...metric, uom: "", isUnknown: true } : metric;
}
