import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DomainName, parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { toHex } from "../../../src/util/bytes.ts";
import type { ServedZone, ServerProgram } from "../daemons/authoritative.ts";
import { dsRdata, type ZoneKey } from "./keys.ts";
import { type Mutation, mutate } from "./signed-zone.ts";
import { type DenialMode, type SignerProgram, signZone } from "./signers.ts";
import { readZoneFile, zoneText } from "./zone-text.ts";

/** A zone of the lab. */
export interface LabZone {
  readonly apex: string;
  /** Zone-file lines relative to the apex, without SOA and NS at the apex, which are written for it. */
  readonly content: string;
  /** Null for an unsigned zone. */
  readonly signing: LabSigning | null;
  readonly server: ServerProgram;
  /** The one address that gets answers, the others being refused; left out: all do. */
  readonly allowQuery?: string;
  readonly mutations?: readonly Mutation[];
  /** The DS RDATA at the parent; left out: SHA-256 of every key with the SEP flag. */
  readonly ds?: (apex: DomainName, keys: readonly ZoneKey[]) => readonly Uint8Array[];
  /** Faults on the parent's side; names are relative to the parent's apex. */
  readonly parentMutations?: readonly Mutation[];
  /** Zones delegated from this one, on the same server. */
  readonly children?: readonly LabZone[];
}

/** How a lab zone is signed; dates are seconds from now. */
export interface LabSigning {
  readonly program: SignerProgram;
  readonly keys: readonly ZoneKey[];
  readonly denial: DenialMode;
  readonly inception?: number;
  readonly expiration?: number;
}

/** A zone made and written to its file. */
export interface Fabricated extends ServedZone {
  readonly zone: LabZone;
  /** Where its server listens. */
  readonly address: string;
  /** What its parent publishes. */
  readonly ds: readonly Uint8Array[];
  /** The zones below it that its file delegates. */
  readonly children: readonly Fabricated[];
}

/** Makes a zone and its children, the children first since their DS go into it. */
export async function fabricateTree(zone: LabZone, directory: string, address: string): Promise<Fabricated> {
  const children: Fabricated[] = [];
  for (const child of zone.children ?? []) {
    children.push(await fabricateTree({ ...child, server: zone.server }, directory, address));
  }
  return fabricate(zone, directory, address, children);
}

/** Makes a zone that delegates the given ones. */
export async function fabricate(
  zone: LabZone,
  zonesDirectory: string,
  address: string,
  children: readonly Fabricated[],
): Promise<Fabricated> {
  const apex = parseName(zone.apex);
  const directory = join(zonesDirectory, `${zone.server}-${Buffer.from(zone.apex).toString("base64url")}`);
  mkdirSync(directory, { recursive: true });
  const { signing } = zone;
  const records = await makeRecords(directory, apex, zoneFileText(zone, address, children), signing);
  const keys = signing?.keys ?? [];
  const mutations = [...(zone.mutations ?? []), ...children.flatMap((child) => child.zone.parentMutations ?? [])];
  const file = join(directory, "served");
  writeFileSync(file, zoneText(mutate({ apex, keys, records }, mutations).records));
  const { allowQuery } = zone;
  const served = { apex: zone.apex, file, ...(allowQuery === undefined ? {} : { allowQuery }) };
  return { ...served, zone, address, ds: (zone.ds ?? defaultDs)(apex, keys), children };
}

/** A zone and all below it. */
export function withDescendants(zone: Fabricated): Fabricated[] {
  return [zone, ...zone.children.flatMap(withDescendants)];
}

const DAY = 86400;

async function makeRecords(
  directory: string,
  apex: DomainName,
  text: string,
  signing: LabSigning | null,
): Promise<ResourceRecord[]> {
  if (signing === null) {
    writeFileSync(join(directory, "unsigned"), text);
    return readZoneFile(join(directory, "unsigned"));
  }
  const now = Math.floor(Date.now() / 1000);
  const { inception = -3600, expiration = 14 * DAY } = signing;
  return signZone(directory, apex, text, { ...signing, inception: now + inception, expiration: now + expiration });
}

function zoneFileText(zone: LabZone, address: string, children: readonly Fabricated[]): string {
  const head = `$ORIGIN ${zone.apex}\n$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A ${address}\n`;
  return [head, zone.content, "", ...children.map(delegation)].join("\n");
}

function delegation({ apex, address, ds }: Fabricated): string {
  const glue = `${apex} NS ns.${apex}\nns.${apex} A ${address}\n`;
  return glue + ds.map((rdata) => `${apex} 300 IN TYPE43 \\# ${rdata.length} ${toHex(rdata)}\n`).join("");
}

function defaultDs(apex: DomainName, keys: readonly ZoneKey[]): Uint8Array[] {
  return keys.filter(({ flags }) => (flags & 1) === 1).map((key) => dsRdata(apex, key));
}
