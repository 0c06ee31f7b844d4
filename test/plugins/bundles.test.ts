import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATALOGUE } from "../../src/dnssec/catalogue/catalogue.ts";
import type { Fault } from "../../src/dnssec/fault.ts";

const root = join(import.meta.dirname, "../..");
const { executableNames, writeBundles } = (await import(join(root, "plugins/build/bundles.mjs"))) as {
  readonly executableNames: () => string[];
  readonly writeBundles: (folder: string) => Promise<void>;
};
const { packedCatalogue } = (await import(join(root, "plugins/build/packed-catalogue.mjs"))) as {
  readonly packedCatalogue: Plugin;
};

const LIMIT = 400_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundles-"));
  await writeBundles(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test.each(executableNames())("the bundle of %s is below 400 kB", async (name) => {
  const { size } = await stat(join(folder, `${name}.cjs`));
  expect(size).toBeLessThan(LIMIT);
});

test("a bundle's catalogue says what the source's does", async () => {
  const outfile = join(folder, "catalogue.cjs");
  const entry = join(root, "src/dnssec/catalogue/catalogue.ts");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    plugins: [packedCatalogue],
  });
  const module = (await import(pathToFileURL(outfile).href)) as { readonly CATALOGUE: Readonly<Record<string, Fault>> };
  const unpacked = Object.entries(module.CATALOGUE).map(([id, { level, text, remedy, rfc }]) => [
    id,
    { level, text, remedy, rfc },
  ]);
  expect(Object.fromEntries(unpacked)).toEqual(CATALOGUE);
});
