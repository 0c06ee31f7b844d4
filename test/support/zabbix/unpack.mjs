import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RELEASE_FOLDER = join(import.meta.dirname, "../../../node_modules/.cache/zabbix-7.0");

const MIRROR = "http://deb.debian.org/debian";
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const SUITES = ["bookworm", "bookworm-backports"];
const PACKAGES = [
  "zabbix-server-pgsql",
  "zabbix-frontend-php",
  "libevent-core-2.1-7",
  "libevent-extra-2.1-7",
  "libevent-pthreads-2.1-7",
];

/** Downloads Zabbix 7.0 from Debian's backports and unpacks it, both without root; true when it is there. */
export function ensureZabbix7() {
  if (existsSync(RELEASE_FOLDER)) return true;
  const folder = mkdtempSync(join(tmpdir(), "zabbix-7.0-"));
  const sources = join(folder, "sources.list");
  const lists = join(folder, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  writeFileSync(sources, SUITES.map((suite) => `deb [signed-by=${KEYRING}] ${MIRROR} ${suite} main\n`).join(""));
  const settings = {
    "Dir::Etc::SourceList": sources,
    "Dir::Etc::SourceParts": "-",
    "Dir::State::Lists": lists,
    "Dir::Cache": folder,
    "APT::Sandbox::User": "",
    "Acquire::http::Timeout": "20",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const run = (command, ...args) => spawnSync(command, args, { cwd: folder, stdio: "inherit" }).status === 0;
  try {
    const unpacked = join(folder, "unpacked");
    const isUnpacked =
      run("apt-get", "-q", ...options, "update") &&
      run("apt-get", "-q", ...options, "-t", "bookworm-backports", "download", ...PACKAGES) &&
      readdirSync(folder)
        .filter((file) => file.endsWith(".deb"))
        .every((file) => run("dpkg", "-x", file, unpacked));
    if (isUnpacked) {
      mkdirSync(join(RELEASE_FOLDER, ".."), { recursive: true });
      run("mv", unpacked, RELEASE_FOLDER);
    }
    return isUnpacked;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
