import { Parser } from "yargs/helpers";
import { UsageError } from "../util/errors.ts";
import type { GivenOptions, OptionDeclaration } from "./plugin-spec.ts";

/** yargs guesses a lot by default; here every argument means exactly what it says. */
const CONFIGURATION = {
  "boolean-negation": false,
  "camel-case-expansion": false,
  "dot-notation": false,
  "duplicate-arguments-array": true,
  "parse-numbers": false,
  "parse-positional-numbers": false,
};

/** Reads a command line; UsageError on an option that is unknown, lacks its value or has one it doesn't take. */
export function parseArguments(argv: readonly string[], declarations: readonly OptionDeclaration[]): GivenOptions {
  const flags = declarations.filter(({ value }) => value === null).map(({ name }) => name);
  const { argv: parsed, error } = Parser.detailed(withLongNames(argv, declarations), {
    alias: Object.fromEntries(declarations.map(({ name, aliases = [] }) => [name, [...aliases]])),
    count: flags,
    string: declarations.filter(({ value }) => value !== null).map(({ name }) => name),
    narg: Object.fromEntries(declarations.map(({ name, value }) => [name, value === null ? 0 : 1])),
    configuration: CONFIGURATION,
  });
  if (error !== null) throw explained(error);
  const known = new Set(["_", ...declarations.flatMap(({ name, aliases = [] }) => [name, ...aliases])]);
  const unknown = Object.keys(parsed).find((name) => !known.has(name));
  if (unknown !== undefined) throw new UsageError(`unknown option --${unknown}`);
  const values = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();
  for (const { name, value } of declarations) {
    if (value === null) counts.set(name, Number(parsed[name] ?? 0));
    else if (parsed[name] !== undefined) values.set(name, [parsed[name]].flat().map(String));
  }
  return { values, counts, operands: parsed._.map(String) };
}

/**
 * Writes one-letter options as long ones, the way getopt reads them: letters together, a value with or without a space.
 * yargs itself takes `-4` for a number and `-w7d` for three options.
 */
function withLongNames(argv: readonly string[], declarations: readonly OptionDeclaration[]): string[] {
  const rewritten: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? "";
    if (argument === "--") return [...rewritten, ...argv.slice(i)];
    // yargs would take names such as `_`, and names with a line break up to it, for others.
    if (argument.startsWith("--") && !/^--[a-z\d][a-z\d-]*(=|$)/i.test(argument)) {
      throw new UsageError(`unknown option ${argument.replace(/=.*/s, "")}`);
    }
    const expanded = /^-[^-]/.test(argument) ? expandLetters(argument, declarations) : [argument];
    const last = declarations.find(({ name, aliases = [] }) =>
      [name, ...aliases].some((known) => `--${known}` === expanded.at(-1)),
    );
    const next = argv[i + 1];
    if (last !== undefined && last.value !== null && next !== undefined) {
      // yargs takes a value that begins with dashes for an option, unless both are one argument.
      rewritten.push(...(last.isFreeText === true ? [`--${last.name}=${next}`] : [...expanded, next]));
      i++;
    } else {
      rewritten.push(...expanded);
    }
  }
  return rewritten;
}

function expandLetters(argument: string, declarations: readonly OptionDeclaration[]): string[] {
  const expanded: string[] = [];
  for (let i = 1; i < argument.length; i++) {
    const letter = argument.charAt(i);
    const declaration = declarations.find(({ letters = "" }) => letters.includes(letter));
    if (declaration === undefined) throw new UsageError(`unknown option -${letter}`);
    const rest = argument.slice(i + 1).replace(/^=/, "");
    if (declaration.value !== null && rest !== "") return [...expanded, `--${declaration.name}=${rest}`];
    expanded.push(`--${declaration.name}`);
  }
  return expanded;
}

/** What yargs objects to, in the suite's words. */
function explained(cause: Error): UsageError {
  const [, problem, name] = /^(Not enough arguments|Argument unexpected)[^:]*: ([^,]*)/.exec(cause.message) ?? [];
  const words: Readonly<Record<string, string>> = {
    "Not enough arguments": `option --${name} needs a value`,
    "Argument unexpected": `option --${name} takes no value`,
  };
  return new UsageError(words[problem ?? ""] ?? cause.message, { cause });
}
