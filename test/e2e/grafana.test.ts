import { existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, dashboardFor } from "../../icinga-config/grafana/dashboards.ts";
import { temporaryDirectory } from "../support/daemons/process.ts";
import { startGraphite } from "../support/grafana/graphite.ts";
import { startInfluxdb } from "../support/grafana/influxdb.ts";
import type { PanelDatabase, PanelQuery } from "../support/grafana/panel-database.ts";
import { type LoneIcinga, startLoneIcinga } from "../support/lone-icinga.ts";
import { runPackaged } from "../support/packaged.ts";
import { areInstalled } from "../support/programs.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";

const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "dist/bin");
const DATABASES: readonly Database[] = ["influxdb", "graphite"];
/** How long checks, writers and databases may take until a panel shows what is so. */
const POLL = { timeout: 120_000, interval: 1000 };
/** Days since the keys were first seen. */
const AGE = 2;
const HOSTILE = "a'b,zone=$(id).example";

interface ShownPanel {
  readonly title: string;
  readonly targets: readonly PanelQuery[];
}

interface Variable {
  readonly name: string;
  readonly query: string;
  readonly regex: string;
}

interface ServiceObject {
  readonly attrs: {
    readonly host_name: string;
    readonly vars: { readonly dnssec_zone?: string };
    readonly last_check_result: {
      readonly command: readonly string[];
      readonly performance_data: readonly string[];
    } | null;
  };
}

function panelsOf(database: Database): readonly ShownPanel[] {
  return dashboardFor(database)["panels"] as readonly ShownPanel[];
}

function variablesOf(database: Database): readonly Variable[] {
  return (dashboardFor(database)["templating"] as { readonly list: readonly Variable[] }).list;
}

/** A zone as it stands in legends: Graphite takes no dots and blanks in names. */
function legend(database: Database, zone: string): string {
  return database === "influxdb" ? zone : zone.replaceAll(/[ .]/g, "_");
}

/** Two zones and a hostile name seen from ams, one of them from fra too, and one as Director has it: a host of its own. */
function configOf(directory: string, stage: Stage): string {
  const checks = ["chain", "keys", "nameservers", "resolvers", "signatures"];
  const seen: readonly (readonly [string, string, readonly string[]])[] = [
    ["ams", "shop.example", checks],
    ["ams", "calm.example", checks],
    ["ams", HOSTILE, ["chain"]],
    ["fra", "shop.example", ["chain", "signatures"]],
  ];
  const settings = (check: string, zone: string): string => `
  check_command = "dnssec_${check}"
  check_interval = 20s
  retry_interval = 20s
  vars.dnssec_${check}_zone = "${zone.replaceAll("$", "$$$$")}"
  vars.dnssec_${check}_root_hints = "${stage.rootHints}"
  vars.dnssec_${check}_trust_anchor = "${stage.trustAnchor}"
  vars.dnssec_${check}_port = ${stage.port}
  vars.dnssec_${check}_state_dir = "${join(directory, "history")}"
  ${check === "resolvers" ? `vars.dnssec_resolvers_resolver = "${stage.resolver}"` : ""}`;
  const host = (name: string): string => `
object Host "${name}" {
  check_command = "passive"
  enable_active_checks = false
  vars.dnssec_zone = name
}`;
  return `
include "${ROOT}/icinga-config/icinga2/dnssec-commands.conf"
include "${ROOT}/icinga-config/grafana/icinga2-influxdb.conf"
include "${ROOT}/icinga-config/grafana/icinga2-graphite.conf"
${["ams", "fra", "calm.example"].map(host).join("")}
${seen
  .flatMap(([place, zone, names]) =>
    names.map(
      (check) => `
object Service "dnssec ${check} ${zone}" {
  host_name = "${place}"
  vars.dnssec_zone = "${zone.replaceAll("$", "$$$$")}"${settings(check, zone)}
}`,
    ),
  )
  .join("")}
object Service "dnssec chain" {
  host_name = "calm.example"${settings("chain", "calm.example")}
}
`;
}

const programs = ["icinga2", "influxd", "carbon-cache", "graphite-manage"];
describe.skipIf(!areInstalled(...programs) || !existsSync(join(BIN, "check_dnssec")))("the dashboards", () => {
  const directory = temporaryDirectory();
  const databases = {} as Record<Database, PanelDatabase>;
  let stage: Stage;
  let icinga: LoneIcinga;

  beforeAll(async () => {
    const folder = (name: string): string => {
      mkdirSync(join(directory.path, name));
      return join(directory.path, name);
    };
    stage = await startStage({ directory: join(directory.path, "stage") });
    databases.influxdb = await startInfluxdb(folder("influx"));
    databases.graphite = await startGraphite(folder("carbon"));
    const history = ["--state-dir", folder("history")];
    for (const zone of ["shop.example", "calm.example"]) {
      await runPackaged(BIN, "check_dnssec_keys", [zone, "--at", `-${AGE}d`, ...history, ...stage.arguments]);
    }
    await stage.play({ "shop.example.": "expired" });
    icinga = await startLoneIcinga(folder("icinga"), BIN, configOf(directory.path, stage));
    for (const database of DATABASES) {
      const attrs = { port: String(databases[database].port) };
      await icinga.call(`objects/${database}writers/${database}`, "POST", { attrs });
    }
  }, 240_000);
  afterAll(async () => {
    await icinga?.stop();
    await Promise.all([stage?.stop(), ...Object.values(databases).map((database) => database.stop())]);
    directory.remove();
  });

  /** What a panel shows, all its queries together. */
  async function show(database: Database, title: string, selected: Readonly<Record<string, string>> = {}) {
    const { targets } = panelsOf(database).find((panel) => panel.title === title) ?? { targets: [] };
    const shown = await Promise.all(targets.map((query) => databases[database].show(query, selected)));
    return Object.fromEntries(shown.flatMap((series) => [...series]));
  }

  /** The findings that Icinga knows of, as the legends have them. */
  async function findingsInIcinga(database: Database): Promise<Readonly<Record<string, number>>> {
    const services = await icinga.call("objects/services", "GET", {
      attrs: ["host_name", "vars", "last_check_result"],
    });
    const counts = (services as readonly ServiceObject[]).flatMap(
      ({ attrs: { host_name: host, vars, ...service } }) => {
        const { command = [], performance_data = [] } = service.last_check_result ?? {};
        const zone = legend(database, (vars.dnssec_zone ?? host).replaceAll("$$", "$"));
        const name = `${zone} ${basename(command[0] ?? "").replace("check_", "")}`;
        return performance_data.flatMap((metric) => {
          const [, level, count] = /^findings_(\w+)=(\d+)/.exec(metric) ?? [];
          return count === undefined || count === "0" ? [] : [[`${level}: ${name} at ${host}`, Number(count)] as const];
        });
      },
    );
    return Object.fromEntries(counts);
  }

  describe.each(DATABASES)("for %s", (database) => {
    const [shop, calm] = ["shop.example", "calm.example"].map((zone) => legend(database, zone)) as [string, string];
    const director = database === "influxdb" ? "calm.example at calm.example" : " at calm_example";
    const [expired, healthy] = [expect.closeTo(-2, 1), expect.closeTo(14, 1)];
    const secondsBelowTen = expect.closeTo(5, -1);
    const byZone = { [`${shop} at ams`]: expired, [`${shop} at fra`]: expired, [`${calm} at ams`]: healthy };
    const byRole = (metric: string, ksk: number, zsk: number) =>
      Object.fromEntries(
        [shop, calm].flatMap((zone) => [
          [`${zone} ksk_${metric} at ams`, expect.closeTo(ksk, 1)],
          [`${zone} zsk_${metric} at ams`, expect.closeTo(zsk, 1)],
        ]),
      );
    const byResolver = () => {
      const label = `response_time_${stage.resolver.replaceAll(/\W/g, "_")}`;
      return { [`${shop} ${label} at ams`]: secondsBelowTen, [`${calm} ${label} at ams`]: secondsBelowTen };
    };
    const graphs: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
      "Days until the first signature expires, by zone": () => byZone,
      "Days until the first signature expires, by server": () => ({
        [`${shop} expiry_ns1_shop_example_127_0_1_5 at ams`]: expired,
        [`${shop} expiry_ns2_shop_example_127_0_1_6 at ams`]: expired,
        [`${shop} expiry_ns1_shop_example_127_0_1_5 at fra`]: expired,
        [`${shop} expiry_ns2_shop_example_127_0_1_6 at fra`]: expired,
        [`${calm} expiry_ns1_calm_example_127_0_1_7 at ams`]: healthy,
        [`${calm} expiry_ns2_calm_example_127_0_1_8 at ams`]: healthy,
      }),
      "Days until the signatures of DNSKEY expire": () => byZone,
      "Days until the chain of trust expires": () => ({
        ...byZone,
        [director]: healthy,
        [`${legend(database, HOSTILE)} at ams`]: healthy,
      }),
      "Age of keys": () => byRole("age", AGE, AGE),
      "Days until keys are due": () => byRole("due", 1095 - AGE, 365 - AGE),
      "Response time of resolvers": byResolver,
      "Slowest answer of nameservers": () => ({
        [`${shop} at ams`]: secondsBelowTen,
        [`${calm} at ams`]: secondsBelowTen,
      }),
    };
    const findings = ["Findings now", "Findings over time"];

    test.each(Object.entries(graphs))("%s", async (title, expected) => {
      await expect.poll(() => show(database, title), POLL).toEqual(expected());
    });

    test("no panel is left untested", () => {
      expect(panelsOf(database).map(({ title }) => title)).toEqual([...findings, ...Object.keys(graphs)]);
    });

    test.each(findings)("%s", async (title) => {
      const differing = async () => {
        const [shown, known] = [await show(database, title), await findingsInIcinga(database)];
        return isDeepStrictEqual(shown, known) ? null : { shown, known };
      };
      await expect.poll(differing, POLL).toBeNull();
      expect(Object.keys(await findingsInIcinga(database))).toEqual(
        expect.arrayContaining([
          `emergency: ${shop} dnssec_chain at fra`,
          `emergency: ${shop} dnssec_signatures at ams`,
          `warning: ${calm} dnssec_resolvers at ams`,
          `critical: ${legend(database, HOSTILE)} dnssec_chain at ams`,
        ]),
      );
    });

    test("the variables offer zones and locations, and choose among them", async () => {
      const offered = async (name: string) => {
        const { query = "", regex = "" } = variablesOf(database).find((variable) => variable.name === name) ?? {};
        const values = await databases[database].valuesOf(query);
        return regex === ""
          ? values
          : values.flatMap((value) => new RegExp(regex.slice(1, -1)).exec(value)?.groups?.["text"] ?? []);
      };
      expect(new Set(await offered("zone"))).toEqual(new Set([shop, calm, legend(database, HOSTILE)]));
      expect(await offered("location")).toEqual(["ams", legend(database, "calm.example"), "fra"]);
      const title = "Days until the first signature expires, by zone";
      const zone = database === "influxdb" ? calm : `_${calm}`;
      expect(await show(database, title, { zone })).toEqual({ [`${calm} at ams`]: healthy });
      expect(await show(database, title, { location: "fra" })).toEqual({ [`${shop} at fra`]: expired });
    });
  });

  test("a mended zone recovers in both", async () => {
    await stage.play({});
    for (const database of DATABASES) {
      const emergencies = async () =>
        Object.keys(await show(database, "Findings now")).filter((name) => name.startsWith("emergency"));
      await expect.poll(emergencies, POLL).toEqual([]);
      const shown = await show(database, "Days until the first signature expires, by zone");
      expect(shown[`${legend(database, "shop.example")} at fra`]).toBeCloseTo(14, 1);
    }
  });
});
