/** What a validator concludes about an answer (RFC 4033 5, RFC 4035 4.3). */
export type SecurityStatus = "secure" | "insecure" | "indeterminate" | "bogus";

const FROM_BEST: readonly SecurityStatus[] = ["secure", "insecure", "indeterminate", "bogus"];

/** The worst of several results; secure where there is none. */
export function worstSecurity(statuses: readonly SecurityStatus[]): SecurityStatus {
  return FROM_BEST[Math.max(0, ...statuses.map((status) => FROM_BEST.indexOf(status)))] ?? "secure";
}
