import { expect, test } from "vitest";
import {
  Rcode,
  RrType,
  algorithmName,
  digestName,
  extendedErrorName,
  rcodeName,
  typeCode,
  typeName,
} from "../../src/dns/registry.ts";

test("every type the code names is the registry's, in either case", () => {
  for (const [name, code] of Object.entries(RrType)) {
    expect(typeName(code)).toBe(name);
    expect(typeCode(name.toLowerCase())).toBe(code);
  }
});

test.each(["", "NOTYPE", "TYPE", "TYPE65536", "constructor", "__proto__", "toString"])("%j is no type", (text) => {
  expect(typeCode(text)).toBeNull();
});

test("every RCODE the code names is the registry's", () => {
  for (const [name, code] of Object.entries(Rcode)) expect(rcodeName(code)).toBe(name);
  expect(rcodeName(4095)).toBe("RCODE4095");
});

test.each([
  [algorithmName(13), "ECDSAP256SHA256"],
  [algorithmName(16), "ED448"],
  [algorithmName(200), "algorithm 200"],
  [digestName(2), "SHA-256"],
  [digestName(200), "digest type 200"],
  [extendedErrorName(6), "DNSSEC Bogus"],
  [extendedErrorName(27), "Unsupported NSEC3 Iterations Value"],
  [extendedErrorName(30), "Invalid Query Type"],
  [extendedErrorName(49152), "unregistered code"],
])("%s is the name %s", (name, expected) => {
  expect(name).toBe(expected);
});
