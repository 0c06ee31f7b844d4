import type { Causes } from "../shared/causes.ts";

/** Servers that don't answer leave nothing to judge. */
export const CHAIN_CAUSES: Causes = {
  "chain-indeterminate": ["ns-error-rcode", "ns-unresponsive-udp", "ns-not-authoritative", "ns-malformed-response"],
};
