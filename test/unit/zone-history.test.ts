import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, property } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeyMemory, NO_HISTORY, type ZoneHistory } from "../../src/checks/shared/zone-history.ts";
import { defaultStateFolder } from "../../src/cli/state-folder.ts";
import { zoneFileName } from "../../src/cli/zone-file-name.ts";
import { historyFolder, readOnly } from "../../src/cli/zone-history/history-folder.ts";
import { parseName, ROOT } from "../../src/dns/name.ts";
import { anyName } from "../support/arbitraries.ts";

const ZONE = parseName("zone.test.");
const KEY: KeyMemory = {
  tag: 12345,
  algorithm: 13,
  flags: 257,
  publicKey: "AQID",
  firstSeen: 1_700_000_000,
  missingSince: null,
  idleSince: null,
  revokedSince: null,
  withoutDsSince: 1_700_000_100,
  hasHadDs: true,
};
const HISTORY: ZoneHistory = {
  keys: [KEY],
  rollover: { phases: ["double DS"], since: 1_700_000_200 },
  delegation: { watchedSince: 1_700_000_000, facts: [{ fact: "DS 1 has no key", since: 1_700_000_300 }] },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "key-history-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a folder of histories", () => {
  test("gives back what was kept, and nothing for a zone it never saw", async () => {
    const history = historyFolder(join(folder, "made", "on demand"));
    expect(await history.recall(ZONE)).toMatchObject({ history: NO_HISTORY, trouble: null });
    expect(await history.keep(ZONE, HISTORY)).toBeNull();
    expect(await history.recall(ZONE)).toMatchObject({ history: HISTORY, trouble: null });
    expect(await history.recall(parseName("other.test."))).toMatchObject({ history: NO_HISTORY, trouble: null });
  });

  test("holds one readable JSON file a zone and no leftovers", async () => {
    await historyFolder(folder).keep(ZONE, HISTORY);
    expect(await readdir(folder)).toEqual(["zone.test.json"]);
    expect(JSON.parse(await readFile(join(folder, "zone.test.json"), "utf8"))).toMatchObject({
      zone: "zone.test.",
      keys: [{ key_tag: 12345, first_seen: "2023-11-14T22:13:20Z" }],
    });
  });

  test("keeps the earlier date and the keys of another run", async () => {
    const history = historyFolder(folder);
    const other: KeyMemory = { ...KEY, tag: 1, publicKey: "BAUG" };
    await history.keep(ZONE, { keys: [{ ...KEY, firstSeen: KEY.firstSeen - 10 }, other], rollover: null });
    await history.keep(ZONE, HISTORY);
    const { keys } = (await history.recall(ZONE)).history;
    expect(keys).toEqual([{ ...KEY, firstSeen: KEY.firstSeen - 10 }, other]);
  });

  test("holds what two checks of one run keep at the same time", async () => {
    const history = historyFolder(folder);
    const { keys, rollover, delegation } = HISTORY;
    await Promise.all([history.keep(ZONE, { keys, rollover }), historyFolder(folder).keep(ZONE, { delegation })]);
    expect((await history.recall(ZONE)).history).toEqual(HISTORY);
  });

  test("takes a file from before delegations were remembered", async () => {
    await writeFile(join(folder, "zone.test.json"), '{"version":1,"keys":[],"rollover":null}');
    expect(await historyFolder(folder).recall(ZONE)).toMatchObject({ history: NO_HISTORY, trouble: null });
  });

  test("is whole whenever it is read while many runs write it", async () => {
    const history = historyFolder(folder);
    await history.keep(ZONE, HISTORY);
    const runs = Array.from({ length: 30 }, async (_, i) => {
      const trouble = await history.keep(ZONE, { ...HISTORY, keys: [{ ...KEY, firstSeen: KEY.firstSeen + i }] });
      return [trouble, (await history.recall(ZONE)).trouble];
    });
    expect((await Promise.all(runs)).flat().filter((trouble) => trouble !== null)).toEqual([]);
    expect((await history.recall(ZONE)).history.keys[0]?.firstSeen).toBe(KEY.firstSeen);
    expect(await readdir(folder)).toEqual(["zone.test.json"]);
  });

  test.each([
    ["is no JSON", "{"],
    ["is empty", ""],
    ["is of another kind", "[1]"],
    ["is of a version to come", '{"version":2,"keys":[]}'],
    ["lacks a field", '{"version":1,"keys":[{"key_tag":1}],"rollover":null}'],
    ["has a date that is none", '{"version":1,"keys":[],"rollover":{"phases":[],"since":"soon"}}'],
  ])("says when a file %s, sets it aside and starts anew", async (_, text) => {
    const file = join(folder, "zone.test.json");
    await writeFile(file, text);
    const history = historyFolder(folder);
    expect(await history.recall(ZONE)).toMatchObject({
      history: NO_HISTORY,
      trouble: expect.stringContaining("zone.test.json was corrupt"),
    });
    expect(await history.keep(ZONE, HISTORY)).toBeNull();
    expect(await history.recall(ZONE)).toMatchObject({ history: HISTORY, trouble: null });
    expect(await readFile(`${file}.corrupt`, "utf8")).toBe(text);
  });

  test("says why it can't be written, and leaves alone what it can't read", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    expect(await historyFolder(join(file, "below")).keep(ZONE, HISTORY)).toMatch(
      /^can't (read|write) .*: part of the path is no folder$/,
    );
    await mkdir(join(folder, "zone.test.json"));
    expect(await historyFolder(folder).keep(ZONE, HISTORY)).toMatch(
      /^can't read .*zone\.test\.json: it is a directory$/,
    );
  });

  test("for a run at another time is read and not written", async () => {
    await historyFolder(folder).keep(ZONE, HISTORY);
    const history = readOnly(historyFolder(folder));
    expect(await history.keep(ZONE, NO_HISTORY)).toBeNull();
    expect((await history.recall(ZONE)).history).toEqual(HISTORY);
  });
});

describe("a zone's file name", () => {
  test.each([
    [ROOT, "%2E.json"],
    [parseName("Example.COM."), "example.com.json"],
    [parseName("a/b.example."), "a%2Fb.example.json"],
    [parseName("..%2fetc.example".replace("..", "\\.\\.")), "%5C.%5C.%252fetc.example.json"],
    [parseName("\\000\\200.example."), "%5C000%5C200.example.json"],
  ])("%# is safe", (zone, expected) => expect(zoneFileName(zone)).toBe(expected));

  test("never leaves its folder, fits any file system and differs from zone to zone", () => {
    assert(
      property(anyName, anyName, (a, b) => {
        expect(zoneFileName(a)).toMatch(/^[a-z0-9_%-][a-zA-Z0-9._%-]*\.json$/);
        expect(zoneFileName(a).length).toBeLessThan(200);
        expect(zoneFileName(a) === zoneFileName(b)).toBe(a.equals(b));
      }),
    );
  });
});

describe("the usual folder", () => {
  test("is the system's where that can be written, else the user's own", async () => {
    expect(defaultStateFolder({ XDG_STATE_HOME: "/state" }, folder)).toBe(folder);
    expect(defaultStateFolder({ XDG_STATE_HOME: "/state" }, join(folder, "none"))).toBe("/state/dnssec-monitoring");
    expect(defaultStateFolder({ XDG_STATE_HOME: "state" }, join(folder, "none"))).toMatch(
      /^\/.*\/\.local\/state\/dnssec-monitoring$/,
    );
    expect(defaultStateFolder({}, join(folder, "none"))).toMatch(/^\/.*\/\.local\/state\/dnssec-monitoring$/);
  });
});
