import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bindSetup } from "./bind-resolver.ts";
import { knotResolverSetup } from "./knot-resolver.ts";
import { recursorSetup } from "./powerdns-recursor.ts";
import { startAnswering } from "./answering.ts";
import type { Daemon } from "./process.ts";
import type { ResolverProgramSetup, ResolverSetup } from "./resolver-setup.ts";
import { unboundSetup } from "./unbound.ts";

/** The resolver programs to compare with, by the names of their executables. */
export type ResolverProgram = "unbound" | "named" | "kresd" | "pdns_recursor";

const PROGRAMS: Readonly<Record<ResolverProgram, (setup: ResolverSetup) => ResolverProgramSetup>> = {
  unbound: unboundSetup,
  named: bindSetup,
  kresd: knotResolverSetup,
  pdns_recursor: recursorSetup,
};

/** Starts a resolver and waits until it answers. */
export async function startResolver(program: ResolverProgram, setup: ResolverSetup): Promise<Daemon> {
  const { directory, endpoint } = setup;
  mkdirSync(directory, { recursive: true });
  const { files, command } = PROGRAMS[program](setup);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return startAnswering(directory, endpoint, command);
}
