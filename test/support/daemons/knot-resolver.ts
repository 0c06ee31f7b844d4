import { anchorFields, type ResolverProgramSetup, type ResolverSetup, type SecurePorts } from "./resolver-setup.ts";

/**
 * Knot Resolver. It asks servers at port 53 only, so it must be told of a resolver to forward to; it always denies
 * from its cache, and always has extended errors.
 */
export function knotResolverSetup(setup: ResolverSetup): ResolverProgramSetup {
  const { directory, endpoint, trustAnchor, insecure = [], forwardTo, secure } = setup;
  if (forwardTo === undefined) throw new Error("Knot Resolver can only forward here");
  const anchors = anchorFields(trustAnchor ?? "").map(
    ({ owner, ds }) => `trust_anchors.add('${owner} IN DS ${ds.join(" ")}')`,
  );
  const config = `net.ipv6 = false
net.listen('${endpoint.address}', ${endpoint.port}, { kind = 'dns' })
${secure === undefined ? "" : secureLines(endpoint.address, secure)}
cache.open(10 * MB, 'lmdb://${directory}/cache')
trust_anchors.remove('.')
${anchors.join("\n")}
trust_anchors.set_insecure({ ${insecure.map((zone) => `'${zone}'`).join(", ")} })
policy.add(policy.all(policy.FORWARD({ '${forwardTo.address}@${forwardTo.port}' })))
`;
  return { files: { config }, command: ["kresd", "-n", "-c", `${directory}/config`, directory] };
}

function secureLines(address: string, { tls, https, key, certificate }: SecurePorts): string {
  return `net.tls('${certificate}', '${key}')
net.listen('${address}', ${tls}, { kind = 'tls' })
net.listen('${address}', ${https}, { kind = 'doh2' })`;
}
