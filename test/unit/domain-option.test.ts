import { expect, test } from "vitest";
import { parseDomain, parseQuery } from "../../src/cli/domain-option.ts";
import { UsageError } from "../../src/util/errors.ts";

test.each([
  ["example.com", "example.com."],
  ["example.com.", "example.com."],
  ["Example.COM", "Example.COM."],
  [".", "."],
  ["_dmarc.example.com", "_dmarc.example.com."],
  ["bücher.example", "xn--bcher-kva.example."],
  ["ＥＸＡＭＰＬＥ。com", "example.com."],
  ["\\255\\000x.example", "\\255\\000x.example."],
  ["a\\.b.example", "a\\.b.example."],
  ["0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa."],
])("the domain name %s is read as %s", (text, name) => {
  expect(parseDomain(text).toString()).toBe(name);
});

test.each([
  "",
  "..",
  ".com",
  "a..b",
  "a b.example",
  " example.com",
  "example.com\n",
  "a\u0000b",
  "a\\256b",
  "a\\",
  `${"x".repeat(64)}.example`,
  "x.".repeat(128),
  "192.0.2.1",
  "2001:db8::1",
  "b\ufffdd.example",
  "xn--\u00fc.example",
  "ü/x.example",
  "ü\\046x.example",
  "ü?x",
  "ü#x.example",
  "ü%2ex.example",
  "１９２.0.2.1",
])("%j is no domain name", (text) => {
  expect(() => parseDomain(text)).toThrow(UsageError);
});

test.each([
  ["www.example.com", "www.example.com.", 1],
  ["www.example.com/AAAA", "www.example.com.", 28],
  ["www.example.com/aaaa", "www.example.com.", 28],
  ["www.example.com/TYPE65280", "www.example.com.", 65_280],
  ["./NS", ".", 2],
  ["0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa.", 1],
  ["0/25.2.0.192.in-addr.arpa/NS", "0/25.2.0.192.in-addr.arpa.", 2],
])("the query %s is for %s type %d", (text, name, type) => {
  const query = parseQuery(text);
  expect([query.name.toString(), query.type]).toEqual([name, type]);
});

test.each([
  "",
  "/A",
  "www.example.com/",
  "www.example.com/NOPE",
  "www.example.com/TYPE65536",
  "a/ANY",
  "a/RRSIG",
  "a/AXFR",
  "a/OPT",
  "a..b/A",
])("%j is no query", (text) => {
  expect(() => parseQuery(text)).toThrow(UsageError);
});
