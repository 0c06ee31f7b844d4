import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable, type Ended, endOf, startExecutable } from "../support/executable.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { createKey, keyPair, keyTag } from "../support/signer/key.ts";

const AT = Date.UTC(2026, 10, 23) / 1000;
const YEAR = 365 * 86_400;
const KEYS = keyPair(13, "executable");
const [KSK, ZSK] = KEYS;

let program: string;
let internet: Internet;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keys-"));
  program = await buildExecutable("plugins/check_dnssec_keys.ts", "check_dnssec_keys");
  internet = await startInternet({
    at: AT,
    zones: {
      tld: { expiration: 10 * YEAR },
      ".": { expiration: 10 * YEAR },
      "zone.tld": { keys: KEYS, expiration: 10 * YEAR },
      "sha1.tld": { keys: keyPair(7) },
      "large.tld": {
        keys: [...keyPair(8), createKey({ algorithm: 8, bits: 4096, flags: 256, signs: "nothing" })],
        servers: [{}, { behaviour: { silent: "tcp" } }],
      },
    },
  });
});
afterAll(async () => {
  await internet.stop();
  await Promise.all([dirname(program), folder].map((path) => rm(path, { recursive: true })));
});

function run(...argv: string[]): Promise<Ended> {
  return endOf(startExecutable(program, [...internet.arguments, ...argv]));
}

function runAt(time: string, ...argv: string[]): Promise<Ended> {
  const other = internet.arguments.map((argument, i, all) => (all[i - 1] === "--at" ? time : argument));
  return endOf(startExecutable(program, [...other, ...argv]));
}

test("keys are told by their use, with the time until the first is due", async () => {
  const { stdout, stderr, exitCode } = await run("zone.tld", "--no-state");
  expect(stdout).toMatch(
    `DNSSEC KEYS OK - zone.tld: KSK ${keyTag(KSK)}, ZSK ${keyTag(ZSK)} (ECDSAP256SHA256), ZSK ${keyTag(ZSK)} due in 365d | ksk_due=94608000s;0:;~: zsk_due=31536000s;~:;~: ksk_age=0s;;;0 zsk_age=0s;;;0 keys=2;;;0 dnskey_size=`,
  );
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

test("a key grows old from run to run", async () => {
  const state = join(folder, "state");
  expect((await run("zone.tld", "--state-dir", state)).exitCode).toBe(0);
  expect(await readdir(state)).toEqual(["zone.tld.json"]);
  const { stdout, exitCode } = await runAt("2029-11-30T00:00:00Z", "zone.tld", "--state-dir", state);
  expect(stdout).toContain(
    `DNSSEC KEYS WARNING - zone.tld: DNSKEY (key ${keyTag(KSK)}): KSK in use for 1103d, planned for 1095d: overdue by 8d`,
  );
  expect(stdout).toContain(`[INFO] dnskey-zsk-too-old DNSKEY zone.tld (key ${keyTag(ZSK)})`);
  expect(exitCode).toBe(1);
});

test("a corrupt file is said and begun anew, an unusable folder is said, and neither is more than information", async () => {
  const state = join(folder, "corrupt");
  await run("zone.tld", "--state-dir", state);
  const file = join(state, "zone.tld.json");
  await writeFile(file, "{");
  const corrupt = await run("zone.tld", "--state-dir", state);
  expect(corrupt.stdout).toContain(
    "[INFO] key-history-unusable zone.tld: what earlier runs saw of the keys is not there: ",
  );
  expect(corrupt.exitCode).toBe(0);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ zone: "zone.tld." });
  const unusable = await run("zone.tld", "--state-dir", file);
  expect(unusable.stdout).toContain("part of the path is no folder");
  expect(unusable.exitCode).toBe(0);
});

test("many runs at once leave one whole file", async () => {
  const state = join(folder, "many");
  const runs = await Promise.all(Array.from({ length: 6 }, () => run("zone.tld", "--state-dir", state, "-o", "json")));
  expect(runs.map(({ stdout }) => (JSON.parse(stdout) as { findings: unknown }).findings)).toEqual(runs.map(() => []));
  expect(await readdir(state)).toEqual(["zone.tld.json"]);
});

test("dates come from the user and from files", async () => {
  const status = join(folder, "keymgr");
  const id = "4bc0122cbc0a375cb3f5514eb33ca18deea9fe39";
  await writeFile(status, `${id} ${keyTag(ZSK)} ZSK ECDSAP256SHA256 publish=2025-01-01T00:00:00Z\n`);
  const created = ["--key-created", `${keyTag(KSK)}=2020-01-01`, "--key-status", status, "--no-state", "-o", "json"];
  const { stdout } = await run("zone.tld", ...created);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [
      { id: "dnskey-ksk-too-old", level: "warning" },
      { id: "dnskey-zsk-too-old", level: "info" },
    ],
    keys: [
      { key_tag: keyTag(KSK), role: "KSK", in_ds: true, since: "2020-01-01T00:00:00Z" },
      { key_tag: keyTag(ZSK), role: "ZSK", in_ds: false, since: "2025-01-01T00:00:00Z" },
    ],
    rollover: null,
  });
});

test.each([
  [["--key-created", "1"], '--key-created: "1" is not TAG=DATE'],
  [["--key-dir", "/nonexistent"], "--key-dir: can't read /nonexistent: no such file"],
  [["--key-status", "/dev/null"], "--key-status: /dev/null: neither 'rndc dnssec -status'"],
  [["--ksk-max-age", "old"], '--ksk-max-age: malformed duration "old"'],
  [["--state-dir", ""], "--state-dir: no folder named"],
])("%j is bad usage", async (argv, message) => {
  const { stdout, stderr, exitCode } = await run("zone.tld", ...argv);
  expect(stdout).toMatch(/^DNSSEC KEYS UNKNOWN - [^\n]*\n$/);
  expect(stdout).toContain(message);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 3 });
});

test("a set too large for UDP is critical where TCP fails, information where it works", async () => {
  const { stdout } = await run("large.tld", "--no-state", "-o", "json", "--query-timeout", "0.3", "--tries", "1");
  const { findings } = JSON.parse(stdout) as { findings: { id: string; level: string; cause?: string }[] };
  expect(findings.map(({ id, level, cause }) => [id, level, cause])).toEqual([
    ["dnskey-rrset-too-large", "critical", undefined],
    ["ns-unresponsive-tcp", "critical", "dnskey-rrset-too-large"],
    ["dnskey-rrset-too-large", "info", undefined],
  ]);
});

test("keys that share a fault are one line", async () => {
  const { stdout, exitCode } = await run("sha1.tld", "--no-state");
  expect(stdout).toMatch(
    /^\[CRITICAL\] dnskey-algorithm-sha1 DNSKEY sha1\.tld \(key \d+\) and 1 more key: algorithm RSASHA1-NSEC3-SHA1 /m,
  );
  expect(exitCode).toBe(2);
});
