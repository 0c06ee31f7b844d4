import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Daemon, startDaemon } from "../daemons/process.ts";

const PROJECT = join(import.meta.dirname, "../../..");
const SHIPPED = join(PROJECT, "icinga-config/nagios");
/** Where NRPE listens in the lab. */
const NRPE = { address: "127.0.0.1", port: 15666 };
const CHECK_NRPE = "/usr/lib/nagios/plugins/check_nrpe";

/** What to start Nagios with. */
export interface NagiosSetup {
  readonly directory: string;
  /** What stands in place of the shipped dnssec-site.cfg. */
  readonly site: string;
}

/** A Nagios that runs the shipped configuration, in which a minute lasts for a second. */
export interface Nagios extends Omit<Daemon, "endpoint"> {
  /** Fields of a service as status.dat has them, or of a host where no service is named. */
  status(host: string, service?: string): Readonly<Record<string, string>>;
  /** The notifications of the log so far, as `HOST CONTACT STATE` and `SERVICE CONTACT SERVICE STATE`. */
  notifications(): string[];
  /** Hands over an external command. */
  command(text: string): void;
}

/** The one of them that a site edits. */
export const SHIPPED_SITE = join(SHIPPED, "dnssec-site.cfg");

/** The files of the shipped configuration, the site's own among them. */
export const SHIPPED_FILES = readdirSync(SHIPPED)
  .filter((file) => file.startsWith("dnssec-"))
  .map((file) => join(SHIPPED, file));

/** Writes nagios.cfg for these object files and returns its path. */
function writeNagiosConfig(directory: string, objects: readonly string[]): string {
  mkdirSync(join(directory, "checkresults"), { recursive: true });
  const resource = join(directory, "resource.cfg");
  writeFileSync(resource, `$USER1$=${pluginFolder(directory)}\n`);
  const file = join(directory, "nagios.cfg");
  writeFileSync(
    file,
    `${objects.map((each) => `cfg_file=${each}`).join("\n")}
resource_file=${resource}
log_file=${directory}/nagios.log
object_cache_file=${directory}/objects.cache
precached_object_file=${directory}/objects.precache
status_file=${directory}/status.dat
command_file=${directory}/nagios.cmd
lock_file=${directory}/nagios.pid
temp_file=${directory}/nagios.tmp
temp_path=${directory}
check_result_path=${directory}/checkresults
query_socket=${directory}/nagios.qh
nagios_user=root
nagios_group=root
use_syslog=0
check_external_commands=1
execute_host_checks=1
execute_service_checks=1
enable_notifications=1
enable_event_handlers=1
log_service_retries=1
log_host_retries=1
log_event_handlers=1
retain_state_information=0
check_for_updates=0
status_update_interval=1
interval_length=1
service_inter_check_delay_method=n
host_inter_check_delay_method=n
check_result_reaper_frequency=1
cached_host_check_horizon=0
cached_service_check_horizon=0
event_handler_timeout=30
notification_timeout=30
illegal_object_name_chars=\`~!$%^&*|'"<>?,()=
illegal_macro_output_chars=\`~$&|'"<>
`,
  );
  return file;
}

/** What `nagios4 -v` says of the object files, whether it accepts them or not. */
export function verifyConfig(directory: string, objects: readonly string[]): string {
  return spawnSync("nagios4", ["-v", writeNagiosConfig(directory, objects)], { encoding: "utf8" }).stdout;
}

/** Starts Nagios with the shipped configuration for the site and waits until it has a status. */
export async function startNagios({ directory, site }: NagiosSetup): Promise<Nagios> {
  const siteFile = join(directory, "site.cfg");
  writeFileSync(siteFile, site);
  const shipped = SHIPPED_FILES.filter((file) => file !== SHIPPED_SITE);
  const config = writeNagiosConfig(directory, [...shipped, siteFile]);
  const daemon = startDaemon(directory, { address: "127.0.0.1", port: 0 }, ["nagios4", config]);
  const blocks = (): Block[] => statusBlocks(textOf(join(directory, "status.dat")));
  for (let i = 0; blocks().length === 0; i++) {
    if (i === 200) throw new Error(daemon.log());
    await sleep(50);
  }
  return {
    log: () => textOf(join(directory, "nagios.log")),
    stop: () => daemon.stop(),
    status: (host, service) => {
      const kind = service === undefined ? "hoststatus" : "servicestatus";
      const found = blocks().find(
        (block) =>
          block.kind === kind && block.fields["host_name"] === host && block.fields["service_description"] === service,
      );
      return found?.fields ?? {};
    },
    notifications: () =>
      [
        ...textOf(join(directory, "nagios.log")).matchAll(
          /^\[\d+\] (HOST|SERVICE) NOTIFICATION: ([^;]*);[^;]*;(.*)$/gm,
        ),
      ].map(([, kind, contact, rest = ""]) =>
        [kind, contact, ...rest.split(";").slice(0, kind === "HOST" ? 1 : 2)].join(" "),
      ),
    command: (text) => appendFileSync(join(directory, "nagios.cmd"), `[${Math.floor(Date.now() / 1000)}] ${text}\n`),
  };
}

/** Starts NRPE, which refuses to run as root, with the shipped lines, altered for the lab. */
export function startNrpe(directory: string, alter: (shipped: string) => string): Daemon {
  mkdirSync(directory);
  // The project may lie where only root may look.
  for (const check of ["check_dnssec_chain", "check_dnssec_resolvers"]) {
    copyFileSync(join(PROJECT, "dist/bin", check), join(directory, check));
  }
  chmodSync(join(directory, ".."), 0o755);
  const lines = readFileSync(join(SHIPPED, "nrpe-dnssec.cfg"), "utf8").replaceAll("/usr/lib/nagios/plugins", directory);
  const file = join(directory, "nrpe.cfg");
  writeFileSync(
    file,
    `server_address=${NRPE.address}
server_port=${NRPE.port}
nrpe_user=nobody
nrpe_group=nogroup
allowed_hosts=127.0.0.1
${alter(lines)}`,
  );
  return startDaemon(directory, NRPE, ["nrpe", "-f", "-c", file]);
}

interface Block {
  readonly kind: string;
  readonly fields: Readonly<Record<string, string>>;
}

function statusBlocks(text: string): Block[] {
  return [...text.matchAll(/^(\w+) \{\n([^]*?)\n\s*\}/gm)].map(([, kind = "", body = ""]) => ({
    kind,
    fields: Object.fromEntries(
      body.split("\n").map((line) => {
        const [, name = "", value = ""] = /^\s*([^=]+)=(.*)$/.exec(line) ?? [];
        return [name, value];
      }),
    ),
  }));
}

/** A plugin directory with the suite's executables and NRPE's, under the names that commands call them by. */
function pluginFolder(directory: string): string {
  const folder = join(directory, "plugins");
  mkdirSync(folder, { recursive: true });
  const built = join(PROJECT, "dist/bin");
  for (const program of [...readdirSync(built).map((name) => join(built, name)), CHECK_NRPE]) {
    const link = join(folder, program.slice(program.lastIndexOf("/") + 1));
    if (!existsSync(link)) symlinkSync(program, link);
  }
  return folder;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
