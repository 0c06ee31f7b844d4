import { once } from "node:events";
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildExecutable, type Ended, endOf, startExecutable } from "../support/executable.ts";
import { OUTPUTS, prepareNotify, type Told } from "../support/notify/notify.ts";
import { authoritiesFile, type Mood, startService, type TestService } from "../support/notify/service.ts";

const notify = prepareNotify();
const spool = join(notify.folder, "spool");
let program: string;
let service: TestService;

beforeAll(async () => {
  program = await buildExecutable("plugins/notify_dnssec.ts", "notify_dnssec");
});
beforeEach(async () => {
  service = await startService("webhook");
});
afterEach(async () => {
  await service.stop();
  rmSync(spool, { recursive: true, force: true });
});
afterAll(() => {
  notify.remove();
  rmSync(dirname(program), { recursive: true });
});

async function tell(told: Told = {}): Promise<[exitCode: number, text: string]> {
  const { text, exitCode } = await notify.run(notify.commandLine("webhook", service, told));
  expect(text).not.toContain("verysecret");
  return [exitCode, text];
}

function start(told: Told = {}): Promise<Ended> {
  return endOf(startExecutable(program, notify.commandLine("webhook", service, told)));
}

/** The zones that the service has been told of, in order. */
function zones(): string[] {
  return service.taken.map(({ body }) => (JSON.parse(body) as { zone: string }).zone);
}

/** The files in the spool, in a folder of it. */
function kept(folder: "queue" | "refused"): string[] {
  return readdirSync(spool, { recursive: true, encoding: "utf8" }).filter((file) => file.includes(`${folder}/`));
}

const FLUSH = { flush: "-" };

/** A message with nothing in it. */
const WHOLE = {
  id: "1",
  action: "note",
  type: "CUSTOM",
  zone: "calm.example",
  host: "",
  service: "",
  state: "OK",
  summary: "",
  author: "",
  comment: "",
  link: "",
  at: 0,
  alerts: [],
  resolved: [],
  folded: [],
  others: [],
};

describe("a service that does not take a message", () => {
  test.each<[string, Mood[]]>([
    ["answers 500 once", [{ status: 500 }]],
    ["closes the connection once", ["closing"]],
    ["answers 503 and 408", [{ status: 503 }, { status: 408 }]],
  ])("and %s is asked again", async (_what, moods) => {
    service.moods.push(...moods);
    expect(await tell({ tries: "3" })).toEqual([0, expect.stringContaining("sent to webhook")]);
    expect(service.taken).toHaveLength(1);
    expect(kept("queue")).toEqual([]);
  });

  test("and asks for patience is given it", async () => {
    service.moods.push({ status: 429, headers: { "retry-after": "3" } });
    const started = performance.now();
    expect((await tell({ tries: "2" }))[0]).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(2900);
  });

  test("and asks for more patience than there is time gets the message with a later call", async () => {
    service.moods.push({ status: 429, headers: { "retry-after": "3600" } });
    expect(await tell({ tries: "3" })).toEqual([
      1,
      expect.stringContaining("not delivered to webhook: HTTP status 429"),
    ]);
    expect(service.received).toHaveLength(1);
    expect(await tell(FLUSH)).toEqual([0, "notify_dnssec: sent 1 kept message to webhook\n"]);
    expect(service.taken).toHaveLength(1);
  });

  test("and is silent is left at the time limit, with nothing lost", async () => {
    service.moods.push("silent");
    const started = performance.now();
    expect(await tell({ timeout: "1" })).toEqual([1, expect.stringContaining("no answer in time")]);
    expect(performance.now() - started).toBeLessThan(3000);
    expect((await tell(FLUSH))[0]).toBe(0);
    expect(zones()).toEqual(["shop.example"]);
  });

  test("and cannot be reached gets all messages later, in order, the recovery last", async () => {
    const { url } = service;
    await service.stop();
    expect(await tell({ zone: "a.example" })).toEqual([
      1,
      expect.stringMatching(/connection refused.*kept with 0 more in \S+/),
    ]);
    expect(await tell({ zone: "b.example" })).toEqual([1, expect.stringContaining("kept with 1 more")]);
    expect((await tell({ zone: "a.example", type: "RECOVERY", state: "OK", output: OUTPUTS.fine }))[0]).toBe(1);
    service = await startService("webhook", "server", Number(new URL(url).port));
    expect((await tell({ zone: "c.example" }))[0]).toBe(0);
    expect(zones()).toEqual(["a.example", "b.example", "a.example", "c.example"]);
    const ids = service.taken.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(new Set(ids).size).toBe(4);
  });

  test.each([400, 401, 404, 302])(
    "and answers %d has refused it: it is put aside, named, and holds nothing up",
    async (status) => {
      service.moods.push({ status });
      const [exitCode, text] = await tell({ tries: "3" });
      expect(exitCode).toBe(2);
      expect(text).toMatch(
        new RegExp(`refused by webhook for good: HTTP status ${status}: .*put aside as \\S+\\.json\n$`),
      );
      expect(readFileSync(/put aside as (\S+)/.exec(text)?.[1] ?? "", "utf8")).toContain("rrsig-expired");
      expect(service.received).toHaveLength(1);
      expect((await tell({ zone: "calm.example" }))[0]).toBe(0);
      expect(zones()).toEqual(["calm.example"]);
    },
  );

  test("and shows a certificate that has expired gets nothing, and the line says why", async () => {
    await service.stop();
    service = await startService("webhook", "expired");
    expect(await tell({ ca: authoritiesFile("expired") })).toEqual([
      1,
      expect.stringContaining("certificate has expired"),
    ]);
    expect(service.received).toEqual([]);
    expect(kept("queue")).toHaveLength(1);
  });

  test("and shows a certificate of nobody known gets nothing", async () => {
    expect((await tell({ ca: authoritiesFile("expired") }))[0]).toBe(1);
    expect(service.received).toEqual([]);
  });
});

describe("a secret", () => {
  test("that is missing ends with 3, and the notification goes with the next call that has it", async () => {
    const argv = notify.commandLine("webhook", service);
    const file = argv[argv.indexOf("--secret-file") + 1] ?? "";
    rmSync(file);
    const { text, exitCode } = await notify.run(argv);
    expect(text).toBe(
      `notify_dnssec: can't read ${file}: no such file; the notification is kept in ${join(spool, kept("queue")[0] ?? "")}\n`,
    );
    expect(exitCode).toBe(3);
    expect((await tell(FLUSH))[0]).toBe(0);
    expect(zones()).toEqual(["shop.example"]);
  });

  test.each([
    [0o644, "verysecret", "others may read or change"],
    [0o620, "verysecret", "others may read or change"],
    [0o600, "", "no secret in"],
    [0o600, "very\nsecret", "is not one word of ASCII"],
  ])("in a file of mode %o that holds %j is refused", async (mode, secret, why) => {
    const argv = notify.commandLine("webhook", service);
    const file = argv[argv.indexOf("--secret-file") + 1] ?? "";
    writeFileSync(file, secret);
    chmodSync(file, mode);
    const { text, exitCode } = await notify.run(argv);
    expect(text).toContain(why);
    expect(text).not.toMatch(/very/);
    expect(exitCode).toBe(3);
    expect(service.received).toEqual([]);
  });

  test("from the environment does as well, and none of either is ever kept", async () => {
    const slack = await startService("slack");
    const complete = notify.commandLine("slack", slack);
    const option = complete.indexOf("--secret-file");
    const argv = complete.toSpliced(option, 2);
    const without = await notify.run(argv);
    expect(without.text).toContain("no secret for slack: --secret-file names none and NOTIFY_DNSSEC_SECRET is not set");
    const wrong = await notify.run(argv, { NOTIFY_DNSSEC_SECRET: "xoxb-verysecret" });
    expect(wrong.text).toBe("notify_dnssec: the secret for slack is no https:// URL; nothing new to keep\n");
    slack.moods.push({ status: 500 });
    expect((await notify.run(argv, { NOTIFY_DNSSEC_SECRET: slack.url })).text).not.toContain("verysecret");
    const files = readdirSync(spool, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.join("\n")).not.toContain("verysecret");
    expect((await notify.run(argv, { NOTIFY_DNSSEC_SECRET: slack.url })).exitCode).toBe(0);
    expect(slack.taken.length).toBeGreaterThan(0);
    await slack.stop();
  });
});

test("the spool is for its user alone", async () => {
  await tell();
  expect(statSync(join(spool, readdirSync(spool)[0] ?? "", "queue")).mode & 0o077).toBe(0);
});

test("runs at once tell of one cause once, and of several zones each once", async () => {
  const same = Array.from({ length: 6 }, (_, index) => start({ service: `check ${index}` }));
  const others = ["a", "b", "c", "d"].map((label) => start({ zone: `${label}.example` }));
  for (const ended of await Promise.all([...same, ...others])) expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(zones().toSorted()).toEqual(["a.example", "b.example", "c.example", "d.example", "shop.example"]);
});

test("a run that is killed while it sends loses nothing, and the next keeps the order", async () => {
  service.moods.push("silent");
  const child = startExecutable(program, notify.commandLine("webhook", service, { zone: "a.example" }));
  while (service.received.length === 0) await sleep(20);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect((await tell({ zone: "b.example" }))[0]).toBe(0);
  expect(zones()).toEqual(["a.example", "b.example"]);
});

test("a run that is ended while it sends says so, and what it had waits", async () => {
  service.moods.push("silent");
  const child = startExecutable(program, notify.commandLine("webhook", service));
  while (service.received.length === 0) await sleep(20);
  child.kill("SIGTERM");
  expect(await endOf(child)).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("ended by SIGTERM") as string,
  });
  expect(kept("queue")).toHaveLength(1);
});

test("where nothing can be kept a message is sent all the same, and the line says what is wrong", async () => {
  const file = join(notify.folder, "file");
  writeFileSync(file, "");
  const told = { "spool-dir": file };
  expect(await tell(told)).toEqual([
    0,
    expect.stringMatching(/^notify_dnssec: sent to webhook: .*can't keep anything in/),
  ]);
  service.moods.push({ status: 500 });
  expect(await tell(told)).toEqual([1, expect.stringContaining("not delivered to webhook, and LOST: HTTP status 500")]);
  expect(await tell({ ...told, ...FLUSH })).toEqual([3, expect.stringContaining("can't keep anything in")]);
});

test.each([
  "{half",
  "null",
  '{"version":1}',
  '{"version":1,"message":{"action":"problem"}}',
  JSON.stringify({ version: 1, message: { ...WHOLE, alerts: [null] } }),
  JSON.stringify({ version: 1, message: { ...WHOLE, action: "shout" } }),
])("a file in the spool that is no message is put aside: %s", async (text) => {
  await tell();
  const folder = join(spool, readdirSync(spool)[0] ?? "", "queue");
  writeFileSync(join(folder, "000000001-x.json"), text);
  expect(await tell({ zone: "calm.example" })).toEqual([2, expect.stringContaining("the file holds no message")]);
  expect(zones()).toEqual(["shop.example", "calm.example"]);
});

test("open alerts that can't be understood keep no alert back", async () => {
  await tell();
  const folder = join(spool, readdirSync(spool)[0] ?? "", "zones");
  writeFileSync(join(folder, "shop.example.json"), '{"version":1,"alerts":[{"cause":"rrsig-expired"}]}');
  expect(await tell()).toEqual([0, expect.stringContaining("sent to webhook")]);
  expect(readdirSync(folder)).toContain("shop.example.json.corrupt");
});

test.each<[Told, string]>([
  [{ to: "pager" }, '--to: "pager" is none of pagerduty, opsgenie, slack, teams, webhook'],
  [{ type: "PANIC" }, '--type: "PANIC" is no notification type'],
  [{ state: "BROKEN" }, '--state: "BROKEN" is no state'],
  [{ levels: "info" }, '--levels: "info" is none of warning, critical, emergency'],
  [{ url: "http://127.0.0.1/" }, "--url: this is no https:// URL"],
  [{ to: "slack" }, "--url: for slack the URL is the secret; put it into a --secret-file"],
  [{ time: "yesterday" }, '--time: malformed time "yesterday"'],
  [{ tries: "0" }, '--tries: "0" is no number above 0 up to 100'],
  [{ ca: "/nonexistent" }, "can't read /nonexistent: no such file; the notification is kept in"],
  [{ verysecret: "-" }, "unknown option --"],
])("%j is told in one line with code 3", async (told, why) => {
  const { text, exitCode } = await notify.run(notify.commandLine("webhook", service, told));
  expect(text).toContain(why);
  expect(text).toMatch(/^notify_dnssec: [^\n]*\n$/);
  expect(exitCode).toBe(3);
  expect(service.received).toEqual([]);
});

test("help fits a terminal and exits with 3, as does the version", async () => {
  const help = await endOf(startExecutable(program, ["--help"]));
  expect(help.exitCode).toBe(3);
  expect(help.stdout.split("\n").filter((line) => line.length > 79)).toEqual([]);
  expect(help.stdout).toMatch(/^[\x20-\x7e\n]*$/);
  expect(await endOf(startExecutable(program, ["-V"]))).toEqual({
    stdout: "notify_dnssec 1.0.0\n",
    stderr: "",
    exitCode: 3,
  });
});
