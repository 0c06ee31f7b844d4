import { all, both, type FindingCase } from "./finding-case.ts";

const REFUSED = both(all("ns-error-rcode:critical"), { chain: "chain-indeterminate:warning" });
/** An address that nobody in the lab asks from. */
const ELSEWHERE = "127.0.0.99";

/** A good zone whose servers refuse everybody, or all but one address: the same to whoever is refused. */
export const ACCESS_FINDINGS: readonly FindingCase[] = [
  refused("allow-query-none", "none", "REFUSED", "bind"),
  refused("allow-query-localhost", ELSEWHERE, "REFUSED", "bind", "nsd"),
  refused("allow-query-localhost", ELSEWHERE, "NOTAUTH", "knot"),
];

function refused(id: string, allowQuery: string, rcode: string, ...servers: FindingCase["servers"]): FindingCase {
  const says = new RegExp(`^answers ${rcode}( \\(EDE 18 Prohibited\\))? for this zone at ns\\.`);
  return { id, servers, alert: "ns-error-rcode:critical", says, reports: REFUSED, allowQuery };
}
