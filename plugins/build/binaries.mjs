import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchRuntime, host, runtimesHome, targets } from "./node-runtimes.mjs";

const packScript = join(import.meta.dirname, "pack.cjs");
const trainScript = join(import.meta.dirname, "train.cjs");
const loaderScript = join(import.meta.dirname, "loader.cjs");

/** Packs program with target's Node and puts it into folder under every name, unless that is what is there already. */
export function writeBinaries(program, target, folder, names) {
  const suffix = target.startsWith("win") ? ".exe" : "";
  const files = names.map((name) => join(folder, name + suffix));
  const stamp = join(runtimesHome, "..", `packed-${target}`);
  const digest = digestOf(program, target, names);
  const isCurrent =
    existsSync(stamp) && readFileSync(stamp, "utf8") === digest && files.every((file) => existsSync(file));
  if (!isCurrent) {
    rmSync(stamp, { force: true });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    packInto(program, target, files[0]);
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

function packInto(program, target, file) {
  fetchRuntime(target);
  const packer = fetchRuntime(host, targets[target].version);
  const code = `${program}.code`;
  // Compiled code is of use only to the machine type that compiled it.
  if (target === host)
    execFileSync(packer, [trainScript, program, code], { stdio: ["ignore", "ignore", "inherit"], timeout: 60_000 });
  else writeFileSync(code, "");
  const packed = `${file}.packed`;
  const order = { program, code, output: packed, target, useCodeCache: target === host };
  execFileSync(packer, [packScript, JSON.stringify(order)], {
    env: { ...process.env, HOME: runtimesHome, USERPROFILE: runtimesHome },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // pkg writes the file at one stroke, which leaves it in the page cache in pieces so large that every process maps
  // 20 MB more of it than it uses; a copy doesn't.
  copyFileSync(packed, file);
  rmSync(packed);
}

function digestOf(program, target, names) {
  const hash = createHash("sha256");
  for (const file of [program, packScript, trainScript, loaderScript, import.meta.filename])
    hash.update(readFileSync(file));
  return hash.update(JSON.stringify([target, targets[target], names])).digest("hex");
}
