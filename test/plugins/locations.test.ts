import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { checkLocations } from "../../src/checks/locations/check.ts";
import type { Output } from "../../src/cli/execute.ts";
import { LOCATIONS_SPEC } from "../../src/cli/locations-spec.ts";
import { renderJson } from "../../src/monitoring/json.ts";
import type { Report } from "../../src/monitoring/report.ts";
import { NOW, runCheck } from "../support/check-run.ts";
import {
  API_CA,
  API_PASSWORD,
  API_USER,
  exampleService,
  EXPIRED_CERTIFICATE,
  type IcingaApiPlan,
  type IcingaApiServer,
  startIcingaApi,
} from "../support/icinga-api.ts";
import { exampleFinding, exampleReport } from "../support/report.ts";

const ZONE = "example.com";
const folder = mkdtempSync(join(tmpdir(), "locations-test-"));
const WELL: Partial<Report> = { findings: [], summary: "secure", security: "secure" };
const BROKEN: Partial<Report> = {
  summary: "bogus",
  security: "bogus",
  findings: [
    exampleFinding({ id: "rrsig-expired", level: "emergency", also: ["TXT example.com"] }),
    exampleFinding({
      id: "chain-bogus",
      subject: "example.com./DS/12345",
      label: "DS example.com (key 12345)",
      cause: "rrsig-expired",
    }),
  ],
};

let api: IcingaApiServer | null = null;

afterEach(() => {
  api?.stop();
  api = null;
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

function locations(...argv: readonly string[]): Promise<Output> {
  return runCheck(LOCATIONS_SPEC, checkLocations, argv);
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function result(name: string, report: Partial<Report>): string {
  return `${name}=${file(`${name}.json`, renderJson(exampleReport({ evaluatedAt: NOW - 60, ...report })))}`;
}

async function askIcinga(plan: IcingaApiPlan, ...argv: readonly string[]): Promise<Output> {
  vi.stubEnv("ICINGA_API_PASSWORD", API_PASSWORD);
  api = await startIcingaApi(plan);
  return locations("-z", ZONE, "--api", api.url, "--api-user", API_USER, "--api-ca", API_CA, ...argv);
}

describe("results in files", () => {
  test("that differ say where, with metrics", async () => {
    const args = [result("ams", WELL), result("fra", BROKEN), result("nyc", WELL)].flatMap((each) => [
      "--result",
      each,
    ]);
    expect(await locations("-z", ZONE, ...args)).toEqual({
      text:
        "DNSSEC LOCATIONS WARNING - example.com: fra alone sees rrsig-expired MX example.com (emergency) and 1 more fault; " +
        "ams, nyc do not | locations_differing=1;0;1;0;3 locations_failing=1;;;0;3 locations_silent=0;;;0;3 " +
        "locations=3;;;0 oldest_result=60s;;;0 findings_info=0;;;0 findings_warning=1;;;0 findings_critical=0;;;0 " +
        "findings_emergency=0;;;0\n[WARNING] location-alone-differs example.com: fra alone sees " +
        "rrsig-expired MX example.com (emergency) and 1 more fault; ams, nyc do not (RFC 4786 5.1)\n",
      exitCode: 1,
    });
  });

  test("are shown a location each with -v", async () => {
    const { text } = await locations(
      "-z",
      ZONE,
      "-v",
      "--result",
      result("ams", WELL),
      "--result",
      result("fra", BROKEN),
    );
    expect(text).toContain("\nlocation ams: chain OK 1m ago\n");
    expect(text).toContain(
      "\nlocation fra: chain CRITICAL 1m ago: rrsig-expired MX example.com (emergency), rrsig-expired TXT example.com (emergency)\n",
    );
  });

  test("are in the JSON with every difference", async () => {
    const args = ["--result", result("ams", WELL), "--result", result("fra", BROKEN), "--region", "eu=fra"];
    const { text } = await locations("-z", ZONE, "-o", "json", ...args);
    expect(JSON.parse(text)).toMatchObject({
      plugin: "check_dnssec_locations",
      status: "WARNING",
      locations: [
        { location: "ams", region: null, check: "chain", status: "OK", security: "secure" },
        { location: "fra", region: "eu", status: "CRITICAL", security: "bogus", checked_at: "2026-11-22T23:59:00Z" },
      ],
      differences: [
        { extent: "location", id: "rrsig-expired", subject: "MX example.com", seen_at: ["fra"], not_seen_at: ["ams"] },
        { extent: "location", id: "rrsig-expired", subject: "TXT example.com" },
      ],
    });
  });

  test.each([
    ["no file", () => ["fra=/nonexistent"], "can't read /nonexistent: no such file"],
    ["no JSON", () => [`fra=${file("text", "DNSSEC OK - fine")}`], "text: this is not JSON"],
    ["JSON of something else", () => [`fra=${file("other", "[1]")}`], "this is not what a check prints with -o json"],
    ["another zone's", () => [result("fra", { ...WELL, zone: "example.net." })], "this is a result of example.net."],
    ["nameless", () => ["fra.json"], '"fra.json" is not LOCATION=FILE'],
    ["standard input twice", () => ["fra=-", "nyc=-"], "standard input given twice"],
    ["the only one", () => [], "nothing to compare: give --result twice, or --api"],
  ])("that are %s are one line and UNKNOWN", async (_, results, message) => {
    const args = [result("ams", WELL), ...results()].flatMap((each) => ["--result", each]);
    const { text, exitCode } = await locations("-z", ZONE, ...args);
    expect(text).toMatch(/^DNSSEC LOCATIONS UNKNOWN - [^\n]*\n$/);
    expect(text).toContain(message);
    expect(exitCode).toBe(3);
  });

  test("of a location in two regions are refused", async () => {
    const { text } = await locations("-z", ZONE, "--region", "eu=ams,fra", "--region", "us=fra");
    expect(text).toContain("nothing to compare");
    const both = ["--result", result("ams", WELL), "--result", result("fra", WELL)];
    const refused = await locations("-z", ZONE, ...both, "--region", "eu=ams,fra", "--region", "us=fra");
    expect(refused).toEqual({ text: "DNSSEC LOCATIONS UNKNOWN - --region: fra is in two regions\n", exitCode: 3 });
  });
});

describe("results of Icinga", () => {
  const well = ["ams", "nyc"].map((place) => exampleService(place, NOW, WELL));

  test("are compared by the endpoint that ran the check", async () => {
    const { text, exitCode } = await askIcinga({ services: [...well, exampleService("fra", NOW, BROKEN)] });
    expect(text).toMatch(
      /^DNSSEC LOCATIONS WARNING - example\.com: fra alone sees rrsig-expired MX example\.com \(emergency\) and 1 more fault; ams, nyc do not \| .*oldest_result=30\.25s/,
    );
    expect(exitCode).toBe(1);
  });

  test("are asked for with the zone beside the filter, never in it", async () => {
    const zone = '")||true||match("*.example';
    vi.stubEnv("ICINGA_API_PASSWORD", API_PASSWORD);
    api = await startIcingaApi({ services: well });
    const access = ["--api", `${api.url}/icinga`, "--api-user", API_USER, "--api-ca", API_CA];
    await locations("-z", zone, ...access);
    await locations("-z", "example.com", ...access, "--service", 'dnssec*" || true || "');
    const [byZone, byName] = api.queries;
    expect(byZone?.path).toBe("/icinga/v1/objects/services");
    expect(byZone?.filter).not.toContain("true");
    expect(byZone?.filter_vars).toEqual({
      zones: expect.arrayContaining([String.raw`\"\)||true||match\(\"*.example`]),
    });
    expect(byName).toMatchObject({
      filter: "match(pattern, service.name)",
      filter_vars: { pattern: 'dnssec*" || true || "' },
    });
    expect(byName?.attrs).toEqual(expect.arrayContaining(["last_check_result", "state_type", "check_interval"]));
  });

  test("are those of the zone's own checks", async () => {
    const services = [
      ...well,
      exampleService("fra", NOW, { ...BROKEN, zone: "example.net." }),
      exampleService("fra", NOW, BROKEN, { check_command: "dnssec_emergency" }),
      exampleService("fra", NOW, BROKEN, { check_command: "dnssec_locations" }),
      exampleService("fra", NOW, BROKEN, { last_check_result: null }),
    ];
    const { text } = await askIcinga({ services });
    expect(text).toMatch(/^DNSSEC LOCATIONS OK - example\.com: 2 locations agree: no fault \(chain\)/);
  });

  test.each([
    ["host", /dnssec-fra alone sees/],
    ["zone", /eu alone sees/],
    ["check_source", /satellite-1 alone sees/],
  ])("are compared by %s", async (attribute, summary) => {
    const change = { host_name: "dnssec-fra", zone: "eu" };
    const services = [...well, exampleService("satellite-1", NOW, BROKEN, change)];
    expect((await askIcinga({ services }, "--location-by", attribute)).text).toMatch(summary);
  });

  test("of an agent that is not connected are the agent's, not the one's that says so", async () => {
    const last = {
      output: "Remote Icinga instance 'fra' is not connected to 'ams'",
      check_source: "ams",
      execution_end: NOW,
    };
    const change = { command_endpoint: "fra", state: 3, last_check_result: last };
    const { text } = await askIcinga({ services: [...well, exampleService("fra", NOW, WELL, change)] });
    expect(text).toContain("[WARNING] location-result-unknown example.com: fra (chain) can't tell: Remote Icinga");
  });

  test("are stale after two intervals, or what --max-age says", async () => {
    const old = exampleService("fra", NOW - 600, BROKEN);
    const { text } = await askIcinga({ services: [...well, old] });
    expect(text).toContain(
      "location-result-stale example.com: the result of fra (chain) is 10m 30s old; the limit is 10m",
    );
    api?.stop();
    const { text: fresh } = await askIcinga({ services: [...well, old] }, "--max-age", "1h");
    expect(fresh).toContain("location-alone-differs");
  });

  test("in a soft state are no difference yet", async () => {
    const soft = exampleService("fra", NOW, BROKEN, { state_type: 0 });
    expect((await askIcinga({ services: [...well, soft] })).text).toMatch(
      /^DNSSEC LOCATIONS OK .* still retried there/,
    );
  });

  test("are compared with those in files", async () => {
    const { text } = await askIcinga({ services: well }, "--result", result("outside", BROKEN));
    expect(text).toContain("outside alone sees rrsig-expired MX example.com (emergency) and 1 more fault");
  });
});

describe("an Icinga that can't be asked is one line and UNKNOWN", () => {
  const services = [exampleService("ams", NOW, WELL)];

  test.each<[string, IcingaApiPlan, readonly string[], RegExp]>([
    [
      "an expired certificate",
      { services, certificate: EXPIRED_CERTIFICATE },
      ["--api-ca", EXPIRED_CERTIFICATE],
      /its certificate has expired$/,
    ],
    [
      "a certificate of an unknown authority",
      { services },
      ["--api-ca", EXPIRED_CERTIFICATE],
      /its certificate is not trusted$/,
    ],
    [
      "a certificate for another name",
      { services },
      ["--api-name", "other.test"],
      /its certificate is for another name$/,
    ],
    ["no JSON", { services, answer: { status: 200, body: "<html>" } }, [], /what it answers is not of Icinga's API$/],
    ["other JSON", { services, answer: { status: 200, body: "[]" } }, [], /what it answers is not of Icinga's API$/],
    ["objects of another shape", { services: [{ name: "x" }] }, [], /services without the attributes asked for$/],
    ["404", { services, answer: { status: 404, body: '{"error":404}' } }, [], /lacks the permission objects\/query$/],
    ["503", { services, answer: { status: 503, body: '{"status":"Reloading"}' } }, [], /HTTP status 503, Reloading$/],
    ["no service", { services: [] }, [], /no location has a result of this zone$/],
    ["silence", { services, isSilent: true }, ["-t", "0.5"], /no result within the time limit of 0\.5s/],
  ])("%s", async (_, plan, argv, message) => {
    vi.stubEnv("ICINGA_API_PASSWORD", API_PASSWORD);
    api = await startIcingaApi(plan);
    const ca = argv.includes("--api-ca") ? [] : ["--api-ca", API_CA];
    const { text, exitCode } = await locations("-z", ZONE, "--api", api.url, "--api-user", API_USER, ...ca, ...argv);
    expect(text).toMatch(/^DNSSEC LOCATIONS UNKNOWN - example\.com: [^\n]*\n$/);
    expect(text.split(" | ")[0]?.trimEnd()).toMatch(message);
    expect(exitCode).toBe(3);
  });

  test("a wrong password", async () => {
    const secret = file("secret", "wrong\n");
    const { text } = await askIcinga({ services }, "--api-secret-file", secret);
    expect(text).toMatch(/^DNSSEC LOCATIONS UNKNOWN - .*: user dnssec-locations or the password is refused\n$/);
    expect(text).not.toContain("wrong");
  });

  test("no answer at all", async () => {
    vi.stubEnv("ICINGA_API_PASSWORD", API_PASSWORD);
    const { text } = await locations("-z", ZONE, "--api", "https://127.0.0.1:1", "--api-user", API_USER);
    expect(text).toBe("DNSSEC LOCATIONS UNKNOWN - example.com: Icinga at https://127.0.0.1:1: connection refused\n");
  });

  test.each([
    [["--api", "http://127.0.0.1"], "--api: this is not https://HOST:PORT"],
    [["--api", "https://user:secret@127.0.0.1"], "--api: this is not https://HOST:PORT"],
    [["--api", "https://127.0.0.1"], "--api needs --api-user"],
    [["--api", "https://127.0.0.1", "--api-user", "x"], "--api needs --api-secret-file or ICINGA_API_PASSWORD"],
    [["--api", "https://127.0.0.1", "--api-user", "x", "--api-secret-file", "/nonexistent"], "can't read /nonexistent"],
  ])("%j", async (argv, message) => {
    vi.stubEnv("ICINGA_API_PASSWORD", "");
    const { text, exitCode } = await locations("-z", ZONE, ...argv);
    expect(text).toMatch(/^DNSSEC LOCATIONS UNKNOWN - [^\n]*\n$/);
    expect(text).toContain(message);
    expect(text).not.toContain("secret@");
    expect(exitCode).toBe(3);
  });

  test("a password in a file may end with a line break", async () => {
    const secret = file("secret", `${API_PASSWORD}\n`);
    vi.stubEnv("ICINGA_API_PASSWORD", "");
    api = await startIcingaApi({ services: [...services, exampleService("fra", NOW, WELL)] });
    const access = ["--api", api.url, "--api-user", API_USER, "--api-ca", API_CA, "--api-secret-file", secret];
    expect((await locations("-z", ZONE, ...access)).exitCode).toBe(0);
  });
});
