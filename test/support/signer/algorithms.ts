/** How signatures of an algorithm number are really made. */
export type SignatureScheme =
  | { readonly kind: "rsa"; readonly hash: "md5" | "sha1" | "sha256" | "sha512" }
  | { readonly kind: "ecdsa"; readonly curve: "P-256" | "P-384"; readonly hash: "sha256" | "sha384" }
  | { readonly kind: "eddsa"; readonly curve: "Ed25519" | "Ed448" };

const P256: SignatureScheme = { kind: "ecdsa", curve: "P-256", hash: "sha256" };

const SCHEMES: ReadonlyMap<number, SignatureScheme> = new Map<number, SignatureScheme>([
  [1, { kind: "rsa", hash: "md5" }],
  [5, { kind: "rsa", hash: "sha1" }],
  [7, { kind: "rsa", hash: "sha1" }],
  [8, { kind: "rsa", hash: "sha256" }],
  [10, { kind: "rsa", hash: "sha512" }],
  [13, P256],
  [14, { kind: "ecdsa", curve: "P-384", hash: "sha384" }],
  [15, { kind: "eddsa", curve: "Ed25519" }],
  [16, { kind: "eddsa", curve: "Ed448" }],
]);

const MNEMONICS: Readonly<Record<string, number>> = {
  RSAMD5: 1,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  NSEC3RSASHA1: 7,
  "RSASHA1-NSEC3-SHA1": 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
};

/** The scheme of an algorithm; numbers without one here sign like 13, relabelled, so that unknown ones can be served. */
export function signatureScheme(algorithm: number): SignatureScheme {
  return SCHEMES.get(algorithm) ?? P256;
}

/** The number of an algorithm mnemonic; null where it is none. */
export function algorithmNumber(mnemonic: string): number | null {
  return MNEMONICS[mnemonic.toUpperCase()] ?? null;
}
