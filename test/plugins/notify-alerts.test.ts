import { rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { prepareNotify, OUTPUTS, type Told } from "../support/notify/notify.ts";
import { startService, type TestService } from "../support/notify/service.ts";

const notify = prepareNotify();
let pagerduty: TestService;
let slack: TestService;

beforeEach(async () => {
  [pagerduty, slack] = await Promise.all([startService("pagerduty"), startService("slack")]);
});
afterEach(async () => {
  await Promise.all([pagerduty.stop(), slack.stop()]);
});
afterAll(() => notify.remove());

/** Tells both services, and returns what each run printed. */
async function tell(told: Told): Promise<string[]> {
  const lines: string[] = [];
  for (const [to, service] of [
    ["pagerduty", pagerduty],
    ["slack", slack],
  ] as const) {
    const { text, exitCode } = await notify.run(notify.commandLine(to, service, told));
    expect([exitCode, text]).toEqual([0, expect.stringMatching(/^notify_dnssec: [^\n]*\n$/)]);
    lines.push(text);
  }
  return lines;
}

/** What PagerDuty was sent, `trigger rrsig-expired` each, since the last call. */
function events(): string[] {
  return pagerduty.taken.splice(0).map(({ body }) => {
    const { event_action, dedup_key } = JSON.parse(body) as { event_action: string; dedup_key: string };
    return `${event_action} ${dedup_key.replace(/^dnssec\/shop\.example\//, "")}`;
  });
}

/** The headlines that Slack was sent since the last call. */
function headlines(): string[] {
  return slack.taken
    .splice(0)
    .map(({ body }) => (JSON.parse(body) as { text: string }).text.replace(/: (\S+): .*/, ": $1"));
}

const FINE = { type: "RECOVERY", state: "OK", output: OUTPUTS.fine };

test("one cause that several services report is one alert, over when none reports it", async () => {
  await tell({ service: "signatures" });
  expect(events()).toEqual(["trigger rrsig-expired"]);
  expect(await tell({ service: "chain" })).toEqual(Array(2).fill(expect.stringContaining("it knows already")));
  expect(await tell({ ...FINE, service: "signatures" })).toEqual(
    Array(2).fill(expect.stringContaining("other services still report")),
  );
  expect(events()).toEqual([]);
  await tell({ ...FINE, service: "chain" });
  expect(events()).toEqual(["resolve rrsig-expired"]);
  expect(headlines()).toEqual(["EMERGENCY shop.example: rrsig-expired", "RECOVERED shop.example: rrsig-expired"]);
});

test("the same cause in another zone is another alert", async () => {
  await tell({});
  await tell({ zone: "CALM.example." });
  await tell({ ...FINE, zone: "calm.example" });
  expect(events()).toEqual([
    "trigger rrsig-expired",
    "trigger dnssec/calm.example/rrsig-expired",
    "resolve dnssec/calm.example/rrsig-expired",
  ]);
});

test("a cause that is gone while another stays is resolved at the next call, and one message says both", async () => {
  await tell({ output: OUTPUTS.both });
  events();
  headlines();
  await tell({ output: OUTPUTS.expired });
  expect(events()).toEqual(["resolve ns-stale-secondary"]);
  expect(slack.taken[0]?.body).toContain("Still open: rrsig-expired");
  expect(headlines()).toEqual(["PARTLY RECOVERED shop.example: ns-stale-secondary"]);
});

test("a level that rises is sent again, one that falls is not", async () => {
  await tell({ state: "WARNING", output: OUTPUTS.expiring });
  await tell({ output: OUTPUTS.expiringToday });
  await tell({ type: "EVENT", state: "WARNING", output: OUTPUTS.expiring });
  expect(events()).toEqual(["trigger rrsig-expiring-soon", "trigger rrsig-expiring-soon"]);
  expect(headlines()).toEqual([
    "WARNING shop.example: rrsig-expiring-soon",
    "CRITICAL shop.example: rrsig-expiring-soon",
  ]);
});

test("an emergency goes out with the first event, and the notification that follows is not sent twice", async () => {
  const event = { type: "EVENT", levels: "emergency" };
  await tell(event);
  await tell(event);
  await tell({});
  expect(events()).toEqual(["trigger rrsig-expired"]);
  // The monitoring system's reminder.
  await tell({});
  expect(events()).toEqual(["trigger rrsig-expired"]);
  await tell({ ...event, state: "OK", output: OUTPUTS.fine });
  await tell(FINE);
  expect(events()).toEqual(["resolve rrsig-expired"]);
});

test("a level that an event may not tell of is left for the notification", async () => {
  await tell({ state: "WARNING", output: OUTPUTS.expiring });
  await tell({ type: "EVENT", levels: "emergency", output: OUTPUTS.expiringToday });
  expect(events()).toEqual(["trigger rrsig-expiring-soon"]);
  await tell({ output: OUTPUTS.expiringToday });
  expect(headlines().at(-1)).toBe("CRITICAL shop.example: rrsig-expiring-soon");
});

test("alerts of other levels are not sent, nor is their recovery, and the line says so", async () => {
  const told = { levels: "critical,emergency" };
  const lines = await tell({ ...told, state: "WARNING", output: OUTPUTS.expiring });
  expect(lines).toEqual(Array(2).fill(expect.stringContaining("nothing new among critical, emergency")));
  expect(await tell({ ...told, ...FINE })).toEqual(Array(2).fill(expect.stringContaining("nothing is open there")));
  await tell({ ...told, output: OUTPUTS.both });
  expect(events()).toEqual(["trigger rrsig-expired"]);
  expect(headlines()).toEqual(["EMERGENCY shop.example: rrsig-expired"]);
});

test("a check that was killed is an alert of its own, and resolves nothing", async () => {
  await tell({});
  await tell({ output: "<Terminated by signal 9 (Killed).>", state: "UNKNOWN" });
  await tell({});
  expect(events()).toEqual(["trigger rrsig-expired", "trigger no-result", "resolve no-result"]);
});

test("findings that did not fit into the text are not taken for gone", async () => {
  await tell({ output: OUTPUTS.both });
  await tell({
    type: "EVENT",
    output: `${OUTPUTS.expired}\n(1 more finding not shown; -o json prints every finding and metric)`,
  });
  expect(events()).toEqual(["trigger rrsig-expired", "trigger ns-stale-secondary"]);
});

test("downtimes, acknowledgements and flapping are told where something is open, and nowhere else", async () => {
  const notes = { author: "kim", comment: "moving servers" };
  for (const type of ["ACKNOWLEDGEMENT", "DOWNTIMESTART"]) await tell({ ...notes, type });
  expect([...events(), ...headlines()]).toEqual([]);
  await tell({ type: "FLAPPINGSTART" });
  await tell({ ...notes, type: "DOWNTIMESTART" });
  await tell({ type: "DOWNTIMEEND", state: "OK", output: OUTPUTS.fine });
  expect(events()).toEqual(["trigger rrsig-expired", "resolve rrsig-expired"]);
  expect(headlines()).toEqual([
    "EMERGENCY shop.example: rrsig-expired",
    "DOWNTIMESTART shop.example: rrsig-expired by kim",
    "RECOVERED shop.example: rrsig-expired",
  ]);
});

test("a custom notification is sent again with who asked for it", async () => {
  await tell({});
  slack.taken.length = 0;
  await tell({ type: "CUSTOM", author: "kim", comment: "still broken" });
  expect(events()).toEqual(["trigger rrsig-expired", "trigger rrsig-expired"]);
  expect(slack.taken[0]?.body).toContain("kim: still broken");
});

test("a check of a host is told of by the host's states", async () => {
  await tell({ state: "DOWN" });
  await tell({ state: "UNREACHABLE", type: "EVENT", output: "(Host check timed out)" });
  await tell({ state: "UP", type: "RECOVERY", output: OUTPUTS.fine });
  expect(events()).toEqual([
    "trigger rrsig-expired",
    "trigger no-result",
    "resolve rrsig-expired",
    "resolve no-result",
  ]);
});

test("Nagios hands the other lines over on one, and the causes are found all the same", async () => {
  const [first = "", ...rest] = OUTPUTS.both.split("\n");
  await tell({ output: first, "long-output": rest.join("\\n") });
  expect(events()).toEqual(["trigger rrsig-expired", "trigger ns-stale-secondary"]);
});

test("a recovery whose alerts are forgotten goes to chats; for PagerDuty the line says what to do", async () => {
  await tell({});
  const spool = join(notify.folder, "spool");
  for (const folder of await readdir(spool)) {
    writeFileSync(join(spool, folder, "zones", "shop.example.json"), folder.startsWith("slack") ? "null" : "{half");
  }
  events();
  headlines();
  const [pagerdutyLine] = await tell(FINE);
  expect(pagerdutyLine).toContain("what was open is not known any more: close it by hand");
  expect(headlines()).toEqual([`RECOVERED shop.example: ${OUTPUTS.fine}`]);
  rmSync(spool, { recursive: true });
});

test("a zone's name with characters of a shell is one zone, and one without a name is refused", async () => {
  await tell({ zone: "$(id);`id`|&.example" });
  expect(events()).toEqual([
    String.raw`trigger dnssec/\$(id)\;`.replace("(id)", String.raw`\(id\)`) + "`id`|&.example/rrsig-expired",
  ]);
  const { text, exitCode } = await notify.run(notify.commandLine("slack", slack, { zone: "" }));
  expect(text).toMatch(/^notify_dnssec: --zone: /);
  expect(exitCode).toBe(3);
});

test("what the configuration calls a zone and is none is told of all the same", async () => {
  const output = "DNSSEC CHAIN UNKNOWN - malformed domain name";
  for (const zone of ["two words", "192.0.2.1", "a..b", "x".repeat(300)])
    await tell({ zone, state: "UNKNOWN", output });
  expect(events()).toEqual(Array(4).fill(expect.stringMatching(/^trigger .*\/no-result$/)));
});

test("what follows from an open alert opens none of its own until that is over", async () => {
  const follows = { service: "denial", output: OUTPUTS.denialExpired };
  await tell({ service: "chain", output: OUTPUTS.dnskeyExpired });
  expect(await tell(follows)).toEqual(Array(2).fill(expect.stringContaining("it knows already")));
  expect(events()).toEqual(["trigger rrsig-expired-dnskey"]);
  await tell({ ...FINE, service: "chain" });
  expect(events()).toEqual(["resolve rrsig-expired-dnskey"]);
  await tell(follows);
  expect(events()).toEqual(["trigger rrsig-expired-denial"]);
});

test("what follows from an open alert but is worse is told", async () => {
  await tell({ service: "chain", output: OUTPUTS.dnskeyExpired.replaceAll("EMERGENCY", "CRITICAL") });
  await tell({ service: "denial", output: OUTPUTS.denialExpired });
  expect(events()).toEqual(["trigger rrsig-expired-dnskey", "trigger rrsig-expired-denial"]);
});

test("the first notification of each service that an event came before is no reminder", async () => {
  await tell({ type: "EVENT", service: "chain" });
  await tell({ type: "EVENT", service: "signatures" });
  await tell({ service: "signatures" });
  await tell({ service: "chain" });
  expect(events()).toEqual(["trigger rrsig-expired"]);
  await tell({ service: "chain" });
  expect(events()).toEqual(["trigger rrsig-expired"]);
});

test("an alert is folded into the one that turns out to explain it", async () => {
  await tell({ service: "denial", output: OUTPUTS.denialExpired });
  await tell({ service: "chain", output: OUTPUTS.dnskeyExpired });
  expect(events()).toEqual([
    "trigger rrsig-expired-denial",
    "trigger rrsig-expired-dnskey",
    "resolve rrsig-expired-denial",
  ]);
  expect(slack.taken.at(-1)?.body).toContain("Follows from it: rrsig-expired-denial");
  await tell({ ...FINE, service: "chain" });
  expect(events()).toEqual(["resolve rrsig-expired-dnskey"]);
});
