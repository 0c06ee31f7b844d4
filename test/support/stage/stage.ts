import { spawn } from "node:child_process";
import { once } from "node:events";
import { buildExecutable } from "../executable.ts";
import type { Scene } from "./acts.ts";
import type { StageOrder, StageReport } from "./stage-process.ts";

/** A small signed internet for monitoring systems to watch, on which things go wrong and are mended. */
export interface Stage extends StageReport {
  /** What makes a check walk this internet. */
  readonly arguments: readonly string[];
  /** Lets the zones be as the scene has them, and returns once they are. */
  play(scene: Scene): Promise<void>;
  stop(): Promise<void>;
}

/** Where the stage stands. */
export interface StagePlace extends StageOrder {
  /** The name of a network namespace with its loopback up; this one where not given. */
  readonly namespace?: string;
}

/** Raises the stage with all zones healthy; it ends with this process. */
export async function startStage({ namespace, ...order }: StagePlace): Promise<Stage> {
  const program = await buildExecutable("test/support/stage/stage-process.ts", "stage");
  const command = [process.execPath, program, JSON.stringify(order)];
  const [file = "", ...args] = namespace === undefined ? command : ["ip", "netns", "exec", namespace, ...command];
  const child = spawn(file, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit");
  const report = async (): Promise<StageReport> => {
    const [first] = (await Promise.race([once(child, "message"), ended.then(() => [null])])) as [StageReport | null];
    if (first === null) throw new Error("the stage has ended");
    return first;
  };
  const place = await report();
  return {
    ...place,
    arguments: [
      ["--root-hints", place.rootHints],
      ["--trust-anchor", place.trustAnchor],
      ["--port", String(place.port)],
    ].flat(),
    play: async (scene) => {
      const playing = report();
      child.send(scene);
      await playing;
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
