import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../daemons/process.ts";
import { type Stage, startStage } from "../stage/stage.ts";
import { API_PASSWORD, API_USER, type Cluster, startCluster } from "./cluster.ts";
import { edit, type IcingaValue } from "./edit.ts";
import { makeStar } from "./namespaces.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const BIN = join(import.meta.dirname, "../../../dist/bin");
const CHECKS = ["chain", "resolvers", "nameservers", "signatures", "ds", "denial", "keys", "trust_anchor"];
const STAGE_PORT = 5300;

/** Where the vantage points stand; the master is the first. */
export const PLACES = ["frankfurt", "singapore", "lima"] as const;
/** A vantage point without an Icinga zone: its checks run by command where the last of the others is. */
export const AGENT = "arequipa";
export type Place = (typeof PLACES)[number];

/** An Icinga cluster whose vantage points each have an internet of their own to look at. */
export interface Lab extends Cluster {
  readonly stages: Readonly<Record<Place, Stage>>;
  readonly receiver: Receiver;
  /** Runs a command where a vantage point is and returns what it writes. */
  runAt(place: Place, command: readonly string[]): Promise<string>;
}

/** Raises it all; zones are what the edited file lists. */
export async function raiseLab(directory: string, zones: Readonly<Record<string, IcingaValue>>): Promise<Lab> {
  const plugins = join(directory, "plugins");
  const secrets = join(directory, "secrets");
  const star = makeStar(PLACES[0], PLACES.slice(1));
  const namespaces = [star.hub, ...star.others];
  const stages: Partial<Record<Place, Stage>> = {};
  for (const [index, place] of PLACES.entries()) {
    const namespace = namespaces[index]?.name ?? "";
    stages[place] = await startStage({ directory: join(directory, `stage-${place}`), port: STAGE_PORT, namespace });
  }
  const receiver = await startReceiver(directory, star.ownAddress);
  await writeSecrets(secrets, receiver);
  await writePlugins(plugins, directory, receiver);
  const { frankfurt, singapore, lima } = stages as Record<Place, Stage>;
  const cluster = await startCluster({
    directory,
    nodes: PLACES.map((name, index) => ({ name, namespace: namespaces[index] ?? star.hub })),
    pluginDirectory: plugins,
    edited: edit({
      DnssecMasterZone: PLACES[0],
      DnssecVantagePoints: {
        frankfurt: hostVariables(directory, "frankfurt", frankfurt),
        singapore: hostVariables(directory, "singapore", singapore),
        // No zone above is watched here.
        lima: { ...hostVariables(directory, "lima", lima), dnssec_zones: { "shop.example": {} } },
        [AGENT]: {
          ...hostVariables(directory, AGENT, lima),
          dnssec_endpoint: "lima",
          dnssec_zones: {
            "shop.example": { dnssec_checks: ["signatures"] },
            "calm.example": { dnssec_checks: ["chain"] },
          },
        },
      },
      DnssecZones: zones,
      DnssecInterval: { validation: 3600, validation_retry: 3, signatures: 3600, keys: 3600, retry: 4, summary: 2 },
      DnssecEscalation: { after: 8, repeat: 3600 },
      DnssecWorkingHours: Object.fromEntries(WEEKDAYS.map((day) => [day, "00:00-24:00"])),
      DnssecSecrets: secrets,
      DnssecApi: {
        url: `https://${star.hub.address}:5665`,
        user: API_USER,
        secret_file: join(secrets, "api-password"),
        ca: join(directory, "authority/ca/ca.crt"),
      },
    }),
  });
  return {
    ...cluster,
    stages: { frankfurt, singapore, lima },
    receiver,
    runAt: async (place, command) => {
      const namespace = namespaces[PLACES.indexOf(place)]?.name ?? "";
      return await run("ip", ["netns", "exec", namespace, ...command]);
    },
    stop: async () => {
      await cluster.stop();
      for (const stage of [frankfurt, singapore, lima]) await stage.stop();
      receiver.stop();
      star.remove();
    },
  };
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** What makes the checks of a vantage point look at its stage. */
function hostVariables(directory: string, place: string, stage: Stage): Record<string, IcingaValue> {
  const network = CHECKS.flatMap((check) => [
    [`dnssec_${check}_root_hints`, stage.rootHints],
    [`dnssec_${check}_trust_anchor`, stage.trustAnchor],
    [`dnssec_${check}_port`, stage.port],
    [`dnssec_${check}_query_timeout`, 1],
  ]);
  return {
    ...(Object.fromEntries(network) as Record<string, string | number>),
    dnssec_region: place === "singapore" || place === "lima" ? "overseas" : "home",
    dnssec_keys_state_dir: join(directory, `keys-${place}`),
    dnssec_ds_state_dir: join(directory, `ds-${place}`),
    dnssec_resolvers_resolver: stage.resolver,
    dnssec_trust_anchor_resolver: stage.resolver,
    // The stage's resolver does not validate.
    dnssec_resolvers_ignore: "resolver-ad-missing",
    dnssec_trust_anchor_ignore: "resolver-ad-missing",
  };
}

async function writeSecrets(directory: string, { url }: Receiver): Promise<void> {
  await mkdir(directory);
  const secrets = {
    "slack-url": `${url}/slack`,
    "teams-url": `${url}/teams`,
    "pagerduty-key": "key-of-pagerduty",
    "opsgenie-key": "key-of-opsgenie",
    "api-password": API_PASSWORD,
  };
  for (const [name, secret] of Object.entries(secrets)) await writeFile(join(directory, name), secret, { mode: 0o600 });
}

/** The packaged executables, but for notify_dnssec, which is told where the receiver is. */
async function writePlugins(plugins: string, directory: string, { url, ca }: Receiver): Promise<void> {
  await mkdir(plugins);
  for (const name of await readdir(BIN)) {
    if (name !== "notify_dnssec") await symlink(join(BIN, name), join(plugins, name));
  }
  const notify = join(plugins, "notify_dnssec");
  await writeFile(
    notify,
    `#!/bin/sh
case "$*" in
  "--to pagerduty "*|*" --to pagerduty "*) set -- "$@" --url ${url}/pagerduty ;;
  "--to opsgenie "*|*" --to opsgenie "*) set -- "$@" --url ${url}/opsgenie ;;
esac
exec ${join(BIN, "notify_dnssec")} "$@" --ca ${ca} --spool-dir ${join(directory, "spool")} >>${join(directory, "notify.log")} 2>&1
`,
  );
  await chmod(notify, 0o755);
}
