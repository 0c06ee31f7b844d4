// The stage in a process of its own, so that it can stand in a network namespace and answers whatever its test does.
import { on } from "node:events";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ZonePlan, planInternet } from "../internet-plan.ts";
import { type Internet, startInternet } from "../internet.ts";
import { recursive } from "../server/recursive.ts";
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
void openCurtain();

async function openCurtain(): Promise<void> {
  const internet = await startInternet({ zones: zonesOf({}), ...(port === undefined ? {} : { port }) });
  const report: StageReport = {
    port: internet.port,
    resolver: internet.resolverAddress,
    rootHints: join(directory, "root.hints"),
    trustAnchor: join(directory, "trust-anchor.zone"),
  };
  await mkdir(directory, { recursive: true });
  await copyFile(valueOf(internet, "--root-hints"), report.rootHints);
  await copyFile(valueOf(internet, "--trust-anchor"), report.trustAnchor);
  process.on("disconnect", () => process.exit());
  process.send?.(report);
  for await (const [scene] of on(process, "message") as AsyncIterable<[Scene]>) {
    change(internet, scene);
    process.send?.(report);
  }
}

/** Lets the servers, which go on listening, serve the scene from now on. */
function change({ allServers, resolver }: Internet, scene: Scene): void {
  const next = planInternet({ zones: zonesOf(scene), at: Math.floor(Date.now() / 1000) });
  for (const [index, server] of allServers.entries()) {
    const { answer, behaviour } = next.allServers[index] ?? server;
    Object.assign(server, { answer, behaviour });
  }
  resolver.answer = recursive([...next.zones.values()]);
}

/** Every act has as many servers, so that those of any two scenes are the same. */
function zonesOf(scene: Scene): Record<string, ZonePlan> {
  return Object.fromEntries(STAGE_ZONES.map((apex) => [apex, ACTS[scene[apex] ?? "healthy"]]));
}

function valueOf({ arguments: words }: Internet, option: string): string {
  return words[words.indexOf(option) + 1] ?? "";
}
