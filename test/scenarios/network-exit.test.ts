import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { answerTo, startServer } from "../support/udp-server.ts";

/** Asks over TCP and UDP, one question that is answered and one that never is, and closes the network. */
const PROGRAM = `
  import { parseName } from "./src/dns/name.ts";
  import { createNetwork } from "./src/net/network.ts";
  const server = { name: null, address: "127.0.0.1", port: Number(process.argv[2]) };
  const networks = [false, true].map((tcp) =>
    createNetwork({
      rootHints: [], resolvers: [server], nameservers: [], zone: parseName("."), families: [4], port: 53,
      queryTimeout: 60000, tries: 3, bufferSize: 1232, tcp, maxQueries: 2000, signal: new AbortController().signal,
    }),
  );
  const replies = await Promise.all(networks.map((network) => network.ask({ name: parseName("answered."), type: 1 })));
  for (const network of networks) void network.ask({ name: parseName("silent."), type: 1 });
  setTimeout(() => {
    for (const network of networks) network.close();
    console.log(replies.map((reply) => reply.kind).join());
  }, 200);
`;

test("once closed, a network keeps no process alive", async () => {
  const server = await startServer((query) => (query.name === "answered" ? answerTo(query) : null));
  const folder = await mkdtemp(join(tmpdir(), "network-exit-"));
  try {
    const program = join(folder, "program.mjs");
    await build({
      stdin: { contents: PROGRAM, resolveDir: resolve(import.meta.dirname, "../.."), loader: "ts" },
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
      logLevel: "error",
    });
    const { stdout } = await promisify(execFile)(process.execPath, [program, String(server.port)], { timeout: 15_000 });
    expect(stdout.trim()).toBe("answered,answered");
    expect(server.queries.filter((query) => query.name === "silent")).toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true });
    await server.stop();
  }
}, 20_000);
