import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { run } from "../daemons/process.ts";
import { dnskeyLine, privateKeyFile, type ZoneKey } from "./keys.ts";
import { readZoneFile } from "./zone-text.ts";

/** The signing programs of the lab. */
export type SignerProgram = "bind" | "ldns" | "knot";

/** How a zone denies existence; Knot chooses its salt itself, of the same length. */
export type DenialMode = "nsec" | { readonly iterations: number; readonly salt: string; readonly optOut: boolean };

/** How to sign a zone. */
export interface Signing {
  readonly program: SignerProgram;
  readonly keys: readonly ZoneKey[];
  readonly denial: DenialMode;
  /** Seconds since 1970. */
  readonly inception: number;
  readonly expiration: number;
}

/** Signs a zone's text with a real signer and returns the signed zone's records. */
export async function signZone(
  directory: string,
  apex: DomainName,
  text: string,
  signing: Signing,
): Promise<ResourceRecord[]> {
  mkdirSync(directory, { recursive: true });
  const input = join(directory, "unsigned");
  const output = join(directory, "signed");
  const keyFiles = signing.keys.map((key) => writeKeyFiles(directory, apex, key));
  const ownKeys = signing.program === "knot" ? "" : signing.keys.map((key) => dnskeyLine(apex, key)).join("");
  writeFileSync(input, text + ownKeys);
  await SIGNERS[signing.program]({ directory, apex, input, output, keyFiles, signing });
  return readZoneFile(output);
}

interface SigningJob {
  readonly directory: string;
  readonly apex: DomainName;
  readonly input: string;
  readonly output: string;
  readonly keyFiles: readonly string[];
  readonly signing: Signing;
}

const SIGNERS: Readonly<Record<SignerProgram, (job: SigningJob) => Promise<unknown>>> = {
  bind: ({ directory, apex, input, output, keyFiles, signing }) => {
    const { denial, inception, expiration, keys } = signing;
    const nsec3 = denial === "nsec" ? [] : ["-3", denial.salt || "-", "-H", String(denial.iterations)];
    return run(
      "dnssec-signzone",
      [
        ["-P", "-q", "-n", "1", "-o", apex.toString(), "-f", output],
        ["-s", timestamp(inception), "-e", timestamp(expiration)],
        isSingleType(keys) ? ["-z"] : [],
        nsec3,
        denial !== "nsec" && denial.optOut ? ["-A"] : [],
        [input, ...keyFiles],
      ].flat(),
      directory,
    );
  },
  ldns: ({ directory, apex, input, output, keyFiles, signing: { denial, inception, expiration } }) =>
    run(
      "ldns-signzone",
      [
        ["-o", apex.toString(), "-f", output, "-i", timestamp(inception), "-e", timestamp(expiration)],
        denial === "nsec" ? [] : ["-n", "-t", String(denial.iterations)],
        denial === "nsec" || denial.salt === "" ? [] : ["-s", denial.salt],
        denial !== "nsec" && denial.optOut ? ["-p"] : [],
        [input, ...keyFiles],
      ].flat(),
      directory,
    ),
  knot: signWithKnot,
};

async function signWithKnot(job: SigningJob): Promise<void> {
  const { directory, apex, input, output, keyFiles, signing } = job;
  const { denial, inception, expiration } = signing;
  const config = join(directory, "knot.conf");
  writeFileSync(
    config,
    `database:
    storage: "${directory}"
    kasp-db-max-size: 10M
policy:
  - id: lab
    manual: on
    rrsig-lifetime: ${expiration - inception}
    rrsig-refresh: ${Math.floor((expiration - inception) / 4)}
    nsec3: ${denial === "nsec" ? "off" : "on"}
    nsec3-iterations: ${denial === "nsec" ? 0 : denial.iterations}
    nsec3-salt-length: ${denial === "nsec" ? 0 : denial.salt.length / 2}
    nsec3-opt-out: ${denial !== "nsec" && denial.optOut ? "on" : "off"}
zone:
  - domain: "${apex.toString()}"
    file: "${input}"
    semantic-checks: off
    dnssec-signing: on
    dnssec-policy: lab
`,
  );
  for (const [index, { algorithm, flags }] of signing.keys.entries()) {
    const roles = [`ksk=${flags & 1 ? "yes" : "no"}`, `zsk=${flags & 1 && !isSingleType(signing.keys) ? "no" : "yes"}`];
    const file = `${keyFiles[index]}.pem`;
    await run("keymgr", ["-c", config, apex.toString(), "import-pem", file, `algorithm=${algorithm}`, ...roles]);
  }
  await run("kzonesign", ["-c", config, "-o", directory, apex.toString()]);
  // Knot names its output after its input.
  renameSync(input, output);
}

function isSingleType(keys: readonly ZoneKey[]): boolean {
  return keys.every(({ flags }) => (flags & 1) === 1);
}

/** Writes the files of a key and returns their path without the ending, as the signers take it. */
function writeKeyFiles(directory: string, apex: DomainName, key: ZoneKey): string {
  const number = (value: number, width: number): string => String(value).padStart(width, "0");
  // BIND wants this file name; a directory each keeps keys of one tag apart.
  const serial = keySerial++;
  mkdirSync(join(directory, String(serial)));
  const path = join(directory, String(serial), `K${apex.toString()}+${number(key.algorithm, 3)}+${number(key.tag, 5)}`);
  writeFileSync(`${path}.key`, dnskeyLine(apex, key));
  writeFileSync(`${path}.private`, privateKeyFile(key));
  writeFileSync(`${path}.pem`, key.privateKey.export({ format: "pem", type: "pkcs8" }));
  return path;
}

let keySerial = 0;

/** YYYYMMDDHHMMSS in UTC. */
function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\D/g, "").slice(0, 14);
}
