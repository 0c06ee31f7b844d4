import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    fileParallelism: false,
    include: ["test/pictures/*.test.ts"],
    env: { XDG_STATE_HOME: join(tmpdir(), "dnssec-monitoring-pictures") },
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
