import { existsSync } from "node:fs";
import { join } from "node:path";

/** A release of Zabbix on this machine, and what differs between releases. */
export interface ZabbixRelease {
  readonly version: "6.0" | "7.0";
  /** Where its files lie as Debian's packages have them below `/`. */
  readonly root: string;
  /** What the API calls the groups of hosts and of templates in an import. */
  readonly groups: readonly string[];
}

/** The one that Debian 12 has. */
export const ZABBIX_6: ZabbixRelease = { version: "6.0", root: "/", groups: ["groups"] };

/** The one of Debian 12's backports, where unpack.mjs has put it: it can't be installed beside 6.0. */
export const ZABBIX_7: ZabbixRelease = {
  version: "7.0",
  root: join(import.meta.dirname, "../../../node_modules/.cache/zabbix-7.0"),
  groups: ["host_groups", "template_groups"],
};

/** Whether a release can be started. */
export function isPresent({ root }: ZabbixRelease): boolean {
  return existsSync(join(root, "usr/sbin/zabbix_server"));
}
