import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { CheckContext } from "../../src/checks/context.ts";
import type { ChainOptions } from "../../src/checks/chain/check.ts";
import type { SignaturesOptions } from "../../src/checks/signatures/check.ts";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";
import { SIGNATURES_SPEC } from "../../src/cli/signatures-spec.ts";
import { parseName } from "../../src/dns/name.ts";
import { RrType } from "../../src/dns/registry.ts";
import { finding } from "../../src/dnssec/finding.ts";
import { exampleOutcome, noNetwork, NOW, runChain, runCheck } from "../support/check-run.ts";

const folder = mkdtempSync(join(tmpdir(), "execute-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The context that a check is called with. */
async function contextOf(...argv: string[]): Promise<CheckContext<ChainOptions>> {
  let seen: CheckContext<ChainOptions> | undefined;
  const output = await runCheck(
    CHAIN_SPEC,
    (context) => {
      seen = context;
      return Promise.resolve(exampleOutcome());
    },
    argv,
  );
  if (seen === undefined) throw new Error(output.text);
  return seen;
}

const MISMATCH = finding("rrsig-ttl-mismatch", {
  subject: { name: parseName("example.com"), type: RrType.MX },
  servers: [
    { name: parseName("ns1.example.com"), address: "192.0.2.1", port: 53 },
    { name: null, address: "2001:db8::1", port: 5300 },
  ],
  level: "warning",
  params: { ttl: 300, found: 60 },
});

/** The perfdata with the number of findings, where there are none. */
const NO_FINDINGS = "findings_info=0;;;0 findings_warning=0;;;0 findings_critical=0;;;0 findings_emergency=0;;;0";

test("an outcome becomes output and exit code", async () => {
  expect(await runChain(["-z", "example.com"])).toEqual({
    text: `DNSSEC CHAIN OK - example.com: secure | ${NO_FINDINGS}\n`,
    exitCode: 0,
  });
});

test("findings name their servers, with the port where it is not 53", async () => {
  const { text, exitCode } = await runChain(["example.com"], { summary: "TTLs differ", findings: [MISMATCH] });
  expect(exitCode).toBe(1);
  expect(text.split("\n")[0]).toBe(
    `DNSSEC CHAIN WARNING - example.com: TTLs differ | ${NO_FINDINGS.replace("warning=0", "warning=1")}`,
  );
  expect(text.split("\n")[1]).toMatch(
    /^\[WARNING\] rrsig-ttl-mismatch MX example\.com: .* \(at ns1\.example\.com 192\.0\.2\.1, \[2001:db8::1\]:5300\) \(RFC/,
  );
});

test("findings are not counted where nothing was learned", async () => {
  const unknown = "no server answered";
  expect((await runChain(["example.com"], { unknown })).text).not.toContain("findings_");
  expect((await runChain(["example.com"], { unknown, findings: [MISMATCH] })).text).toContain("findings_warning=1");
});

test("an ignored finding is dropped, and the first line doesn't tell of it any more", async () => {
  const outcome = { summary: "TTLs differ", findings: [MISMATCH] };
  expect(await runChain(["example.com", "--ignore", "rrsig-ttl-mismatch"], outcome)).toEqual({
    text: `DNSSEC CHAIN OK - example.com: nothing wrong but what is ignored: rrsig-ttl-mismatch | ${NO_FINDINGS}\n`,
    exitCode: 0,
  });
});

test("ignoring information leaves the first line as it is", async () => {
  const outcome = { summary: "2 RRsets signed", findings: [{ ...MISMATCH, level: "info" as const }] };
  const { text } = await runChain(["example.com", "--ignore", "rrsig-ttl-mismatch"], outcome);
  expect(text).toBe(`DNSSEC CHAIN OK - example.com: 2 RRsets signed | ${NO_FINDINGS}\n`);
});

test("what is worst beside what is ignored is told with its server, and the zone's name once", async () => {
  const subject = { name: parseName("example.com") };
  const missing = finding("ns-negative-without-soa", {
    subject,
    servers: MISMATCH.servers,
    params: { found: "NODATA" },
  });
  const outcome = { summary: "TTLs differ", findings: [MISMATCH, missing] };
  const { text } = await runChain(["example.com", "--ignore", "rrsig-ttl-mismatch"], outcome);
  expect(text.split("\n")[0]).toBe(
    `DNSSEC CHAIN WARNING - example.com: negative answer comes without SOA (NODATA) at ns1.example.com and 1 more | ${NO_FINDINGS.replace("warning=0", "warning=1")}`,
  );
});

test("the level of a finding is the user's to change", async () => {
  const outcome = { summary: "TTLs differ", findings: [MISMATCH] };
  const raised = await runChain(["example.com", "--severity", "rrsig-ttl-mismatch=emergency"], outcome);
  expect(raised.exitCode).toBe(2);
  expect(raised.text).toMatch(
    /^DNSSEC CHAIN CRITICAL - EMERGENCY example\.com: MX: .* at ns1\.example\.com and 1 more \| /,
  );
  expect(raised.text).toContain(NO_FINDINGS.replace("emergency=0", "emergency=1"));
  const lowered = await runChain(["example.com", "--severity", "rrsig-ttl-mismatch=info"], outcome);
  expect(lowered.exitCode).toBe(0);
  expect(lowered.text).toMatch(/^DNSSEC CHAIN OK - example\.com: nothing worse than information \| [^\n]*\n\[INFO\] /);
});

test("JSON has the state, the zone with its dot and the addresses of the servers", async () => {
  const { text } = await runChain(["example.com", "-o", "json", "--at", "+1h"], {
    security: "secure",
    findings: [MISMATCH],
    extra: { queries_validated: [] },
  });
  expect(JSON.parse(text)).toMatchObject({
    plugin: "check_dnssec_chain",
    zone: "example.com.",
    status: "WARNING",
    security: "secure",
    findings: [{ subject: "example.com./MX", servers: ["192.0.2.1", "[2001:db8::1]:5300"] }],
    evaluated_at: "2026-11-23T01:00:00Z",
    queries: 12,
    queries_validated: [],
  });
});

test.each([
  ["-vV", /^check_dnssec_chain \d+\.\d+\.\d+\n$/],
  ["-hv", /^check_dnssec_chain .*\n\nUsage: check_dnssec_chain -z NAME/s],
])("help and version are found among other letters too: %s", async (argument, expected) => {
  const { text, exitCode } = await runChain([argument]);
  expect(exitCode).toBe(3);
  expect(text).toMatch(expected);
});

test("a check gets what the command line says", async () => {
  const context = await contextOf(
    "-z",
    "example.com",
    "--at",
    "-1h",
    "--expect",
    "any",
    "-6",
    "-q",
    "www.example.com/MX",
  );
  expect(context.zone.toString()).toBe("example.com.");
  expect(context.now).toBe(NOW - 3600);
  expect(context.expect).toBe("any");
  expect(context.families).toEqual([6]);
  expect(context.anchors.map(({ zone }) => zone.toString())).toEqual([".", "."]);
  expect(context.options.queries.map(({ name, type }) => [name.toString(), type])).toEqual([["www.example.com.", 15]]);
});

test("both -4 and -6 mean both", async () => {
  expect((await contextOf("example.com", "-46")).families).toEqual([4, 6]);
  expect((await contextOf("example.com")).families).toEqual([4, 6]);
});

test("signatures of DNSKEY have thresholds of their own, by default the common ones", async () => {
  const thresholds = async (...argv: string[]): Promise<unknown> => {
    let options: SignaturesOptions | undefined;
    await runCheck(
      SIGNATURES_SPEC,
      (context) => {
        options = context.options;
        return Promise.resolve(exampleOutcome());
      },
      ["example.com", ...argv],
    );
    return [options?.dnskeyWarning[0]?.start, options?.dnskeyCritical[0]?.start];
  };
  expect(await thresholds()).toEqual([7 * 86_400, 86_400]);
  expect(await thresholds("-w", "3d", "--dnskey-critical", "2d")).toEqual([3 * 86_400, 2 * 86_400]);
});

test("trust anchors come from a file, wherever in the tree they are", async () => {
  const anchors = file("anchors", `zone.example. IN DS 12345 13 2 ${"AB".repeat(32)}\n`);
  const context = await contextOf("example.com", "--trust-anchor", anchors);
  expect(context.anchors.map(({ zone }) => zone.toString())).toEqual(["zone.example."]);
});

test("a file that holds no trust anchor is named with the reason", async () => {
  const anchors = file("bad-anchors", "example.com. IN A 192.0.2.1\n");
  const { text, exitCode } = await runChain(["example.com", "--trust-anchor", anchors]);
  expect(exitCode).toBe(3);
  expect(text).toMatch(/^DNSSEC CHAIN UNKNOWN - \S*bad-anchors: line 1: [^\n]*\n$/);
});

test.each<[string[], string]>([
  [[], "no zone given: -z NAME"],
  [["-z", ""], "empty domain name"],
  [["-z", "a..b"], 'malformed domain name "a..b": label of 0 or over 63 octets'],
  [["-z", "a", "b"], 'two zones given: "a" and "b"'],
  [["-z", "a", "-H", "a"], 'two zones given: "a" and "a"'],
  [["a", "-t", "5", "-t", "6"], "option --timeout given more than once"],
  [["a", "-t", "0"], "--timeout: 0 is not over 0 and up to a day"],
  [["a", "-t", "5:FINE"], '--timeout: "FINE" is no state: OK, WARNING, CRITICAL or UNKNOWN'],
  [["a", "-w", "2:1"], '--warning: range "2:1" ends before it starts'],
  [["a", "-r", "ns1.example"], '--resolver: malformed address "ns1.example"'],
  [["a", "-n", "192.0.2.256"], '--nameserver: malformed address "192.0.2.256"'],
  [["a", "-n", "192.0.2.1:0"], '--nameserver: "0" is no port from 1 to 65535'],
  [["a", "--port", "dns"], '--port: "dns" is no port from 1 to 65535'],
  [["a", "--at", "noon"], '--at: malformed time "noon"'],
  [["a", "--expect", "Secure"], '--expect: "Secure" is none of secure, insecure, any'],
  [["a", "--query-timeout", "-1"], '--query-timeout: malformed duration "-1"'],
  [["a", "--tries", "0"], '--tries: "0" is no number from 1 to 20'],
  [["a", "--bufsize", "100"], '--bufsize: "100" is no number from 512 to 65535'],
  [["a", "-o", "xml"], '--format: "xml" is none of nagios, json'],
  [["a", "--ignore", "nope"], '--ignore: there is no finding "nope"'],
  [["a", "--ignore", "toString"], '--ignore: there is no finding "toString"'],
  [["a", "--severity", "rrsig-expired"], '--severity: "rrsig-expired" is not ID=LEVEL'],
  [["a", "--severity", "rrsig-expired=bad"], '--severity: "bad" is none of info, warning, critical, emergency'],
  [["a", "-vv", "-q", "b/NOPE"], '--query: unknown type "NOPE" in query "b/NOPE"'],
  [["a", "--trust-anchor", "/nonexistent"], "can't read /nonexistent: no such file"],
  [["a", "--trust-anchor="], "--trust-anchor: no file named"],
  [["a", "--no\npe|"], "unknown option --no\\010pe\\124"],
])("bad usage is one line: %j", async (argv, message) => {
  expect(await runChain(argv)).toEqual({ text: `DNSSEC CHAIN UNKNOWN - ${message}\n`, exitCode: 3 });
});

test.each<[string[]]>([
  [["-ojson"]],
  [["-o", "json"]],
  [["-vvojson"]],
  [["-4vo", "json"]],
  [["--format=json"]],
  [["--format", "json"]],
])("bad usage is JSON where that was asked for: %j", async (format) => {
  const { text, exitCode } = await runChain(["a", "--nope", ...format]);
  expect(exitCode).toBe(3);
  expect(JSON.parse(text)).toMatchObject({ zone: null, status: "UNKNOWN", summary: "unknown option --nope" });
});

test("a run over its time limit ends in the state that -t names", async () => {
  const stuck = (): Promise<never> => new Promise(() => {});
  expect(await runCheck(CHAIN_SPEC, stuck, ["a", "-t", "0.05"])).toEqual({
    text: "DNSSEC CHAIN UNKNOWN - a: no result within the time limit of 0.05s\n",
    exitCode: 3,
  });
  expect((await runCheck(CHAIN_SPEC, stuck, ["a", "-t", "1.05"])).text).toContain("the time limit of 1.05s");
  expect(await runCheck(CHAIN_SPEC, stuck, ["a", "-t", "0.05:critical"])).toMatchObject({ exitCode: 2 });
  expect(await runCheck(CHAIN_SPEC, stuck, ["a", "-t", "0.05:0"])).toMatchObject({ exitCode: 0 });
});

test("what was found before the time limit is told, but decides no state", async () => {
  const { text, exitCode } = await runCheck(
    CHAIN_SPEC,
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(exampleOutcome({ summary: "TTLs differ", findings: [MISMATCH] }));
        });
      }),
    ["a", "-t", "0.2:UNKNOWN"],
  );
  expect(exitCode).toBe(3);
  expect(text).toMatch(
    /^DNSSEC CHAIN UNKNOWN - a: no result within the time limit of 0\.2s; until then: TTLs differ\n\[WARNING\] /,
  );
});

test("a run whose queries are used up is not OK, as something was left out", async () => {
  const openNetwork = () => ({ ...noNetwork(), queryCount: () => 5000 });
  const outcome = () => Promise.resolve(exampleOutcome({ summary: "secure" }));
  expect(await runCheck(CHAIN_SPEC, outcome, ["a"], { openNetwork })).toEqual({
    text: "DNSSEC CHAIN UNKNOWN - a: all 5000 queries of a run used up; until then: secure\n",
    exitCode: 3,
  });
});

test("an error of the program's own is not mistaken for an outcome", async () => {
  const broken = (): Promise<never> => Promise.reject(new TypeError("x is not a function"));
  await expect(runCheck(CHAIN_SPEC, broken, ["a"])).rejects.toThrow(TypeError);
});

test("the network is closed after the run, and its signal aborted", async () => {
  const seen: string[] = [];
  await runCheck(CHAIN_SPEC, () => Promise.resolve(exampleOutcome()), ["a"], {
    openNetwork: (_, signal) => {
      signal.addEventListener("abort", () => seen.push("abort"));
      return { ...noNetwork(), close: () => void seen.push("close") };
    },
  });
  expect(seen).toEqual(["close", "abort"]);
});
