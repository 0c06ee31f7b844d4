import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";
import type { CommonOptions } from "../../src/cli/common-options.ts";
import { exampleOutcome, runCheck } from "../support/check-run.ts";

const folder = mkdtempSync(join(tmpdir(), "extra-opts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const INI = join(folder, "plugins.ini");
writeFileSync(
  INI,
  `# defaults of all checks
; another comment
[check_dnssec_chain]
resolver = 192.0.2.1
resolver=192.0.2.2
w = 14d
--critical = 3d
tcp=
timeout=30:CRITICAL

[ other section ]
zone=example.org
-t = 20
[broken]
nope=1
[empty]
`,
);

/** The options that a command line comes to, or the line that says why it does not. */
async function optionsOf(argv: readonly string[], env: Record<string, string> = {}): Promise<CommonOptions | string> {
  let seen: CommonOptions | undefined;
  const { text } = await runCheck(CHAIN_SPEC, () => Promise.resolve(exampleOutcome()), argv, {
    env,
    openNetwork: (options) => {
      seen = options;
      throw new Error("seen");
    },
  }).catch(() => ({ text: "" }));
  return seen ?? text;
}

test("options come from the section named after the plugin, letters and dashes allowed", async () => {
  expect(await optionsOf([`--extra-opts=@${INI}`, "example.com"])).toMatchObject({
    resolvers: [{ address: "192.0.2.1" }, { address: "192.0.2.2" }],
    warning: [{ start: 14 * 86_400 }],
    critical: [{ start: 3 * 86_400 }],
    tcp: true,
    timeout: { seconds: 30, state: "CRITICAL" },
  });
});

test("the command line wins, wherever --extra-opts stands in it, and adds to what may be repeated", async () => {
  expect(await optionsOf(["-t", "5", "-r", "192.0.2.3", "example.com", "--extra-opts", `@${INI}`])).toMatchObject({
    resolvers: [{ address: "192.0.2.1" }, { address: "192.0.2.2" }, { address: "192.0.2.3" }],
    timeout: { seconds: 5, state: "UNKNOWN" },
  });
});

test("a section is chosen by name, its zone gives way to the command line's", async () => {
  const argv = [`--extra-opts=other section@${INI}`];
  expect(await optionsOf(argv)).toMatchObject({
    timeout: { seconds: 20 },
    zone: { labels: [{ length: 7 }, { length: 3 }] },
  });
  for (const own of [["-z", "a.b.c"], ["a.b.c"]]) {
    expect(await optionsOf([...argv, ...own])).toMatchObject({ zone: { labels: { length: 3 } } });
  }
});

test("of several sections the later wins", async () => {
  const argv = [`--extra-opts=@${INI}`, `--extra-opts=other section@${INI}`];
  expect(await optionsOf(argv)).toMatchObject({ timeout: { seconds: 20 }, tcp: true });
});

test("without a file MP_CONFIG_FILE is read, then the folders of NAGIOS_CONFIG_PATH", async () => {
  const expected = { timeout: { seconds: 30 } };
  expect(await optionsOf(["--extra-opts", "-z", "a"], { MP_CONFIG_FILE: INI })).toMatchObject(expected);
  const folders = `/nonexistent:${folder}`;
  expect(await optionsOf(["-z", "a", "--extra-opts"], { NAGIOS_CONFIG_PATH: folders })).toMatchObject(expected);
  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "monitoring-plugins.ini"), "[check_dnssec_chain]\ntimeout=7\n");
  const both = await optionsOf(["-z", "a", "--extra-opts"], { NAGIOS_CONFIG_PATH: `${other}:${folder}` });
  expect(both).toMatchObject({ timeout: { seconds: 7 } });
});

test("what other plugins have in the file is theirs", async () => {
  const shared = join(folder, "shared.ini");
  writeFileSync(shared, "[check_other]\nno equals sign\n[check_dnssec_chain]\ntimeout=7\n[check_third]\n=\n");
  expect(await optionsOf([`--extra-opts=@${shared}`, "a"])).toMatchObject({ timeout: { seconds: 7 } });
});

test("bad usage is JSON where the file asks for it", async () => {
  const json = join(folder, "json.ini");
  writeFileSync(json, "[check_dnssec_chain]\nformat=json\n");
  expect(await optionsOf([`--extra-opts=@${json}`, "a", "--port", "0"])).toMatch(/^\{.*"summary":"--port: [^\n]*\}\n$/);
});

test("what can't be read or is malformed is named", async () => {
  const bad = join(folder, "bad.ini");
  writeFileSync(bad, "[check_dnssec_chain]\nzone example.com\n");
  const outside = join(folder, "outside.ini");
  writeFileSync(outside, "zone=example.com\n");
  expect(await optionsOf(["--extra-opts=@/nonexistent", "a"])).toBe(
    "DNSSEC CHAIN UNKNOWN - can't read /nonexistent: no such file\n",
  );
  expect(await optionsOf([`--extra-opts=nope@${INI}`, "a"])).toBe(
    `DNSSEC CHAIN UNKNOWN - --extra-opts: no options in section [nope] of ${INI}\n`,
  );
  expect(await optionsOf([`--extra-opts=empty@${INI}`, "a"])).toContain("no options in section [empty]");
  expect(await optionsOf([`--extra-opts=broken@${INI}`, "a"])).toBe(
    `DNSSEC CHAIN UNKNOWN - --extra-opts: unknown option --nope, in section [broken] of ${INI}\n`,
  );
  expect(await optionsOf([`--extra-opts=@${bad}`])).toBe(
    `DNSSEC CHAIN UNKNOWN - ${bad}: line 2 is neither [section] nor option=value\n`,
  );
  expect(await optionsOf([`--extra-opts=@${outside}`])).toContain("line 1 is neither");
});

test("after -- nothing is an option", async () => {
  expect(await optionsOf(["--", "--extra-opts"])).toMatchObject({ zone: { labels: [{ length: 12 }] } });
});
