import { expect, test } from "vitest";
import { renderNagios } from "../../src/monitoring/nagios.ts";
import { stateOf } from "../../src/monitoring/report.ts";
import { exampleFinding, exampleReport, FIRST_EXPIRY } from "../support/report.ts";

test("a healthy zone is one line with perfdata", () => {
  expect(renderNagios(exampleReport({ findings: [], summary: "secure" }), 0)).toBe(
    "DNSSEC CHAIN OK - example.com: secure | first_expiry=273600s;604800:;86400:;0\n",
  );
});

test("findings follow worst first, information last, with the servers at fault", () => {
  const report = exampleReport({
    summary: "first signature expires in 3d 4h (MX, key 12345)",
    findings: [
      exampleFinding({ id: "rrsig-ttl-mismatch", level: "info", servers: [] }),
      exampleFinding({ id: "rrsig-expiring-soon", level: "warning" }),
      exampleFinding({
        id: "rrsig-expired",
        level: "critical",
        servers: [
          { name: "ns1.example.com", address: "192.0.2.1" },
          { name: null, address: "2001:db8::1" },
        ],
      }),
    ],
  });
  expect(renderNagios(report, 0).split("\n")).toEqual([
    "DNSSEC CHAIN CRITICAL - example.com: first signature expires in 3d 4h (MX, key 12345) | first_expiry=273600s;604800:;86400:;0",
    "[CRITICAL] rrsig-expired MX example.com: signature expires in 3d 4h (at ns1.example.com 192.0.2.1, 2001:db8::1) (RFC 6781 4.4.2; RFC 4035 5.3.1)",
    "[WARNING] rrsig-expiring-soon MX example.com: signature expires in 3d 4h (at 192.0.2.1) (RFC 6781 4.4.2; RFC 4035 5.3.1)",
    "[INFO] rrsig-ttl-mismatch MX example.com: signature expires in 3d 4h (RFC 6781 4.4.2; RFC 4035 5.3.1)",
    "",
  ]);
});

test("an emergency opens the text after the state", () => {
  const report = exampleReport({ findings: [exampleFinding({ level: "emergency" })], summary: "DS matches no key" });
  expect(renderNagios(report, 0)).toMatch(/^DNSSEC CHAIN CRITICAL - EMERGENCY example\.com: DS matches no key \|/);
});

test("from -v each finding says what to do and by which rule, then come the details", () => {
  const report = exampleReport({
    findings: [
      exampleFinding(),
      exampleFinding({ id: "rrsig-missing", level: "critical", cause: "rrsig-expiring-soon" }),
      exampleFinding({ id: "rrsig-bogus", level: "critical", cause: "rrsig-missing" }),
    ],
    details: [". secure", "`-- com secure"],
  });
  expect(renderNagios(report, 1).split("\n").slice(1)).toEqual([
    "[WARNING] rrsig-expiring-soon MX example.com: signature expires in 3d 4h (at 192.0.2.1)",
    "  To do: Sign the zone again. (RFC 6781 4.4.2; RFC 4035 5.3.1)",
    "  Hence rrsig-missing MX example.com: signature expires in 3d 4h",
    "  Hence rrsig-bogus MX example.com: signature expires in 3d 4h",
    ". secure",
    "`-- com secure",
    "",
  ]);
});

test("-vv adds what the run cost", () => {
  const report = exampleReport({ findings: [], metrics: [] });
  expect(renderNagios(report, 2).split("\n").slice(1)).toEqual([
    "check_dnssec_chain 1.0.0: 12 queries in 41 ms, judged at 2026-11-23T00:00:00Z",
    "",
  ]);
});

test("many servers are counted, and all named from -v", () => {
  const servers = Array.from({ length: 8 }, (_, i) => ({ name: null, address: `192.0.2.${i}` }));
  const report = exampleReport({ findings: [exampleFinding({ servers })] });
  expect(renderNagios(report, 0)).toContain("(at 192.0.2.0, 192.0.2.1, 192.0.2.2, 192.0.2.3 and 4 more)");
  expect(renderNagios(report, 1)).toContain("192.0.2.7)");
});

test("control characters, other scripts and the bar of perfdata are escaped wherever they come from", () => {
  const nasty = "a|b\n\u001b[31mü\u0000";
  const report = exampleReport({
    zone: `${nasty}.`,
    summary: nasty,
    findings: [
      exampleFinding({
        label: nasty,
        message: nasty,
        remedy: nasty,
        servers: [{ name: nasty, address: nasty }],
        rfc: [nasty],
      }),
    ],
    details: [nasty],
  });
  const output = renderNagios(report, 3);
  expect(output).toMatch(/^[\x20-\x7e\n]*$/);
  expect(output.split("|")).toHaveLength(2);
  expect(output).toContain("a\\124b\\010\\027[31m\\195\\188\\000");
});

test("too many findings are left out whole, counted, and leave perfdata alone", () => {
  const findings = Array.from({ length: 200 }, (_, i) => exampleFinding({ label: `MX host-${i}.example.com` }));
  for (const verbosity of [0, 1, 2, 3] as const) {
    const output = renderNagios(exampleReport({ findings, details: ["detail"] }), verbosity);
    const lines = output.trimEnd().split("\n");
    const shown = lines.filter((line) => line.startsWith("[WARNING]")).length;
    expect(output.length).toBeLessThan(8192);
    expect(output.length).toBeGreaterThan(7500);
    expect(lines[0]).toContain("| first_expiry=");
    expect(lines.at(-1)).toContain(`(${200 - shown} more findings`);
    expect(lines.at(-1)).toMatch(/not shown; -o json prints every finding and metric\)$/);
  }
});

test("what just fits is shown without a closing line", () => {
  const details = Array.from({ length: 79 }, () => "x".repeat(99));
  const bare = renderNagios(exampleReport({ findings: [], metrics: [], details: [] }), 1).length;
  const filler = "y".repeat(8191 - bare - 79 * 100 - 1);
  const full = renderNagios(exampleReport({ findings: [], metrics: [], details: [...details, filler] }), 1);
  const over = renderNagios(exampleReport({ findings: [], metrics: [], details: [...details, `${filler}y`] }), 1);
  expect(full).toHaveLength(8191);
  expect(full).not.toContain("not shown");
  expect(over).toMatch(/\(1 more line not shown;/);
  expect(over.length).toBeLessThan(8192);
});

test("metrics beyond the room for perfdata are counted, not dropped in silence", () => {
  const metrics = Array.from({ length: 500 }, (_, i) => ({ ...FIRST_EXPIRY, name: `first_expiry_${i}` }));
  const output = renderNagios(exampleReport({ metrics }), 0);
  const shown = output.split("first_expiry_").length - 1;
  expect(shown).toBeGreaterThan(50);
  expect(output).toContain(`(${500 - shown} more metrics not shown`);
  expect(output.length).toBeLessThan(8192);
});

test("where nothing was learned the state is UNKNOWN and the text says why", () => {
  const report = exampleReport({ findings: [], metrics: [], unknown: "no server answered" });
  expect(renderNagios(report, 0)).toBe("DNSSEC CHAIN UNKNOWN - example.com: no server answered\n");
});

test("the worst finding decides the state, and the end state above all", () => {
  const warning = exampleFinding({ level: "warning" });
  expect(stateOf(exampleReport({ findings: [exampleFinding({ level: "info" })] }))).toBe("OK");
  expect(stateOf(exampleReport({ findings: [warning, exampleFinding({ level: "critical" })] }))).toBe("CRITICAL");
  expect(stateOf(exampleReport({ findings: [warning], unknown: "why" }))).toBe("WARNING");
  expect(stateOf(exampleReport({ findings: [warning], endState: "UNKNOWN" }))).toBe("UNKNOWN");
});

test("the root is written as a dot", () => {
  expect(renderNagios(exampleReport({ zone: ".", findings: [], summary: "secure" }), 0)).toMatch(/ OK - \.: secure/);
});
