import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Postgresql, startPostgresql } from "../support/daemons/postgresql.ts";
import { temporaryDirectory } from "../support/daemons/process.ts";
import { type Director, startDirector } from "../support/director/director.ts";
import { authoritiesFile, startService } from "../support/notify/service.ts";
import { areInstalled } from "../support/programs.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";

const root = join(import.meta.dirname, "../..");
const basket = readFileSync(join(root, "icinga-config/director/dnssec-basket.json"), "utf8");
const CHECKS = ["chain", "denial", "ds", "keys", "nameservers", "resolvers", "signatures"];

/** What Icinga's API tells of a service. */
interface ServiceObject {
  readonly attrs: { readonly name: string; readonly last_check_result: CheckResult | null };
}

interface CheckResult {
  readonly output: string;
  readonly command: readonly string[];
}

describe.skipIf(!areInstalled("icinga2", "icingacli", "psql"))("Icinga Director with the shipped basket", () => {
  const directory = temporaryDirectory();
  let database: Postgresql;
  let director: Director;
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage({ directory: directory.path });
    database = await startPostgresql();
    director = await startDirector(join(directory.path, "director"), join(root, "dist/bin"), database);
    await director.call(["basket", "restore"], basket);
  });

  afterAll(async () => {
    await director?.stop();
    await database?.stop();
    await stage?.stop();
    directory.remove();
  });

  test("has nothing to change when it is restored again", async () => {
    const sql =
      "SELECT (SELECT count(*) FROM director_activity_log), (SELECT count(*) FROM director_datafield), " +
      "(SELECT count(*) FROM icinga_command_field), (SELECT count(*) FROM icinga_host_field)";
    const before = await database.query("director", sql);
    await director.call(["basket", "restore"], basket);
    expect(await database.query("director", sql)).toBe(before);
  });

  test("runs the checks of a zone with what its host and its services say", async () => {
    const { rootHints, trustAnchor, port, resolver } = stage;
    const defaults = join(directory.path, "defaults.ini");
    writeFileSync(defaults, "[slow]\nquery-timeout = 3\n");
    const services = await resultsOf("shop.example", {
      dnssec_root_hints: rootHints,
      dnssec_trust_anchor: trustAnchor,
      dnssec_port: String(port),
      _override_servicevars: {
        "dnssec resolvers": {
          dnssec_resolvers_resolver: [resolver],
          dnssec_resolvers_ignore: ["resolver-ad-missing", "resolver-slow"],
        },
        "dnssec keys": { dnssec_keys_no_state: true },
        "dnssec signatures": { dnssec_signatures_warning: "30d", dnssec_signatures_extra_opts: `slow@${defaults}` },
      },
    });
    const commandOf = (check: string): string => services.get(`dnssec ${check}`)?.command.join(" ") ?? "";
    const onStage = `--port ${port} --root-hints ${rootHints} --trust-anchor ${trustAnchor} --verbose --zone shop.example`;
    for (const check of CHECKS) {
      expect(services.get(`dnssec ${check}`)?.output).toMatch(
        check === "signatures" ? /^DNSSEC SIGNATURES WARNING - / : `DNSSEC ${check.toUpperCase()} OK - shop.example: `,
      );
    }
    expect(commandOf("chain")).toMatch(new RegExp(`check_dnssec_chain ${onStage}$`));
    expect(commandOf("signatures")).toContain(`--extra-opts=slow@${defaults} --port`);
    expect(commandOf("signatures")).toMatch(/ --warning 30d /);
    expect(commandOf("keys")).toContain(" --no-state ");
    expect(commandOf("resolvers")).toContain(`--ignore resolver-ad-missing --ignore resolver-slow `);
    expect(commandOf("resolvers")).toContain(`--resolver ${resolver} `);
  });

  test("hands a zone on as one argument, whatever is in it", async () => {
    const trap = join(directory.path, "trap");
    const zone = `$(touch\${IFS}${trap});\`touch\${IFS}${trap}\`|'"&.example`;
    // A dollar sign that begins no macro of Icinga's is doubled.
    const services = await resultsOf("hostile", { dnssec_zone: zone.replaceAll("$", "$$$$") });
    for (const { command, output } of services.values()) {
      expect(command[command.indexOf("--zone") + 1]).toBe(zone);
      expect(output).toMatch(/^DNSSEC \w+ UNKNOWN - malformed domain name/);
    }
    expect(existsSync(trap)).toBe(false);
  });

  test("tells a user of the template what broke and that it was mended", async () => {
    const webhook = await startService("webhook");
    const vars = {
      notify_dnssec_to: "webhook",
      notify_dnssec_url: webhook.url,
      notify_dnssec_ca: authoritiesFile(),
      notify_dnssec_spool_dir: join(directory.path, "spool"),
    };
    const user = { object_name: "alice", imports: ["dnssec-user"], groups: ["dnssec-on-call"], vars };
    await director.call(["user", "create", "--json"], JSON.stringify({ object_type: "object", ...user }));
    await director.deploy();
    const seeTold = async (...messages: readonly string[]): Promise<void> => {
      await vi.waitFor(
        async () => {
          await checkNow('host.name == "shop.example" && service.name == "dnssec ds"');
          const told = webhook.taken.map(({ body }) => (JSON.parse(body) as { title: string }).title);
          expect(told).toEqual(messages.map((message) => expect.stringContaining(message)));
        },
        { timeout: 60_000, interval: 1500 },
      );
    };
    const problem = "EMERGENCY shop.example: ds-keytag-no-dnskey";
    await stage.play({ "shop.example.": "ds-swapped" });
    await seeTold(problem);
    await stage.play({});
    await seeTold(problem, "RECOVERED shop.example: ds-keytag-no-dnskey");
    await webhook.stop();
  });

  test("has a zone with half a macro in it refused", async () => {
    await createHost("half", { dnssec_zone: "$host.name.example" });
    await expect(director.deploy()).rejects.toThrow("Closing $ not found");
  });

  async function createHost(name: string, vars: object): Promise<void> {
    const host = { object_name: name, object_type: "object", imports: ["dnssec-zone"], vars };
    await director.call(["host", "create", "--json"], JSON.stringify(host));
  }

  async function checkNow(filter: string): Promise<void> {
    await director.icinga.call("actions/reschedule-check", "POST", { type: "Service", filter, force: true });
  }

  /** Deploys a host with these variables and returns what its services' first checks ran and said, by their names. */
  async function resultsOf(host: string, vars: object): Promise<Map<string, CheckResult>> {
    await createHost(host, vars);
    await director.deploy();
    const filter = `host.name == "${host}"`;
    return await vi.waitFor(
      async () => {
        const query = { filter, attrs: ["name", "last_check_result"] };
        const found = (await director.icinga.call("objects/services", "GET", query)) as readonly ServiceObject[];
        expect(found.map(({ attrs }) => attrs.name).toSorted()).toEqual(CHECKS.map((check) => `dnssec ${check}`));
        const results = found.flatMap(({ attrs: { name, last_check_result: result } }) =>
          result === null ? [] : [[name, result] as const],
        );
        if (results.length < found.length) await checkNow(filter);
        expect(results).toHaveLength(found.length);
        return new Map(results);
      },
      { timeout: 60_000, interval: 1000 },
    );
  }
});
