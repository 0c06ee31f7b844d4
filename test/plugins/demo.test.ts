import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMONSTRATIONS, ZONES } from "../demo/zones.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { runPackaged } from "../support/packaged.ts";

const binaries = join(import.meta.dirname, "../../dist/bin");

describe.skipIf(!existsSync(binaries))("the demo", () => {
  let internet: Internet;

  beforeAll(async () => {
    internet = await startInternet({ zones: ZONES });
  });

  afterAll(() => internet.stop());

  test.each(DEMONSTRATIONS)("$title", async ({ check, arguments: args, exitCode, finding }) => {
    const ending = await runPackaged(binaries, check, [...args, ...internet.arguments]);
    expect(ending.output).toContain(finding === null ? " OK - " : ` ${finding} `);
    expect(ending.exitCode).toBe(exitCode);
  });
});
