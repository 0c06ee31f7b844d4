import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readClock } from "../../src/util/clock.ts";
import { renderNagios } from "../../src/monitoring/nagios.ts";
import { stateOf } from "../../src/monitoring/report.ts";
import { EXIT_CODES } from "../../src/monitoring/state.ts";
import { temporaryDirectory } from "../support/daemons/process.ts";
import { eventually } from "../support/eventually.ts";
import { type LoneIcinga, startLoneIcinga } from "../support/lone-icinga.ts";
import { type Ending, runPackaged } from "../support/packaged.ts";
import { areInstalled } from "../support/programs.ts";
import { exampleFinding, exampleReport } from "../support/report.ts";

const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "dist/bin");
const LOCATIONS = ["ams", "fra", "nyc", "sin"];

/** The checks of a zone at four locations, two of them in a region, which get results as satellites send them. */
function configOf(directory: string): string {
  const vantagePoint = (name: string): string => `
object Endpoint "${name}" {}
object Zone "zone-${name}" {
  endpoints = [ "${name}" ]
  parent = "master"
}
object Host "dnssec-${name}" {
  check_command = "passive"
  enable_active_checks = false
}
object Service "dnssec chain example.com" {
  host_name = "dnssec-${name}"
  check_command = "dnssec_chain"
  enable_active_checks = false
  max_check_attempts = ${name === "sin" ? 3 : 1}
  zone = "zone-${name}"
  vars.dnssec_chain_zone = "example.com"
}`;
  const comparison = (name: string, zone: string): string => `
object Service "${name}" {
  host_name = "dnssec-master"
  check_command = "dnssec_locations"
  check_interval = 1s
  retry_interval = 1s
  vars.dnssec_locations_zone = ${zone}
  vars.dnssec_locations_api = "https://127.0.0.1:" + string(get_object(ApiListener, "api").bind_port)
  vars.dnssec_locations_api_user = "dnssec-locations"
  vars.dnssec_locations_api_secret_file = "${join(directory, "secret")}"
  vars.dnssec_locations_api_ca = DataDir + "/certs/ca.crt"
  vars.dnssec_locations_api_name = NodeName
  vars.dnssec_locations_region = [ "europe=ams,fra" ]
  vars.dnssec_locations_expect_location = [ "ams", "fra", "nyc" ]
}`;
  return `
include "${ROOT}/icinga-config/icinga2/dnssec-commands.conf"
object ApiUser "dnssec-locations" {
  password = "a secret: with a colon"
  permissions = [ "objects/query/Service" ]
}
object ApiUser "no-permission" {
  password = "a secret: with a colon"
  permissions = [ "actions/process-check-result" ]
}
object Host "dnssec-master" {
  check_command = "passive"
  enable_active_checks = false
}
${LOCATIONS.map(vantagePoint).join("")}
${comparison("dnssec locations example.com", '"example.com"')}
${comparison("dnssec locations hostile", `"$$$$(touch\t${directory}/owned);touch\t${directory}/owned|true.example"`)}
`;
}

describe.skipIf(!areInstalled("icinga2") || !existsSync(join(BIN, "check_dnssec_locations")))("Icinga 2", () => {
  const directory = temporaryDirectory();
  let icinga: LoneIcinga;

  beforeAll(async () => {
    writeFileSync(join(directory.path, "secret"), "a secret: with a colon\n", { mode: 0o600 });
    icinga = await startLoneIcinga(directory.path, BIN, configOf(directory.path));
  }, 180_000);
  afterAll(async () => {
    await icinga.stop();
    directory.remove();
  });

  /** Tells Icinga what the chain check printed at a location just now. */
  async function submit(location: string, isBroken: boolean): Promise<void> {
    const finding = exampleFinding({ id: "rrsig-expired", level: "emergency", also: ["TXT example.com"] });
    const report = exampleReport(
      isBroken ? { summary: "bogus, expired", findings: [finding] } : { summary: "secure", findings: [] },
    );
    const [text, perfdata] = renderNagios(report, 1).split(/ \| (.*)/);
    await icinga.call("actions/process-check-result", "POST", {
      service: `dnssec-${location}!dnssec chain example.com`,
      exit_status: EXIT_CODES[stateOf(report)],
      plugin_output: text + renderNagios(report, 1).replace(/^.*/, ""),
      performance_data: [perfdata],
      check_source: location,
      execution_start: readClock(),
      execution_end: readClock(),
    });
  }

  /** Waits until a service of the master says something like this, and gives its state. */
  async function untilSaid(service: string, wanted: RegExp): Promise<number> {
    return await eventually(`${service} says ${wanted}`, async () => {
      const [found] = (await icinga.call("objects/services", "GET", {
        filter: "service.name == name",
        filter_vars: { name: service },
        attrs: ["state", "last_check_result"],
      })) as readonly { attrs: { state: number; last_check_result: { output: string } | null } }[];
      const said = found?.attrs.last_check_result?.output ?? "";
      if (!wanted.test(said)) throw new Error(`it says ${said}\n${icinga.log()}`);
      return found?.attrs.state ?? -1;
    });
  }

  function ask(user: string, ...argv: readonly string[]): Promise<Ending> {
    const access = ["--api", icinga.url, "--api-user", user, "--api-secret-file", join(directory.path, "secret")];
    const trust = ["--api-ca", icinga.ca, ...(argv.includes("--api-name") ? [] : ["--api-name", "master"])];
    return runPackaged(BIN, "check_dnssec_locations", ["-z", "example.com", ...access, ...trust, ...argv]);
  }

  test("runs the check with the shipped command, which says where results differ, step by step", async () => {
    const own = "dnssec locations example.com";
    expect(
      await untilSaid(own, /^DNSSEC LOCATIONS WARNING - example\.com: no location has a result of this zone/),
    ).toBe(1);

    for (const location of LOCATIONS) await submit(location, false);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS OK - example\.com: 4 locations agree: no fault \(chain\)/)).toBe(0);

    await submit("sin", true);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS OK - .*sin sees rrsig-expired .*still retried there/)).toBe(0);

    await submit("sin", false);
    await submit("fra", true);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS WARNING - example\.com: fra alone sees rrsig-expired MX/)).toBe(1);

    await submit("ams", true);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS CRITICAL - example\.com: region europe \(ams, fra\) sees/)).toBe(2);

    for (const location of ["nyc", "sin", "sin", "sin"]) await submit(location, true);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS OK - example\.com: all 4 locations see rrsig-expired MX/)).toBe(0);

    await submit("nyc", false);
    expect(await untilSaid(own, /^DNSSEC LOCATIONS WARNING - example\.com: nyc alone does not see rrsig-expired/)).toBe(
      1,
    );
  });

  test("hands a hostile zone name on as one argument", async () => {
    expect(await untilSaid("dnssec locations hostile", /^DNSSEC LOCATIONS .*touch/)).toBe(3);
    expect(existsSync(join(directory.path, "owned"))).toBe(false);
    expect(existsSync(join(directory.path, "owned.example"))).toBe(false);
  });

  test("is asked by name of service, by host and by zone", async () => {
    const byHost = await ask("dnssec-locations", "--service", "dnssec chain *", "--location-by", "host", "-o", "json");
    expect(JSON.parse(byHost.output)).toMatchObject({
      locations: LOCATIONS.map((name) => ({ location: `dnssec-${name}`, region: `zone-${name}`, check: "chain" })),
    });
    const byZone = await ask("dnssec-locations", "--location-by", "zone", "-v");
    expect(byZone.output).toContain("location zone-fra (region zone-fra): chain CRITICAL");
  });

  test.each([
    ["no-permission", [], "no objects found, or user no-permission lacks the permission objects/query"],
    ["nobody", [], "user nobody or the password is refused"],
    ["dnssec-locations", ["--api-name", "other"], "its certificate is for another name"],
    ["dnssec-locations", ["--service", "nothing*"], "no location has a result of this zone"],
  ])("refuses %s %j in one line", async (user, argv, message) => {
    const { output, exitCode } = await ask(user, ...argv);
    expect(output).toMatch(/^DNSSEC LOCATIONS UNKNOWN - [^\n]*\n$/);
    expect(output).toContain(message);
    expect(exitCode).toBe(3);
  });
});
