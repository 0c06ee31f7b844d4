import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable, type Ended, endOf, startExecutable } from "../support/executable.ts";
import { API_CA, API_PASSWORD, API_USER, exampleService, startIcingaApi } from "../support/icinga-api.ts";
import type { Act } from "../support/stage/acts.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";
import { readClock } from "../../src/util/clock.ts";

const ZONE = "shop.example";
const directory = mkdtempSync(join(tmpdir(), "views-test-"));
const secret = join(directory, "secret");
let stage: Stage;
let check: string;
let locations: string;

beforeAll(async () => {
  writeFileSync(secret, API_PASSWORD);
  [stage, check, locations] = await Promise.all([
    startStage({ directory }),
    buildExecutable("plugins/check_dnssec.ts", "check_dnssec"),
    buildExecutable("plugins/check_dnssec_locations.ts", "check_dnssec_locations"),
  ]);
});

afterAll(async () => {
  await stage.stop();
  rmSync(directory, { recursive: true });
});

function look(...argv: readonly string[]): Promise<Ended> {
  return endOf(startExecutable(check, ["-z", ZONE, "--no-state", ...argv, ...stage.arguments]));
}

/** What is said of a file with JSON from one place and the text that Icinga has from another. */
async function compare(json: Ended, text: Ended): Promise<string> {
  const now = readClock();
  const file = join(directory, "outside.json");
  writeFileSync(file, json.stdout);
  const last = { output: text.stdout.replace(/ \|.*/, ""), check_source: "inside", execution_end: now };
  const state = { check_command: "dnssec", state: text.exitCode, last_state_change: now, last_check_result: last };
  const api = await startIcingaApi({ services: [exampleService("inside", now, {}, state)] });
  try {
    const access = ["--api", api.url, "--api-user", API_USER, "--api-ca", API_CA, "--api-secret-file", secret];
    const ended = await endOf(
      startExecutable(locations, ["-z", ZONE, "--result", `outside=${file}`, "-o", "json", ...access]),
    );
    return ended.stdout;
  } finally {
    api.stop();
  }
}

test.each<Act>(["expired", "ds-swapped", "server-dead", "expiring", "unsigned"])(
  "what a real check says while the zone is %s is the same in JSON and in text, and another thing than while it is healthy",
  async (act) => {
    await stage.play({ "shop.example.": "healthy" });
    const healthy = await look("-v");
    await stage.play({ "shop.example.": act });
    const [json, text] = await Promise.all([look("-o", "json"), look("-v", "--at", "+2s")]);
    const agreed = JSON.parse(await compare(json, text)) as { findings: { id: string }[] };
    expect(agreed.findings.map(({ id }) => id)).toEqual(["location-fault-everywhere"]);
    const differing = JSON.parse(await compare(json, healthy)) as { summary: string };
    expect(differing.summary).toMatch(/^outside alone sees .*; inside does not$/);
  },
);
