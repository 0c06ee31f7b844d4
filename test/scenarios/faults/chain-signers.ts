import { BAD_SERVER, type FaultCase, GOOD_SERVER, zoneTest } from "../../support/fault-case.ts";
import type { Scenario } from "../../support/check.ts";
import { createKey, type SigningKey } from "../../support/signer/key.ts";
import type { Mutation } from "../../support/signer/mutate.ts";
import { signAnew } from "../../support/signer/mutate-zone.ts";

const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });
const KSK = createKey({ seed: "shared" });
const FIRST = createKey({ seed: "first provider", flags: 256 });
const SECOND = createKey({ seed: "second provider", flags: 256 });
const ED25519_KSK = createKey({ algorithm: 15, seed: "shared" });
const SECOND_ED25519 = createKey({ algorithm: 15, seed: "second provider", flags: 256 });

/** Two providers, each with keys of its own, on a server each. */
function providers(
  first: readonly SigningKey[],
  second: readonly SigningKey[],
  ...more: readonly Mutation[]
): Scenario {
  return zoneTest({
    keys: first,
    servers: [
      { addresses: [GOOD_SERVER] },
      { addresses: [BAD_SERVER], mutations: [signAnew({ keys: second }), ...more] },
    ],
  });
}

/** Faults between providers that sign one zone with keys of their own (RFC 8901). */
export const CHAIN_SIGNERS: readonly FaultCase[] = [
  {
    id: "chain-multisigner-zsk-not-shared",
    when: "the first provider does not publish the second one's ZSK",
    scenario: providers([KSK, FIRST], [KSK, idle(FIRST), SECOND]),
    reports: ["chain-multisigner-zsk-not-shared:critical"],
    servers: [GOOD_SERVER],
    security: "secure",
  },
  {
    id: "chain-multisigner-zsk-not-shared",
    when: "neither provider publishes the other's ZSK",
    scenario: providers([KSK, FIRST], [KSK, SECOND]),
    reports: ["chain-multisigner-zsk-not-shared:critical"],
    servers: [GOOD_SERVER, BAD_SERVER],
    security: "secure",
  },
  {
    id: "chain-multisigner-zsk-not-shared",
    when: "both publish both ZSKs",
    scenario: providers([KSK, FIRST, idle(SECOND)], [KSK, idle(FIRST), SECOND]),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-multisigner-zsk-not-shared",
    when: "one server is a transfer behind in a ZSK rollover that published in time",
    scenario: providers([KSK, idle(FIRST), SECOND], [KSK, FIRST, idle(SECOND)]),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-multisigner-zsk-not-shared",
    when: "one server is a transfer behind in an algorithm rollover",
    scenario: providers([KSK, FIRST], [KSK, ED25519_KSK, FIRST, SECOND_ED25519]),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-multisigner-algorithm-differs",
    when: "each provider signs with another algorithm",
    scenario: providers([KSK, FIRST, idle(SECOND_ED25519)], [KSK, idle(FIRST), SECOND_ED25519]),
    reports: ["chain-multisigner-algorithm-differs:warning"],
    security: "secure",
  },
  {
    id: "chain-multisigner-algorithm-differs",
    when: "both sign with both algorithms",
    scenario: providers([KSK, FIRST, SECOND_ED25519], [KSK, FIRST, SECOND_ED25519]),
    reports: [],
    security: "secure",
  },
];
