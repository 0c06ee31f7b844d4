// The stage in a process of its own, so that it can stand in a network namespace and answers whatever its test does.
import { on } from "node:events";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ZonePlan } from "../internet-plan.ts";
import { type Internet, startInternet } from "../internet.ts";
import { ACTS, type Scene, STAGE_ZONES } from "./acts.ts";

/** What the process is started with, as JSON. */
export interface StageOrder {
  /** Where the files of `StageReport` go. */
  readonly directory: string;
  /** One that is free where not given. */
  readonly port?: number;
}

/** What the process tells each time the zones are as the scene has them. */
export interface StageReport {
  readonly port: number;
  /** ADDRESS:PORT of the stand-in for a resolver, which validates nothing. */
  readonly resolver: string;
  /** Files as --root-hints and --trust-anchor take them; they stay the same through all scenes. */
  readonly rootHints: string;
  readonly trustAnchor: string;
}

const { directory, port } = JSON.parse(process.argv[2] ?? "") as StageOrder;
const rootHints = join(directory, "root.hints");
const trustAnchor = join(directory, "trust-anchor.zone");
void openCurtain();

async function openCurtain(): Promise<void> {
  await mkdir(directory, { recursive: true });
  let internet = await play({}, port);
  process.on("disconnect", () => process.exit());
  for await (const [scene] of on(process, "message") as AsyncIterable<[Scene]>) {
    await internet.stop();
    internet = await play(scene, internet.port);
  }
}

async function play(scene: Scene, wanted?: number): Promise<Internet> {
  const zones = STAGE_ZONES.map((apex): [string, ZonePlan] => [apex, ACTS[scene[apex] ?? "healthy"]]);
  const raised = await startInternet({
    zones: Object.fromEntries(zones),
    ...(wanted === undefined ? {} : { port: wanted }),
  });
  await copyFile(valueOf(raised, "--root-hints"), rootHints);
  await copyFile(valueOf(raised, "--trust-anchor"), trustAnchor);
  process.send?.({ port: raised.port, resolver: raised.resolverAddress, rootHints, trustAnchor } satisfies StageReport);
  return raised;
}

function valueOf({ arguments: words }: Internet, option: string): string {
  return words[words.indexOf(option) + 1] ?? "";
}
