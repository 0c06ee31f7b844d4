/** Answers for a check that is not written yet; to be replaced. */
export async function standIn(plugin: string): Promise<void> {
  const argv = process.argv.slice(2);
  process.exitCode = 3;
  if (argv.includes("--version")) {
    process.stdout.write(`${plugin} 1.0.0\n`);
    return;
  }
  const { default: yargs } = await import("yargs");
  const parser = yargs()
    .scriptName(plugin)
    .locale("en")
    .exitProcess(false)
    .strict()
    .help(false)
    .version(false)
    .option("zone", { alias: ["H", "z"], type: "string" });
  if (argv.includes("--help")) {
    process.stdout.write(`${await parser.getHelp()}\n`);
    return;
  }
  await parser.fail(() => undefined).parseAsync(argv);
  process.stdout.write(`DNSSEC UNKNOWN - ${plugin} is not written yet\n`);
}
