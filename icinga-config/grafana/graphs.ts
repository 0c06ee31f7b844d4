import type { Level } from "../../src/util/level.ts";

/** Metrics of one check over time, a line for each zone and location. */
export interface Graph {
  readonly title: string;
  readonly description: string;
  readonly check: string;
  /** Labels of perfdata; a final `*` stands for any ending. */
  readonly metrics: readonly string[];
  readonly unit: "days" | "seconds";
  /** Which of the values that fall on one point of the line is shown: the one to worry about. */
  readonly worst: "min" | "max";
  /** Values from which on a colour holds, the first for all below. */
  readonly thresholds: readonly (readonly [number | null, string])[];
}

/** The colour of each level in Grafana's words. */
export const COLOURS: Readonly<Record<Level, string>> = {
  info: "blue",
  warning: "yellow",
  critical: "red",
  emergency: "purple",
};

/** The defaults of -w and -c, and emergency where a signature has expired. */
const EXPIRY = [
  [null, COLOURS.emergency],
  [0, COLOURS.critical],
  [1, COLOURS.warning],
  [7, "green"],
] as const;

/** All graphs in the order of their panels. */
export const GRAPHS: readonly Graph[] = [
  {
    title: "Days until the first signature expires, by zone",
    description: "check_dnssec_signatures: the worst server of each zone. Below zero a signature has expired.",
    check: "signatures",
    metrics: ["first_expiry"],
    unit: "days",
    worst: "min",
    thresholds: EXPIRY,
  },
  {
    title: "Days until the first signature expires, by server",
    description: "check_dnssec_signatures: a line that parts from the others is a server that is left behind.",
    check: "signatures",
    metrics: ["expiry_*"],
    unit: "days",
    worst: "min",
    thresholds: EXPIRY,
  },
  {
    title: "Days until the signatures of DNSKEY expire",
    description: "check_dnssec_signatures: where the key-signing key is offline, nobody renews these by themselves.",
    check: "signatures",
    metrics: ["dnskey_expiry"],
    unit: "days",
    worst: "min",
    thresholds: EXPIRY,
  },
  {
    title: "Days until the chain of trust expires",
    description: "check_dnssec_chain: the first signature between root and zone, those of the zones above included.",
    check: "chain",
    metrics: ["first_expiry"],
    unit: "days",
    worst: "min",
    thresholds: [EXPIRY[0], [0, "green"]],
  },
  {
    title: "Age of keys",
    description: "check_dnssec_keys: the oldest key of each role in use.",
    check: "keys",
    metrics: ["ksk_age", "zsk_age"],
    unit: "days",
    worst: "max",
    thresholds: [[null, "green"]],
  },
  {
    title: "Days until keys are due",
    description: "check_dnssec_keys: the next rollover of each role. Below zero it is overdue.",
    check: "keys",
    metrics: ["ksk_due", "zsk_due"],
    unit: "days",
    worst: "min",
    thresholds: [
      [null, COLOURS.warning],
      [0, "green"],
    ],
  },
  {
    title: "Response time of resolvers",
    description: "check_dnssec_resolvers: the zone's SOA, at each resolver.",
    check: "resolvers",
    metrics: ["response_time_*"],
    unit: "seconds",
    worst: "max",
    thresholds: [
      [null, "green"],
      [2, COLOURS.warning],
      [5, COLOURS.critical],
    ],
  },
  {
    title: "Slowest answer of nameservers",
    description: "check_dnssec_nameservers: the zone's SOA, at the slowest address.",
    check: "nameservers",
    metrics: ["slowest_answer"],
    unit: "seconds",
    worst: "max",
    thresholds: [[null, "green"]],
  },
];
