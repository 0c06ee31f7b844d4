import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Dirent, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import type { Postgresql } from "../daemons/postgresql.ts";
import { type LoneIcinga, startLoneIcinga } from "../lone-icinga.ts";
import { configureIcingaWeb, DATABASES } from "./icinga-web.ts";

/** A Director and the Icinga that it configures. */
export interface Director {
  readonly icinga: LoneIcinga;
  /** Runs `icingacli director` and returns what it says; throws where it fails or complains. */
  call(args: readonly string[], input?: string): Promise<string>;
  /** Has Icinga take what is configured now; throws with its words where it refuses. */
  deploy(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = "the director of the tests";
const DEPLOY_MS = 30_000;

/**
 * Starts an Icinga with its checks in pluginDir and a Director without objects but Icinga's own, in an Icinga Web that has
 * its configuration in the folder `web`; features is more of Icinga's configuration.
 */
export async function startDirector(
  folder: string,
  pluginDir: string,
  database: Postgresql,
  features = "",
): Promise<Director> {
  mkdirSync(join(folder, "icinga"), { recursive: true });
  const icinga = await startLoneIcinga(
    join(folder, "icinga"),
    pluginDir,
    `object NotificationComponent "notification" {}
object Zone "director-global" { global = true }
object ApiUser "director" {
  password = "${PASSWORD}"
  permissions = [ "*" ]
}
${features}`,
  );
  await database.createDatabase(DATABASES.director);
  const kickstart = { endpoint: "master", host: "127.0.0.1", port: new URL(icinga.url).port };
  const environment = configureIcingaWeb(join(folder, "web"), database, {
    "modules/director/kickstart.ini": { config: { ...kickstart, username: "director", password: PASSWORD } },
  });
  const director: Director = {
    icinga,
    call: async (args, input = "") => {
      const child = spawn("icingacli", ["director", ...args], { env: environment });
      const ended = once(child, "close");
      child.stdin.end(input);
      const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = (await ended) as [number];
      if (code !== 0 || complaints !== "") throw new Error(`${args.join(" ")}: ${output}${complaints}`);
      return output;
    },
    deploy: async () => {
      await director.call(["config", "deploy"]);
      const refusals = await vi.waitFor(
        () => readRefusals(join(folder, "icinga/data/api/packages/director")),
        DEPLOY_MS,
      );
      if (refusals !== "") throw new Error(refusals);
    },
    stop: () => icinga.stop(),
  };
  try {
    await director.call(["migration", "run"]);
    await director.call(["kickstart", "run"]);
  } catch (error) {
    await icinga.stop();
    throw error;
  }
  return director;
}

/** What Icinga says to configurations that it does not take; throws while it has not looked at all of them. */
function readRefusals(folder: string): string {
  const stages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const read = (stage: Dirent, file: string): string => readFileSync(join(folder, stage.name, file), "utf8");
  return stages.map((stage) => (read(stage, "status").trim() === "0" ? "" : read(stage, "startup.log"))).join("");
}
