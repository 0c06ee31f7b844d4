import { basename } from "node:path";

/** The executables of the suite by name; each evaluates its own modules only when it is the one called. */
const executables: Readonly<Record<string, () => Promise<unknown>>> = {
  check_dnssec: () => import("./check_dnssec.ts"),
  check_dnssec_chain: () => import("./check_dnssec_chain.ts"),
  check_dnssec_ds: () => import("./check_dnssec_ds.ts"),
  check_dnssec_nameservers: () => import("./check_dnssec_nameservers.ts"),
  check_dnssec_signatures: () => import("./check_dnssec_signatures.ts"),
};

/** What this program was called as, or its own file's name where a link has a name of its own. */
function calledAs(): string | undefined {
  return [process.argv[1], process.execPath]
    .map((path) => basename(path ?? "").replace(/\.exe$/i, ""))
    .find((name) => Object.hasOwn(executables, name));
}

const name = calledAs();
if (name === undefined) {
  const called = basename(process.argv[1] ?? process.execPath).replace(/[^\x20-\x7b\x7d-\x7e]/g, "?");
  process.exitCode = 3;
  process.stdout.write(
    `DNSSEC UNKNOWN - called as ${called}, which is none of ${Object.keys(executables).join(", ")}\n`,
  );
} else {
  void executables[name]?.();
}
