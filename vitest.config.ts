import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const seconds = 1000;

/** The tests of one folder below test/, which may take that long each. */
function project(name: string, testTimeout: number, groupOrder = 0) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout,
      // What a check keeps from run to run is none of the user's here.
      env: { XDG_STATE_HOME: join(tmpdir(), "dnssec-monitoring-tests") },
      hookTimeout: 2 * testTimeout,
      sequence: { groupOrder },
    },
  };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project("unit", 10 * seconds),
      project("property", 60 * seconds),
      project("vectors", 20 * seconds),
      project("scenarios", 30 * seconds),
      project("plugins", 60 * seconds),
      project("e2e", 300 * seconds, 1),
    ],
  },
});
