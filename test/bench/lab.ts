import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInRootHints } from "../../src/net/root-hints.ts";
import type { InternetOrder, InternetReport, QueryCounts } from "./internet-process.ts";

/** What is measured on: an internet of root, tld and zone.tld, a validating resolver, and a relay before it. */
export interface Lab extends InternetReport {
  readonly isIsolated: boolean;
  /** Whether Unbound runs, as resolver and thus behind the relay. */
  readonly hasResolver: boolean;
  /** Its address; its cache holds all that is asked for after the first time. */
  readonly resolver: string;
  /** Address of the relay to it, which is late by the delay. */
  readonly relay: string;
  /** Files with the root's trust anchor: as DS record, as a clause of BIND's, as DNSKEY record. */
  readonly anchorFile: string;
  readonly bindAnchors: string;
  readonly rootKeyFile: string;
  /** Makes every answer of the servers and of the relay late by these milliseconds. */
  setDelay(delay: number): Promise<void>;
  queryCounts(): Promise<QueryCounts>;
  stop(): Promise<void>;
}

const RESOLVER = "127.0.0.10";
const RELAY = "127.0.0.11";

/**
 * Raises the lab. Isolated, it has port 53 and the addresses of the public root's servers, as some peers insist on: this
 * process must then be in a network and mount namespace of its own.
 */
export async function startLab(isIsolated: boolean): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  if (isIsolated) furnishNamespace(write("resolv.conf", `nameserver ${RESOLVER}\n`));
  const order: InternetOrder = { isIsolated, resolver: RESOLVER, relay: RELAY };
  const internet = fork(join(import.meta.dirname, "internet-process.ts"), [JSON.stringify(order)]);
  const [report] = (await once(internet, "message")) as [InternetReport];
  const tell = async (delay: number | null): Promise<QueryCounts> => {
    internet.send(delay as number);
    const [counts] = (await once(internet, "message")) as [QueryCounts];
    return counts;
  };
  const anchor = write("anchor", report.anchor);
  const unbound = await startUnbound(write("unbound.conf", unboundConfiguration(report, anchor)));
  return {
    ...report,
    isIsolated,
    hasResolver: unbound !== null,
    resolver: RESOLVER,
    relay: RELAY,
    anchorFile: anchor,
    bindAnchors: write("bind-anchors", bindAnchors(report.anchor)),
    rootKeyFile: write("root-key", report.rootKey),
    async setDelay(delay) {
      await tell(delay);
    },
    queryCounts: () => tell(null),
    async stop() {
      for (const child of [internet, unbound]) await end(child);
      rmSync(folder, { recursive: true });
    },
  };
}

function furnishNamespace(resolvConf: string): void {
  const run = (file: string, ...args: string[]): Buffer => execFileSync(file, args, { stdio: "pipe" });
  run("ip", "link", "set", "lo", "up");
  for (const { addresses } of builtInRootHints()) run("ip", "address", "add", `${addresses[0]}/32`, "dev", "lo");
  run("mount", "--bind", resolvConf, "/etc/resolv.conf");
}

/** Null where it is not installed. */
async function startUnbound(configuration: string): Promise<ChildProcess | null> {
  const unbound = spawn("unbound", ["-d", "-c", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  const isRunning = new Promise<boolean>((resolve) => {
    unbound.on("error", () => resolve(false));
    unbound.on("exit", () => resolve(false));
    unbound.stderr.on("data", (text) => {
      if (/start of service/.test(String(text))) resolve(true);
    });
  });
  return (await isRunning) ? unbound : null;
}

function unboundConfiguration({ port, zones }: InternetReport, anchorFile: string): string {
  const stubs = zones.map(({ apex, addresses }) =>
    ["stub-zone:", `  name: "${apex}"`, ...addresses.map((address) => `  stub-addr: ${address}@${port}`)].join("\n"),
  );
  return `server:
  interface: ${RESOLVER}
  port: ${port}
  username: ""
  chroot: ""
  directory: ""
  pidfile: ""
  use-syslog: no
  verbosity: 1
  do-ip6: no
  do-not-query-localhost: no
  trust-anchor-file: "${anchorFile}"
remote-control:
  control-enable: no
${stubs.join("\n")}
`;
}

function bindAnchors(anchor: string): string {
  const anchors = anchor.matchAll(/^\. IN DS (\d+) (\d+) (\d+) (\w+)$/gm);
  const clauses = [...anchors].map(([, ...[tag, algorithm, digestType, digest]]) => {
    return `. static-ds ${tag} ${algorithm} ${digestType} "${digest}";`;
  });
  return `trust-anchors { ${clauses.join(" ")} };\n`;
}

async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
}
