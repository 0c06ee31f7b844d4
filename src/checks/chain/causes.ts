import type { Causes } from "../shared/causes.ts";

/** Servers that don't answer leave nothing to judge; data of a zone that the parent denies is taken for the parent's. */
export const CHAIN_CAUSES: Causes = {
  "rrsig-missing": ["chain-delegation-missing-in-parent"],
  "chain-indeterminate": ["ns-error-rcode", "ns-unresponsive-udp", "ns-not-authoritative", "ns-malformed-response"],
};
