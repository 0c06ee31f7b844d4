import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executeNotify, type NotifyOutput } from "../../../src/cli/notify/execute.ts";
import { SECRETS, type Service } from "../../../src/notifications/destination.ts";
import { readClock } from "../../../src/util/clock.ts";
import { authoritiesFile, type TestService } from "./service.ts";

/** What a monitoring system tells, where it differs from a CRITICAL of signatures of shop.example on host ns1. */
export type Told = Readonly<Record<string, string>>;

/** notify_dnssec with a folder of its own. */
export interface Notify {
  readonly folder: string;
  /** The command line for a service; a value of `-` stands for none. */
  readonly commandLine: (to: Service, service: TestService, told?: Told) => string[];
  /** Runs it in this process. */
  readonly run: (argv: readonly string[], env?: Told) => Promise<NotifyOutput>;
  readonly remove: () => void;
}

/** Lines of check output about one zone. */
export const OUTPUTS = {
  expired: output("CRITICAL - EMERGENCY", ["EMERGENCY", "rrsig-expired", "signature by key 12345 expired 2d ago"]),
  expiring: output("WARNING -", ["WARNING", "rrsig-expiring-soon", "signature by key 12345 expires in 3d"]),
  expiringToday: output("CRITICAL -", ["CRITICAL", "rrsig-expiring-soon", "signature by key 12345 expires in 10h"]),
  both: output(
    "CRITICAL - EMERGENCY",
    ["EMERGENCY", "rrsig-expired", "signature by key 12345 expired 2d ago"],
    ["WARNING", "ns-stale-secondary", "copy is behind"],
  ),
  dnskeyExpired: output("CRITICAL - EMERGENCY", ["EMERGENCY", "rrsig-expired-dnskey", "every signature has expired"]),
  denialExpired: output("CRITICAL - EMERGENCY", ["EMERGENCY", "rrsig-expired-denial", "signature expired 2d ago"]),
  fine: "DNSSEC SIGNATURES OK - shop.example: all signatures are valid",
} as const;

const SECRET = "verysecret";

/** Makes a folder for secrets and the spool. */
export function prepareNotify(): Notify {
  const folder = mkdtempSync(join(tmpdir(), "notify-"));
  return {
    folder,
    commandLine(to, service, told = {}) {
      const file = join(folder, `${new URL(service.url).port}.secret`);
      writeFileSync(file, SECRETS[to] === "url" ? service.url : SECRET, { mode: 0o600 });
      const options: Told = {
        to,
        ...(SECRETS[to] === "url" ? {} : { url: service.url }),
        "secret-file": file,
        "spool-dir": join(folder, "spool"),
        ca: authoritiesFile(),
        type: "PROBLEM",
        zone: "shop.example",
        host: "ns1",
        service: "signatures",
        state: "CRITICAL",
        output: OUTPUTS.expired,
        link: "https://icinga.example/service?name=signatures",
        time: "2026-11-23T03:00:00Z",
        tries: "1",
        ...told,
      };
      return Object.entries(options).flatMap(([name, value]) => (value === "-" ? [`--${name}`] : [`--${name}`, value]));
    },
    run: (argv, env = {}) => executeNotify(argv, env, readClock()),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function output(
  state: string,
  ...findings: readonly (readonly [level: string, id: string, message: string])[]
): string {
  const lines = findings.map(
    ([level, id, message]) =>
      `[${level}] ${id} MX shop.example: ${message} (at ns2.shop.example 192.0.2.2)\n  To do: Sign the zone again. (RFC 4035 5.3)`,
  );
  return [`DNSSEC SIGNATURES ${state} shop.example: ${findings[0]?.[2]}`, ...lines].join("\n");
}
