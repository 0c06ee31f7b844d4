import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type KeyFacts, NO_FACTS } from "../../src/checks/keys/key-facts.ts";
import { parseKeyFile, readKeyFolder } from "../../src/cli/key-facts/bind-key-files.ts";
import { parseKeyCreated } from "../../src/cli/key-facts/key-created.ts";
import { parseKeyStatus } from "../../src/cli/key-facts/key-status.ts";
import { parseName } from "../../src/dns/name.ts";
import { UsageError } from "../../src/util/errors.ts";

const ZONE = parseName("example.com.");

function utc(text: string): number {
  return Date.parse(text) / 1000;
}

/** A time that a program printed in this host's time zone. */
function local(text: string): number {
  return new Date(text).getTime() / 1000;
}

function facts(keyTag: number, own: Partial<KeyFacts>): KeyFacts {
  return { ...NO_FACTS, keyTag, ...own };
}

describe("--key-created", () => {
  test.each([
    ["12345=2024-02-29", "2024-02-29T00:00:00Z"],
    ["1=20240229120000", "2024-02-29T12:00:00Z"],
    ["65535=2024-02-29T12:00:00+01:00", "2024-02-29T11:00:00Z"],
    ["0=-30d", "2026-10-24T00:00:00Z"],
  ])("%s is read", (text, created) => {
    const now = utc("2026-11-23T00:00:00Z");
    expect(parseKeyCreated(text, now)).toEqual(facts(Number.parseInt(text, 10), { created: utc(created) }));
  });

  test.each(["", "12345", "=2024-01-01", "65536=2024-01-01", "x=2024-01-01", "1=", "1=2024-02-30", "1=yesterday"])(
    "%j is refused",
    (text) => expect(() => parseKeyCreated(text, 0)).toThrow(UsageError),
  );
});

describe("BIND's key files", () => {
  // As dnssec-keygen 9.18 writes them.
  const KEY = `; This is a key-signing key, keyid 65427, for example.com.
; Created: 20251123040051 (Sun Nov 23 04:00:51 2025)
; Publish: 20251124040051 (Mon Nov 24 04:00:51 2025)
; Activate: 20251125040051 (Tue Nov 25 04:00:51 2025)
; Revoke: 20261101000000 (Sun Nov  1 00:00:00 2026)
; Inactive: 20271123040051 (Tue Nov 23 04:00:51 2027)
; Delete: 20281122040051 (Wed Nov 22 04:00:51 2028)
example.com. IN DNSKEY 257 3 13 BF+pHzvDWq63T8aclbqkVwBYXd8DIOuJNIJHzXLueKhjIN91tQY0Y4S8 dmYGPNl7lXATYJ1VnAa7FBQsi6gG3g==
`;
  // As named 9.18 with dnssec-policy writes them.
  const STATE = `; This is the state of key 37085, for example.com.
Algorithm: 13
Length: 256
Lifetime: 31536000
KSK: yes
ZSK: no
Generated: 20261123040113 (Mon Nov 23 04:01:13 2026)
Published: 20261123040114 (Mon Nov 23 04:01:14 2026)
Active: 20261123040113 (Mon Nov 23 04:01:13 2026)
Retired: 20271123040113 (Tue Nov 23 04:01:13 2027)
Removed: 20271124060113 (Wed Nov 24 06:01:13 2027)
DNSKEYChange: 20261123040113 (Mon Nov 23 04:01:13 2026)
GoalState: omnipresent
`;

  test("say when a key was made, published, revoked and is to be replaced", () => {
    expect(parseKeyFile(KEY)).toEqual({
      ...NO_FACTS,
      created: utc("2025-11-23T04:00:51Z"),
      published: utc("2025-11-24T04:00:51Z"),
      revoked: utc("2026-11-01T00:00:00Z"),
      replacement: utc("2027-11-23T04:00:51Z"),
    });
    expect(parseKeyFile(STATE)).toEqual({
      ...NO_FACTS,
      created: utc("2026-11-23T04:01:13Z"),
      published: utc("2026-11-23T04:01:14Z"),
      replacement: utc("2027-11-23T04:01:13Z"),
    });
  });

  test("of the zone alone are read from a folder, by their names", async () => {
    const folder = await mkdtemp(join(tmpdir(), "key-files-"));
    const put = (name: string): Promise<void> => writeFile(join(folder, name), KEY);
    await Promise.all(
      [
        "KExample.com.+013+65427.key",
        "Kother.example.com.+013+00001.key",
        "Kexample.com.+013+65427.private",
        "Kwe%2Fird.example.com.+008+00007.key",
        "README",
        "K.+008+20326.key",
      ].map(put),
    );
    await writeFile(join(folder, "Kexample.com.+013+37085.state"), STATE);
    const read = (zone: string) =>
      readKeyFolder(folder, parseName(zone))
        .map(({ keyTag, algorithm }) => `${algorithm} ${keyTag}`)
        .toSorted();
    expect(read("example.com.")).toEqual(["13 37085", "13 65427"]);
    expect(read("we/ird.example.com.")).toEqual(["8 7"]);
    expect(read(".")).toEqual(["8 20326"]);
    expect(() => readKeyFolder(join(folder, "none"), ZONE)).toThrow(/^can't read .*: no such file$/);
    await rm(folder, { recursive: true });
  });
});

describe("--key-status", () => {
  test("reads rndc dnssec -status, in the time zone of this host", () => {
    // As rndc 9.18 prints it in the middle of a rollover of the ZSK.
    const text = `dnssec-policy: p
current time:  Mon Nov 23 04:01:18 2026

key: 37085 (ECDSAP256SHA256), KSK
  published:      yes - since Mon Nov  2 04:01:13 2026
  key signing:    yes - since Mon Nov  2 04:01:13 2026

  Next rollover scheduled on Tue Nov 23 01:56:13 2027
  - goal:           omnipresent
  - dnskey:         rumoured

key: 34722 (ECDSAP256SHA256), ZSK
  published:      no
  zone signing:   no

  Key has been removed from the zone
  - goal:           hidden

key: 64276 (ECDSAP256SHA256), CSK
  published:      yes - since Mon Nov 23 04:01:13 2026

  No rollover scheduled
`;
    expect(parseKeyStatus(text, ZONE)).toEqual([
      facts(37085, {
        role: "KSK",
        published: local("2026-11-02T04:01:13"),
        replacement: local("2027-11-23T01:56:13"),
      }),
      facts(34722, { role: "ZSK", note: "Key has been removed from the zone" }),
      facts(64276, { role: "CSK", published: local("2026-11-23T04:01:13") }),
    ]);
  });

  test("reads keymgr list, with times as numbers, as ISO, and of old versions", () => {
    const id = "4bc0122cbc0a375cb3f5514eb33ca18deea9fe39";
    expect(
      parseKeyStatus(`${id} 21314 ZSK ECDSAP256SHA256 publish=1795406451 active=1797998451 retire=1858478451\n`, ZONE),
    ).toEqual([facts(21314, { role: "ZSK", published: 1_795_406_451, replacement: 1_858_478_451 })]);
    expect(
      parseKeyStatus(`${id} 60152 KSK ECDSAP256SHA256 publish=2026-11-23T04:00:51Z ready=2026-11-23T04:00:51Z\n`, ZONE),
    ).toEqual([facts(60152, { role: "KSK", published: 1_795_406_451 })]);
    const old = `${id} ksk=yes zsk=no tag=60152 algorithm=13 size=256 public-only=no created=1795406450 publish=1795406451 retire=0`;
    expect(parseKeyStatus(old, ZONE)).toEqual([
      facts(60152, { role: "KSK", created: 1_795_406_450, published: 1_795_406_451 }),
    ]);
    expect(() => parseKeyStatus(`${id} 60152 KSK ECDSAP256SHA256 publish=+1M\n`, ZONE)).toThrow(/numbers or iso/);
  });

  test("reads keymgr -j list, of this zone", () => {
    const key = {
      id: "4b",
      ksk: false,
      zsk: true,
      tag: 21314,
      algorithm: 13,
      publish: 1_795_406_451,
      retire: 0,
      revoke: 0,
    };
    const text = JSON.stringify([
      { zone: "example.com.", ...key },
      { zone: "example.net.", ...key, tag: 1 },
    ]);
    expect(parseKeyStatus(text, ZONE)).toEqual([facts(21314, { role: "ZSK", published: 1_795_406_451 })]);
    expect(parseKeyStatus("[]", ZONE)).toEqual([]);
    expect(() => parseKeyStatus("[{", ZONE)).toThrow(UsageError);
  });

  test("reads the lists of OpenDNSSEC: states by key, dates of replacement by role", () => {
    const text = `Keys:
Zone:                           Keytype: State:    Date of next transition: Size: Algorithm: CKA_ID:                          Repository: KeyTag:
example.com                     KSK      ready     waiting for ds-seen      2048  8          0f1e2d3c4b5a69788796a5b4c3d2e1f0 SoftHSM     12345
example.com                     ZSK      active    2026-12-24 10:00:00      1024  8          1f1e2d3c4b5a69788796a5b4c3d2e1f0 SoftHSM     23456
example.net                     ZSK      active    2026-12-24 10:00:00      1024  8          2f1e2d3c4b5a69788796a5b4c3d2e1f0 SoftHSM     3
Keys:
Zone:                           Keytype: Rollover expected:
example.com                     KSK      2027-11-23 10:00:00
example.com                     ZSK      No roll scheduled
`;
    expect(parseKeyStatus(text, ZONE)).toEqual([
      facts(12345, { role: "KSK", algorithm: 8, note: "ready, waiting for ds-seen" }),
      facts(23456, { role: "ZSK", algorithm: 8, note: "active" }),
      { ...NO_FACTS, role: "KSK", replacement: local("2027-11-23T10:00:00") },
    ]);
    expect(parseKeyStatus("example.com;CSK;active;now;256;13;0f1e;SoftHSM;7\n", ZONE)).toEqual([
      facts(7, { role: "CSK", algorithm: 13, note: "active" }),
    ]);
  });

  test.each(["", "nothing known", "{}", "key: 1"])("refuses %j", (text) => {
    expect(() => parseKeyStatus(text, ZONE)).toThrow(UsageError);
  });
});
