import { anchorFields, type ResolverProgramSetup, type ResolverSetup } from "./resolver-setup.ts";

/** PowerDNS Recursor, which knows neither TLS nor HTTPS for its clients. */
export function recursorSetup(setup: ResolverSetup): ResolverProgramSetup {
  const { directory, endpoint, stubs, trustAnchor, insecure = [], forwardTo, isAggressive = false } = setup;
  const upstream =
    forwardTo === undefined
      ? `forward-zones=${stubs.map(({ apex, server }) => `${apex}=${server.address}:${server.port}`).join(",")}`
      : `forward-zones-recurse=.=${forwardTo.address}:${forwardTo.port}`;
  const config = `daemon=no
write-pid=no
disable-syslog=yes
config-dir=${directory}
socket-dir=${directory}
local-address=${endpoint.address}
local-port=${endpoint.port}
allow-from=127.0.0.0/8
dont-query=
threads=1
pdns-distributes-queries=no
security-poll-suffix=
hint-file=no
extended-resolution-errors=yes
dnssec=${trustAnchor === null ? "process-no-validate" : "validate"}
aggressive-nsec-cache-size=${isAggressive ? 100_000 : 0}
lua-config-file=${directory}/anchors.lua
${upstream}
`;
  const anchors = anchorFields(trustAnchor ?? "").map(({ owner, ds }) => `addTA('${owner}', '${ds.join(" ")}')`);
  const negative = insecure.map((zone) => `addNTA('${zone}', 'test')`);
  const lua = `clearTA('.')\n${[...anchors, ...negative].join("\n")}\n`;
  return {
    files: { "recursor.conf": config, "anchors.lua": lua },
    command: ["pdns_recursor", `--config-dir=${directory}`],
  };
}
