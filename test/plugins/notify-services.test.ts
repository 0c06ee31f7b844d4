import { createHmac } from "node:crypto";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { SERVICES, type Service } from "../../src/notifications/destination.ts";
import { prepareNotify, OUTPUTS, type Told } from "../support/notify/notify.ts";
import { startService, type TestService } from "../support/notify/service.ts";
import type { Received } from "../support/notify/service-rules.ts";

const notify = prepareNotify();
const services: TestService[] = [];

afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
});
afterAll(() => notify.remove());

async function open(to: Service): Promise<TestService> {
  const service = await startService(to);
  services.push(service);
  return service;
}

async function tell(to: Service, service: TestService, told: Told = {}): Promise<string> {
  const { text, exitCode } = await notify.run(notify.commandLine(to, service, told));
  expect(text).toMatch(/^notify_dnssec: [^\n]+\n$/);
  expect(exitCode).toBe(0);
  return text;
}

function bodies(service: TestService): unknown[] {
  return service.taken.map(({ body }) => JSON.parse(body) as unknown);
}

const KEY = "dnssec/shop.example/rrsig-expired";

test("PagerDuty: an emergency is triggered with all that is needed at night, acknowledged, and resolved", async () => {
  const service = await open("pagerduty");
  expect(await tell("pagerduty", service)).toContain("sent to pagerduty: EMERGENCY shop.example: rrsig-expired");
  await tell("pagerduty", service, { type: "ACKNOWLEDGEMENT", author: "kim", comment: "on it" });
  await tell("pagerduty", service, { type: "RECOVERY", state: "OK", output: OUTPUTS.fine });
  const [trigger, ...rest] = bodies(service);
  expect(trigger).toMatchObject({
    routing_key: "verysecret",
    event_action: "trigger",
    dedup_key: KEY,
    client_url: "https://icinga.example/service?name=signatures",
    links: [{ href: "https://icinga.example/service?name=signatures" }],
    payload: {
      summary:
        "EMERGENCY shop.example: rrsig-expired: signature by key 12345 expired 2d ago (MX shop.example at ns2.shop.example 192.0.2.2)",
      source: "shop.example",
      severity: "critical",
      timestamp: "2026-11-23T03:00:00Z",
      component: "MX shop.example",
      class: "rrsig-expired",
      custom_details: {
        Where: "ns2.shop.example 192.0.2.2",
        Since: "2026-11-23T03:00:00Z",
        "To do": "Sign the zone again. (RFC 4035 5.3)",
        "Seen by": "ns1!signatures",
      },
    },
  });
  expect(rest).toEqual([
    { routing_key: "verysecret", event_action: "acknowledge", dedup_key: KEY },
    { routing_key: "verysecret", event_action: "resolve", dedup_key: KEY },
  ]);
});

test("PagerDuty: several causes are an event each, and a critical one is an error there, a warning a warning", async () => {
  const service = await open("pagerduty");
  await tell("pagerduty", service, { output: OUTPUTS.both });
  await tell("pagerduty", service, { output: OUTPUTS.expiringToday });
  expect(
    bodies(service).map((body) => {
      const event = body as { event_action: string; dedup_key: string; payload?: { severity: string } };
      return [event.event_action, event.dedup_key.split("/")[2], event.payload?.severity];
    }),
  ).toEqual([
    ["trigger", "rrsig-expired", "critical"],
    ["trigger", "ns-stale-secondary", "warning"],
    ["trigger", "rrsig-expiring-soon", "error"],
    ["resolve", "rrsig-expired", undefined],
    ["resolve", "ns-stale-secondary", undefined],
  ]);
});

test("Opsgenie: an alert is created by alias with a priority, annotated, acknowledged, and closed", async () => {
  const service = await open("opsgenie");
  await tell("opsgenie", service);
  await tell("opsgenie", service, { type: "DOWNTIMESTART", author: "kim", comment: "moving servers" });
  await tell("opsgenie", service, { type: "ACKNOWLEDGEMENT", author: "kim", comment: "on it" });
  await tell("opsgenie", service, { type: "RECOVERY", state: "OK", output: OUTPUTS.fine });
  const alias = "/v2/alerts/dnssec%3Ashop.example%3Arrsig-expired";
  expect(service.taken.map(({ method, path, headers }) => [method, path, headers["authorization"]])).toEqual([
    ["POST", "/v2/alerts", "GenieKey verysecret"],
    ["PUT", `${alias}/priority?identifierType=alias`, "GenieKey verysecret"],
    ["POST", `${alias}/notes?identifierType=alias`, "GenieKey verysecret"],
    ["POST", `${alias}/acknowledge?identifierType=alias`, "GenieKey verysecret"],
    ["POST", `${alias}/close?identifierType=alias`, "GenieKey verysecret"],
  ]);
  expect(bodies(service)).toMatchObject([
    {
      alias: "dnssec:shop.example:rrsig-expired",
      priority: "P1",
      entity: "shop.example",
      tags: ["dnssec", "emergency", "rrsig-expired"],
      details: { "To do": "Sign the zone again. (RFC 4035 5.3)" },
    },
    { priority: "P1" },
    { note: expect.stringContaining("kim: moving servers") as string, user: "kim" },
    { note: expect.stringContaining("kim: on it") as string, user: "kim" },
    { source: "notify_dnssec" },
  ]);
});

test("Opsgenie: a level that rises raises the priority", async () => {
  const service = await open("opsgenie");
  await tell("opsgenie", service, { state: "WARNING", output: OUTPUTS.expiring });
  await tell("opsgenie", service, { output: OUTPUTS.expiringToday });
  expect(service.taken.filter(({ method }) => method === "PUT").map(({ body }) => body)).toEqual([
    '{"priority":"P3"}',
    '{"priority":"P2"}',
  ]);
});

test("Slack: one message names all causes, where, since when and what to do, with a link", async () => {
  const service = await open("slack");
  await tell("slack", service, { output: OUTPUTS.both });
  await tell("slack", service, { type: "RECOVERY", state: "OK", output: OUTPUTS.fine });
  const [problem = "", recovery = ""] = service.taken.map(({ body }) => body);
  expect(service.taken).toHaveLength(2);
  expect(problem).toContain("EMERGENCY shop.example: rrsig-expired: signature by key 12345 expired 2d ago");
  expect(problem).toContain("ns-stale-secondary: copy is behind");
  expect(problem).toContain("Where: ns2.shop.example 192.0.2.2");
  expect(problem).toContain("Since: 2026-11-23T03:00:00Z");
  expect(problem).toContain("To do: Sign the zone again.");
  expect(problem).toContain("<https://icinga.example/service?name=signatures|Open in the monitoring system>");
  expect(recovery).toContain("RECOVERED shop.example: rrsig-expired, ns-stale-secondary");
});

test("Teams: one Adaptive Card with facts, coloured by level, and green when it is over", async () => {
  const service = await open("teams");
  await tell("teams", service, { output: OUTPUTS.both });
  await tell("teams", service, { type: "RECOVERY", state: "OK", output: OUTPUTS.fine });
  const cards = bodies(service).map((body) => (body as { attachments: { content: object }[] }).attachments[0]?.content);
  expect(cards).toMatchObject([
    {
      body: [
        { inlines: [{ color: "attention", text: expect.stringMatching(/^EMERGENCY shop\.example: /) as string }] },
        { inlines: [{ text: expect.stringMatching(/^rrsig-expired: /) as string }] },
        { type: "FactSet", facts: expect.arrayContaining([{ title: "Level", value: "EMERGENCY" }]) as object },
        { inlines: [{ text: expect.stringMatching(/^ns-stale-secondary: /) as string }] },
        { type: "FactSet" },
        { inlines: [{ text: "ns1 / signatures at 2026-11-23T03:00:00Z" }] },
      ],
      actions: [{ type: "Action.OpenUrl", url: "https://icinga.example/service?name=signatures" }],
    },
    { body: [{ inlines: [{ color: "good", text: "RECOVERED shop.example: rrsig-expired, ns-stale-secondary" }] }, {}] },
  ]);
});

test("webhook: one documented object, signed with the secret", async () => {
  const service = await open("webhook");
  await tell("webhook", service);
  const [{ body, headers }] = service.taken as [Received];
  const signature = createHmac("sha256", "verysecret").update(body).digest("hex");
  expect(headers["x-notify-dnssec-signature"]).toBe(`sha256=${signature}`);
  expect(JSON.parse(body)).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    action: "problem",
    type: "PROBLEM",
    title: expect.stringMatching(/^EMERGENCY shop\.example: /) as string,
    zone: "shop.example",
    host: "ns1",
    service: "signatures",
    state: "CRITICAL",
    summary: "DNSSEC SIGNATURES CRITICAL - EMERGENCY shop.example: signature by key 12345 expired 2d ago",
    author: "",
    comment: "",
    link: "https://icinga.example/service?name=signatures",
    at: "2026-11-23T03:00:00Z",
    alerts: [
      {
        key: KEY,
        cause: "rrsig-expired",
        level: "emergency",
        label: "MX shop.example",
        message: "signature by key 12345 expired 2d ago",
        servers: ["ns2.shop.example 192.0.2.2"],
        remedy: "Sign the zone again. (RFC 4035 5.3)",
        since: "2026-11-23T03:00:00Z",
        services: { "ns1!signatures": "emergency" },
      },
    ],
    resolved: [],
    folded: [],
    others: [],
  });
});

const HOSTILE = [
  `DNSSEC SIGNATURES CRITICAL - shop.example: "quoted" <!channel> @here $(id) \`id\` 'x' & <b>`,
  `[CRITICAL] rrsig-expired MX shop.example: "</script>" <!channel> <@U1> [click](https://evil.example) *x* \u202e\u0007 ${"long ".repeat(3000)}`,
  "  To do: Go [there](https://evil.example)",
  `[WARNING] ns-stale-secondary MX shop.example: ${'\\"'.repeat(4000)} 😀`,
].join("\n");

describe.each(SERVICES)("%s", (to) => {
  test("takes hostile text as it is meant, without mentions, markup or too much of it", async () => {
    const service = await open(to);
    const said = { output: HOSTILE, author: "<!here>", comment: 'two\nlines "of" <@U1> 😀', "long-output": "-x" };
    await tell(to, service, said);
    await tell(to, service, { ...said, type: "ACKNOWLEDGEMENT" });
    const sent = service.taken.map(({ body }) => body).join("\n");
    expect(service.taken.length).toBeGreaterThan(1);
    expect(sent).not.toMatch(/\u202e|\\u0007/);
  });

  test("a dry run prints the request without the secret and sends and keeps nothing", async () => {
    const service = await open(to);
    const { text, exitCode } = await notify.run(notify.commandLine(to, service, { "dry-run": "-" }));
    expect(exitCode).toBe(0);
    expect(JSON.parse(text)).toMatchObject([
      { method: "POST", body: expect.anything() as object },
      ...(to === "opsgenie" ? [{}] : []),
    ]);
    expect(text).not.toContain("verysecret");
    expect(service.received).toHaveLength(0);
    expect(await tell(to, service)).toContain("sent to");
  });
});
