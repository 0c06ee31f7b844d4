import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RrType } from "../../src/dns/registry.ts";
import { parseName, ROOT } from "../../src/dns/name.ts";
import { alarms, runCheck } from "../support/checks-by-name.ts";
import { freePort, untilAnswering } from "../support/daemons/exchange.ts";
import { type Daemon, run, startDaemon, temporaryDirectory } from "../support/daemons/process.ts";
import { anchorFields } from "../support/daemons/resolver-setup.ts";
import { anchorText, type Internet, startInternet } from "../support/internet.ts";
import { areInstalled } from "../support/programs.ts";
import { keyPair } from "../support/signer/key.ts";

const ADDRESS = "127.0.0.1";
const KEY = 'key "test" { algorithm hmac-sha256; secret "AAAAAAAAAAAAAAAAAAAAAA=="; };';
const [standby] = keyPair(13, "standby");
const [ksk, zsk] = keyPair(13, "active");

describe.skipIf(!areInstalled("named", "rndc", "setpriv"))("BIND's managed-keys.bind, as BIND writes it,", () => {
  const temporary = temporaryDirectory();
  const file = join(temporary.path, "managed-keys.bind");
  let internet: Internet;
  let named: Daemon;

  beforeAll(async () => {
    internet = await startInternet({
      zones: { ".": { keys: [ksk, zsk, { ...standby, signs: "nothing" }] }, "zone.": {} },
    });
    const [endpoint, control] = [{ address: ADDRESS, port: await freePort(ADDRESS) }, await freePort(ADDRESS)];
    writeFileSync(join(temporary.path, "named.conf"), namedText(endpoint.port, control));
    const channel = `options { default-key "test"; default-server ${ADDRESS}; default-port ${control}; };`;
    writeFileSync(join(temporary.path, "rndc.conf"), KEY + channel);
    named = startDaemon(temporary.path, endpoint, [
      "named",
      "-g",
      "-4",
      "-n",
      "1",
      "-c",
      join(temporary.path, "named.conf"),
    ]);
    await untilAnswering(endpoint, { name: ROOT, type: RrType.SOA }, () => named.log());
  });

  afterAll(async () => {
    await named?.stop();
    await internet?.stop();
    temporary.remove();
  });

  test("holds the keys that sign and those published for later, of the root and of others", async () => {
    await untilSynced();
    const common = ["-f", file, ...internet.arguments, "-vv"];
    const root = await runCheck.trustAnchor(common);
    expect([root.status, alarms(root)]).toEqual(["OK", []]);
    expect(root.summary).toMatch(/^key \d+ and \d+ trusted in 1 file$/);
    const zone = await runCheck.trustAnchor(["-z", "zone", ...common]);
    expect([zone.status, alarms(zone)]).toEqual(["OK", []]);
  });

  test("is outdated once BIND has not looked at the keys for long", async () => {
    const result = await runCheck.trustAnchor(["-f", file, ...internet.arguments, "--at", "+12d"]);
    expect(alarms(result)).toEqual(["resolver-trust-anchor-file-outdated:warning"]);
  });

  /** Has BIND write its keys until those of both zones are there. */
  async function untilSynced(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const rndc = (command: string) => run("rndc", ["-c", join(temporary.path, "rndc.conf"), "managed-keys", command]);
      const status = await rndc("status");
      await rndc("sync");
      if (status.split("trusted since").length > 3) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`BIND has not learnt its keys:\n${named.log().slice(-2000)}`);
  }

  function namedText(port: number, control: number): string {
    const { path } = temporary;
    writeFileSync(join(path, "hints"), `. 3600000 NS ns.\nns. 3600000 A ${internet.server(".").addresses[0]}\n`);
    const zoneDs = internet
      .zone(".")
      .records.filter(({ owner, type }) => type === RrType.DS && owner.equals(parseName("zone.")));
    const anchors = anchorFields([...internet.trustAnchors, ...zoneDs].map(anchorText).join("")).map(
      ({ owner, ds: [tag, algorithm, digestType, digest] }) =>
        `"${owner}" initial-ds ${tag} ${algorithm} ${digestType} "${digest}";`,
    );
    return `${KEY}
controls { inet ${ADDRESS} port ${control} allow { any; } keys { "test"; }; };
options {
  directory "${path}"; pid-file none; session-keyfile none; dnssec-validation yes;
  port ${internet.port}; listen-on port ${port} { ${ADDRESS}; }; listen-on-v6 { none; };
};
trust-anchors { ${anchors.join(" ")} };
zone "." { type hint; file "${path}/hints"; };
`;
  }
});
