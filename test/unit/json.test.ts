import { expect, test } from "vitest";
import { renderJson } from "../../src/monitoring/json.ts";
import { exampleFinding, exampleReport, FIRST_EXPIRY } from "../support/report.ts";

test("a report is one line of JSON with the keys of the contract in their order", () => {
  const report = exampleReport({
    security: "bogus",
    summary: "DS matches no key",
    findings: [exampleFinding({ level: "info" }), exampleFinding({ level: "emergency", id: "ds-digest-mismatch" })],
  });
  const json = renderJson(report);
  expect(json).toMatch(/^[^\n]*\n$/);
  expect(json).toBe(
    `${JSON.stringify({
      plugin: "check_dnssec_chain",
      version: "1.0.0",
      zone: "example.com.",
      status: "CRITICAL",
      exit_code: 2,
      severity: "emergency",
      summary: "DS matches no key",
      security: "bogus",
      findings: [
        {
          id: "ds-digest-mismatch",
          level: "emergency",
          subject: "example.com./MX",
          servers: ["192.0.2.1"],
          message: "signature expires in 3d 4h",
          remedy: "Sign the zone again.",
          rfc: ["RFC 6781 4.4.2", "RFC 4035 5.3.1"],
        },
        {
          id: "rrsig-expiring-soon",
          level: "info",
          subject: "example.com./MX",
          servers: ["192.0.2.1"],
          message: "signature expires in 3d 4h",
          remedy: "Sign the zone again.",
          rfc: ["RFC 6781 4.4.2", "RFC 4035 5.3.1"],
        },
      ],
      metrics: [{ name: "first_expiry", value: 273_600, uom: "s", warn: "604800:", crit: "86400:", min: 0, max: null }],
      evaluated_at: "2026-11-23T00:00:00Z",
      duration_ms: 41,
      queries: 12,
    })}\n`,
  );
});

test("without findings the severity is none, and a check's own keys are added", () => {
  const json = JSON.parse(
    renderJson(exampleReport({ findings: [], extra: { queries_validated: [{ rcode: "NOERROR" }] } })),
  );
  expect(json).toMatchObject({
    status: "OK",
    exit_code: 0,
    severity: "none",
    queries_validated: [{ rcode: "NOERROR" }],
  });
  expect(json).not.toHaveProperty("security");
});

test("where nothing was learned the summary says why", () => {
  const json = JSON.parse(renderJson(exampleReport({ findings: [], unknown: "no server answered" })));
  expect(json).toMatchObject({ status: "UNKNOWN", exit_code: 3, summary: "no server answered" });
});

test("no control character, other script or bar gets into the line, and none is lost", () => {
  const json = renderJson(exampleReport({ summary: "a|b\n\u001b[31mü\u0000", extra: { note: "\u0007|" } }));
  expect(json).toMatch(/^[\x20-\x7e]*\n$/);
  expect(json).not.toContain("|");
  expect(JSON.parse(json)).toMatchObject({ summary: "a|b\\010\\027[31m\\195\\188\\000", note: "\\007|" });
});

test("a metric that could not be determined is null", () => {
  const json = JSON.parse(renderJson(exampleReport({ metrics: [{ ...FIRST_EXPIRY, value: Number.NaN }] })));
  expect(json.metrics[0].value).toBeNull();
});
