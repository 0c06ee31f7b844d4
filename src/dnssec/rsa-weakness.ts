/** Trial division goes this far: no sound generator leaves a factor so small. */
const SMALL = 2000;
const SMALL_PRIMES = primesUpTo(SMALL);

/**
 * The primes that every generator with the ROCA flaw used, whatever the key's size: its moduli are powers of 65537 modulo
 * each of them (CVE-2017-15361). A sound modulus is so by a chance of one in 10^9.
 */
const ROCA_PRIMES = SMALL_PRIMES.filter((prime) => prime > 2 && prime <= 167);

/** Names a structural weakness of an RSA modulus, alone or beside others of the zone; null where none is found. */
export function rsaWeakness(modulus: bigint, others: readonly bigint[]): string | null {
  const factor = SMALL_PRIMES.find((prime) => modulus % BigInt(prime) === 0n);
  if (factor !== undefined) return `it is divisible by ${factor}`;
  if (hasRocaFingerprint(modulus)) return "it has the ROCA fingerprint";
  const hasShared = others.some((other) => other !== modulus && commonDivisor(modulus, other) !== 1n);
  return hasShared ? "it shares a factor with another key of the zone" : null;
}

function hasRocaFingerprint(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => powersOf(65537 % prime, prime).has(Number(modulus % BigInt(prime))));
}

function powersOf(generator: number, prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * generator) % prime) powers.add(power);
  return powers;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [greater, smaller] = [a, b];
  while (smaller > 0n) [greater, smaller] = [smaller, greater % smaller];
  return greater;
}

function primesUpTo(limit: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate <= limit; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
