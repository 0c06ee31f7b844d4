import { describe, expect, test } from "vitest";
import { parseAnchorFile } from "../../src/dnssec/anchor-file.ts";
import { anchorKeyTag } from "../../src/dnssec/trust-anchor.ts";
import { UsageError } from "../../src/util/errors.ts";

const NOW = Date.UTC(2026, 10, 23) / 1000;
const DIGEST = "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";
const KSK_2024 =
  "AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5eeHspaQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qyJNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGOHOijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73PYc=";

function tagsOf(text: string): string[] {
  return parseAnchorFile(text, NOW).anchors.map(({ anchor, state }) => `${anchorKeyTag(anchor)} ${state}`);
}

describe("BIND's configuration", () => {
  test("trust-anchors with keys and digests over several lines is read, comments are not", () => {
    const text = `# bind.keys
/* . static-ds 1 8 2 "00"; */
trust-anchors {
  // a key
  . initial-key 257 3 8 "${KSK_2024.slice(0, 60)}
      ${KSK_2024.slice(60)}";
  "." static-ds 20326 8 2 "${DIGEST.slice(0, 20)} ${DIGEST.slice(20)}";
};`;
    expect(tagsOf(text)).toEqual(["38696 trusted", "20326 trusted"]);
  });

  test("managed-keys and trusted-keys are read", () => {
    expect(tagsOf(`managed-keys { . initial-key 257 3 8 "${KSK_2024}"; };`)).toEqual(["38696 trusted"]);
    expect(tagsOf(`trusted-keys { "." 257 3 8 "${KSK_2024}"; };`)).toEqual(["38696 trusted"]);
  });

  test("one without an anchor is refused", () => {
    expect(() => parseAnchorFile("trust-anchors { };", NOW)).toThrow(UsageError);
  });
});

test("Unbound's file gives each key's state and the last update", () => {
  const line = (state: number): string =>
    `. 86400 IN DNSKEY 257 3 8 ${KSK_2024} ;{id = 38696 (ksk), size = 2048b} ;;state=${state} [ X ] ;;count=0`;
  const text = `; autotrust trust anchor file
;;id: . 1
;;last_queried: 1795392000 ;;Mon Nov 23 00:00:00 2026
;;last_success: 1795305600 ;;Sun Nov 22 00:00:00 2026
${[1, 2, 3, 4, 5].map(line).join("\n")}
`;
  expect(tagsOf(text)).toEqual(["38696 pending", "38696 trusted", "38696 trusted", "38696 revoked", "38696 removed"]);
  expect(parseAnchorFile(text, NOW).updated).toBe(1_795_305_600);
});

describe("BIND's managed-keys.bind", () => {
  const keydata = (refresh: string, trusted: string, flags = 257): string =>
    `KEYDATA\t${refresh} ${trusted} 19700101000000 ${flags} 3 8 (\n\t\t${KSK_2024.slice(0, 60)}\n\t\t${KSK_2024.slice(60)}\n\t\t) ; KSK; alg = RSASHA256\n\t\t; next refresh: whenever`;
  const file = (...records: readonly string[]): string =>
    `$ORIGIN .\n$TTL 0\t; 0 seconds\n@\tIN SOA\t. . (\n\t\t3 ; serial\n\t\t0\n\t\t0\n\t\t0\n\t\t0\n\t\t)\n${records.map((record) => `\t\t${record}\n`).join("")}`;

  test("gives each key's state by the time its trust begins, and by its flags", () => {
    const text = file(
      keydata("20261123010000", "20250101000000"),
      keydata("20261123010000", "20261201000000"),
      keydata("20261123010000", "19700101000000"),
      keydata("20261123010000", "20250101000000", 385),
    );
    expect(tagsOf(text)).toEqual(["38696 trusted", "38696 pending", "38696 pending", "38824 revoked"]);
  });

  test("is as old as the look at the keys that is overdue", () => {
    const later = keydata("20261123010000", "20250101000000");
    expect(parseAnchorFile(file(later), NOW).updated).toBe(NOW);
    expect(parseAnchorFile(file(later, keydata("20261101000000", "20250101000000")), NOW).updated).toBe(
      Date.UTC(2026, 10, 1) / 1000,
    );
  });

  test("is refused before BIND has seen any key", () => {
    const record = `KEYDATA\t${"19700101000000 ".repeat(3)}`;
    expect(() => parseAnchorFile(file(record), NOW)).toThrow(UsageError);
  });
});

test("plain records are trusted, and nothing tells how old they are", () => {
  expect(parseAnchorFile(`. IN DS 38696 8 2 ${DIGEST}`, NOW)).toMatchObject({
    anchors: [{ state: "trusted" }],
    updated: null,
  });
});

test.each(["", "; nothing", "hello"])("%j is no anchor file", (text) => {
  expect(() => parseAnchorFile(text, NOW)).toThrow(UsageError);
});
