import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

/**
 * Packs the texts of the catalogue of findings, a fifth of a program. The levels stay as they are: a run that finds
 * nothing unpacks nothing, and any other all texts at once.
 */
export const packedCatalogue = {
  name: "packed-catalogue",
  setup({ onLoad }) {
    onLoad({ filter: /\/dnssec\/catalogue\/catalogue\.ts$/ }, async ({ path }) => ({
      contents: packed(await read(path)),
    }));
  },
};

async function read(path) {
  const options = { bundle: true, format: "esm", write: false, logLevel: "silent" };
  const { outputFiles } = await build({ ...options, entryPoints: [path] });
  const { CATALOGUE } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  return CATALOGUE;
}

function packed(catalogue) {
  const faults = Object.entries(catalogue);
  const levels = Object.fromEntries(faults.map(([id, { level }]) => [id, level]));
  const texts = Object.fromEntries(faults.map(([id, { text, remedy, rfc }]) => [id, { text, remedy, rfc }]));
  return `
let texts;
const textsOf = (id) => {
  texts ??= JSON.parse(require("node:zlib").brotliDecompressSync(Buffer.from("${base64(texts)}", "base64")));
  return texts[id];
};
class Fault {
  constructor(id, level) {
    this.id = id;
    this.level = level;
  }
  get text() {
    return textsOf(this.id).text;
  }
  get remedy() {
    return textsOf(this.id).remedy;
  }
  get rfc() {
    return textsOf(this.id).rfc;
  }
}
const levels = ${JSON.stringify(levels)};
export const CATALOGUE = Object.fromEntries(Object.entries(levels).map(([id, level]) => [id, new Fault(id, level)]));
`;
}

function base64(texts) {
  return brotliCompressSync(JSON.stringify(texts)).toString("base64");
}
