import { copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, run, startDaemon } from "../daemons/process.ts";
import { type IcingaApi, icingaApi } from "./api.ts";
import type { Namespace } from "./namespaces.ts";

/** The configuration as it is shipped. */
export const SHIPPED = join(import.meta.dirname, "../../../icinga-config/icinga2");
/** The file of it that users edit. */
export const EDITED = "dnssec-edit.conf";

/** An Icinga to start. */
interface NodePlan {
  /** Of the node and of its zone. */
  readonly name: string;
  readonly namespace: Namespace;
}

export interface ClusterPlan {
  readonly directory: string;
  /** The master, then its satellites. */
  readonly nodes: readonly NodePlan[];
  readonly pluginDirectory: string;
  /** What users make of `EDITED`; all else is as shipped. */
  readonly edited: string;
}

/** Icingas that have the shipped configuration, the satellites from their master. */
export interface Cluster {
  readonly api: IcingaApi;
  /** Ends one of the nodes for good. */
  lose(name: string): Promise<void>;
  stop(): Promise<void>;
}

export const API_USER = "dnssec";
export const API_PASSWORD = "only for this test";

const AS_ROOT = ["-DRunAsUser=root", "-DRunAsGroup=root"];

/** Starts a master and its satellites. */
export async function startCluster(plan: ClusterPlan): Promise<Cluster> {
  const { directory, nodes } = plan;
  const [master] = nodes;
  if (master === undefined) throw new Error("a cluster has a master");
  const authority = join(directory, "authority");
  await mkdir(authority);
  await icinga2("pki", "new-ca", `-DDataDir=${authority}`);
  for (const node of nodes) await writeNode(plan, node, authority);
  await copyShipped(join(directory, master.name, "etc/zones.d/global-templates"), plan.edited);
  // The satellites first, since the master waits for ten seconds before it tries again to reach them.
  const daemons = new Map(
    nodes.toReversed().map(({ name, namespace }) => [name, startNode(join(directory, name), namespace)]),
  );
  const access = { address: master.namespace.address, nodeName: master.name, user: API_USER, password: API_PASSWORD };
  return {
    api: icingaApi({ ...access, ca: await readFile(join(authority, "ca/ca.crt"), "utf8") }),
    lose: async (name) => {
      await daemons.get(name)?.stop();
    },
    stop: async () => {
      await Promise.all([...daemons.values()].map(async (daemon) => await daemon.stop()));
    },
  };
}

function startNode(directory: string, { name, address }: Namespace): Daemon {
  // With processes in a namespace of their own, too, so that all end with the first.
  const isolation = ["ip", "netns", "exec", name, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const command = [...isolation, "icinga2", "daemon", ...daemonArguments(directory), ...AS_ROOT];
  return startDaemon(directory, { address, port: 5665 }, command);
}

/** Has Icinga check the shipped configuration, with the file that users edit as given or as shipped; throws with what it says. */
export async function checkConfiguration(directory: string, edited?: string): Promise<string> {
  await makeFolders(directory);
  await copyShipped(join(directory, "etc/conf.d"), edited);
  await writeFile(
    join(directory, "etc/icinga2.conf"),
    `${constants("master", "/usr/lib/nagios/plugins")}
object Endpoint NodeName { }
object Zone ZoneName { endpoints = [ NodeName ] }
include "conf.d/*.conf"
`,
  );
  return await icinga2("daemon", "-C", ...daemonArguments(directory));
}

async function copyShipped(directory: string, edited: string | undefined): Promise<void> {
  await cp(SHIPPED, directory, { recursive: true });
  if (edited !== undefined) await writeFile(join(directory, EDITED), edited);
}

async function makeFolders(directory: string): Promise<void> {
  for (const folder of ["etc", "data/certs", "logs", "cache", "spool", "run"]) {
    await mkdir(join(directory, folder), { recursive: true });
  }
}

async function writeNode(plan: ClusterPlan, node: NodePlan, authority: string): Promise<void> {
  const directory = join(plan.directory, node.name);
  await makeFolders(directory);
  const file = (ending: string): string => join(directory, `data/certs/${node.name}.${ending}`);
  await icinga2("pki", "new-cert", "--cn", node.name, "--key", file("key"), "--csr", file("csr"));
  await icinga2("pki", "sign-csr", `-DDataDir=${authority}`, "--csr", file("csr"), "--cert", file("crt"));
  await copyFile(join(authority, "ca/ca.crt"), join(directory, "data/certs/ca.crt"));
  await writeFile(join(directory, "etc/icinga2.conf"), nodeConfiguration(plan, node));
}

/** What a node has of its own: who it is, its features, and the zones it knows. */
function nodeConfiguration({ nodes, pluginDirectory }: ClusterPlan, node: NodePlan): string {
  const [master, ...satellites] = nodes;
  const isMaster = node === master;
  const children = isMaster ? satellites : [node];
  const zone = ({ name, namespace }: NodePlan): string => `
object Endpoint "${name}" { ${isMaster && name !== node.name ? `host = "${namespace.address}"` : ""} }
object Zone "${name}" {
	endpoints = [ "${name}" ]
	${name === master?.name ? "" : `parent = "${master?.name}"`}
}
`;
  return `${constants(node.name, pluginDirectory)}
object ApiListener "api" {
	bind_host = "0.0.0.0"
	accept_config = ${!isMaster}
	accept_commands = ${!isMaster}
}
object CheckerComponent "checker" { }
object NotificationComponent "notification" { }
object ApiUser "${API_USER}" {
	password = "${API_PASSWORD}"
	permissions = [ "*" ]
}
${[...(master === undefined ? [] : [master]), ...children].map(zone).join("")}
object Zone "global-templates" { global = true }
`;
}

function constants(nodeName: string, pluginDirectory: string): string {
  return `const NodeName = "${nodeName}"
const ZoneName = NodeName
const PluginDir = "${pluginDirectory}"
const MaxConcurrentChecks = 3
include <itl>
`;
}

function daemonArguments(directory: string): string[] {
  const places = {
    ConfigDir: "etc",
    ZonesDir: "etc/zones.d",
    DataDir: "data",
    LogDir: "logs",
    CacheDir: "cache",
    SpoolDir: "spool",
    InitRunDir: "run",
  };
  const defines = Object.entries(places).map(([name, folder]) => `-D${name}=${join(directory, folder)}`);
  return ["-c", join(directory, "etc/icinga2.conf"), ...defines];
}

/** Throws with what Icinga writes, which goes to standard output also where it fails. */
async function icinga2(...args: readonly string[]): Promise<string> {
  try {
    return await run("icinga2", [...args, ...AS_ROOT]);
  } catch (cause) {
    throw new Error((cause as { stdout?: string }).stdout ?? "icinga2 did not start", { cause });
  }
}
