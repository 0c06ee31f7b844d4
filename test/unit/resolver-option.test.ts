import { expect, test } from "vitest";
import { resolverReader } from "../../src/cli/resolver-option.ts";
import { UsageError } from "../../src/util/errors.ts";

const read = resolverReader({ values: new Map([["tls-name", ["dns.test"]]]), counts: new Map(), operands: [] });

test.each([
  ["192.0.2.1", { address: "192.0.2.1", port: 53 }],
  ["tls://192.0.2.1", { address: "192.0.2.1", port: 853, channel: { protocol: "tls", certificateName: "dns.test" } }],
  ["tls://[2001:db8::1]:8853", { address: "2001:db8::1", port: 8853 }],
  ["tls://dns.example", { address: "dns.example", port: 853 }],
  [
    "https://192.0.2.1/dns-query",
    { address: "192.0.2.1", port: 443, channel: { protocol: "https", path: "/dns-query" } },
  ],
  ["https://dns.example:8443/q", { address: "dns.example", port: 8443, channel: { path: "/q" } }],
  ["https://dns.example", { channel: { path: "/dns-query" } }],
])("%s is read", (text, server) => {
  expect(read(text)).toMatchObject(server);
});

test.each(["tls://", "tls://192.0.2.1/x", "https:///dns-query", "quic://192.0.2.1", "dns.example", "tls://a b"])(
  "%j is refused",
  (text) => {
    expect(() => read(text)).toThrow(UsageError);
  },
);
