import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file as a whole, by renaming, so that no other run ever sees half of it; throws as node:fs does. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}-${process.hrtime.bigint()}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
