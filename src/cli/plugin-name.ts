import { basename } from "node:path";

/** How the text of a plugin begins: `DNSSEC CHAIN` for `check_dnssec_chain`. */
export function labelOf(plugin: string): string {
  return plugin
    .replace(/^check_/, "")
    .replaceAll("_", " ")
    .toUpperCase();
}

/** The plugin's name as far as the process itself tells it. */
export function calledAs(): string {
  const names = [process.argv[1], process.execPath].map((path) =>
    basename(path ?? "").replace(/\.(exe|[cm]?[jt]s)$/i, ""),
  );
  return names.find((name) => name.includes("dnssec")) ?? "dnssec";
}
