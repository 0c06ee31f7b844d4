import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { toHex } from "../../src/util/bytes.ts";
import { areInstalled } from "../support/programs.ts";
import type { LabZone } from "../support/zonefab/fabricate.ts";
import { dnskeyLine, dsRdata, makeKey } from "../support/zonefab/keys.ts";
import { type Lab, LAB_PROGRAMS, raiseLab } from "../support/zonefab/lab.ts";
import { flipBit } from "../support/zonefab/mutators.ts";
import { labArguments, ourOpinions } from "../support/zonefab/ours.ts";
import { unboundOpinion, type Verdict } from "../support/zonefab/verdict.ts";

const keys = { island: makeKey(13, 257), below: makeKey(15, 257), broken: makeKey(13, 257), healthy: makeKey(8, 257) };

const zone = (apex: string, key: keyof typeof keys | null, more: Partial<LabZone> = {}): LabZone => ({
  apex,
  content: "www A 192.0.2.1\n*.wild A 192.0.2.2\n",
  signing: key === null ? null : { program: "bind", keys: [keys[key]], denial: "nsec" },
  server: "knot",
  ...more,
});

const ZONES: readonly LabZone[] = [
  zone("healthy.nsec3.", "healthy"),
  zone("unsigned.nsec.", null, { children: [zone("island.unsigned.nsec.", "island", { ds: () => [] })] }),
  zone("broken.optout.", "broken", {
    ds: (apex) => [flipBit(-1)(dsRdata(apex, keys.broken))],
    children: [zone("below.broken.optout.", "below")],
  }),
];

const APEXES = ["healthy.nsec3.", "unsigned.nsec.", "island.unsigned.nsec.", "broken.optout.", "below.broken.optout."];
const LABELS = ["www", "nx", "x.wild"];

const ds = (apex: string, key: keyof typeof keys, change = (rdata: Uint8Array): Uint8Array => rdata): string => {
  const rdata = change(dsRdata(parseName(apex), keys[key]));
  return `${apex} 3600 IN DS ${((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0)} ${rdata[2]} ${rdata[3]} ${toHex(rdata.subarray(4))}\n`;
};

const ISLAND = "island.unsigned.nsec.";
const island = ds(ISLAND, "island");

type Row = readonly [anchors: string, withRoot: boolean, text: string, verdicts: readonly Verdict[]];

/** Anchors beside the root's or without, and the verdicts on the zones, in the order of APEXES. */
const ROWS: readonly Row[] = [
  ["the root's alone", true, "", ["secure", "insecure", "insecure", "bogus", "bogus"]],
  ["a DS of an island", true, island, ["secure", "insecure", "secure", "bogus", "bogus"]],
  [
    "a DNSKEY of an island",
    true,
    dnskeyLine(parseName(ISLAND), keys.island),
    ["secure", "insecure", "secure", "bogus", "bogus"],
  ],
  [
    "a wrong DS of an island",
    true,
    ds(ISLAND, "island", flipBit(-1)),
    ["secure", "insecure", "bogus", "bogus", "bogus"],
  ],
  [
    "a wrong and a good DS of an island",
    true,
    ds(ISLAND, "island", flipBit(-1)) + island,
    ["secure", "insecure", "secure", "bogus", "bogus"],
  ],
  [
    "a DS of a zone whose parent has a wrong one",
    true,
    ds("broken.optout.", "broken"),
    ["secure", "insecure", "insecure", "secure", "secure"],
  ],
  [
    "a DS of a zone below a broken one",
    true,
    ds("below.broken.optout.", "below"),
    ["secure", "insecure", "insecure", "bogus", "secure"],
  ],
  ["an island's alone", false, island, ["indeterminate", "indeterminate", "secure", "indeterminate", "indeterminate"]],
  [
    "a wrong one of the root, a good one of an island",
    false,
    `. 3600 IN DS 1 13 2 ${"00".repeat(32)}\n${island}`,
    ["bogus", "bogus", "secure", "bogus", "bogus"],
  ],
];

/** RFC 4035 5.2 on such a DS: we take the zone for unsigned; Unbound goes by the anchor above then. */
const UNKNOWN_ALGORITHM = ds("healthy.nsec3.", "healthy", (rdata) => rdata.map((byte, at) => (at === 2 ? 100 : byte)));

describe.skipIf(!areInstalled(...LAB_PROGRAMS))("check_dnssec_chain and Unbound agree with a trust anchor:", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await raiseLab(ZONES);
  });

  afterAll(() => lab?.stop());

  test.each(ROWS)("%s", async (_title, withRoot, text, verdicts) => {
    const { ours, theirs } = await judge(withRoot, text);
    expect(ours).toEqual(lines(verdicts));
    // No AD bit is all that Unbound says of what no anchor reaches.
    expect(theirs).toEqual(lines(verdicts).map((line) => line.replace("indeterminate", "insecure")));
  });

  test("but for one of an algorithm that nobody knows", async () => {
    const { ours, theirs } = await judge(true, UNKNOWN_ALGORITHM);
    expect(ours).toEqual(lines(["insecure", "insecure", "insecure", "bogus", "bogus"]));
    expect(theirs).toEqual(lines(["secure", "insecure", "insecure", "bogus", "bogus"]));
  });

  async function judge(withRoot: boolean, text: string) {
    const anchors = (withRoot ? readFileSync(lab.trustAnchor, "utf8") : "") + text;
    const file = join(lab.directory, "anchors");
    writeFileSync(file, anchors);
    const validator = await lab.startValidator(anchors);
    const ours: string[] = [];
    const theirs: string[] = [];
    for (const apex of APEXES) {
      const asked = LABELS.map((label) => `${label}.${apex}/A`);
      for (const [query, { verdict }] of await ourOpinions(labArguments({ ...lab, trustAnchor: file }), apex, asked)) {
        ours.push(`${query} ${verdict}`);
        theirs.push(`${query} ${(await unboundOpinion({ ...lab, validator }, query)).verdict}`);
      }
    }
    return { ours, theirs };
  }
});

/** A verdict for each zone, spelt out for each query on it. */
function lines(verdicts: readonly Verdict[]): string[] {
  return APEXES.flatMap((apex, index) => LABELS.map((label) => `${label}.${apex}/A ${verdicts[index]}`));
}
