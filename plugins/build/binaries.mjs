import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchRuntime, host, runtimesHome, targets } from "./node-runtimes.mjs";

const packScript = join(import.meta.dirname, "pack.cjs");
const trainScript = join(import.meta.dirname, "train.cjs");
const loaderScript = join(import.meta.dirname, "loader.cjs");

/**
 * Packs the programs in a folder with target's Node and puts the one file of all into another folder under every name,
 * unless that is what is there already.
 */
export function writeBinaries(programs, target, folder, names) {
  const suffix = target.startsWith("win") ? ".exe" : "";
  const files = names.map((name) => join(folder, name + suffix));
  const stamp = join(runtimesHome, "..", `packed-${target}`);
  const digest = digestOf(programs, target, names);
  const isCurrent =
    existsSync(stamp) && readFileSync(stamp, "utf8") === digest && files.every((file) => existsSync(file));
  if (!isCurrent) {
    rmSync(stamp, { force: true });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    packInto(programs, target, names, files[0]);
    for (const file of files.slice(1)) linkSync(files[0], file);
    writeFileSync(stamp, digest);
  }
  return files;
}

/** Runs every binary once, so that no build ends well with one that does not know its name. */
export function tryBinaries(files, names) {
  files.forEach((file, index) => {
    const version = outputOf(file, ["--version"]);
    if (!version.startsWith(names[index])) throw new Error(`${file} --version printed ${JSON.stringify(version)}`);
  });
}

function outputOf(file, args) {
  try {
    return execFileSync(file, args, { encoding: "utf8" });
  } catch (error) {
    return error.stdout ?? "";
  }
}

function packInto(programs, target, names, file) {
  fetchRuntime(target);
  const packer = fetchRuntime(host, targets[target].version);
  // Compiled code is of use only to the machine type that compiled it.
  const hasCode = target === host;
  if (hasCode)
    execFileSync(packer, [trainScript, programs, ...names], {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 60_000,
    });
  const packed = `${file}.packed`;
  const order = { programs, names, output: packed, target, hasCode };
  execFileSync(packer, [packScript, JSON.stringify(order)], {
    env: { ...process.env, HOME: runtimesHome, USERPROFILE: runtimesHome },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // pkg writes the file at one stroke, which leaves it in the page cache in pieces so large that every process maps
  // 20 MB more of it than it uses; a copy doesn't.
  copyFileSync(packed, file);
  rmSync(packed);
}

function digestOf(programs, target, names) {
  const hash = createHash("sha256");
  const programFiles = names.map((name) => join(programs, `${name}.js`));
  for (const file of [...programFiles, packScript, trainScript, loaderScript, import.meta.filename])
    hash.update(readFileSync(file));
  return hash.update(JSON.stringify([target, targets[target], names])).digest("hex");
}
