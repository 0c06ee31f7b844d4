import { expect, test } from "vitest";
import { builtInRootHints, parseRootHints } from "../../src/net/root-hints.ts";
import { UsageError } from "../../src/util/errors.ts";

const FILE = `; comment
.                        3600000      NS    A.ROOT-SERVERS.NET.
A.ROOT-SERVERS.NET.      3600000      A     198.41.0.4
A.ROOT-SERVERS.NET.      3600000      AAAA  2001:503:ba3e::2:30
.  3600000 IN NS b.root.
b.root. A 127.0.0.1
`;

test("the built-in root has thirteen servers, each with an IPv4 and an IPv6 address", () => {
  const servers = builtInRootHints();
  expect(servers.map((server) => server.name.toString())).toEqual(
    Array.from("abcdefghijklm", (letter) => `${letter}.root-servers.net.`),
  );
  for (const { addresses } of servers) {
    expect(addresses).toEqual([expect.stringMatching(/^[\d.]+$/), expect.stringMatching(/^[\da-f:]+$/)]);
  }
  expect(new Set(servers.flatMap((server) => server.addresses)).size).toBe(26);
});

test("a named.root file gives names and addresses, whatever their case", () => {
  const servers = parseRootHints(FILE, "named.root");
  expect(servers.map(({ name, addresses }) => [name.toString(), ...addresses])).toEqual([
    ["A.ROOT-SERVERS.NET.", "198.41.0.4", "2001:503:ba3e::2:30"],
    ["b.root.", "127.0.0.1"],
  ]);
});

test.each([
  ["an empty file", "", "no NS record of the root"],
  ["no address", ". NS a.root.\n", "no address of a root server"],
  ["an IPv4 address that is none", ". NS a.root.\na.root. A 1.2.3.256\n", "line 2: malformed address 1.2.3.256"],
  ["an IPv6 address in an A record", ". NS a.root.\na.root. A ::1\n", "line 2: malformed address ::1"],
  ["another type", ". NS a.root.\na.root. TXT x\n", "line 2: neither NS of the root nor an address"],
  ["NS of another zone", "tld. NS a.root.\n", "line 1: neither NS of the root nor an address"],
  ["two values", ". NS a.root. b.root.\n", "line 1: expected one value"],
  ["junk", "<html>\n", "line 1"],
])("%s is refused with file and line", (_, text, message) => {
  expect(() => parseRootHints(text, "/etc/hints")).toThrow(UsageError);
  expect(() => parseRootHints(text, "/etc/hints")).toThrow(`root hints /etc/hints: ${message}`);
});
