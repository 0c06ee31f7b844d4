import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Daemon, temporaryDirectory } from "../support/daemons/process.ts";
import {
  type Nagios,
  SHIPPED_FILES,
  SHIPPED_SITE,
  startNagios,
  startNrpe,
  verifyConfig,
} from "../support/nagios/nagios.ts";
import { areInstalled } from "../support/programs.ts";
import type { Scene } from "../support/stage/acts.ts";
import { authoritiesFile, startService, type TestService } from "../support/notify/service.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";

const lab = temporaryDirectory();
let stage: Stage;
let chat: TestService;
let pager: TestService;
let security: TestService;
let nagios: Nagios;
let nrpe: Daemon;

const SERVICES = ["chain", "resolution", "nameservers", "signatures", "DS", "denial", "keys"].map(
  (name) => `DNSSEC ${name}`,
);
type Status = ReturnType<Nagios["status"]>;

/** A file that must never come to be. */
const PLANTED = join(lab.path, "planted");
const SHOP = "shop.example";
/** As status.dat numbers the states of hosts. */
const UNREACHABLE = "2";
/** Nagios takes in the results of checks that have ended every second. */
const REAPER_MS = 2000;
const EVERYBODY = ["dnssec-chat", "dnssec-on-call", "dnssec-security"];

/** A site as dnssec-site.cfg describes one: the shipped people, with the stage's zones and where to find them. */
function site({ arguments: where, resolver }: Stage): string {
  const shipped = readFileSync(SHIPPED_SITE, "utf8");
  const people = (shipped.match(/^define contact \{[^}]*\}/gm) ?? []).map((contact) =>
    contact.replace(/--to (\w+).*--secret-file (\S+)/, (_, to: string, file: string) => notifyOptions(to, file)),
  );
  const zone = (name: string, parents: string): string => `define host {
  use         dnssec-zone
  host_name   ${name}
  ${parents}
  # A minute lasts for a second here, and nothing is to be repeated while a test waits.
  notification_interval  3600
  _RESOLVERS  --non-validating ${resolver} --ignore resolver-ad-missing
  _KEYS       --no-state
}`;
  return `define host {
  name      dnssec-site
  register  0
  _OPTIONS  -t 30 ${where.join(" ")}
  _PAGER    ${notifyOptions("pagerduty", "pagerduty")}
}
${people.join("\n")}
${zone("example", "")}
${zone("shop.example", "parents example")}
${zone("calm.example", "parents example")}
# Written by hand, which nothing but the quotes of the command guards.
define service {
  use                  dnssec-often
  host_name            calm.example
  service_description  odd zone
  notifications_enabled  0
  event_handler_enabled  0
  check_command        check_dnssec_chain!$(touch ${PLANTED}) \\; touch ${PLANTED} | \`touch ${PLANTED}\`!$_HOSTOPTIONS$
}
define service {
  use                  dnssec-often
  host_name            calm.example
  service_description  from elsewhere
  notifications_enabled  0
  event_handler_enabled  0
  check_command        check_dnssec_by_nrpe!dnssec_chain_example.com!-H 127.0.0.1 -p 15666
}
`;
}

/** Options of notify_dnssec that lead to a service of the lab instead of the real one. */
function notifyOptions(to: string, secretFile: string): string {
  const secret = join(lab.path, `secret-${basename(secretFile)}`);
  const service = to === "slack" ? chat : to === "pagerduty" ? pager : security;
  writeFileSync(secret, to === "slack" ? service.url : "00000000000000000000000000000000", { mode: 0o600 });
  const url = to === "slack" ? "" : `--url ${service.url}`;
  return `--to ${to} ${url} --secret-file ${secret} --ca ${authoritiesFile()} --spool-dir ${join(lab.path, "spool")}`;
}

/** What the pager was told so far. */
function pages(): string[] {
  return pager.taken.map(({ body }) => {
    const { event_action, dedup_key } = JSON.parse(body) as { event_action: string; dedup_key: string };
    return `${event_action} ${dedup_key}`;
  });
}

/** What the pager was last told of, as PagerDuty grades it: `error` is critical here, `critical` an emergency. */
function lastSeverity(): string | undefined {
  const bodies = pager.taken.map(({ body }) => JSON.parse(body) as { payload?: { severity: string } });
  return bodies.findLast(({ payload }) => payload !== undefined)?.payload?.severity;
}

/** What the pager was told of and was not told that it is over. */
function openPages(): string[] {
  const open = new Set<string>();
  for (const page of pages()) {
    const [action, key = ""] = page.split(" ");
    if (action === "resolve") open.delete(key);
    else open.add(key);
  }
  return [...open];
}

/** Asserts that one page is left open, once those of services that spoke before the cause was known are folded. */
async function expectOnlyPage(key: string): Promise<void> {
  expect(await untilExpected(openPages, (open) => open.join() === key)).toEqual([key]);
}

/** What the chat was told so far. */
function headlines(): string[] {
  return chat.taken.map(({ body }) => (JSON.parse(body) as { text: string }).text);
}

/** Asks until the answer is the expected one, or gives the last one to the assertion that fails. */
async function untilExpected<T>(ask: () => T, isExpected: (answer: T) => boolean, seconds = 60): Promise<T> {
  for (let i = 0; i < seconds * 10; i++) {
    const answer = ask();
    if (isExpected(answer)) return answer;
    await sleep(100);
  }
  return ask();
}

/** Plays a scene and has everything checked, as an operator would force it. */
async function play(scene: Scene): Promise<void> {
  await stage.play(scene);
  force("HOST_CHECK");
  force("HOST_SVC_CHECKS");
}

function force(what: "HOST_CHECK" | "HOST_SVC_CHECKS"): void {
  const now = Math.floor(Date.now() / 1000);
  for (const zone of ["example", SHOP]) nagios.command(`SCHEDULE_FORCED_${what};${zone};${now}`);
}

/** Moves the time at which the signatures of the shop are judged. */
function judgeSignaturesAt(at: string): void {
  nagios.command(`CHANGE_CUSTOM_HOST_VAR;${SHOP};SIGNATURES;-w 7d -c 24h --at ${at}`);
}

/** The notifications that follow on a scene, once there are so many. */
async function toldAfter(scene: Scene, count: number): Promise<string[]> {
  const before = nagios.notifications().length;
  await play(scene);
  return await untilExpected(
    () => nagios.notifications().slice(before),
    (lines) => lines.length >= count,
  );
}

/** The notifications that follow when all is mended, sorted, once all is well again. */
async function toldWhenMended(): Promise<string[]> {
  const before = nagios.notifications().length;
  const isWell = (all: readonly Status[]): boolean =>
    all.every(({ current_state, state_type }) => current_state === "0" && state_type === "1");
  const zones = ["example", SHOP];
  await stage.play({});
  force("HOST_CHECK");
  await untilExpected(() => zones.map((zone) => nagios.status(zone)), isWell);
  const services = (): Status[] => zones.flatMap((zone) => SERVICES.map((each) => nagios.status(zone, each)));
  // Nagios drops an order for a check that is just running.
  for (let i = 0; i < 6 && !isWell(services()); i++) {
    force("HOST_SVC_CHECKS");
    await untilExpected(services, isWell, 10);
  }
  return nagios.notifications().slice(before).toSorted();
}

/**
 * Mends all while no look at the zone below is under way: one that began before and ends after its parent is well again
 * finds the zone DOWN for no fault of its own, which Nagios tells at once.
 */
async function mendParentFirst(): Promise<void> {
  nagios.command(`DISABLE_HOST_CHECK;${SHOP}`);
  const isRunning = (): boolean =>
    spawnSync("pgrep", ["-f", `check_dnssec_chain .*--zone=${SHOP} --severity`]).status === 0;
  await untilExpected(
    () => nagios.status(SHOP)["active_checks_enabled"] === "0" && !isRunning(),
    (isQuiet) => isQuiet,
  );
  await sleep(REAPER_MS);
  await stage.play({});
  await untilExpected(
    () => nagios.status("example"),
    ({ current_state }) => current_state === "0",
  );
  nagios.command(`ENABLE_HOST_CHECK;${SHOP}`);
}

describe.skipIf(!areInstalled("nagios4", "nrpe"))("Nagios with the shipped configuration", () => {
  beforeAll(async () => {
    [stage, chat, pager, security] = await Promise.all([
      startStage({ directory: join(lab.path, "stage") }),
      startService("slack"),
      startService("pagerduty"),
      startService("webhook"),
    ]);
    nrpe = startNrpe(join(lab.path, "nrpe"), (shipped) =>
      shipped.replaceAll(" -z example.com", ` -z ${SHOP} ${stage.arguments.join(" ")}`),
    );
    nagios = await startNagios({ directory: lab.path, site: site(stage) });
  });

  afterAll(async () => {
    await nagios.stop();
    await nrpe.stop();
    await Promise.all([stage, chat, pager, security].map((each) => each.stop()));
    lab.remove();
  });

  test("accepts it as it is shipped", () => {
    expect(verifyConfig(join(lab.path, "verify"), SHIPPED_FILES)).toMatch(/Total Warnings: 0\s+Total Errors: {3}0/);
  });

  test.each(["it's", "a$(touch pwned)", "a`touch pwned`", "a|touch pwned", 'a"b', "a&b", "a>b", "a!b"])(
    "refuses a zone called %s",
    (zone) => {
      const file = join(lab.path, "refused.cfg");
      writeFileSync(file, `define host {\n  use dnssec-zone\n  host_name ${zone}\n}\n`);
      expect(verifyConfig(join(lab.path, "refused"), [...SHIPPED_FILES, file])).toContain(
        "contains one or more illegal characters",
      );
    },
  );

  test("finds healthy zones up and all their services OK, with perfdata", async () => {
    for (const zone of ["example", SHOP, "calm.example"]) {
      for (const service of SERVICES) {
        const status = await untilExpected(
          () => nagios.status(zone, service),
          (answer) => answer["has_been_checked"] === "1",
        );
        expect([zone, service, status["plugin_output"]]).toEqual([zone, service, expect.stringMatching(/ OK - /)]);
        expect(status["performance_data"]).toMatch(/^\w+=-?[\d.]+(s|ms)?;/);
      }
    }
    expect(nagios.notifications()).toEqual([]);
  });

  test("hands over a zone with characters of the shell as one argument", async () => {
    const { plugin_output = "" } = await untilExpected(
      () => nagios.status("calm.example", "odd zone"),
      (status) => status["has_been_checked"] === "1",
    );
    expect(plugin_output).toMatch(/^DNSSEC CHAIN UNKNOWN - .*\$\(touch/);
    expect(existsSync(PLANTED)).toBe(false);
  });

  test("sees the zone from elsewhere by NRPE", async () => {
    const { plugin_output = "" } = await untilExpected(
      () => nagios.status("calm.example", "from elsewhere"),
      (status) => / OK - /.test(status["plugin_output"] ?? ""),
    );
    expect(plugin_output).toMatch(/^DNSSEC CHAIN OK - shop\.example: secure/);
  });

  test("tells the chat, and nobody else, after three looks that signatures run out", async () => {
    judgeSignaturesAt("+8d");
    const told = await toldAfter({}, 1);
    expect(told).toEqual(["SERVICE dnssec-chat DNSSEC signatures WARNING"]);
    await untilExpected(
      () => chat.taken.length,
      (count) => count > 0,
    );
    expect(headlines()).toEqual([
      expect.stringMatching(/^WARNING shop\.example: rrsig-expiring-soon: .* expires in 5d 23h/),
    ]);
    expect(pages()).toEqual([]);
    expect(nagios.log()).toMatch(/DNSSEC signatures;WARNING;SOFT;1[^]*WARNING;SOFT;2[^]*WARNING;HARD;3/);
  });

  test("calls everybody when they have run out, for the zone and not for each service", async () => {
    const before = nagios.notifications().length;
    judgeSignaturesAt("+0s");
    await play({ "shop.example.": "expired" });
    const told = (): string[] =>
      nagios
        .notifications()
        .slice(before)
        .filter((line) => line.startsWith("HOST"));
    await untilExpected(told, (lines) => lines.length >= 3);
    expect(told()).toEqual(EVERYBODY.map((who) => `HOST ${who} DOWN`));
    expect(nagios.log()).toMatch(/DOWN;SOFT;1;dnssec_emergency_host\n[^]*HOST NOTIFICATION: /);
    await expectOnlyPage("dnssec/shop.example/rrsig-expired-dnskey");
    expect(nagios.status(SHOP)["plugin_output"]).toMatch(/^DNSSEC CHAIN CRITICAL - EMERGENCY shop\.example: /);
    expect(await toldWhenMended()).toEqual(
      expect.arrayContaining([...EVERYBODY.map((who) => `HOST ${who} UP`), "SERVICE dnssec-chat DNSSEC signatures OK"]),
    );
    expect(await untilExpected(openPages, (open) => open.length === 0)).toEqual([]);
    expect(pages()).toEqual([...new Set(pages())]);
  });

  test("calls everybody once for a DS that leads nowhere, and when it is mended", async () => {
    expect(await toldAfter({ "shop.example.": "ds-swapped" }, 3)).toEqual(EVERYBODY.map((who) => `HOST ${who} DOWN`));
    expect(nagios.status(SHOP)["long_plugin_output"]).toMatch(/^\[EMERGENCY\] ds-keytag-no-dnskey /);
    expect(await toldWhenMended()).toEqual(EVERYBODY.map((who) => `HOST ${who} UP`));
  });

  test("names the one server that was left behind", async () => {
    expect(await toldAfter({ "shop.example.": "drifting" }, 3)).toEqual(EVERYBODY.map((who) => `HOST ${who} DOWN`));
    expect(nagios.status(SHOP)["plugin_output"]).toMatch(
      /^DNSSEC CHAIN CRITICAL - shop\.example: .* at ns2\.shop\.example/,
    );
  });

  test("calls on-call at once when a critical fault becomes an emergency, though it was acknowledged", async () => {
    const told = nagios.notifications();
    expect(await untilExpected(lastSeverity, (severity) => severity === "error")).toBe("error");
    nagios.command(`ACKNOWLEDGE_HOST_PROBLEM;${SHOP};2;0;0;operator;looking at it`);
    await stage.play({ "shop.example.": "expired" });
    expect(await untilExpected(lastSeverity, (severity) => severity === "critical")).toBe("critical");
    await expectOnlyPage("dnssec/shop.example/rrsig-expired-dnskey");
    expect(nagios.notifications()).toEqual(told);
    expect(await toldWhenMended()).toEqual(EVERYBODY.map((who) => `HOST ${who} UP`));
  });

  test("raises one alert for a dead server, which holds back those of the checks that miss it too", async () => {
    const told = await toldAfter({ "shop.example.": "server-dead" }, 2);
    expect(told).toEqual(["dnssec-chat", "dnssec-on-call"].map((who) => `SERVICE ${who} DNSSEC nameservers CRITICAL`));
    const others = await untilExpected(
      () => ["signatures", "DS", "denial", "keys"].map((name) => nagios.status(SHOP, `DNSSEC ${name}`)),
      (all) => all.every(({ state_type, current_state }) => state_type === "1" && current_state === "2"),
    );
    expect(others.map((status) => status["current_notification_number"])).toEqual(["0", "0", "0", "0"]);
    expect(await toldWhenMended()).toEqual(
      ["dnssec-chat", "dnssec-on-call"].map((who) => `SERVICE ${who} DNSSEC nameservers OK`),
    );
  });

  test("raises one alert for a dead parent zone, and none for the zones below", async () => {
    expect(await toldAfter({ "example.": "dead" }, 3)).toEqual(EVERYBODY.map((who) => `HOST ${who} DOWN`));
    const shop = await untilExpected(
      () => nagios.status(SHOP),
      ({ state_type, current_state }) => state_type === "1" && current_state === UNREACHABLE,
    );
    expect(shop).toMatchObject({ state_type: "1", current_state: UNREACHABLE, current_notification_number: "0" });
    const before = nagios.notifications().length;
    await mendParentFirst();
    await toldWhenMended();
    expect(nagios.notifications().slice(before).toSorted()).toEqual(EVERYBODY.map((who) => `HOST ${who} UP`));
  });
});
