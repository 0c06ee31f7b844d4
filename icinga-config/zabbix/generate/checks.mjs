/** What a server that does not answer means is for the nameservers check to say. */
const NOT_OF_SILENT_SERVERS = ["--severity", "ns-unresponsive-udp=info"];

/**
 * The checks on a zone, with what they need besides its name. Thresholds are the checks' own defaults; metrics are
 * those that Zabbix keeps, with their units. What goes wrong with the chain explains most of what the others would say.
 */
const ZONE_CHECKS = [
  { name: "chain", interval: "5m", warn: "0", crit: "0", confirm: "#2", metrics: { first_expiry: "s" } },
  {
    name: "nameservers",
    dependsOn: "chain",
    interval: "30m",
    warn: "3h",
    crit: "1d",
    confirm: "#2",
    metrics: { copy_lag: "s", slowest_answer: "ms" },
  },
  {
    name: "signatures",
    dependsOn: "chain",
    options: NOT_OF_SILENT_SERVERS,
    interval: "4h",
    warn: "7d",
    crit: "24h",
    confirm: "#1",
    metrics: { first_expiry: "s", dnskey_expiry: "s" },
  },
  {
    name: "ds",
    dependsOn: "chain",
    options: NOT_OF_SILENT_SERVERS,
    interval: "1h",
    warn: "1",
    crit: "1",
    confirm: "#1",
    metrics: { usable_ds: "" },
  },
  {
    name: "denial",
    dependsOn: "chain",
    options: NOT_OF_SILENT_SERVERS,
    interval: "4h",
    warn: "0",
    crit: "50",
    confirm: "#1",
    metrics: { nsec3_iterations: "" },
  },
  {
    name: "keys",
    dependsOn: "chain",
    options: NOT_OF_SILENT_SERVERS,
    interval: "1d",
    warn: "0",
    crit: "~:",
    confirm: "#1",
    metrics: { ksk_due: "s", zsk_due: "s" },
  },
];
const RESOLVER_CHECK = {
  name: "resolvers",
  interval: "5m",
  warn: "2",
  crit: "5",
  confirm: "#2",
  metrics: { response_time: "s" },
};
const ANCHOR_CHECK = { name: "trust_anchor", interval: "1d", warn: "10d", crit: "30d", confirm: "#1", metrics: {} };

/** Each finds all combinations of the names in its lists, and runs its checks for each. */
export const DISCOVERIES = [
  { name: "DNSSEC zones", key: "dnssec.zones", lists: { ZONE: "{$DNSSEC.ZONES}" }, checks: ZONE_CHECKS },
  {
    name: "DNSSEC zones at resolvers",
    key: "dnssec.zones.resolvers",
    lists: { ZONE: "{$DNSSEC.ZONES}", RESOLVER: "{$DNSSEC.RESOLVERS}" },
    checks: [RESOLVER_CHECK],
  },
  {
    name: "DNSSEC resolvers",
    key: "dnssec.resolvers",
    lists: { RESOLVER: "{$DNSSEC.RESOLVERS}" },
    checks: [ANCHOR_CHECK],
  },
];

/**
 * A trigger fires at its level and all above, and closes at those below: UNKNOWN closes none. It is held back while
 * one of heldBackBy of the same check is open, or one of heldBackByOther of the check that its check depends on.
 */
export const TRIGGERS = {
  EMERGENCY: {
    priority: "DISASTER",
    fires: ["EMERGENCY"],
    closes: ["OK", "WARNING", "CRITICAL"],
    heldBackBy: [],
    heldBackByOther: ["EMERGENCY"],
  },
  CRITICAL: {
    priority: "HIGH",
    fires: ["CRITICAL", "EMERGENCY"],
    closes: ["OK", "WARNING"],
    heldBackBy: ["EMERGENCY"],
    heldBackByOther: ["CRITICAL"],
  },
  WARNING: {
    priority: "WARNING",
    fires: ["WARNING", "CRITICAL", "EMERGENCY"],
    closes: ["OK"],
    heldBackBy: ["CRITICAL"],
    heldBackByOther: [],
  },
  UNKNOWN: {
    priority: "AVERAGE",
    fires: ["UNKNOWN"],
    closes: ["OK", "WARNING", "CRITICAL", "EMERGENCY"],
    heldBackBy: [],
    heldBackByOther: ["UNKNOWN", "CRITICAL"],
  },
};

/** The words that a result begins with, by the number that stands for each in the level items. */
export const LEVELS = ["OK", "WARNING", "CRITICAL", "EMERGENCY", "UNKNOWN"];
