import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { SecureChannel, ServerAddress } from "../dns/lookup.ts";

/** Begins a TLS connection to a resolver, its certificate checked (RFC 7858 3.1, RFC 8310 8.1). */
export function openTlsSocket({ address, port, channel }: ServerAddress): TLSSocket {
  const options = channel === undefined ? {} : tlsOptions(address, channel);
  return connect({ host: address, port, ALPNProtocols: ["dot"], ...options });
}

/** Whom to trust, and for which name. */
export function tlsOptions(
  address: string,
  { certificateName, authorities }: SecureChannel,
): Pick<ConnectionOptions, "ca" | "servername"> {
  const servername = certificateName ?? (isIP(address) === 0 ? address : null);
  return { ...(authorities === null ? {} : { ca: authorities }), ...(servername === null ? {} : { servername }) };
}
