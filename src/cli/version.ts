/** The suite's version, as package.json has it. */
export const VERSION = "1.0.0";

/** What --version prints. */
export function versionLine(plugin: string): string {
  return `${plugin} ${VERSION}\n`;
}
