import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A network namespace and the address it has on the cable to its hub. */
export interface Namespace {
  readonly name: string;
  readonly address: string;
}

/** A hub that this process can talk to, and others that only the hub can. */
export interface Star {
  readonly hub: Namespace;
  /** What the hub reaches this process at. */
  readonly ownAddress: string;
  readonly others: readonly Namespace[];
  remove(): void;
}

const PREFIX = "dnssec-test";

/** Tells whether this user may make network namespaces here. */
export function mayMakeNamespaces(): boolean {
  const name = `${PREFIX}-${process.pid}-probe`;
  const made = spawnSync("ip", ["netns", "add", name]).status === 0;
  if (made) ip("netns", "del", name);
  return made;
}

/** Joins new network namespaces, each with a loopback of its own, by cables between the first and each other. */
export function makeStar(hubName: string, otherNames: readonly string[]): Star {
  removeLeftOvers();
  // Addresses of RFC 2544, a network for each process.
  const address = (host: number): string => `198.18.${process.pid % 256}.${host}`;
  const nameOf = (place: string): string => `${PREFIX}-${process.pid}-${place}`;
  const add = (place: string, host: number): Namespace => {
    ip("netns", "add", nameOf(place));
    ip("-n", nameOf(place), "link", "set", "lo", "up");
    return { name: nameOf(place), address: address(host) };
  };
  const hub = add(hubName, 2);
  const ownEnd = `test${process.pid}`;
  ip("link", "add", ownEnd, "type", "veth", "peer", "name", "up0", "netns", hub.name);
  raise([], ownEnd, address(1));
  raise(["-n", hub.name], "up0", hub.address);
  const others = otherNames.map((place, index) => {
    const host = 4 * (index + 1) + 1;
    const namespace = add(place, host + 1);
    ip("-n", hub.name, "link", "add", `down${index}`, "type", "veth", "peer", "name", "up0", "netns", namespace.name);
    raise(["-n", hub.name], `down${index}`, address(host));
    raise(["-n", namespace.name], "up0", namespace.address);
    return namespace;
  });
  return {
    hub,
    ownAddress: address(1),
    others,
    remove: () => [hub, ...others].forEach(({ name }) => ip("netns", "del", name)),
  };
}

function raise(where: readonly string[], device: string, address: string): void {
  ip(...where, "addr", "add", `${address}/30`, "dev", device);
  ip(...where, "link", "set", device, "up");
}

/** Namespaces of runs that were killed before they could remove theirs; what can't be removed is in nobody's way. */
function removeLeftOvers(): void {
  for (const [name, pid] of ip("netns", "list").matchAll(new RegExp(`^${PREFIX}-(\\d+)-\\S+`, "gm"))) {
    if (!existsSync(`/proc/${pid}`)) spawnSync("ip", ["netns", "del", name]);
  }
}

function ip(...args: readonly string[]): string {
  return execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
