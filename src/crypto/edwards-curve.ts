/** A curve `a x^2 + y^2 = 1 + d x^2 y^2` over the integers modulo p, and how many octets a point has (RFC 8032 5.1, 5.2). */
interface EdwardsCurve {
  readonly p: bigint;
  readonly a: bigint;
  readonly d: bigint;
  readonly octets: number;
}

const P25519 = 2n ** 255n - 19n;
const P448 = 2n ** 448n - 2n ** 224n - 1n;

/** Ed25519 and Ed448, by DNSSEC algorithm. */
const CURVES: Readonly<Record<number, EdwardsCurve>> = {
  15: { p: P25519, a: -1n, d: mod(-121665n * power(121666n, P25519 - 2n, P25519), P25519), octets: 32 },
  16: { p: P448, a: 1n, d: mod(-39081n, P448), octets: 57 },
};

/**
 * Tells whether octets are a point of the algorithm's curve, which OpenSSL does not ask of EdDSA keys until it verifies
 * (RFC 8032 5.1.3, 5.2.3); null for algorithms other than Ed25519 and Ed448.
 */
export function isEdwardsPoint(algorithm: number, octets: Uint8Array): boolean | null {
  const curve = CURVES[algorithm];
  if (curve === undefined) return null;
  const { p, a, d } = curve;
  if (octets.length !== curve.octets) return false;
  // Little-endian; the highest bit is the sign of x.
  const y = octets.reduceRight((number, octet, i) => {
    return (number << 8n) | BigInt(i === octets.length - 1 ? octet & 0x7f : octet);
  }, 0n);
  if (y >= p) return false;
  // x^2 = (y^2 - 1) / (d y^2 - a) has a root where the product of both is a square (Euler's criterion).
  const square = mod(y * y, p);
  const product = mod((square - 1n) * (d * square - a), p);
  return product === 0n || power(product, (p - 1n) / 2n, p) === 1n;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = mod(base, modulus);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

function mod(number: bigint, modulus: bigint): bigint {
  const rest = number % modulus;
  return rest < 0n ? rest + modulus : rest;
}
