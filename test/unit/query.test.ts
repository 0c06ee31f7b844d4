import { expect, test } from "vitest";
import { parseMessage } from "../../src/dns/message.ts";
import { DomainName, parseName, ROOT } from "../../src/dns/name.ts";
import { buildQuery } from "../../src/dns/query.ts";
import { RrType } from "../../src/dns/registry.ts";

const plain = { id: 0x1234, recursionDesired: false, checkingDisabled: false, authenticData: false, edns: null };

test.each([
  ["the root", ROOT],
  ["a name in mixed case", parseName("wWw.Example.")],
  ["a label with a dot", new DomainName([Uint8Array.of(0x61, 0x2e, 0x62), Uint8Array.of(0x63)])],
  ["octets over 127 and zero", new DomainName([Uint8Array.of(0xff, 0x80, 0x00)])],
])("the question keeps %s octet for octet", (_, name) => {
  const message = parseMessage(buildQuery({ name, type: 65_280 }, plain));
  expect(message.questions).toEqual([{ name, type: 65_280, class: 1 }]);
  expect(message).toMatchObject({ id: 0x1234, isResponse: false, recursionDesired: false, edns: null });
});

test("flags and EDNS are as asked for", () => {
  const query = buildQuery(
    { name: parseName("example."), type: RrType.DNSKEY },
    {
      id: 7,
      recursionDesired: true,
      checkingDisabled: true,
      authenticData: true,
      edns: { version: 1, udpSize: 1400, dnssecOk: true, flags: 0x80, optionCodes: [100] },
    },
  );
  const message = parseMessage(query);
  expect(message).toMatchObject({ id: 7, recursionDesired: true, checkingDisabled: true, authenticData: true });
  const options = [{ code: 100, data: new Uint8Array(0) }];
  expect(message.edns).toEqual({ version: 1, udpSize: 1400, dnssecOk: true, flags: 0x80, options, extendedErrors: [] });
});
