import type { FindingId } from "../../../src/dnssec/finding.ts";
import type { Level } from "../../../src/util/level.ts";
import type { Duties } from "../../support/rollover/capture.ts";
import type { Scene } from "../../support/rollover/replay.ts";
import type { Rollover } from "../../support/rollover/rollovers.ts";
import { withoutSignaturesOf, withRrsetsOf } from "../../support/rollover/splice.ts";
import type { Diary, Stage } from "../../support/rollover/watch.ts";

/** Real versions of a zone, from one rollover, to be put together wrongly. */
export interface Story {
  readonly before: Stage;
  readonly after: Stage;
  /** The keys that go, and those that come. */
  readonly old: readonly number[];
  readonly fresh: readonly number[];
  /** The first stage of which this holds. */
  stage(holds: (duties: Duties) => boolean): Stage;
}

/** A mistake that somebody makes in a phase of some rollovers. */
export interface RolloverFault {
  readonly rollovers: readonly Rollover[];
  readonly mistake: string;
  /** What is looked at, one after the other; the last look is judged. */
  readonly scenes: (story: Story) => readonly Scene[];
  readonly options?: readonly string[];
  /** Every alert that no other explains, or information, and the check that owns it. */
  readonly found: Readonly<Partial<Record<`${FindingId}:${Level}`, string>>>;
  /** In the text of the first of them. */
  readonly says?: string;
}

const KSK_LIKE = ["ksk", "double-ds", "csk", "algorithm"] as const;
/** Limits that are over within the time for which signatures last here; DNSKEY and DS have TTLs of a second. */
const LIMITS = ["--rollover-limit", "20s", "--unused-max-age", "20s"];
const PAST_LIMITS = 40;

export const ROLLOVER_FAULTS: readonly RolloverFault[] = [
  {
    rollovers: ["zsk", "csk"],
    mistake: "the new key signs data before it is published",
    scenes: (story) => {
      const { before } = story;
      const { zone } = story.stage(isSwitched(story));
      return [
        { ...asCaptured(before), zones: twice(withRrsetsOf(zone, before.zone, "@", ["DNSKEY", "CDS", "CDNSKEY"])) },
      ];
    },
    found: { "dnskey-zsk-missing:emergency": "keys" },
  },
  {
    rollovers: ["zsk"],
    mistake: "the new key is published and never used",
    scenes: (story) => lasting(story.stage(isPublished(story))),
    options: LIMITS,
    found: { "dnskey-stale-unused:info": "keys" },
  },
  {
    rollovers: ["zsk", "csk"],
    mistake: "the old key is removed while its signature over one RRset stands",
    scenes: ({ before, after }) => [
      { ...asCaptured(after), zones: twice(withRrsetsOf(after.zone, before.zone, "www", ["A"])) },
    ],
    found: { "rrsig-signer-key-missing:critical": "signatures" },
  },
  {
    rollovers: ["zsk"],
    mistake: "the old key is never removed",
    scenes: (story) => lasting(story.stage(isSwitched(story))),
    options: LIMITS,
    found: { "dnskey-stale-unused:info": "keys" },
  },
  {
    rollovers: ["zsk"],
    mistake: "one server keeps the old zone",
    scenes: oneWithOldZone,
    found: { "ns-dnskey-rrset-differs:critical": "nameservers" },
  },
  {
    rollovers: ["zsk"],
    mistake: "one server keeps the old DNSKEY RRset",
    scenes: oneWithOldKeys,
    found: {
      "dnskey-zsk-missing:critical": "keys",
      "ns-dnskey-rrset-differs:warning": "nameservers",
    },
  },
  {
    rollovers: KSK_LIKE,
    mistake: "the DS is swapped before the new key is published",
    scenes: ({ before, after }) => [{ ...asCaptured(before), ds: after.ds }],
    found: { "ds-keytag-no-dnskey:emergency": "ds" },
  },
  {
    rollovers: KSK_LIKE,
    mistake: "the DS is swapped before the new key signs DNSKEY",
    scenes: (story) => {
      const stage = story.stage(isPublished(story));
      const zone = withoutSignaturesOf(stage.zone, story.fresh, "@", "DNSKEY");
      return [{ at: stage.at, zones: twice(zone), ds: story.after.ds }];
    },
    found: { "chain-ksk-signature-missing:emergency": "ds" },
  },
  {
    rollovers: KSK_LIKE,
    mistake: "the old DS is removed before the new one is there",
    scenes: (story) => [{ ...asCaptured(story.stage(isPublished(story))), ds: [] }],
    found: { "chain-expected-secure-but-insecure:critical": "chain" },
  },
  {
    rollovers: KSK_LIKE,
    mistake: "the new DS never comes",
    scenes: (story) => lasting(story.stage(isPublished(story))),
    options: LIMITS,
    found: { "dnskey-rollover-incomplete:warning": "keys" },
    says: "DS still names only key",
  },
  {
    rollovers: KSK_LIKE,
    mistake: "the old key is withdrawn while the parent has only its DS",
    scenes: ({ before, after }) => [{ ...asCaptured(after), ds: before.ds }],
    found: { "ds-keytag-no-dnskey:emergency": "ds" },
  },
  {
    rollovers: ["ksk", "csk"],
    mistake: "the old key goes on signing when its DS is gone",
    scenes: (story) => {
      const inBoth = story.stage(isPublished(story));
      return [asCaptured(inBoth), ...lasting({ ...inBoth, ds: story.after.ds })];
    },
    options: LIMITS,
    found: { "dnskey-rollover-incomplete:warning": "keys" },
    says: "it has no DS any more, but still signs DNSKEY",
  },
  {
    rollovers: ["ksk", "double-ds"],
    mistake: "the old DS stays when its key is gone",
    scenes: ({ before, after }) => {
      const ds = [...before.ds, ...after.ds];
      return [asCaptured(before), ...lasting({ ...after, ds })];
    },
    options: LIMITS,
    found: { "ds-keytag-no-dnskey:warning": "ds" },
  },
  {
    rollovers: ["ksk", "double-ds"],
    mistake: "one server keeps the old DNSKEY RRset",
    scenes: oneWithOldKeys,
    found: { "ds-keytag-no-dnskey:critical": "ds", "ns-dnskey-rrset-differs:warning": "nameservers" },
  },
  {
    rollovers: ["csk", "algorithm"],
    mistake: "one server keeps the old DNSKEY RRset",
    scenes: oneWithOldKeys,
    found: {
      "ds-keytag-no-dnskey:critical": "ds",
      "dnskey-zsk-missing:critical": "keys",
      "ns-dnskey-rrset-differs:warning": "nameservers",
    },
  },
  {
    rollovers: ["ksk", "double-ds"],
    mistake: "one server keeps the old zone",
    scenes: oneWithOldZone,
    found: { "ds-keytag-no-dnskey:critical": "ds" },
  },
  {
    rollovers: ["csk", "algorithm"],
    mistake: "one server keeps the old zone",
    scenes: oneWithOldZone,
    found: { "ds-keytag-no-dnskey:critical": "ds", "ns-dnskey-rrset-differs:critical": "nameservers" },
  },
  {
    rollovers: ["algorithm"],
    mistake: "the new algorithm is published before all RRsets are signed with it",
    scenes: (story) => {
      const stage = story.stage(isPublished(story));
      return [{ ...asCaptured(stage), zones: twice(withoutSignaturesOf(stage.zone, story.fresh, "www", "A")) }];
    },
    found: { "rrsig-algorithm-incomplete:warning": "signatures" },
  },
  {
    rollovers: ["algorithm"],
    mistake: "the old algorithm's signatures go before its DS",
    scenes: (story) => {
      const stage = story.stage(isPublished(story));
      return [{ ...asCaptured(stage), zones: twice(withoutSignaturesOf(stage.zone, story.old, "www", "A")) }];
    },
    found: { "rrsig-missing-for-ds-algorithm:critical": "signatures" },
  },
];

/** Tells the story of a rollover by its diary. */
export function storyOf({ stages }: Diary): Story {
  const [before] = stages;
  const after = stages.at(-1);
  if (before === undefined || after === undefined) throw new Error("nothing was seen");
  const tagsWithout = (one: Duties, other: Duties): number[] => [...one.keys()].filter((tag) => !other.has(tag));
  return {
    before,
    after,
    old: tagsWithout(before.duties, after.duties),
    fresh: tagsWithout(after.duties, before.duties),
    stage(holds) {
      const found = stages.find(({ duties }) => holds(duties));
      if (found === undefined) throw new Error("there was no such stage");
      return found;
    },
  };
}

/** All new keys are published; a KSK and a ZSK of a new algorithm have signed everything, which may take a while. */
function isPublished({ fresh }: Story): (duties: Duties) => boolean {
  return (duties) =>
    fresh.every((tag) => duties.get(tag)?.isPublished === true) &&
    (fresh.length === 1 || fresh.some((tag) => duties.get(tag)?.signsData === "all"));
}

/** A new key signs all data, and no old one does any more. */
function isSwitched({ old, fresh }: Story): (duties: Duties) => boolean {
  return (duties) =>
    fresh.some((tag) => duties.get(tag)?.signsData === "all") &&
    old.every((tag) => duties.get(tag)?.signsData === "none");
}

/** Both servers serve what was captured. */
export function asCaptured({ at, zone, ds }: Pick<Stage, "at" | "zone" | "ds">): Scene {
  return { at, zones: twice(zone), ds };
}

function twice(zone: Stage["zone"]): Scene["zones"] {
  return [zone, zone];
}

/** The same again when the limits are over. */
function lasting(stage: Stage): Scene[] {
  const first = asCaptured(stage);
  return [first, { ...first, at: first.at + PAST_LIMITS }];
}

function oneWithOldZone({ before, after }: Story): Scene[] {
  return [{ ...asCaptured(after), zones: [after.zone, before.zone] }];
}

function oneWithOldKeys({ before, after }: Story): Scene[] {
  return [{ ...asCaptured(after), zones: [after.zone, withRrsetsOf(after.zone, before.zone, "@", ["DNSKEY"])] }];
}
