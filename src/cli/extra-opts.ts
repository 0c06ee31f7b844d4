import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../util/errors.ts";
import type { GivenOptions, OptionDeclaration } from "./plugin-spec.ts";
import { parseTextFile } from "./text-file.ts";

/** One option in an ini file. */
interface IniOption {
  readonly key: string;
  readonly value: string;
}

/** The command line without its --extra-opts, and what those hold. */
export interface ExtraOpts {
  readonly argv: readonly string[];
  /** `[SECTION][@FILE]` each, empty where nothing followed. */
  readonly locators: readonly string[];
}

/** A section of an ini file as a command line of its own. */
export interface ExtraArguments {
  /** For error messages, such as `[check_dnssec] of /etc/monitoring-plugins.ini`. */
  readonly source: string;
  readonly argv: readonly string[];
}

const FILE_NAMES = ["monitoring-plugins.ini", "plugins.ini", "nagios-plugins.ini"] as const;

/** Where the Monitoring Plugins look for their file, in their order. */
const STANDARD_FILES = [
  "/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
  "/usr/local/etc/monitoring-plugins.ini",
  "/etc/monitoring-plugins/monitoring-plugins.ini",
  "/etc/monitoring-plugins.ini",
  "/etc/nagios/plugins.ini",
  "/usr/local/nagios/etc/plugins.ini",
  "/usr/local/etc/nagios/plugins.ini",
  "/etc/opt/nagios/plugins.ini",
  "/etc/nagios-plugins.ini",
  "/usr/local/etc/nagios-plugins.ini",
  "/etc/opt/nagios-plugins.ini",
] as const;

/** Takes `--extra-opts=LOCATOR`, `--extra-opts LOCATOR` and `--extra-opts` out of a command line. */
export function takeExtraOpts(argv: readonly string[]): ExtraOpts {
  const rest: string[] = [];
  const locators: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? "";
    if (argument === "--") return { argv: [...rest, ...argv.slice(i)], locators };
    const next = argv[i + 1];
    if (argument.startsWith("--extra-opts=")) {
      locators.push(argument.slice("--extra-opts=".length));
    } else if (argument !== "--extra-opts") {
      rest.push(argument);
    } else if (next === undefined || next.startsWith("-")) {
      locators.push("");
    } else {
      locators.push(next);
      i++;
    }
  }
  return { argv: rest, locators };
}

/**
 * Reads the section a locator names, by default the plugin's own of the first standard file, as options; UsageError on
 * a file that is missing or malformed and on a section that isn't there.
 */
export function readExtraOpts(
  locator: string,
  plugin: string,
  declarations: readonly OptionDeclaration[],
  env: Readonly<Record<string, string | undefined>>,
): ExtraArguments {
  const [, section = "", named] = /^([^@]*)(?:@(.*))?$/s.exec(locator) ?? [];
  const file = named ?? standardFile(env);
  if (file === undefined || file === "") throw new UsageError("--extra-opts: no ini file in any standard place");
  const wanted = section === "" ? plugin : section;
  const options = parseTextFile(file, (text) => parseIni(text, wanted));
  if (options.length === 0) throw new UsageError(`--extra-opts: no options in section [${wanted}] of ${file}`);
  return { source: `[${wanted}] of ${file}`, argv: options.map((option) => toArgument(option, declarations)) };
}

/** Two command lines as one: what both give once, over decides; what may be repeated is added up, base first. */
export function mergeGiven(
  base: GivenOptions,
  over: GivenOptions,
  declarations: readonly OptionDeclaration[],
): GivenOptions {
  const values = new Map(over.values);
  for (const [name, given] of base.values) {
    const isRepeatable = declarations.some((declaration) => declaration.name === name && declaration.isRepeatable);
    if (isRepeatable) values.set(name, [...given, ...(over.values.get(name) ?? [])]);
    else if (!values.has(name) && !(name === "zone" && over.operands.length > 0)) values.set(name, given);
  }
  const counts = new Map(over.counts);
  for (const [name, count] of base.counts) counts.set(name, count + (counts.get(name) ?? 0));
  return { values, counts, operands: over.operands };
}

/** The options of one section; what other plugins make of the others is theirs. */
function parseIni(text: string, wanted: string): IniOption[] {
  const options: IniOption[] = [];
  let section: string | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const heading = /^\[\s*(.*?)\s*\]/.exec(trimmed)?.[1];
    const [, key, value] = /^-{0,2}([^=\s]+)\s*=\s*(.*)$/.exec(trimmed) ?? [];
    if (heading !== undefined) section = heading;
    else if (section !== undefined && section !== wanted) continue;
    else if (section !== undefined && key !== undefined && value !== undefined) options.push({ key, value });
    else throw new UsageError(`line ${index + 1} is neither [section] nor option=value`);
  }
  return options;
}

function toArgument({ key, value }: IniOption, declarations: readonly OptionDeclaration[]): string {
  const name = declarations.find(({ letters = "" }) => key.length === 1 && letters.includes(key))?.name ?? key;
  const isFlag = declarations.some((declaration) => declaration.name === name && declaration.value === null);
  return isFlag && value === "" ? `--${name}` : `--${name}=${value}`;
}

function standardFile(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = env["NAGIOS_CONFIG_PATH"]?.split(":") ?? [];
  const candidates = [...folders.flatMap((folder) => FILE_NAMES.map((name) => join(folder, name))), ...STANDARD_FILES];
  return env["MP_CONFIG_FILE"] ?? candidates.find((file) => existsSync(file));
}
