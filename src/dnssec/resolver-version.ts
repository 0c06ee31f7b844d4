/** The first version of a branch in which an attack on validators is mended. */
interface Fix {
  readonly product: RegExp;
  /** The branch that the version is of, by its first numbers; empty for all. */
  readonly branch: readonly number[];
  readonly version: readonly number[];
  readonly cve: string;
}

const BIND = /^(?:BIND )?9\./i;
const UNBOUND = /^unbound/i;
const RECURSOR = /^PowerDNS Recursor/i;
const KNOT = /^Knot Resolver/i;

/** KeyTrap and the NSEC3 attack of February 2024, and those of September 2026. */
const FIXES: readonly Fix[] = [
  { product: BIND, branch: [9, 16], version: [9, 16, 48], cve: "CVE-2023-50387" },
  { product: BIND, branch: [9, 18], version: [9, 18, 24], cve: "CVE-2023-50387" },
  { product: BIND, branch: [9, 19], version: [9, 19, 21], cve: "CVE-2023-50387" },
  { product: BIND, branch: [9, 20], version: [9, 20, 29], cve: "CVE-2026-19668" },
  { product: BIND, branch: [9, 21], version: [9, 21, 26], cve: "CVE-2026-19668" },
  { product: BIND, branch: [], version: [9, 16], cve: "CVE-2023-50387" },
  { product: UNBOUND, branch: [], version: [1, 19, 1], cve: "CVE-2023-50387" },
  { product: UNBOUND, branch: [], version: [1, 26, 1], cve: "CVE-2026-85501" },
  { product: RECURSOR, branch: [4, 9], version: [4, 9, 3], cve: "CVE-2023-50387" },
  { product: RECURSOR, branch: [5, 0], version: [5, 0, 2], cve: "CVE-2023-50387" },
  { product: RECURSOR, branch: [], version: [4, 8, 6], cve: "CVE-2023-50387" },
  { product: KNOT, branch: [], version: [5, 7, 1], cve: "CVE-2023-50387" },
];

/** Distributions mend old versions without changing the number, and mark them. */
const MENDED_ELSEWHERE = /debian|ubuntu|redhat|\.el\d|\.fc\d|suse/i;

/**
 * The attack that a resolver of this version, as it tells it itself, is open to; null where none is known or the version
 * says nothing.
 */
export function openAttack(text: string): string | null {
  const numbers = /\d+(?:\.\d+)+/.exec(text)?.[0].split(".").map(Number);
  if (numbers === undefined || MENDED_ELSEWHERE.test(text)) return null;
  const open = FIXES.find(
    ({ product, branch, version }) =>
      product.test(text) && branch.every((number, i) => numbers[i] === number) && isBefore(numbers, version),
  );
  return open?.cve ?? null;
}

function isBefore(numbers: readonly number[], others: readonly number[]): boolean {
  const i = others.findIndex((other, at) => (numbers[at] ?? 0) !== other);
  return i >= 0 && (numbers[i] ?? 0) < (others[i] ?? 0);
}
