import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";
import { commonDeclarations, EXTRA_OPTS } from "../../src/cli/common-declarations.ts";
import { DENIAL_SPEC } from "../../src/cli/denial-spec.ts";
import { DS_SPEC } from "../../src/cli/ds-spec.ts";
import { renderHelp } from "../../src/cli/help.ts";
import { KEYS_SPEC } from "../../src/cli/keys-spec.ts";
import { LOCATIONS_SPEC } from "../../src/cli/locations-spec.ts";
import { NAMESERVERS_SPEC } from "../../src/cli/nameservers-spec.ts";
import type { PluginSpec } from "../../src/cli/plugin-spec.ts";
import { RESOLVERS_SPEC } from "../../src/cli/resolvers-spec.ts";
import { SIGNATURES_SPEC } from "../../src/cli/signatures-spec.ts";
import { TRUST_ANCHOR_SPEC } from "../../src/cli/trust-anchor-spec.ts";

const SPECS = [
  ALL_SPEC,
  CHAIN_SPEC,
  DENIAL_SPEC,
  DS_SPEC,
  KEYS_SPEC,
  LOCATIONS_SPEC,
  NAMESERVERS_SPEC,
  RESOLVERS_SPEC,
  SIGNATURES_SPEC,
  TRUST_ANCHOR_SPEC,
] as readonly PluginSpec<unknown>[];

/** Options that make no sense in a monitoring system's configuration. */
const FOR_PEOPLE = new Set(["version", "help", "format"]);

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const icinga = readFileSync(join(root, "icinga-config/icinga2/dnssec-commands.conf"), "utf8");
const nagios = readFileSync(join(root, "icinga-config/nagios/dnssec-commands.cfg"), "utf8");

function optionNames(spec: PluginSpec<unknown>): string[] {
  return [...commonDeclarations(spec), ...spec.options, EXTRA_OPTS].map(({ name }) => name);
}

test("every executable is looked at here", () => {
  const names = readdirSync(join(root, "plugins")).flatMap((file) => /^(check_\w+)\.ts$/.exec(file)?.[1] ?? []);
  expect(SPECS.map(({ plugin }) => plugin).toSorted()).toEqual(names.toSorted());
});

describe.each(SPECS.map((spec) => [spec.plugin, spec] as const))("%s", (plugin, spec) => {
  test("has every option once", () => {
    expect(optionNames(spec)).toEqual([...new Set(optionNames(spec))]);
  });

  test("has all its options in the README", () => {
    const short = new Set(["use-ipv4", "use-ipv6", "verbose", "version", "help"]);
    const missing = optionNames(spec).filter(
      (name) => !short.has(name) && !new RegExp(`--${name}(?![\\w-])`).test(readme),
    );
    expect(missing).toEqual([]);
  });

  test("has all its options in its CheckCommand for Icinga 2, and no others", () => {
    const start = icinga.indexOf(`PluginDir + "/${plugin}"`);
    const command = icinga.slice(start, icinga.indexOf("object CheckCommand", start) >>> 0);
    const offered = [...command.matchAll(/^\t\t"--([\w-]+)" = \{$/gm)].map(([, name = ""]) => name);
    expect(start).toBeGreaterThan(0);
    expect(offered.toSorted()).toEqual(
      optionNames(spec)
        .filter((name) => !FOR_PEOPLE.has(name) && !spec.unused?.includes(name))
        .toSorted(),
    );
  });

  test("has a command for Nagios", () => {
    expect(nagios).toContain(`$USER1$/${plugin} `);
  });

  test("says in its help that a zone is needed where it is", () => {
    expect(renderHelp(spec)).toContain(`Usage: ${plugin} ${spec.defaultZone === undefined ? "-z NAME" : "[-z NAME]"} `);
  });
});
