import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseName } from "../../src/dns/name.ts";
import { toHex } from "../../src/util/bytes.ts";
import type { ServedZone } from "./daemons/authoritative.ts";
import { freePort } from "./daemons/exchange.ts";
import { type PowerDns, preparePowerDns } from "./daemons/powerdns.ts";
import { type Daemon, temporaryDirectory } from "./daemons/process.ts";
import { type Internet, startInternet } from "./internet.ts";
import { dsRdata, makeKey } from "./zonefab/keys.ts";
import { type DenialMode, signZone } from "./zonefab/signers.ts";

/** A command of pdnsutil, without the zone, which comes right after its name. */
type Command = readonly [command: string, ...more: string[]];

/** A zone below test. that PowerDNS serves. */
export interface PowerDnsZone {
  readonly apex: string;
  /** What makes it a signed zone. */
  readonly commands: readonly Command[];
  /** What a second server does with the same zone, and with the first one's keys unless it is to make its own. */
  readonly second?: { readonly commands: readonly Command[]; readonly hasOwnKeys?: boolean };
  /** Signed beforehand by ldns with NSEC or NSEC3. */
  readonly presigned?: DenialMode;
  /** What is done to all keys of a role once the parent has its DS. */
  readonly fault?: { readonly command: string; readonly role: "KSK" | "ZSK" | "CSK" };
  /** Changes the DS at the parent. */
  readonly ds?: (rdata: string) => string;
}

/** PowerDNS below a root and a parent of the tests' own. */
export interface PowerDnsLab {
  readonly internet: Internet;
  stop(): Promise<void>;
}

/** Where two servers listen; the second also holds all zones of the first, unsigned where it has no part in them. */
const ADDRESSES = ["127.0.78.1", "127.0.78.2"] as const;
const DAY = 86_400;

/** Serves the zones, content given as zone-file lines relative to each apex, by two PowerDNS. */
export async function raisePowerDns(plans: readonly PowerDnsZone[], content: string): Promise<PowerDnsLab> {
  const temporary = temporaryDirectory();
  const folder = join(temporary.path, "zones");
  mkdirSync(folder);
  const port = await freePort(ADDRESSES[0]);
  const served: readonly ServedZone[] = plans.map(({ apex }) => ({ apex, file: join(folder, apex) }));
  const records: string[] = [];
  for (const plan of plans) records.push(...(await writeZone(plan, folder, content)));
  const [first, second] = await Promise.all([
    preparePowerDns(join(temporary.path, "first"), { address: ADDRESSES[0], port }, served),
    preparePowerDns(join(temporary.path, "second"), { address: ADDRESSES[1], port }, served),
  ]);
  for (const plan of plans) records.push(...(await signOnline(plan, first, second, folder)));
  const daemons: Daemon[] = [await first.start(), await second.start()];
  const internet = await startInternet({ port, zones: { "test.": { records } } });
  return {
    internet,
    async stop() {
      await Promise.all([internet.stop(), ...daemons.map((daemon) => daemon.stop())]);
      temporary.remove();
    },
  };
}

/** Writes a zone's file; the delegation, with the DS of a zone that is signed beforehand. */
async function writeZone(plan: PowerDnsZone, folder: string, content: string): Promise<string[]> {
  const { apex, presigned } = plan;
  const hosts = ADDRESSES.slice(0, plan.second === undefined ? 1 : 2).map((address, i) => [`ns${i + 1}`, address]);
  const servers = hosts.map(([host, address]) => `@ NS ${host}\n${host} A ${address}\n`).join("");
  const text = `$ORIGIN ${apex}\n$TTL 300\n@ SOA ns1 hostmaster 1 7200 3600 1209600 300\n${servers}${content}`;
  const delegation = hosts.flatMap(([host, address]) => [`${apex} NS ${host}.${apex}`, `${host}.${apex} A ${address}`]);
  if (presigned === undefined) {
    writeFileSync(join(folder, apex), text);
    return delegation;
  }
  const now = Math.floor(Date.now() / 1000);
  const [ksk, zsk] = [makeKey(13, 257), makeKey(13, 256)];
  const directory = join(folder, `${apex}signing`);
  const times = { inception: now - 3600, expiration: now + 14 * DAY };
  await signZone(directory, parseName(apex), text, { program: "ldns", keys: [ksk, zsk], denial: presigned, ...times });
  copyFileSync(join(directory, "signed"), join(folder, apex));
  const digest = toHex(dsRdata(parseName(apex), ksk).subarray(4));
  return [...delegation, `${apex} DS ${ksk.tag} 13 2 ${digest}`];
}

/** Signs a zone at its servers and then breaks what is to be broken; gives the DS for the parent. */
async function signOnline(plan: PowerDnsZone, first: PowerDns, second: PowerDns, folder: string): Promise<string[]> {
  const { apex, ds = (rdata) => rdata, fault } = plan;
  for (const [command, ...more] of plan.commands) await first.manage(command, apex, ...more);
  if (plan.second !== undefined) {
    if (plan.second.hasOwnKeys !== true) await copyKeys(apex, first, second, folder);
    for (const [command, ...more] of plan.second.commands) await second.manage(command, apex, ...more);
  }
  if (plan.presigned !== undefined) return [];
  const exported = await first.manage("export-zone-ds", apex);
  for (const { id, role } of await keysOf(first, apex)) {
    if (fault !== undefined && fault.role === role) await first.manage(fault.command, apex, id);
  }
  return [...exported.matchAll(/ IN DS (\d+ \d+ 2 \w+)/g)].map(([, rdata = ""]) => `${apex} DS ${ds(rdata)}`);
}

async function copyKeys(apex: string, from: PowerDns, to: PowerDns, folder: string): Promise<void> {
  for (const { id, role } of await keysOf(from, apex)) {
    const file = join(folder, `${apex}key${id}`);
    writeFileSync(file, await from.manage("export-zone-key", apex, id));
    await to.manage("import-zone-key", apex, file, "active", role === "ZSK" ? "zsk" : "ksk");
  }
}

/** Reads the table of keys: zone, role, active, published, size, algorithm, number. */
async function keysOf(server: PowerDns, apex: string): Promise<{ readonly id: string; readonly role: string }[]> {
  const table = await server.manage("list-keys", apex);
  const rows = table.matchAll(/\b(KSK|ZSK|CSK)\s+\w+\s+\w+\s+\d+\s+\w+\s+(\d+)\s/g);
  return [...rows].map(([, role = "", id = ""]) => ({ id, role }));
}
