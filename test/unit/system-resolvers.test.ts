import { expect, test } from "vitest";
import { parseResolvConf } from "../../src/cli/system-resolvers.ts";

test("the nameserver lines of a resolv.conf are read, with zones of IPv6 addresses, and nothing else", () => {
  const text =
    "# nameserver 192.0.2.9\nsearch example.com\nnameserver 192.0.2.1\n\tnameserver  fe80::1%eth0 \nnameserver\n";
  expect(parseResolvConf(text).map(({ address, port }) => `${address} ${port}`)).toEqual([
    "192.0.2.1 53",
    "fe80::1%eth0 53",
  ]);
});
