import { assert, constantFrom, oneof, property, string } from "fast-check";
import { describe as group, expect, test } from "vitest";
import { parseName, ROOT } from "../../src/dns/name.ts";
import { RrType } from "../../src/dns/registry.ts";
import { ANNOUNCEMENTS } from "../../src/dnssec/catalogue/announcements.ts";
import { CATALOGUE } from "../../src/dnssec/catalogue/catalogue.ts";
import { CHAIN } from "../../src/dnssec/catalogue/chain.ts";
import { DENIAL } from "../../src/dnssec/catalogue/denial.ts";
import { DS } from "../../src/dnssec/catalogue/ds.ts";
import { KEYS } from "../../src/dnssec/catalogue/keys.ts";
import { NAMESERVERS } from "../../src/dnssec/catalogue/nameservers.ts";
import { RESOLVERS } from "../../src/dnssec/catalogue/resolvers.ts";
import { SUITE } from "../../src/dnssec/catalogue/suite.ts";
import { SIGNATURES } from "../../src/dnssec/catalogue/signatures.ts";
import type { Fault } from "../../src/dnssec/fault.ts";
import {
  describe,
  type FindingId,
  finding,
  isFindingId,
  nameText,
  subjectLabel,
  subjectPath,
} from "../../src/dnssec/finding.ts";
import { InternalError } from "../../src/util/errors.ts";
import { listedFaults } from "../support/fault-list.ts";

const FILES: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  signatures: SIGNATURES,
  chain: CHAIN,
  ds: { ...DS, ...ANNOUNCEMENTS },
  keys: KEYS,
  nameservers: NAMESERVERS,
  denial: DENIAL,
  resolvers: RESOLVERS,
};
const FAULTS: readonly (readonly [string, Fault])[] = Object.entries(CATALOGUE);
const CITATION =
  /^(RFC [1-9]\d*( ([A-Z]|\d+)(\.\d+)*)?( \(erratum \d+\))?|CVE-20\d\d-\d{4,}|NIST SP 800-\d+(r\d)?( Part \d)?)$/;

const subject = { name: parseName("example.com"), type: RrType.MX };

group("the catalogue against the list of faults", () => {
  test.each(Object.keys(FILES))(
    "%s holds the listed faults of its check, in order, with their levels and rules",
    (check) => {
      const listed = listedFaults().filter((fault) => fault.check === check);
      const held = Object.entries(FILES[check] ?? {});
      expect(held.map(([id, { level, rfc }]) => ({ id, level, rfc }))).toEqual(
        listed.map(({ id, severity, rfc }) => ({ id, level: severity, rfc })),
      );
    },
  );

  test("the catalogue as a whole holds all 245, the suite's own findings and nothing else", () => {
    expect(Object.keys(CATALOGUE).toSorted()).toEqual(
      [...listedFaults().map(({ id }) => id), ...Object.keys(SUITE)].toSorted(),
    );
    expect(listedFaults()).toHaveLength(245);
  });
});

group("the texts", () => {
  test.each([
    ["ids are kebab-case", (id: string) => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)],
    ["text is printable ASCII without a pipe", (_: string, { text }: Fault) => isPlain(text)],
    ["remedy is printable ASCII without a pipe", (_: string, { remedy }: Fault) => isPlain(remedy)],
    ["text is one short sentence", (_: string, { text }: Fault) => text.length >= 12 && text.length <= 100],
    ["remedy is at most 350 characters", (_: string, { remedy }: Fault) => remedy.length >= 20 && remedy.length <= 350],
    ["text has no final dot", (_: string, { text }: Fault) => !/[.:;,!]$/.test(text)],
    ["remedy ends with a dot", (_: string, { remedy }: Fault) => remedy.endsWith(".")],
    [
      "text starts in lower case, with a mnemonic or a param",
      (_: string, { text }: Fault) => /^([a-z{]|[A-Z][A-Z0-9-])/.test(text),
    ],
    ["remedy starts with a capital", (_: string, { remedy }: Fault) => /^[A-Z]/.test(remedy)],
    [
      "placeholders are balanced",
      (_: string, { text, remedy }: Fault) => !/[{}]/.test((text + remedy).replaceAll(/\{[a-zA-Z]+\}/g, "")),
    ],
    ["text has at most three placeholders", (_: string, { text }: Fault) => (text.match(/\{/g) ?? []).length <= 3],
    [
      "quoted commands are closed",
      (_: string, { remedy }: Fault) => (remedy.match(/(?<![A-Za-z])'|'(?![a-z])/g) ?? []).length % 2 === 0,
    ],
    [
      "at least one rule is cited, each once",
      (_: string, { rfc }: Fault) => rfc.length > 0 && new Set(rfc).size === rfc.length,
    ],
    ["rules are citations", (_: string, { rfc }: Fault) => rfc.every((rule) => CITATION.test(rule))],
  ])("%s", (_rule, holds) => {
    expect(FAULTS.filter(([id, fault]) => !holds(id, fault)).map(([id]) => id)).toEqual([]);
  });
});

group("a finding", () => {
  test("takes level and servers from the catalogue and none unless told", () => {
    const found = finding("nsec-zone-walkable", { subject });
    expect(found).toEqual({ id: "nsec-zone-walkable", level: "info", subject, servers: [], params: {} });
    const server = { name: null, address: "192.0.2.1", port: 53 };
    expect(finding("nsec-zone-walkable", { subject, level: "critical", servers: [server] })).toMatchObject({
      level: "critical",
      servers: [server],
    });
  });

  test("is described with its params filled in", () => {
    const found = finding("rrsig-expiring-soon", {
      subject,
      params: { zone: "example.com", keyTag: 12345, left: "3d 4h", expiration: "2026-11-26 04:00 UTC" },
    });
    const { message, remedy, rfc } = describe(found);
    expect(message).toBe("signature by key 12345 expires in 3d 4h (2026-11-26 04:00 UTC)");
    expect(remedy).toContain("'rndc sign example.com'");
    expect(rfc).toEqual(["RFC 6781 4.4.2"]);
  });

  test("without a param it needs is refused by the compiler and by describe", () => {
    // @ts-expect-error expiration is missing
    const found = finding("rrsig-expiring-soon", { subject, params: { zone: "example.com", keyTag: 1, left: "1d" } });
    expect(() => describe(found)).toThrow(InternalError);
    // @ts-expect-error params are missing
    expect(() => describe(finding("rrsig-missing", { subject }))).toThrow(InternalError);
  });

  test("shows what a param holds as it is, even where it looks like a placeholder or a replacement pattern", () => {
    assert(
      property(oneof(string(), constantFrom("$&", "$1", "{zone}", "{reason}")), (reason) => {
        const found = finding("dnskey-malformed", { subject, params: { reason } });
        expect(describe(found).message).toBe(`public key can't be read: ${reason}`);
      }),
    );
  });

  test("of every id can be described once its placeholders have values", () => {
    for (const [id, { text, remedy }] of FAULTS) {
      const names = (text + remedy).match(/(?<=\{)\w+(?=\})/g) ?? [];
      const params = Object.fromEntries(names.map((name) => [name, "value"]));
      const described = describe({ id: id as FindingId, level: "info", subject, servers: [], params });
      expect(described.message + described.remedy).not.toMatch(/[{}]/);
    }
  });
});

group("ids", () => {
  test("are told from other words, those of every object included", () => {
    expect(isFindingId("rrsig-expired")).toBe(true);
    for (const text of ["rrsig-expire", "RRSIG-EXPIRED", "", "toString", "constructor"])
      expect(isFindingId(text)).toBe(false);
  });
});

group("a subject", () => {
  const name = parseName("Example.com");
  test.each([
    [{ name }, "Example.com.", "Example.com"],
    [{ name, type: RrType.MX }, "Example.com./MX", "MX Example.com"],
    [{ name, type: RrType.DS, keyTag: 0 }, "Example.com./DS/0", "DS Example.com (key 0)"],
    [{ name: ROOT, type: RrType.DNSKEY, keyTag: 20326 }, "./DNSKEY/20326", "DNSKEY . (key 20326)"],
    [{ name: parseName("a\\.b.example"), type: 65280 }, "a\\.b.example./TYPE65280", "TYPE65280 a\\.b.example"],
  ])("%# reads well for programs and for people", (about, path, label) => {
    expect(subjectPath(about)).toBe(path);
    expect(subjectLabel(about)).toBe(label);
  });

  test("is named without the final dot, the root with it", () => {
    expect(nameText(name)).toBe("Example.com");
    expect(nameText(ROOT)).toBe(".");
  });
});

function isPlain(text: string): boolean {
  return /^[ -{}~]+$/.test(text);
}
