import { join } from "node:path";
import { run } from "../support/daemons/process.ts";

/** Where the pictures are kept, and how large each may become. */
export const PICTURES = join(import.meta.dirname, "../../icinga-config/pictures");
export const MOST_OCTETS = 150_000;

/** Width and height of a page, in pixels. */
type Size = readonly [number, number];

/** How long pages may load and settle, in milliseconds. */
const SETTLE_MS = 15_000;
const QUIET = (
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars " +
  "--disable-background-networking --disable-component-update --disable-sync"
).split(" ");

/** Takes a picture of the page, as PNG; profiles is a folder for what the browser keeps. */
export async function takePicture(url: string, file: string, size: Size, profiles: string): Promise<void> {
  const place = [`--user-data-dir=${join(profiles, "chromium")}`, `--window-size=${size.join(",")}`];
  await run("chromium", [...QUIET, ...place, `--virtual-time-budget=${SETTLE_MS}`, `--screenshot=${file}`, url]);
  // Few colours are enough, and a third of the size.
  const reduce =
    "$p = imagecreatefrompng($argv[1]); imagetruecolortopalette($p, false, 128); imagepng($p, $argv[1], 9);";
  await run("php", ["-r", reduce, "--", file]);
}
