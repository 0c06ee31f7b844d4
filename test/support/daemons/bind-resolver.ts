import { anchorFields, type ResolverProgramSetup, type ResolverSetup, type SecurePorts } from "./resolver-setup.ts";

/**
 * BIND, which finds its way from the root by itself: `port` is what it asks servers at, `listen-on` has its own. It
 * listens only where an interface has the address, thus at 127.0.0.1.
 */
export function bindSetup(setup: ResolverSetup): ResolverProgramSetup {
  const { directory, endpoint, stubs, trustAnchor, insecure = [], forwardTo, isAggressive = false, secure } = setup;
  const [root] = stubs;
  const anchors = anchorFields(trustAnchor ?? "").map(
    ({ owner, ds: [tag, algorithm, digestType, digest] }) =>
      `"${owner}" static-ds ${tag} ${algorithm} ${digestType} "${digest}";`,
  );
  const forwarding = `forward only; forwarders { ${forwardTo?.address} port ${forwardTo?.port}; };`;
  const config = `${secure === undefined ? "" : `tls own { key-file "${secure.key}"; cert-file "${secure.certificate}"; };`}
options {
  directory "${directory}"; pid-file none; session-keyfile none;
  port ${root?.server.port}; listen-on port ${endpoint.port} { ${endpoint.address}; }; listen-on-v6 { none; };
  ${secure === undefined ? "" : secureListening(endpoint.address, secure)}
  recursion yes; empty-zones-enable no; minimal-responses no;
  dnssec-validation ${trustAnchor === null ? "no" : "yes"}; synth-from-dnssec ${isAggressive ? "yes" : "no"};
  ${insecure.length === 0 ? "" : `validate-except { ${insecure.map((zone) => `"${zone}";`).join(" ")} };`}
  ${forwardTo === undefined ? "" : forwarding}
};
controls { };
trust-anchors { ${anchors.join(" ")} };
zone "." { type hint; file "${directory}/hints"; };
`;
  const hints = `. 3600000 NS ns.\nns. 3600000 A ${root?.server.address}\n`;
  return { files: { config, hints }, command: ["named", "-g", "-4", "-n", "1", "-c", `${directory}/config`] };
}

function secureListening(address: string, { tls, https }: SecurePorts): string {
  return `listen-on port ${tls} tls own { ${address}; }; listen-on port ${https} tls own http default { ${address}; };`;
}
