/** What a validator concludes about an answer (RFC 4033 5, RFC 4035 4.3). */
export type SecurityStatus = "secure" | "insecure" | "indeterminate" | "bogus";

/** From best to worst. */
export const SECURITY_STATUSES: readonly SecurityStatus[] = ["secure", "insecure", "indeterminate", "bogus"];

/** The worst of several results; secure where there is none. */
export function worstSecurity(statuses: readonly SecurityStatus[]): SecurityStatus {
  return SECURITY_STATUSES[Math.max(0, ...statuses.map((status) => SECURITY_STATUSES.indexOf(status)))] ?? "secure";
}
