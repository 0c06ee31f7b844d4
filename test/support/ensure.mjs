import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianPackages, services } from "./debian-packages.mjs";

const root = join(import.meta.dirname, "../..");

/** Runs command in the project's folder with its output shown; true when it ended well. */
export function run(command, args, environment = {}) {
  const env = { ...process.env, ...environment };
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** Installs the npm packages where they are missing or not the lock file's; true when they are there. */
export function ensureNodeModules() {
  // npm 10 sometimes ends with 0 though it installed nothing.
  return isInstalled() || (run("npm", ["ci", "--no-audit", "--no-fund"]) && isInstalled());
}

/** Builds the bundles and this machine's binaries, at once where nothing changed; true when they are there. */
export function ensureBuilt() {
  return run(process.execPath, ["plugins/build/build.mjs"]);
}

/** Installs the Debian packages that are missing, or says how where that is not allowed; returns what is still missing. */
export function ensureDebianPackages(packages = debianPackages) {
  const missing = missingPackages(packages);
  if (missing.length === 0) return [];
  const aptGet = ["install", "-y", "--no-install-recommends", ...missing];
  if (process.getuid?.() !== 0) {
    console.log(`These Debian packages are missing: ${missing.join(" ")}\nAs root: apt-get ${aptGet.join(" ")}`);
    return missing;
  }
  withServicesDenied(() => {
    const quiet = { DEBIAN_FRONTEND: "noninteractive" };
    return run("apt-get", ["update", "-q"], quiet) && run("apt-get", ["-q", ...aptGet], quiet);
  });
  return missingPackages(packages);
}

function isInstalled() {
  const installedLock = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || (installed[path] === undefined ? optional === true : installed[path].version === version),
  );
}

function missingPackages(packages) {
  return packages.filter((name) => {
    const { stdout } = spawnSync("dpkg-query", ["-W", "-f", "${db:Status-Status}", name], { encoding: "utf8" });
    return stdout !== "installed";
  });
}

/** Runs install while Debian's policy keeps it from starting services, and keeps new ones from starting at boot. */
function withServicesDenied(install) {
  const policy = "/usr/sbin/policy-rc.d";
  const saved = `${policy}.saved`;
  const before = new Set(services.filter(isKnownService));
  const surviveToRestore = () => undefined;
  process.on("SIGINT", surviveToRestore);
  if (existsSync(policy)) renameSync(policy, saved);
  try {
    writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    install();
  } finally {
    rmSync(policy, { force: true });
    if (existsSync(saved)) renameSync(saved, policy);
    process.off("SIGINT", surviveToRestore);
  }
  for (const service of services.filter((name) => !before.has(name) && isKnownService(name))) {
    spawnSync("systemctl", ["disable", service], { stdio: "ignore" });
  }
}

function isKnownService(name) {
  return existsSync(`/lib/systemd/system/${name}.service`);
}
