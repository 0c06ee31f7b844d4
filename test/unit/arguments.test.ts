import { expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";
import type { OptionDeclaration } from "../../src/cli/plugin-spec.ts";
import { UsageError } from "../../src/util/errors.ts";

const DECLARATIONS: readonly OptionDeclaration[] = [
  { name: "zone", aliases: ["hostname"], letters: "Hz", value: "NAME", help: "" },
  { name: "warning", letters: "w", value: "RANGE", help: "" },
  { name: "at", value: "TIME", help: "" },
  { name: "tcp", value: null, help: "" },
  { name: "use-ipv4", letters: "4", value: null, help: "" },
  { name: "use-ipv6", letters: "6", value: null, help: "" },
  { name: "verbose", letters: "v", value: null, help: "" },
];

/** What was given, without what was not. */
function parse(...argv: string[]): Record<string, unknown> {
  const { values, counts, operands } = parseArguments(argv, DECLARATIONS);
  return {
    ...Object.fromEntries(values),
    ...Object.fromEntries([...counts].filter(([, count]) => count > 0)),
    ...(operands.length > 0 ? { operands } : {}),
  };
}

test.each<[string[], Record<string, unknown>]>([
  [["-H", "a"], { zone: ["a"] }],
  [["-za"], { zone: ["a"] }],
  [["-z=a"], { zone: ["a"] }],
  [["--zone", "a"], { zone: ["a"] }],
  [["--zone=a"], { zone: ["a"] }],
  [["--hostname", "a"], { zone: ["a"] }],
  [["--hostname=a"], { zone: ["a"] }],
  [["--zone=a=b"], { zone: ["a=b"] }],
  [["a"], { operands: ["a"] }],
  [["a", "-v"], { operands: ["a"], verbose: 1 }],
  [["--", "-a"], { operands: ["-a"] }],
  [["-z", "a", "-H", "b"], { zone: ["a", "b"] }],
  [["-z", "1.0"], { zone: ["1.0"] }],
  [["0x10"], { operands: ["0x10"] }],
  [["-w", "@10:20"], { warning: ["@10:20"] }],
  [["-w@10:20"], { warning: ["@10:20"] }],
  [["-w", "~:5d"], { warning: ["~:5d"] }],
  [["-w~:5d"], { warning: ["~:5d"] }],
  [["-w", "-5:"], { warning: ["-5:"] }],
  [["-w7d"], { warning: ["7d"] }],
  [["-w7d", "-z", "a"], { warning: ["7d"], zone: ["a"] }],
  [["--at", "-1h"], { at: ["-1h"] }],
  [["--at=-1h"], { at: ["-1h"] }],
  [["--at", "-4h"], { at: ["-4h"] }],
  [["--warning="], { warning: [""] }],
  [["-4", "-6"], { "use-ipv4": 1, "use-ipv6": 1 }],
  [["-46v"], { "use-ipv4": 1, "use-ipv6": 1, verbose: 1 }],
  [["-vvv"], { verbose: 3 }],
  [["-v", "-v"], { verbose: 2 }],
  [["-vza"], { verbose: 1, zone: ["a"] }],
  [["--verbose", "-v"], { verbose: 2 }],
  [["--tcp", "true"], { tcp: 1, operands: ["true"] }],
  [["--zone", "'a'"], { zone: ["'a'"] }],
])("%j is read as %j", (argv, given) => {
  expect(parse(...argv)).toEqual(given);
});

test.each<[string[], string]>([
  [["--nope"], "unknown option --nope"],
  [["-x"], "unknown option -x"],
  [["-vx"], "unknown option -x"],
  [["-4x"], "unknown option -x"],
  [["--no-tcp"], "unknown option --no-tcp"],
  [["--w", "7d"], "unknown option --w"],
  [["--useIpv4"], "unknown option --useIpv4"],
  [["--zon", "a"], "unknown option --zon"],
  [["--constructor"], "unknown option --constructor"],
  [["--_=a"], "unknown option --_"],
  [["--$0", "a"], "unknown option --$0"],
  [["---"], "unknown option ---"],
  [["--tcp\nx"], "unknown option --tcp\nx"],
  [["--="], "unknown option --"],
  [["-z"], "option --zone needs a value"],
  [["-z", "-v"], "option --zone needs a value"],
  [["--warning", "--tcp"], "option --warning needs a value"],
  [["-z", "--", "a"], "option --zone needs a value"],
  [["--tcp=no"], "option --tcp takes no value"],
  [["-4=1"], "unknown option -="],
])("%j is refused: %s", (argv, message) => {
  expect(() => parse(...argv)).toThrow(new UsageError(message));
});

test("names of Object's own are options like any other unknown one", () => {
  for (const name of ["__proto__", "toString", "hasOwnProperty"])
    expect(() => parse(`--${name}=x`)).toThrow(UsageError);
});
