import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { freePort } from "./daemons/exchange.ts";
import { run, startDaemon } from "./daemons/process.ts";
import { untilReady } from "./eventually.ts";

/** A running Icinga 2 without satellites. */
export interface LoneIcinga {
  readonly url: string;
  /** The certificate of its authority. */
  readonly ca: string;
  /** Calls the API as root does; objects of Icinga's answer. */
  call(path: string, method: "GET" | "POST", body: object): Promise<readonly unknown[]>;
  log(): string;
  stop(): Promise<void>;
}

const NAME = "master";
const PASSWORD = "password of the tests";

/** Starts Icinga 2 in a directory with a configuration of its own, PluginDir and the API already there. */
export async function startLoneIcinga(directory: string, pluginDir: string, config: string): Promise<LoneIcinga> {
  const port = await freePort("127.0.0.1");
  const path = (...names: readonly string[]): string => join(directory, ...names);
  for (const folder of ["data/certs", "logs", "cache", "spool", "run"]) mkdirSync(path(folder), { recursive: true });
  const constants = [
    `DataDir=${path("data")}`,
    `LogDir=${path("logs")}`,
    `CacheDir=${path("cache")}`,
    `SpoolDir=${path("spool")}`,
    `InitRunDir=${path("run")}`,
    `PluginDir=${pluginDir}`,
    "RunAsUser=root",
    "RunAsGroup=root",
  ].flatMap((constant) => ["-D", constant]);
  const [key, csr, cert, ca] = ["master.key", "master.csr", "master.crt", "ca.crt"].map((name) =>
    path("data/certs", name),
  ) as [string, string, string, string];
  await run("icinga2", ["pki", "new-ca", ...constants]);
  await run("icinga2", ["pki", "new-cert", "--cn", NAME, "--key", key, "--csr", csr, ...constants]);
  await run("icinga2", ["pki", "sign-csr", "--csr", csr, "--cert", cert, ...constants]);
  writeFileSync(ca, readFileSync(path("data/ca/ca.crt")));
  writeFileSync(path("icinga2.conf"), `${frame(port)}\n${config}`);
  const endpoint = { address: "127.0.0.1", port };
  // Its workers would outlive it if it were killed; those of a process namespace can't.
  const isolation = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const command = [...isolation, "icinga2", "daemon", "-c", path("icinga2.conf"), ...constants];
  const daemon = startDaemon(directory, endpoint, command);
  const url = `https://127.0.0.1:${port}`;
  const call: LoneIcinga["call"] = (apiPath, method, body) => callApi(`${url}/v1/${apiPath}`, ca, method, body);
  await untilReady(() => call("status/IcingaApplication", "GET", {}).then(() => true), daemon);
  return { url, ca, call, log: () => daemon.log(), stop: () => daemon.stop() };
}

function frame(port: number): string {
  return `
include <itl>
const NodeName = "${NAME}"
object Endpoint NodeName {
  host = "127.0.0.1"
  port = ${port}
}
object Zone NodeName { endpoints = [ NodeName ] }
object CheckerComponent "checker" {}
object ApiListener "api" {
  bind_host = "127.0.0.1"
  bind_port = ${port}
}
object ApiUser "root" {
  password = "${PASSWORD}"
  permissions = [ "*" ]
}`;
}

async function callApi(url: string, ca: string, method: string, body: object): Promise<readonly unknown[]> {
  const answer = await new Promise<unknown>((resolve, reject) => {
    request(url, {
      method: "POST",
      ca: readFileSync(ca),
      servername: NAME,
      agent: false,
      auth: `root:${PASSWORD}`,
      headers: { accept: "application/json", "x-http-method-override": method },
    })
      .on("error", reject)
      .on("response", (response) => {
        json(response).then(resolve, reject);
      })
      .end(JSON.stringify(body));
  });
  const { results, status } = answer as { results?: readonly unknown[]; status?: string };
  if (results === undefined) throw new Error(`Icinga answers: ${status}`);
  return results;
}
