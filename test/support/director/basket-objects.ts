import type { ShippedCommand } from "./shipped-commands.ts";

/** Turns names of variables into the references that objects of a basket hold. */
export type FieldReferences = (...variables: readonly string[]) => readonly object[];

/** What a host says for all checks of its zone. */
const OF_HOST = "zone expect resolver nameserver ignore severity root_hints trust_anchor port timeout".split(" ");
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often a check runs, and how soon again when it failed; in seconds. */
const ROUTINES = {
  validation: { check_interval: 5 * MINUTE, retry_interval: MINUTE },
  signatures: { check_interval: 4 * HOUR, retry_interval: 5 * MINUTE },
  keys: { check_interval: 24 * HOUR, retry_interval: 5 * MINUTE },
};

/** The checks that every zone gets, and others to add to a host. */
const ROUTINE_OF_CHECK: Readonly<Record<string, keyof typeof ROUTINES>> = {
  chain: "validation",
  resolvers: "validation",
  nameservers: "signatures",
  signatures: "signatures",
  ds: "signatures",
  denial: "signatures",
  keys: "keys",
};
const ROUTINE_OF_OTHERS: Readonly<Record<string, keyof typeof ROUTINES>> = {
  locations: "validation",
  trust_anchor: "keys",
};

/** A host that stands for a zone; it is always up, so that the state of its checks is what alerts. */
export function hostTemplate(references: FieldReferences): object {
  return {
    object_name: "dnssec-zone",
    object_type: "template",
    check_command: "dummy",
    vars: { dnssec_zone: "$host.name$" },
    fields: references(...OF_HOST.map((name) => `dnssec_${name}`)),
  };
}

/** A template for each check on those for how often it runs. */
export function serviceTemplates(commands: readonly ShippedCommand[]): object[] {
  const base = { object_name: "dnssec-service", object_type: "template", max_check_attempts: 3 };
  const routines = Object.entries(ROUTINES).map(([name, intervals]) => ({
    object_name: `dnssec-routine-${name}`,
    object_type: "template",
    imports: ["dnssec-service"],
    ...intervals,
  }));
  const checks = Object.entries({ ...ROUTINE_OF_CHECK, ...ROUTINE_OF_OTHERS }).map(([check, routine]) => ({
    object_name: `dnssec-${check}`,
    object_type: "template",
    imports: [`dnssec-routine-${routine}`],
    check_command: `dnssec_${check}`,
    vars: {
      dnssec_check: check,
      ...(check === "trust_anchor" ? {} : varsOfHost(`dnssec_${check}`, commands)),
      // The variables of services name macros here, and no zones that the API could be asked for.
      ...(check === "locations" ? { dnssec_locations_service: "dnssec *" } : {}),
    },
  }));
  return [base, ...routines, ...checks];
}

/**
 * Lets what the host says fill in the command's own variables of the same kind; but the resolvers to ask are others than
 * those to look at.
 */
function varsOfHost(name: string, commands: readonly ShippedCommand[]): Record<string, string> {
  const command = commands.find((each) => each.name === name);
  const values = new Set(command?.arguments.map(({ value }) => value));
  const isMeant = (option: string): boolean => name !== "dnssec_resolvers" || option !== "resolver";
  const known = OF_HOST.filter((option) => values.has(`$${name}_${option}$`) && isMeant(option));
  return Object.fromEntries(known.map((option) => [`${name}_${option}`, `$dnssec_${option}$`]));
}

/** The checks of a zone, for each host that names one. */
export const serviceSet = {
  object_name: "DNSSEC checks of a zone",
  object_type: "template",
  description: "Applied to every host with a variable dnssec_zone, such as those of the template dnssec-zone.",
  assign_filter: "host.vars.dnssec_zone=true",
  services: Object.keys(ROUTINE_OF_CHECK).map((check) => ({
    object_name: `dnssec ${check}`,
    object_type: "object",
    imports: [`dnssec-${check}`],
  })),
};

/** Who is told, and by what. */
export function userTemplate(references: FieldReferences): object {
  const options = ["to", "url", "secret_file", "link", "ca"];
  return {
    object_name: "dnssec-user",
    object_type: "template",
    fields: references(...options.map((name) => `notify_dnssec_${name}`)),
  };
}

const TEMPLATE = "dnssec-notification";
const ALL_LEVELS = { vars: { notify_dnssec_levels: "warning,critical,emergency" } };
/** What people who mind security hear of: keys, algorithms and bogus answers. */
const OF_SECURITY = ["chain", "resolvers", "keys", "trust_anchor"];

/**
 * Warnings to chat, critical alerts to the people on call, what is not acknowledged to a second line, and what touches
 * security to those who mind it.
 */
export const notifications = {
  UserGroup: Object.fromEntries(
    ["dnssec-chat", "dnssec-on-call", "dnssec-escalation", "dnssec-security"].map((name) => [
      name,
      { object_name: name, object_type: "object" },
    ]),
  ),
  // States and types in the order that the Director keeps them in, or it would see a change each time.
  NotificationTemplate: {
    [TEMPLATE]: {
      object_name: TEMPLATE,
      object_type: "template",
      command: "notify_dnssec",
      notification_interval: 2 * HOUR,
      states: ["Critical", "OK", "Unknown", "Warning"],
      types: ["Acknowledgement", "Custom", "Problem", "Recovery"],
      vars: { notify_dnssec_levels: "critical,emergency" },
      fields: [],
    },
  },
  Notification: {
    "dnssec-chat": rule("dnssec-chat", ALL_LEVELS),
    "dnssec-on-call": rule("dnssec-on-call"),
    "dnssec-escalation": rule("dnssec-escalation", { times_begin: 30 * MINUTE }),
    "dnssec-security": rule("dnssec-security", {
      ...ALL_LEVELS,
      assign_filter: `service.vars.dnssec_check=${encodeURIComponent(JSON.stringify(OF_SECURITY))}`,
    }),
  },
};

function rule(group: string, special: object = {}): object {
  return {
    object_name: group,
    object_type: "apply",
    apply_to: "service",
    imports: [TEMPLATE],
    user_groups: [group],
    assign_filter: "service.vars.dnssec_check=true",
    ...special,
  };
}
