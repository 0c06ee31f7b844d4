import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";
import { commonDeclarations, EXTRA_OPTS } from "../../src/cli/common-declarations.ts";
import { SIGNATURES_SPEC } from "../../src/cli/signatures-spec.ts";
import { exampleOutcome, runCheck } from "../support/check-run.ts";

const declarations = [...commonDeclarations(SIGNATURES_SPEC), ...SIGNATURES_SPEC.options, EXTRA_OPTS];
const option = fc.constantFrom(
  ...declarations.flatMap(({ name, letters = "" }) => [`--${name}`, ...Array.from(letters, (letter) => `-${letter}`)]),
);
const value = fc.oneof(
  fc.constantFrom(
    "example.com",
    "7d",
    "25%",
    "10:20",
    "@~:5h",
    "-1h",
    "192.0.2.1",
    "[::1]:53",
    "5:OK",
    "json",
    "secure",
  ),
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[-+:@~%\d.smhdw]{0,8}$/),
);
const argument = fc.oneof(
  option,
  value,
  fc.tuple(option, fc.constantFrom("=", ""), value).map((parts) => parts.join("")),
  fc.constantFrom("--", "-", "---", "--=", "--no-tcp", "--__proto__", "--_=x", "-vvvv"),
);

test("whatever the command line, there is output and one of the four exit codes, and misuse is one line", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(argument, { maxLength: 8 }), async (argv) => {
      // Waiting for standard input would hang, in the plugin as in any program.
      fc.pre(!argv.some((text) => text === "-" || /[=@]-$/.test(text)));
      const { text, exitCode } = await runCheck(SIGNATURES_SPEC, () => Promise.resolve(exampleOutcome()), argv);
      expect([0, 1, 2, 3]).toContain(exitCode);
      expect(text).toMatch(/^[\x20-\x7e\n]+\n$/);
      expect(text).toMatch(
        /^(check_dnssec_signatures \d|DNSSEC SIGNATURES OK - |DNSSEC SIGNATURES UNKNOWN - [^\n]+\n$|\{"plugin":[^\n]*\n$)/,
      );
    }),
    { numRuns: 2000 },
  );
});

test("an option that checks don't share is never taken by the other check", async () => {
  const { exitCode } = await runCheck(CHAIN_SPEC, () => Promise.resolve(exampleOutcome()), [
    "example.com",
    "--dnskey-warning",
    "7d",
  ]);
  expect(exitCode).toBe(3);
});
