/** What each folder of src may import besides itself; everything not named here is forbidden. */
const folderRules: Readonly<Record<string, readonly string[]>> = {
  util: [],
  dns: ["util"],
  crypto: ["util", "dns"],
  dnssec: ["util", "dns", "crypto"],
  net: ["util", "dns"],
  monitoring: ["util"],
  notifications: ["monitoring", "crypto", "util"],
  checks: ["dnssec", "dns", "util", "monitoring"],
  cli: ["util", "dns", "crypto", "dnssec", "net", "monitoring", "notifications", "checks"],
  plugins: ["cli", "checks"],
};

/** The packages and the modules of Node that only some folders may import. */
const moduleRules: readonly { readonly pattern: RegExp; readonly folders: readonly string[] }[] = [
  { pattern: /^yargs(\/|$)/, folders: ["cli"] },
  { pattern: /^dns-packet(\/|$)/, folders: ["dns", "net"] },
  { pattern: /^node:(dgram|net|tls|http|https|http2|dns)(\/|$)/, folders: ["net"] },
  { pattern: /^node:crypto$/, folders: ["crypto", "net"] },
  { pattern: /^node:fs(\/|$)/, folders: ["cli"] },
  { pattern: /^node:process$/, folders: ["cli"] },
  { pattern: /^node:/, folders: Object.keys(folderRules) },
];

const clockFile = "src/util/clock.ts";

/** What in source breaks the directions of imports, one sentence each; path is relative to the project's top folder. */
export function violationsOf(path: string, source: string): readonly string[] {
  const [top = "", second = ""] = path.split("/");
  const folder = top === "src" ? second : top;
  const code = withoutCommentsAndTexts(source);
  const found: string[] = [];
  if (folderRules[folder] === undefined) found.push("is in a folder without a rule");
  for (const specifier of importsOf(source)) {
    if (!isAllowed(folder, path, specifier)) found.push(`imports ${specifier}`);
  }
  const uses = path === clockFile ? code.replaceAll("process.hrtime.bigint()", "") : code;
  if (folder !== "cli" && /\bprocess\s*[.[]/.test(uses)) found.push("uses process");
  if (
    folder !== "cli" &&
    path !== clockFile &&
    /\bDate\.now\b|\bnew Date(?!\w)\s*(?!\()|\bnew Date\s*\(\s*\)/.test(code)
  ) {
    found.push("reads the clock");
  }
  if (isBarrel(code)) found.push("only re-exports");
  return found.map((what) => `${path} ${what}`);
}

function isAllowed(folder: string, path: string, specifier: string): boolean {
  if (!specifier.startsWith(".")) {
    return moduleRules.find(({ pattern }) => pattern.test(specifier))?.folders.includes(folder) ?? false;
  }
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1).split("/");
  if (target.length === 1) return folder === "cli";
  const targetFolder = target[0] === "src" ? target[1] : target[0];
  return targetFolder === folder || (folderRules[folder]?.includes(targetFolder ?? "") ?? false);
}

function importsOf(source: string): readonly string[] {
  const statement = /^\s*(?:import|export)\s+(?:[\w$*{},\s]+?\s+from\s*)?["']([^"'\n]+)["']/gm;
  const call = /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g;
  return [statement, call].flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ""));
}

function withoutCommentsAndTexts(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (piece) =>
    piece.startsWith("/") ? "" : '""',
  );
}

function isBarrel(code: string): boolean {
  const reExport = /\bexport\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*"";?/g;
  const rest = code.replace(reExport, "").replace(/\bimport\b[^"]*"";?/g, "");
  return reExport.test(code) && rest.trim() === "";
}
