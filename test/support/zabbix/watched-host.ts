import type { ZabbixApi } from "./api.ts";
import { eventually } from "../eventually.ts";
import type { ZabbixRelease } from "./release.ts";

/** What a host watches. */
export interface HostPlan {
  readonly name: string;
  /** Its values of the template's macros, by their names after `DNSSEC.`. */
  readonly macros: Readonly<Record<string, string>>;
  /** How many checks it must come to have. */
  readonly checks: number;
}

/** A host in Zabbix that the template is linked to. */
export interface WatchedHost {
  /** Runs the checks whose names begin so now, all by default, and waits until their results are there. */
  run(...names: readonly string[]): Promise<void>;
  /** The last value of each of its items, by key; empty before the first. */
  values(): Promise<ReadonlyMap<string, string>>;
  /** What its triggers told since the host was made, in order. */
  events(): Promise<readonly TriggerEvent[]>;
}

/** A problem that began or ended. */
interface TriggerEvent {
  /** The trigger's name, after `+` where the problem began and `-` where it ended. */
  readonly change: string;
  /** What Zabbix shows for it. */
  readonly text: string;
  /** From 0, not classified, to 5, disaster. */
  readonly severity: number;
}

/** What the template is called in the files for all versions. */
const TEMPLATE = "DNSSEC by external check";
/** What the API calls a task to execute an item now, an internal item, and a whole number. */
const EXECUTE_NOW = 6;
const INTERNAL = 5;
const UNSIGNED = 3;
/** How often the server looks for what is to be executed now. */
const TASK_PERIOD_MS = 5000;
const IMPORTED = { createMissing: true, updateExisting: true };

interface Item {
  readonly itemid: string;
  readonly name: string;
  readonly key_: string;
  readonly lastvalue: string;
  readonly lastclock: string;
  readonly lastns: string;
}

/** Imports a template as the import form of the front end does. */
export async function importTemplate(api: ZabbixApi, { groups }: ZabbixRelease, source: string): Promise<void> {
  const parts = [
    "discoveryRules",
    "graphs",
    ...groups,
    "items",
    "templateDashboards",
    "templates",
    "triggers",
    "valueMaps",
  ];
  const rules = Object.fromEntries(parts.map((part) => [part, IMPORTED]));
  await api("configuration.import", { format: "yaml", rules, source });
}

/** Creates a host and returns once it has found its zones and each check has a result. */
export async function watchHost(api: ZabbixApi, { name, macros, checks }: HostPlan): Promise<WatchedHost> {
  const hostids = await createHost(api, name, macros);
  const items = (start: string, kind: string): Promise<Item[]> =>
    api("item.get", {
      hostids,
      output: ["name", "key_", "lastvalue", "lastclock", "lastns"],
      search: { name: [`DNSSEC ${start}*${kind}`] },
      searchWildcardsEnabled: true,
    });
  const executeNow = (chosen: readonly { readonly itemid: string }[]): Promise<unknown> =>
    api(
      "task.create",
      chosen.map(({ itemid }) => ({ type: EXECUTE_NOW, request: { itemid } })),
    );

  // What the server has not read yet it can't execute, and forgets.
  await eventually(
    `${name} has ${checks} checks`,
    async () => {
      await executeNow(await api("discoveryrule.get", { hostids, output: [] }));
      return (await items("", ": result")).length === checks;
    },
    TASK_PERIOD_MS,
  );
  await eventually(
    `each check on ${name} has a result`,
    async () => {
      const waiting = (await items("", ": result")).filter(({ lastclock }) => lastclock === "0");
      const masters = (await items("", ": JSON")).filter((master) =>
        waiting.some((result) => checkOf(result) === checkOf(master)),
      );
      if (masters.length > 0) await executeNow(masters);
      return waiting.length === 0;
    },
    TASK_PERIOD_MS,
  );

  return {
    run: async (...names) => {
      const chosen = async (kind: string): Promise<Item[]> =>
        (await Promise.all((names.length === 0 ? [""] : names).map((start) => items(start, kind)))).flat();
      const before = new Map((await chosen(": result")).map((item) => [item.itemid, timeOf(item)]));
      await executeNow(await chosen(": JSON"));
      await eventually(`${name} has new results of ${names.join()}`, async () =>
        (await chosen(": result")).every((item) => timeOf(item) !== before.get(item.itemid)),
      );
    },
    values: async () => new Map((await items("", "")).map(({ key_, lastvalue }) => [key_, lastvalue])),
    events: async () => {
      const output = ["value", "name", "severity"];
      const query = { hostids, sortfield: "eventid", selectRelatedObject: ["description"], output };
      return (await api<Event[]>("event.get", query)).map((event) => ({
        change: `${event.value === "1" ? "+" : "-"} ${event.relatedObject.description}`,
        text: event.name,
        severity: Number(event.severity),
      }));
    },
  };
}

interface Event {
  readonly value: string;
  readonly name: string;
  readonly severity: string;
  readonly relatedObject: { readonly description: string };
}

async function createHost(api: ZabbixApi, name: string, macros: HostPlan["macros"]): Promise<readonly string[]> {
  const [template] = await api<{ templateid: string }[]>("template.get", { filter: { host: TEMPLATE } });
  const [group] = await api<{ groupid: string }[]>("hostgroup.get", { limit: 1 });
  const { hostids } = await api<{ hostids: string[] }>("host.create", {
    host: name,
    groups: [{ groupid: group?.groupid }],
    // Zabbix 6.0 wants an interface for external checks, though they make no use of it.
    interfaces: [{ type: 1, main: 1, useip: 1, ip: "127.0.0.1", dns: "", port: "10050" }],
    templates: [{ templateid: template?.templateid }],
    macros: Object.entries(macros).map(([macro, value]) => ({ macro: `{$DNSSEC.${macro}}`, value })),
  });
  // An item that is always due keeps the pollers from sleeping for five seconds.
  const due = {
    hostid: hostids[0],
    name: "uptime",
    key_: "zabbix[uptime]",
    type: INTERNAL,
    value_type: UNSIGNED,
    delay: "1s",
  };
  await api("item.create", due);
  return hostids;
}

function checkOf({ name }: Item): string {
  return name.slice(0, name.lastIndexOf(": "));
}

function timeOf({ lastclock, lastns }: Item): string {
  return `${lastclock}.${lastns}`;
}
