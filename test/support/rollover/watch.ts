import { setTimeout as sleep } from "node:timers/promises";
import { parseDs } from "../../../src/dns/rdata.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { toHex } from "../../../src/util/bytes.ts";
import type { SigningDaemon } from "../daemons/signing.ts";
import { authoritative } from "../server/authoritative.ts";
import type { TestServer } from "../server/server.ts";
import type { Zone } from "../signer/zone.ts";
import { apexRdatas, type Capture, dutiesText, type Duties, keyDuties, transferZone } from "./capture.ts";
import { alertsOf, lookAt } from "./look.ts";
import type { Registry } from "./registry.ts";

/** The first moment of a time in which no key changes its duties and the zone announces the same keys. */
export interface Stage extends Capture {
  readonly duties: Duties;
}

/** All that was seen of one rollover. */
export interface Diary {
  readonly stages: readonly Stage[];
  /** Findings above information, and looks that learned nothing, with the stage they are from. */
  readonly alarms: readonly string[];
  readonly looks: number;
}

/** What to watch, and how. */
export interface Watch {
  readonly apex: string;
  readonly registry: Registry;
  readonly signer: SigningDaemon;
  /** The zone's other server, which fetches each version a second late. */
  readonly secondary: TestServer;
  /** Of check_dnssec, beyond those that lead it here. */
  readonly options: readonly string[];
  /** Orders the rollover of a zone that is signed and has its DS. */
  readonly order: (steady: Duties) => Promise<void>;
}

const POLL_MS = 150;
const LAG_MS = 1000;
const PAUSE_MS = 400;
const PATIENCE_MS = 120_000;
/** How long the zone is watched in order before its rollover and after it. */
const STEADY_S = 3;

/** Runs all checks on a zone again and again while its keys are rolled, from the first DS until the old keys are gone. */
export async function watchRollover(watch: Watch): Promise<Diary> {
  const stages: Stage[] = [];
  const end = new AbortController();
  const [seen] = await Promise.all([
    keepLooking(watch, stages, end.signal),
    film(watch, stages).finally(() => end.abort()),
  ]);
  return { stages, ...seen };
}

/** Lets the rollover happen, and keeps what the zone and its DS are like in each stage. */
async function film(watch: Watch, stages: Stage[]): Promise<void> {
  const { apex, registry, signer, secondary } = watch;
  let fetched = "";
  let known = "";
  let before: Duties | null = null;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(POLL_MS)) {
    const zone = await followZone(watch);
    if (zone === null) continue;
    const at = Math.floor(Date.now() / 1000);
    const capture = { at, zone, ds: registry.ds(apex) };
    const duties = keyDuties(capture);
    if (version(zone) !== fetched) {
      const answer = authoritative([zone]);
      setTimeout(() => (secondary.answer = answer), fetched === "" ? 0 : LAG_MS);
    }
    fetched = version(zone);
    const stage = `${dutiesText(duties)} ${apexRdatas(zone, RrType.CDS).map(toHex).join()}`;
    if (stage !== known) stages.push({ ...capture, duties });
    known = stage;
    if (at - (stages.at(-1)?.at ?? at) < STEADY_S) continue;
    if (before === null) {
      before = duties;
      await watch.order(duties);
    } else if (isOver(before, duties)) return;
  }
  const story = stages.map(({ duties }) => dutiesText(duties)).join("\n");
  throw new Error(`the rollover of ${apex} did not end:\n${story}\n${signer.log()}`);
}

/** Takes the zone over and does as its CDS say, as a registrar would; null until the zone has its first DS. */
async function followZone({ apex, registry, signer }: Watch): Promise<Zone | null> {
  const zone = await transferZone(signer.endpoint, apex);
  if (zone === null) return null;
  const wanted = apexRdatas(zone, RrType.CDS);
  const had = registry.ds(apex);
  const published = without(wanted, had);
  const withdrawn = without(had, wanted);
  if (wanted.length > 0 && published.length + withdrawn.length > 0) {
    registry.setDs(apex, wanted);
    await signer.tellDs(apex, { published, withdrawn });
  }
  return registry.ds(apex).length === 0 ? null : zone;
}

/** Looks at the zone, as a monitoring system does, until the end. */
async function keepLooking(
  { apex, registry, options }: Watch,
  stages: readonly Stage[],
  end: AbortSignal,
): Promise<Pick<Diary, "alarms" | "looks">> {
  const alarms: string[] = [];
  let looks = 0;
  for (; !end.aborted; await sleep(PAUSE_MS)) {
    const stage = stages.at(-1);
    if (stage === undefined) continue;
    const look = await lookAt(apex, [...registry.internet.arguments, ...options], Math.floor(Date.now() / 1000));
    alarms.push(...alertsOf(look).map((alert) => `${dutiesText(stage.duties)}: ${alert}`));
    looks += 1;
  }
  return { alarms, looks };
}

/** The SOA, whose serial the signer changes with everything else. */
function version(zone: Zone): string {
  return apexRdatas(zone, RrType.SOA).map(toHex).join();
}

/** The key tags of the DS that the other set lacks. */
function without(one: readonly Uint8Array[], other: readonly Uint8Array[]): number[] {
  const known = new Set(other.map(toHex));
  return one.filter((rdata) => !known.has(toHex(rdata))).map((rdata) => parseDs(rdata).keyTag);
}

/** The keys do what those before did, and not all are the same. */
function isOver(before: Duties, now: Duties): boolean {
  const kinds = (duties: Duties): string => dutiesText(duties).replaceAll(/\d+ /g, "").split("; ").toSorted().join();
  return [...now.keys()].some((tag) => !before.has(tag)) && kinds(before) === kinds(now);
}
