/**
 * A 32-bit RRSIG time as seconds since 1970, read as the moment nearest to now (RFC 4034 3.1.5, RFC 1982): right for
 * times within 68 years of now.
 */
export function serialTime(time: number, now: number): number {
  return now + ((time - now) | 0);
}

/** Seconds from one 32-bit time to another in serial arithmetic; negative where the second comes first (RFC 1982 3.2). */
export function serialDifference(from: number, to: number): number {
  return (to - from) | 0;
}
