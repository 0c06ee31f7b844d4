import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Stage, startStage } from "../stage/stage.ts";
import { ZABBIX_6, type ZabbixRelease } from "./release.ts";
import { importTemplate } from "./watched-host.ts";
import { startZabbix, type Zabbix } from "./zabbix.ts";

/** A Zabbix with the shipped template, whose checks look at a stage. */
export interface StagedZabbix extends Zabbix {
  readonly stage: Stage;
  /** Where it looks for checks. */
  readonly externalScripts: string;
  /** As `--at` takes it, the time at which the next checks judge. */
  judgeAt(at: string): void;
  /** Values of the template's macros for a slow machine, and for checks that run when they are told to. */
  readonly macros: Readonly<Record<string, string>>;
}

const PROJECT = join(import.meta.dirname, "../../..");
export const CHECKS = ["chain", "denial", "ds", "keys", "nameservers", "resolvers", "signatures", "trust_anchor"];

/** Starts both, with what they keep in the folder. */
export async function startStagedZabbix(folder: string, release: ZabbixRelease = ZABBIX_6): Promise<StagedZabbix> {
  const externalScripts = join(folder, "externalscripts");
  mkdirSync(externalScripts);
  for (const check of CHECKS) {
    symlinkSync(join(PROJECT, `dist/bin/check_dnssec_${check}`), join(externalScripts, `check_dnssec_${check}`));
  }
  const [stage, zabbix] = await Promise.all([
    startStage({ directory: join(folder, "stage") }),
    startZabbix(release, externalScripts),
  ]);
  const template = join(PROJECT, `icinga-config/zabbix/template-${release.version}.yaml`);
  await importTemplate(zabbix.api, release, readFileSync(template, "utf8"));
  const options = join(folder, "options.ini");
  const { rootHints, trustAnchor, port } = stage;
  const judgeAt = (at: string): void =>
    writeFileSync(options, `[stage]\nroot-hints=${rootHints}\ntrust-anchor=${trustAnchor}\nport=${port}\nat=${at}\n`);
  judgeAt("+0s");
  return {
    ...zabbix,
    stage,
    externalScripts,
    judgeAt,
    macros: {
      OPTION: `--extra-opts=stage@${options}`,
      TIMEOUT: "18",
      "QUERY.TIMEOUT": "2",
      ...Object.fromEntries(CHECKS.map((check) => [`${check.toUpperCase()}.INTERVAL`, "1d"])),
    },
    stop: async () => {
      await Promise.all([stage.stop(), zabbix.stop()]);
    },
  };
}
