import yargs, { type Options } from "yargs";
import { UsageError } from "../util/errors.ts";
import type { GivenOptions, OptionDeclaration } from "./plugin-spec.ts";

/** yargs guesses a lot by default; here every argument means exactly what it says. */
const PARSER_CONFIGURATION = {
  "boolean-negation": false,
  "camel-case-expansion": false,
  "dot-notation": false,
  "duplicate-arguments-array": true,
  "parse-numbers": false,
  "parse-positional-numbers": false,
};

/** Reads a command line; UsageError on an option that is unknown, lacks its value or has one it doesn't take. */
export function parseArguments(argv: readonly string[], declarations: readonly OptionDeclaration[]): GivenOptions {
  const options = declarations.map((declaration) => [declaration.name, yargsOption(declaration)] as const);
  // A working directory that is gone must not matter, hence the second argument.
  const parser = yargs(withLongNames(argv, declarations), "/")
    .help(false)
    .version(false)
    .options(Object.fromEntries(options))
    .parserConfiguration(PARSER_CONFIGURATION)
    .locale("en")
    .strictOptions()
    .exitProcess(false)
    .fail(false);
  const parsed = parseOrExplain(() => parser.parseSync());
  const values = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();
  for (const { name, value } of declarations) {
    if (value === null) counts.set(name, Number(parsed[name] ?? 0));
    else if (parsed[name] !== undefined) values.set(name, [parsed[name]].flat().map(String));
  }
  return { values, counts, operands: parsed._.map(String) };
}

function yargsOption({ value, aliases = [] }: OptionDeclaration): Options {
  const alias = [...aliases];
  return value === null ? { count: true, nargs: 0, alias } : { type: "string", nargs: 1, alias };
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
    rewritten.push(...expanded);
    const last = declarations.find(({ name, aliases = [] }) =>
      [name, ...aliases].some((known) => `--${known}` === expanded.at(-1)),
    );
    const next = argv[i + 1];
    if (last !== undefined && last.value !== null && next !== undefined) {
      rewritten.push(next);
      i++;
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

function parseOrExplain<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const [, problem, name] =
      /^(Unknown argument|Not enough arguments|Argument unexpected)[^:]*: ([^,]*)/.exec(message) ?? [];
    const explained: Readonly<Record<string, string>> = {
      "Unknown argument": `unknown option --${name}`,
      "Not enough arguments": `option --${name} needs a value`,
      "Argument unexpected": `option --${name} takes no value`,
    };
    throw new UsageError(explained[problem ?? ""] ?? message, { cause });
  }
}
