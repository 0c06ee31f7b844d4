import type { ResolverProgramSetup, ResolverSetup, SecurePorts } from "./resolver-setup.ts";

/** Unbound, with extended errors; no tolerance for signatures that are out of date. */
export function unboundSetup(setup: ResolverSetup): ResolverProgramSetup {
  const { directory, endpoint, stubs, trustAnchor, insecure = [], forwardTo, isAggressive = false, secure } = setup;
  const upstream =
    forwardTo === undefined
      ? stubs.map(
          ({ apex, server }) => `stub-zone:\n  name: "${apex}"\n  stub-addr: ${server.address}@${server.port}\n`,
        )
      : [`forward-zone:\n  name: "."\n  forward-addr: ${forwardTo.address}@${forwardTo.port}\n`];
  const config = `server:
  interface: ${endpoint.address}@${endpoint.port}
  port: ${endpoint.port}
  ${secure === undefined ? "" : secureLines(endpoint.address, secure)}
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${directory}"
  pidfile: ""
  use-syslog: no
  log-queries: no
  val-log-level: 2
  val-sig-skew-min: 0
  val-sig-skew-max: 0
  ede: yes
  do-ip6: no
  do-not-query-localhost: no
  num-threads: 1
  outgoing-range: 512
  module-config: "${trustAnchor === null ? "iterator" : "validator iterator"}"
  ${trustAnchor === null ? "" : `trust-anchor-file: "${directory}/anchor"`}
  ${insecure.map((zone) => `domain-insecure: "${zone}"`).join("\n  ")}
  qname-minimisation: no
  aggressive-nsec: ${isAggressive ? "yes" : "no"}
  prefetch: no
  target-fetch-policy: "0 0 0 0 0"
  edns-buffer-size: 1232
  minimal-responses: no
  local-zone: "test." nodefault
  local-zone: "invalid." nodefault
  unblock-lan-zones: yes
  insecure-lan-zones: no
remote-control:
  control-enable: no
${upstream.join("")}
`;
  return { files: { config, anchor: trustAnchor ?? "" }, command: ["unbound", "-d", "-c", `${directory}/config`] };
}

function secureLines(address: string, { tls, https, key, certificate }: SecurePorts): string {
  return `interface: ${address}@${tls}
  interface: ${address}@${https}
  tls-port: ${tls}
  https-port: ${https}
  tls-service-key: "${key}"
  tls-service-pem: "${certificate}"`;
}
