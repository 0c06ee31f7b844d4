import { type Mark, zoneTest } from "../../support/fault-case.ts";
import type { KeysCase } from "../../support/keys-check.ts";
import { createKey, keyPair, type SigningKey } from "../../support/signer/key.ts";
import { oddKey, pretendModulus, realModulus, rocaModulus, rsaField } from "../../support/signer/odd-keys.ts";

const PAIR = keyPair(13, "records");
const RSA_PAIR = keyPair(8, "records");

/** Signed by a sound pair, with one key beside it. */
function beside(key: SigningKey, id: KeysCase["id"], when: string, ...reports: readonly Mark[]): KeysCase {
  return { id, when, scenario: zoneTest({ keys: [...PAIR, key] }), reports };
}

/** The same with an RSA pair and an RSA key of these numbers. */
function rsa(
  id: KeysCase["id"],
  when: string,
  numbers: readonly [modulus: bigint, exponent?: bigint],
  ...reports: readonly Mark[]
): KeysCase {
  const key = oddKey({ algorithm: 8, publicKey: rsaField(...numbers) });
  return { id, when, scenario: zoneTest({ keys: [...RSA_PAIR, key] }), reports };
}

/** Signed by a pair of this algorithm alone. */
function alone(algorithm: number, id: KeysCase["id"], ...reports: readonly Mark[]): KeysCase {
  return { id, when: `algorithm ${algorithm} alone`, scenario: zoneTest({ keys: keyPair(algorithm) }), reports };
}

const INSECURE = "chain-insecure-by-unsupported-algorithm:critical";
const INCOMPLETE = "rrsig-algorithm-incomplete:warning";

/** Algorithm numbers, alone and beside a good one. */
export const KEYS_ALGORITHMS: readonly KeysCase[] = [
  ...[1, 3, 6, 12].map((algorithm) =>
    alone(algorithm, "dnskey-algorithm-must-not", "dnskey-algorithm-must-not:critical", INSECURE),
  ),
  beside(
    oddKey({ algorithm: 3 }),
    "dnskey-algorithm-must-not",
    "beside a good one",
    "dnskey-algorithm-must-not:critical",
    INCOMPLETE,
  ),
  alone(5, "dnskey-algorithm-must-not", "dnskey-algorithm-sha1:critical"),
  ...[5, 7].map((algorithm) => alone(algorithm, "dnskey-algorithm-sha1", "dnskey-algorithm-sha1:critical")),
  alone(8, "dnskey-algorithm-sha1"),
  alone(10, "dnskey-algorithm-not-recommended", "dnskey-algorithm-not-recommended:warning"),
  alone(8, "dnskey-algorithm-not-recommended"),
  alone(16, "dnskey-algorithm-limited-support", "dnskey-algorithm-limited-support:info"),
  ...[17, 23].map((algorithm) =>
    alone(algorithm, "dnskey-algorithm-limited-support", "dnskey-algorithm-limited-support:info", INSECURE),
  ),
  alone(15, "dnskey-algorithm-limited-support"),
  ...[18, 22, 24, 100, 122].map((algorithm) =>
    alone(algorithm, "dnskey-algorithm-unassigned", "dnskey-algorithm-unassigned:critical", INSECURE),
  ),
  alone(123, "dnskey-algorithm-unassigned", "dnskey-algorithm-reserved:critical", INSECURE),
  ...[4, 9, 11, 200, 251, 255].map((algorithm) =>
    alone(algorithm, "dnskey-algorithm-reserved", "dnskey-algorithm-reserved:critical", INSECURE),
  ),
  alone(122, "dnskey-algorithm-reserved", "dnskey-algorithm-unassigned:critical", INSECURE),
  ...[253, 254].map((algorithm) =>
    alone(algorithm, "dnskey-algorithm-private", "dnskey-algorithm-private:warning", INSECURE),
  ),
  alone(252, "dnskey-algorithm-private", "dnskey-algorithm-not-zone-signing:critical", INSECURE),
  ...[0, 2, 252].map((algorithm) =>
    beside(
      oddKey({ algorithm }),
      "dnskey-algorithm-not-zone-signing",
      `algorithm ${algorithm} beside a good one`,
      "dnskey-algorithm-not-zone-signing:critical",
      INCOMPLETE,
    ),
  ),
  alone(14, "dnskey-algorithm-not-zone-signing"),
];

/** Protocol and flags. */
export const KEYS_FIELDS: readonly KeysCase[] = [
  beside(oddKey({ protocol: 2 }), "dnskey-protocol-not-3", "the protocol is 2", "dnskey-protocol-not-3:critical"),
  beside(oddKey({ protocol: 3 }), "dnskey-protocol-not-3", "the protocol is 3"),
  beside(oddKey({ flags: 0x0102 }), "dnskey-reserved-flags", "bit 14 is set", "dnskey-reserved-flags:info"),
  beside(oddKey({ flags: 0x8100 }), "dnskey-reserved-flags", "bit 0 is set", "dnskey-reserved-flags:info"),
  beside(oddKey({ flags: 0x0101 }), "dnskey-reserved-flags", "ZONE and SEP are set"),
];

const SOUND = realModulus(2048);

/** What the public key field holds. */
export const KEYS_MATERIAL: readonly KeysCase[] = [
  rsa("dnskey-rsa-too-small", "RSA/SHA-256 with 511 bits", [pretendModulus(511)], "dnskey-rsa-too-small:critical"),
  rsa(
    "dnskey-rsa-too-small",
    "RSA/SHA-256 with 512 bits",
    [pretendModulus(512)],
    "dnskey-rsa-smaller-than-recommended:critical",
  ),
  {
    id: "dnskey-rsa-too-small",
    when: "RSA/SHA-512 with 1023 bits",
    scenario: zoneTest({
      keys: [...keyPair(10), oddKey({ algorithm: 10, publicKey: rsaField(pretendModulus(1023)) })],
    }),
    reports: ["dnskey-algorithm-not-recommended:warning", "dnskey-rsa-too-small:critical"],
  },
  rsa(
    "dnskey-rsa-smaller-than-recommended",
    "2047 bits",
    [pretendModulus(2047)],
    "dnskey-rsa-smaller-than-recommended:warning",
  ),
  rsa(
    "dnskey-rsa-smaller-than-recommended",
    "1023 bits",
    [pretendModulus(1023)],
    "dnskey-rsa-smaller-than-recommended:critical",
  ),
  {
    id: "dnskey-rsa-smaller-than-recommended",
    when: "the ZSK that signs has 1024 bits",
    scenario: zoneTest({ keys: [createKey({ algorithm: 8 }), createKey({ algorithm: 8, bits: 1024, flags: 256 })] }),
    reports: ["dnskey-rsa-smaller-than-recommended:warning"],
  },
  rsa("dnskey-rsa-smaller-than-recommended", "2048 bits", [pretendModulus(2048)]),
  rsa(
    "dnskey-rsa-too-large",
    "4097 bits",
    [pretendModulus(4097)],
    "dnskey-rsa-too-large:critical",
    "dnskey-rrset-too-large:info",
  ),
  rsa("dnskey-rsa-too-large", "4096 bits", [pretendModulus(4096)], "dnskey-rrset-too-large:info"),
  rsa("dnskey-rsa-bad-exponent", "exponent 1", [SOUND, 1n], "dnskey-rsa-bad-exponent:warning"),
  rsa("dnskey-rsa-bad-exponent", "exponent 3", [SOUND, 3n], "dnskey-rsa-bad-exponent:info"),
  rsa("dnskey-rsa-bad-exponent", "an even exponent", [SOUND, 65538n], "dnskey-rsa-bad-exponent:warning"),
  rsa(
    "dnskey-rsa-bad-exponent",
    "an exponent of 4097 bits",
    [SOUND, 2n ** 4096n + 1n],
    "dnskey-rsa-bad-exponent:warning",
    "dnskey-rrset-too-large:info",
  ),
  rsa("dnskey-rsa-bad-exponent", "exponent 65537", [SOUND, 65537n]),
  rsa("dnskey-rsa-bad-exponent", "exponent 2^32 + 1", [SOUND, 2n ** 32n + 1n]),
  rsa("dnskey-rsa-weak-modulus", "the ROCA fingerprint", [rocaModulus()], "dnskey-rsa-weak-modulus:critical"),
  rsa(
    "dnskey-rsa-weak-modulus",
    "a factor of 1999",
    [1999n * pretendModulus(2040)],
    "dnskey-rsa-weak-modulus:critical",
  ),
  rsa("dnskey-rsa-weak-modulus", "an even modulus", [2n ** 2047n], "dnskey-rsa-weak-modulus:critical"),
  {
    id: "dnskey-rsa-weak-modulus",
    when: "two keys share a factor",
    scenario: zoneTest({
      keys: [
        ...RSA_PAIR,
        ...[1n, 2n].map((seed) =>
          oddKey({ algorithm: 8, publicKey: rsaField(pretendModulus(1024) * pretendModulus(1025, 9999n * seed)) }),
        ),
      ],
    }),
    reports: ["dnskey-rsa-weak-modulus:critical", "dnskey-rrset-too-large:info"],
  },
  {
    id: "dnskey-rsa-weak-modulus",
    when: "one key is published under two flags",
    scenario: zoneTest({
      keys: [...RSA_PAIR, ...[256, 257].map((flags) => oddKey({ algorithm: 8, flags, publicKey: rsaField(SOUND) }))],
    }),
    reports: ["dnskey-rrset-too-large:info"],
  },
  ...[
    [12, 63],
    [13, 63],
    [13, 65],
    [14, 95],
    [15, 31],
    [16, 56],
  ].map(([algorithm = 0, length = 0]): KeysCase => {
    const isOld = algorithm === 12;
    const key = oddKey({ algorithm, publicKey: new Uint8Array(length).fill(5) });
    return {
      id: "dnskey-bad-length",
      when: `algorithm ${algorithm} with ${length} octets`,
      scenario: zoneTest({ keys: [...(isOld ? PAIR : keyPair(algorithm)), key] }),
      reports: [
        "dnskey-bad-length:critical",
        ...(isOld ? (["dnskey-algorithm-must-not:critical", INCOMPLETE] as const) : []),
        ...(algorithm === 16 ? (["dnskey-algorithm-limited-support:info"] as const) : []),
      ],
    };
  }),
  beside(
    createKey({ seed: "length", flags: 256, signs: "nothing" }),
    "dnskey-bad-length",
    "algorithm 13 with 64 octets",
  ),
  beside(
    oddKey({ publicKey: new Uint8Array(0) }),
    "dnskey-zero-length",
    "nothing after the algorithm",
    "dnskey-zero-length:critical",
  ),
  beside(oddKey({ publicKey: Uint8Array.of(1) }), "dnskey-zero-length", "one octet", "dnskey-bad-length:critical"),
  beside(
    oddKey({ publicKey: new Uint8Array(64).fill(7) }),
    "dnskey-malformed",
    "no point of P-256",
    "dnskey-malformed:critical",
  ),
  {
    id: "dnskey-malformed",
    when: "RSA lengths overrun the field",
    scenario: zoneTest({ keys: [...RSA_PAIR, oddKey({ algorithm: 8, publicKey: Uint8Array.of(200, 1, 0, 1) })] }),
    reports: ["dnskey-malformed:critical"],
  },
  ...[15, 16].map((algorithm): KeysCase => {
    const publicKey = new Uint8Array(algorithm === 15 ? 32 : 57).fill(2, 0, 1);
    return {
      id: "dnskey-malformed",
      when: `no point of the curve of algorithm ${algorithm}`,
      scenario: zoneTest({ keys: [...keyPair(algorithm), oddKey({ algorithm, publicKey })] }),
      reports: [
        "dnskey-malformed:critical",
        ...(algorithm === 16 ? (["dnskey-algorithm-limited-support:info"] as const) : []),
      ],
    };
  }),
  beside(createKey({ seed: "point", flags: 256, signs: "nothing" }), "dnskey-malformed", "a point of P-256"),
];
