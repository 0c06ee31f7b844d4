import { beforeAll, describe, expect, test } from "vitest";
import type { SigningProgram } from "../../support/daemons/signing.ts";
import { buildExecutable, endOf, startExecutable } from "../../support/executable.ts";
import { areInstalled } from "../../support/programs.ts";
import { alertsOf, lookAt, stepsOf } from "../../support/rollover/look.ts";
import { replay, type Scene } from "../../support/rollover/replay.ts";
import { type Rollover, watchRollovers } from "../../support/rollover/rollovers.ts";
import type { Diary } from "../../support/rollover/watch.ts";
import { asCaptured, ROLLOVER_FAULTS, storyOf } from "./rollover-faults.ts";

/** A signer, the steps that the check is to name in each of its rollovers, and the options that its short times need. */
interface RollingSigner {
  readonly program: SigningProgram;
  /** With ` > ` between them. */
  readonly steps: Readonly<Partial<Record<Rollover, RegExp>>>;
  readonly options: readonly string[];
}

const PROGRAMS = { bind: ["named", "rndc"], knot: ["knotd", "knotc"] } as const;

/** Lets a signer roll keys, watched by the checks, and makes every mistake with what it published. */
export function testRollovers({ program, steps: expected, options }: RollingSigner): void {
  describe.skipIf(!areInstalled("setpriv", ...PROGRAMS[program]))(`rolling with ${program}`, () => {
    const rollovers = Object.keys(expected) as Rollover[];
    let diaries: ReadonlyMap<Rollover, Diary>;
    let executable: string;

    beforeAll(async () => {
      executable = await buildExecutable("plugins/check_dnssec.ts", "check_dnssec");
      diaries = await watchRollovers(program, rollovers, options);
    });

    function diaryOf(rollover: Rollover): Diary {
      const diary = diaries.get(rollover);
      if (diary === undefined) throw new Error(`${rollover} was not watched`);
      return diary;
    }

    test.each(rollovers)("rolls %s without an alarm", (rollover) => {
      const { alarms, looks } = diaryOf(rollover);
      expect(alarms).toEqual([]);
      expect(looks).toBeGreaterThan(0);
    });

    test.each(rollovers)(
      "rolls %s in steps that the check names, also while one server is behind",
      async (rollover) => {
        const { stages } = diaryOf(rollover);
        const late = stages.map(
          ({ zone, ...rest }, i): Scene => ({ ...rest, zones: [zone, (stages[i - 1] ?? { zone }).zone] }),
        );
        const looks = await replay(stages.map(asCaptured), options, lookAt);
        expect([...looks, ...(await replay(late, options, lookAt))].flatMap(alertsOf)).toEqual([]);
        const named = looks.map(stepsOf);
        const isNew = named.map((step, i) => step !== named[i - 1]);
        const steps = named.filter((_, i) => isNew[i]);
        expect(steps.join(" > ")).toMatch(expected[rollover] ?? /^$/);

        const firsts = stages.filter((_, i) => isNew[i]).map(asCaptured);
        expect(await replay(firsts, options, printedStep)).toEqual(steps);
      },
    );

    /** The step that the executable names, which must say that all is well. */
    async function printedStep(apex: string, argv: readonly string[], at: number): Promise<string> {
      const time = new Date(at * 1000).toISOString();
      const { stdout, exitCode } = await endOf(
        startExecutable(executable, ["-z", apex, ...argv, "-v", "-t60", "--at", time]),
      );
      expect([exitCode, stdout.slice(0, 9)]).toEqual([0, "DNSSEC OK"]);
      return /^rollover: (.*), (?:for|since) /m.exec(stdout)?.[1] ?? "none";
    }

    const faults = ROLLOVER_FAULTS.flatMap(({ rollovers: those, ...fault }) =>
      those.filter((each) => rollovers.includes(each)).map((rollover) => ({ rollover, ...fault })),
    );
    test.each(faults)("$rollover: $mistake", async ({ rollover, scenes, options: own = [], found, says = "" }) => {
      const argv = [...options, ...own, "-q", `www.${rollover}.test/A`];
      const look = (await replay(scenes(storyOf(diaryOf(rollover))), argv, lookAt)).at(-1);
      const causes = (look?.findings ?? [])
        .filter(({ cause }) => cause === undefined)
        .map(({ id, level, message }) => ({ mark: `${id}:${level}`, level, message }))
        .filter(({ mark, level }) => level !== "info" || mark in found);
      expect([...new Set(causes.map(({ mark }) => mark))].toSorted()).toEqual(Object.keys(found).toSorted());
      expect(causes.map(({ message }) => message).join()).toContain(says);
      for (const [mark, owner] of Object.entries(found)) {
        expect(look?.checks[owner]?.findings).toContain(mark.split(":")[0]);
      }
    });
  });
}
