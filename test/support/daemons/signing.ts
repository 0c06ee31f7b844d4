import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseName } from "../../../src/dns/name.ts";
import { algorithmName } from "../../../src/dns/registry.ts";
import { startAnswering } from "./answering.ts";
import { type Endpoint, freePort } from "./exchange.ts";
import { type Daemon, run } from "./process.ts";

/** Servers that sign their zones and roll the keys by themselves. */
export type SigningProgram = "bind" | "knot";

/** How a zone is signed, and by what rules its keys are rolled. */
export interface SigningPolicy {
  readonly keys: "ksk and zsk" | "csk";
  /** A DNSSEC algorithm number. */
  readonly algorithm: number;
  /** Announce the old KSK beside the new one while both are there; Knot only. */
  readonly isDoubleDs?: boolean;
}

/** A running signer and what its operator can tell it. */
export interface SigningDaemon extends Daemon {
  /** Orders the rollover of the key with this tag, by BIND, or of this role, by Knot. */
  roll(apex: string, role: "ksk" | "zsk", keyTag: number): Promise<void>;
  /** Signs a zone by another policy from now on. */
  change(apex: string, policy: SigningPolicy): Promise<void>;
  /** Says that the parent has changed a zone's DS; Knot finds out by itself. */
  tellDs(
    apex: string,
    change: { readonly published: readonly number[]; readonly withdrawn: readonly number[] },
  ): Promise<void>;
}

/** What a signer is started with. */
export interface SigningSetup {
  readonly directory: string;
  readonly endpoint: Endpoint;
  /** Where Knot asks for the DS of its zones. */
  readonly parent: Endpoint;
  /** Unsigned zones by apex: their text in zone-file format, no TTL above 2 seconds. */
  readonly zones: Readonly<Record<string, { readonly text: string; readonly policy: SigningPolicy }>>;
}

/** Starts a signer and waits until it serves its first zone; it signs with new keys, and rolls none until it is told to. */
export async function startSigningDaemon(program: SigningProgram, setup: SigningSetup): Promise<SigningDaemon> {
  const { directory, endpoint, zones } = setup;
  mkdirSync(directory, { recursive: true });
  for (const [apex, { text }] of Object.entries(zones)) writeFileSync(zoneFilePath(directory, apex), text);
  const policies = new Map(Object.entries(zones).map(([apex, { policy }]) => [apex, policy]));
  const { configure, command, control } = await PROGRAMS[program](setup);
  configure(policies);
  const [first = ""] = policies.keys();
  const daemon = await startAnswering(directory, endpoint, command, parseName(first));
  return {
    ...daemon,
    ...control,
    change: async (apex, policy) => {
      policies.set(apex, policy);
      configure(policies);
      await control.reload();
    },
  };
}

type Policies = ReadonlyMap<string, SigningPolicy>;

interface Program {
  /** Writes the configuration. */
  readonly configure: (policies: Policies) => void;
  readonly command: readonly string[];
  readonly control: Pick<SigningDaemon, "roll" | "tellDs"> & { reload(): Promise<void> };
}

const PROGRAMS: Readonly<Record<SigningProgram, (setup: SigningSetup) => Promise<Program>>> = {
  bind: async ({ directory, endpoint }) => {
    const config = join(directory, "named.conf");
    const keyFile = join(directory, "rndc.key");
    writeFileSync(keyFile, CONTROL_KEY);
    const control = { address: endpoint.address, port: await freePort(endpoint.address) };
    const rndc = (...args: readonly string[]): Promise<string> =>
      run("rndc", ["-k", keyFile, "-s", control.address, "-p", String(control.port), ...args]);
    return {
      configure: (policies) => writeFileSync(config, bindConfig(directory, endpoint, control, policies)),
      command: ["named", "-g", "-4", "-n", "1", "-c", config],
      control: {
        roll: async (apex, _, keyTag) => void (await rndc("dnssec", "-rollover", "-key", String(keyTag), apex)),
        tellDs: async (apex, { published, withdrawn }) => {
          for (const tag of published) await rndc("dnssec", "-checkds", "-key", String(tag), "published", apex);
          for (const tag of withdrawn) await rndc("dnssec", "-checkds", "-key", String(tag), "withdrawn", apex);
        },
        reload: async () => void (await rndc("reconfig")),
      },
    };
  },
  knot: ({ directory, endpoint, parent }) => {
    const config = join(directory, "knot.conf");
    const knotc = (...args: readonly string[]): Promise<string> => run("knotc", ["-c", config, ...args]);
    return Promise.resolve({
      configure: (policies) => writeFileSync(config, knotConfig(directory, endpoint, parent, policies)),
      command: ["knotd", "-c", config],
      control: {
        roll: async (apex, role) => void (await knotc("zone-key-rollover", apex, role)),
        tellDs: () => Promise.resolve(),
        reload: async () => void (await knotc("reload")),
      },
    });
  },
};

const CONTROL_KEY = 'key "control" { algorithm hmac-sha256; secret "cm9sbG92ZXI="; };';

/**
 * Waits of 1 second each, and signatures that last a minute: BIND waits for a tenth of their time, at least, until all
 * are made by the new key.
 */
function bindConfig(directory: string, { address, port }: Endpoint, control: Endpoint, policies: Policies): string {
  return `${CONTROL_KEY}
options {
  directory "${directory}"; pid-file none; session-keyfile none;
  listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; notify no; empty-zones-enable no; allow-transfer { any; };
};
controls { inet ${control.address} port ${control.port} allow { ${control.address}; } keys { "control"; }; };
${[...policies]
  .map(
    ([apex, { keys, algorithm }]) => `dnssec-policy "${apex}" {
  keys { ${(keys === "csk" ? ["csk"] : ["ksk", "zsk"]).map((role) => `${role} lifetime unlimited algorithm ${algorithm};`).join(" ")} };
  dnskey-ttl 1s; max-zone-ttl 2s; parent-ds-ttl 1s; publish-safety 1s; retire-safety 1s; purge-keys 0;
  zone-propagation-delay 3s; parent-propagation-delay 1s;
  signatures-validity 60s; signatures-validity-dnskey 60s; signatures-refresh 53s; signatures-jitter 0;
};
zone "${apex}" { type primary; file "${zoneFilePath(directory, apex)}"; dnssec-policy "${apex}"; inline-signing yes; };`,
  )
  .join("\n")}
`;
}

function knotConfig(directory: string, { address, port }: Endpoint, parent: Endpoint, policies: Policies): string {
  return `server:
    rundir: "${directory}"
    listen: ${address}@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "${directory}"
acl:
  - id: anybody
    address: 127.0.0.0/8
    action: transfer
remote:
  - id: parent
    address: ${parent.address}@${parent.port}
submission:
  - id: parent
    parent: parent
    check-interval: 1
policy:
${[...policies]
  .map(
    ([apex, { keys, algorithm, isDoubleDs = false }]) => `  - id: "${apex}"
    algorithm: ${algorithmName(algorithm)}
    single-type-signing: ${keys === "csk" ? "on" : "off"}
    ksk-lifetime: 0
    zsk-lifetime: 0
    dnskey-ttl: 1
    zone-max-ttl: 2
    propagation-delay: 4
    ksk-submission: parent
    cds-cdnskey-publish: ${isDoubleDs ? "double-ds" : "rollover"}`,
  )
  .join("\n")}
template:
  - id: default
    journal-content: all
    zonefile-load: difference
    dnssec-signing: on
    acl: anybody
zone:
${[...policies.keys()].map((apex) => `  - domain: "${apex}"\n    file: "${zoneFilePath(directory, apex)}"\n    dnssec-policy: "${apex}"`).join("\n")}
`;
}

function zoneFilePath(directory: string, apex: string): string {
  return join(directory, `${apex}zone`);
}
