import {
  type FieldReferences,
  hostTemplate,
  notifications,
  serviceSet,
  serviceTemplates,
  userTemplate,
} from "./basket-objects.ts";
import { readShippedCommands, type ShippedArgument, type ShippedCommand } from "./shipped-commands.ts";

/** What the Director takes from JSON: objects by type and name. */
type Basket = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A field of the Director's forms: where a variable is filled in. */
interface Datafield {
  readonly varname: string;
  readonly caption: string;
  readonly description: string;
  readonly datatype: string;
  readonly format: null;
  readonly category: string;
  readonly settings: object;
}

/** What almost every installation may have to say, and what few do. */
const CATEGORIES = {
  DNSSEC: "What is checked, and when it alerts",
  "DNSSEC in detail": "How it is asked, and what few need",
};
const DETAILS = new Set(
  (
    "--tls-ca --tls-name --root-hints --trust-anchor --port --at --timeout --query-timeout --tries --bufsize --tcp " +
    "--use-ipv4 --use-ipv6 --extra-opts --verbose --state-dir --no-state --ca --spool-dir"
  ).split(" "),
);
const MACRO = /^\$((?:notify_)?dnssec\w*)\$$/;
const MANY = "; a string or an array";

/** The basket that is shipped: the shipped commands with a field for each variable, and what uses them. */
export function makeBasket(): Basket {
  const commands = ["dnssec-commands.conf", "dnssec-notifications.conf"].flatMap(readShippedCommands);
  const fields = commands.flatMap(({ arguments: all }) => all.flatMap(datafieldsOf));
  const byName = new Map(fields.map((field) => [field.varname, field]));
  const ids = new Map([...byName.keys()].map((name, index) => [name, index + 1]));
  const references: FieldReferences = (...variables) =>
    variables.map((name) => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`no field for ${name}`);
      return { datafield_id: id, is_required: "n", var_filter: null };
    });
  return {
    DatafieldCategory: named("category_name", objectsOf(CATEGORIES)),
    Datafield: Object.fromEntries([...byName.values()].map((field) => [String(ids.get(field.varname)), field])),
    ExternalCommand: named("object_name", [DUMMY]),
    Command: named(
      "object_name",
      commands.map((command) => directorCommand(command, references)),
    ),
    HostTemplate: named("object_name", [hostTemplate(references)]),
    ServiceTemplate: named("object_name", serviceTemplates(commands)),
    ServiceSet: named("object_name", [serviceSet]),
    UserTemplate: named("object_name", [userTemplate(references)]),
    ...notifications,
  };
}

/** Icinga's own, as the Director has read it from Icinga; it gets no definition. */
const DUMMY = {
  object_name: "dummy",
  object_type: "external_object",
  methods_execute: "PluginCheck",
  timeout: 60,
  vars: { dummy_state: 0, dummy_text: "Check was successful." },
  fields: [],
};

function objectsOf(categories: Readonly<Record<string, string>>): object[] {
  return Object.entries(categories).map(([category_name, description]) => ({ category_name, description }));
}

function named(key: string, objects: readonly object[]): Record<string, object> {
  return Object.fromEntries(objects.map((each) => [String((each as Record<string, unknown>)[key]), each]));
}

function datafieldsOf(argument: ShippedArgument): Datafield[] {
  const varname = variableOf(argument);
  if (varname === null || argument.description === undefined) return [];
  const isList = argument.description.includes(MANY);
  const type = argument.setIf === undefined ? (isList ? "Array" : "String") : "Boolean";
  return [
    {
      varname,
      caption: captionOf(argument.key),
      description: argument.description.replace(MANY, ""),
      datatype: `Icinga\\Module\\Director\\DataType\\DataType${type}`,
      format: null,
      category: DETAILS.has(argument.key) ? "DNSSEC in detail" : "DNSSEC",
      settings: type === "String" ? { visibility: "visible" } : {},
    },
  ];
}

/** The variable that fills an option in; null where something else does. */
function variableOf({ value, setIf }: ShippedArgument): string | null {
  return MACRO.exec(setIf ?? value ?? "")?.[1] ?? null;
}

/** `--dnskey-warning` as `DNSKEY warning`. */
function captionOf(key: string): string {
  const words = key
    .slice(2)
    .replace(/\b(api|ca|dnskey|ipv[46]|ksk|tcp|tls|url|zsk)\b/g, (word) => word.toUpperCase().replace("V", "v"));
  return (words.charAt(0).toUpperCase() + words.slice(1)).replaceAll("-", " ");
}

function directorCommand(command: ShippedCommand, references: FieldReferences): object {
  const variables = command.arguments.flatMap((argument) => datafieldsOf(argument).map(({ varname }) => varname));
  return {
    object_name: command.name,
    object_type: "object",
    methods_execute: command.type === "CheckCommand" ? "PluginCheck" : "PluginNotification",
    command: `PluginDir + /${command.program}`,
    timeout: 60,
    arguments: Object.fromEntries(command.arguments.map((argument) => [argument.key, directorArgument(argument)])),
    vars: command.vars,
    fields: references(...variables),
  };
}

/** The Director knows no separators: an option that has one is written as one word. */
function directorArgument({ key, value, setIf, separator, isRequired, description }: ShippedArgument): object {
  const given = separator === undefined ? { value } : { value: `${key}${separator}${value}`, skip_key: true };
  return { ...given, set_if: setIf, required: isRequired || undefined, description };
}
