import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { violationsOf } from "../support/import-rules.ts";

const files = [
  ...readdirSync("src", { recursive: true, encoding: "utf8" }).map((file) => `src/${file}`),
  ...readdirSync("plugins").map((file) => `plugins/${file}`),
].filter((file) => file.endsWith(".ts"));

test("no file imports against the directions of the architecture", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap((file) => violationsOf(file, readFileSync(file, "utf8")))).toEqual([]);
});

test.each([
  ["src/dnssec/a.ts", 'import { query } from "../net/client.ts";', "imports ../net/client.ts"],
  ["src/net/a.ts", 'import type { Ds } from "../dnssec/ds.ts";', "imports ../dnssec/ds.ts"],
  ["src/monitoring/a.ts", 'export { rr } from "../dns/rr.ts";\nconst a = 1;', "imports ../dns/rr.ts"],
  ["src/checks/a.ts", 'const crypto = await import("../crypto/verify.ts");', "imports ../crypto/verify.ts"],
  ["src/dns/a.ts", 'import {\n  type A,\n  b,\n} from "../cli/options.ts";', "imports ../cli/options.ts"],
  ["src/checks/a.ts", 'import yargs from "yargs";', "imports yargs"],
  ["src/dnssec/a.ts", 'import packet from "dns-packet";', "imports dns-packet"],
  ["src/dnssec/a.ts", 'import { connect } from "node:net";', "imports node:net"],
  ["src/dnssec/a.ts", 'import { verify } from "node:crypto";', "imports node:crypto"],
  ["src/dns/a.ts", 'import { readFileSync } from "fs";', "imports fs"],
  ["src/util/a.ts", 'import "left-pad";', "imports left-pad"],
  ["src/net/a.ts", "const a = process.env;", "uses process"],
  ["src/net/a.ts", "const a = process.hrtime.bigint();", "uses process"],
  ["src/util/clock.ts", "const a = process.uptime();", "uses process"],
  ["src/dnssec/a.ts", "const now = Date.now();", "reads the clock"],
  ["src/dnssec/a.ts", "const now = new Date();", "reads the clock"],
  ["src/dns/index.ts", 'export * from "./name.ts";\nexport { type A } from "./a.ts";', "only re-exports"],
  ["src/misc/a.ts", "export const a = 1;", "is in a folder without a rule"],
])("in %s, %j is found", (path, source, violation) => {
  expect(violationsOf(path, source)).toContain(`${path} ${violation}`);
});

test.each([
  ["src/dnssec/a.ts", 'import { a } from "../crypto/a.ts";\nimport { b } from "./b.ts";'],
  ["src/net/a.ts", 'import { createSocket } from "node:dgram";\nimport { randomInt } from "node:crypto";'],
  ["src/cli/a.ts", 'import yargs from "yargs";\nprocess.exitCode = 3;\nconst now = Date.now();'],
  ["src/dns/a.ts", 'import { a } from "./a.ts";\n// the process. ends\nconst text = "process.exit, new Date()";'],
  ["src/dns/a.ts", "const date = new Date(0);"],
  ["plugins/a.ts", 'import { run } from "../src/cli/run.ts";\nimport { chain } from "../src/checks/chain.ts";'],
])("in %s, %j is allowed", (path, source) => {
  expect(violationsOf(path, source)).toEqual([]);
});
