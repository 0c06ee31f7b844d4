import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A command object of Icinga 2's, as the shipped files have it. */
export interface ShippedCommand {
  readonly type: "CheckCommand" | "NotificationCommand";
  readonly name: string;
  /** The executable's name in PluginDir. */
  readonly program: string;
  readonly arguments: readonly ShippedArgument[];
  readonly vars: Readonly<Record<string, string | boolean>>;
}

/** An option of such a command. */
export interface ShippedArgument {
  readonly key: string;
  readonly value?: string;
  readonly setIf?: string;
  readonly separator?: string;
  readonly isRequired: boolean;
  readonly description?: string;
}

const SHIPPED = join(import.meta.dirname, "../../../icinga-config/icinga2");
const COMMAND = /^object (CheckCommand|NotificationCommand) "(\w+)" \{\n(.*?)^\}$/gms;
const ARGUMENT = /^\t\t"([^"]+)" = (?:"([^"]*)"|\{\n(.*?)^\t\t\})$/gms;

/** The commands in a shipped file; throws on what the reader does not know. */
export function readShippedCommands(file: string): ShippedCommand[] {
  return [...readFileSync(join(SHIPPED, file), "utf8").matchAll(COMMAND)].map(([, type, name = "", body = ""]) => ({
    type: type as ShippedCommand["type"],
    name,
    program: found(/PluginDir \+ "\/(\w+)"/, body),
    arguments: [...body.matchAll(ARGUMENT)].map(([, key = "", value, inner]) =>
      inner === undefined ? { key, value: value ?? "", isRequired: false } : readArgument(key, inner),
    ),
    vars: Object.fromEntries(
      [...body.matchAll(/^\tvars\.(\w+) = (?:"([^"]*)"|true)$/gm)].map(([, key = "", text]) => [key, text ?? true]),
    ),
  }));
}

function readArgument(key: string, body: string): ShippedArgument {
  const entries = Object.fromEntries(
    [...body.matchAll(/^\t\t\t(\w+) = (?:"([^"]*)"|true)(?:\t.*)?$/gm)].map(([, name = "", text]) => [name, text]),
  );
  const { value, set_if: setIf, separator, required: _, description, ...unknown } = entries;
  const lines = body.trimEnd().split("\n").length;
  if (Object.keys(unknown).length > 0 || lines !== Object.keys(entries).length) throw new Error(`${key}: ${body}`);
  return {
    key,
    ...(value === undefined ? {} : { value }),
    ...(setIf === undefined ? {} : { setIf }),
    ...(separator === undefined ? {} : { separator }),
    isRequired: "required" in entries,
    ...(description === undefined ? {} : { description }),
  };
}

function found(pattern: RegExp, text: string): string {
  const [, match] = pattern.exec(text) ?? [];
  if (match === undefined) throw new Error(`no ${pattern.source} in ${text}`);
  return match;
}
