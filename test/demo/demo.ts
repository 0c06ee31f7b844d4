import { startInternet } from "../support/internet.ts";
import { type Ending, runPackaged } from "../support/packaged.ts";
import { DEMONSTRATIONS, type Demonstration, ZONES } from "./zones.ts";

type Command = Pick<Demonstration, "title" | "check" | "arguments">;

const STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
const WIDTH = 100;

/** Raises the demo's internet, runs the packaged checks in the folder binaries against it and shows what they say. */
export async function demonstrate(binaries: string): Promise<void> {
  const internet = await startInternet({ zones: ZONES });
  try {
    print(
      `A small internet of ${internet.zones.size} zones runs on loopback: a root with its own keys, a TLD and zones below.`,
      "Nothing outside this machine is asked. So that the checks find it, every command below also has:",
      `  ${shortPaths(internet.arguments).join(" ")}`,
    );
    const endings: Ending[] = [];
    for (const demonstration of DEMONSTRATIONS) {
      const ending = await runPackaged(binaries, demonstration.check, [
        ...demonstration.arguments,
        ...internet.arguments,
      ]);
      endings.push(ending);
      showCommand(demonstration, ending);
    }
    summarize(endings, internet.queries().length, internet.allServers.length);
  } finally {
    await internet.stop();
  }
}

/** Runs the packaged checks against real zones, from the real root. */
export async function checkZones(zones: readonly string[], binaries: string): Promise<void> {
  for (const zone of zones) {
    const command = { title: zone, check: "check_dnssec", arguments: ["-v", "--no-state", zone] };
    showCommand(command, await runPackaged(binaries, command.check, command.arguments));
  }
}

function showCommand({ title, check, arguments: args }: Command, { output, exitCode }: Ending): void {
  print("", `── ${title} ${"─".repeat(Math.max(2, WIDTH - title.length - 4))}`, `$ ${check} ${args.join(" ")}`);
  print(output.trimEnd(), `(exit code ${exitCode}: ${stateOf(exitCode)})`);
}

function summarize(endings: readonly Ending[], queries: number, servers: number): void {
  print("", `── In short ${"─".repeat(WIDTH - 12)}`);
  for (const [i, { title, check, arguments: args }] of DEMONSTRATIONS.entries()) {
    const state = stateOf(endings[i]?.exitCode ?? -1).padEnd(9);
    print(`${state} ${check.padEnd(24)} ${(args.at(-1) ?? "").padEnd(18)} ${title}`);
  }
  print("", `${endings.length} commands asked ${servers} nameservers ${queries} questions.`);
  const unexpected = DEMONSTRATIONS.filter((demonstration, i) => !isAsExpected(demonstration, endings[i]));
  for (const { check, arguments: args } of unexpected) print(`Not as expected: ${check} ${args.join(" ")}`);
  if (unexpected.length > 0) process.exitCode = 1;
  print("A real zone: npm run demo -- ZONE");
}

/** Tells whether a command ended as it should and named the fault. */
function isAsExpected({ exitCode, finding }: Demonstration, ending: Ending | undefined): boolean {
  return ending?.exitCode === exitCode && (finding === null || ending.output.includes(` ${finding} `));
}

function stateOf(exitCode: number): string {
  return STATES[exitCode] ?? "did not run";
}

/** File names without their temporary folder. */
function shortPaths(args: readonly string[]): string[] {
  return args.map((argument) => argument.replace(/^\/.*\//, ".../"));
}

function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
