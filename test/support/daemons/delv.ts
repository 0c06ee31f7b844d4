import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Endpoint } from "./exchange.ts";

const PATIENCE_MS = 30_000;

/** Runs delv through a resolver that does not validate; returns all it prints. */
export function delv(resolver: Endpoint, anchorFile: string, name: string, type: string): Promise<string> {
  const args = ["-a", anchorFile, `@${resolver.address}`, "-p", String(resolver.port), "-q", name, "-t", type];
  return new Promise((resolve) => {
    // Its exit code does not tell a bogus answer from others; its words do.
    execFile("delv", args, { timeout: PATIENCE_MS }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Writes a trust anchor as delv wants it; ds is the presentation form of one DS record's RDATA. */
export function writeDelvAnchor(file: string, owner: string, ds: string): void {
  const [tag, algorithm, digestType, digest] = ds.split(" ");
  writeFileSync(file, `trust-anchors { "${owner}" static-ds ${tag} ${algorithm} ${digestType} "${digest}"; };\n`);
}
