import type { Metric } from "../../src/monitoring/perfdata.ts";
import type { Report, ReportedFinding } from "../../src/monitoring/report.ts";

/** A warning about one MX RRset at one server. */
export function exampleFinding(change: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    id: "rrsig-expiring-soon",
    level: "warning",
    subject: "example.com./MX",
    label: "MX example.com",
    servers: [{ name: null, address: "192.0.2.1" }],
    message: "signature expires in 3d 4h",
    remedy: "Sign the zone again.",
    rfc: ["RFC 6781 4.4.2", "RFC 4035 5.3.1"],
    ...change,
  };
}

/** Time left until the first signature expires. */
export const FIRST_EXPIRY: Metric = {
  name: "first_expiry",
  value: 273_600,
  uom: "s",
  warn: "604800:",
  crit: "86400:",
  min: 0,
  max: null,
};

/** A report with one warning and one metric. */
export function exampleReport(change: Partial<Report> = {}): Report {
  return {
    plugin: "check_dnssec_chain",
    version: "1.0.0",
    label: "DNSSEC CHAIN",
    zone: "example.com.",
    unknown: null,
    summary: "first signature expires in 3d 4h (MX, key 12345)",
    findings: [exampleFinding()],
    metrics: [FIRST_EXPIRY],
    details: [],
    evaluatedAt: Date.UTC(2026, 10, 23) / 1000,
    durationMs: 41,
    queries: 12,
    ...change,
  };
}
