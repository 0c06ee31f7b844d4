import { commonDeclarations, EXTRA_OPTS } from "./common-declarations.ts";
import type { MainMetric, OptionDeclaration, PluginSpec } from "./plugin-spec.ts";
import { VERSION } from "./version.ts";

const WIDTH = 79;
const HELP_COLUMN = 30;

/** The text of --help, in ASCII and 80 columns. */
export function renderHelp(spec: PluginSpec<unknown>): string {
  const { plugin, purpose, metric, options, examples, defaultZone, unused = [] } = spec;
  const common = [...commonDeclarations(spec), EXTRA_OPTS].filter(({ name }) => !unused.includes(name));
  return [
    ...wrapped(`${plugin} ${VERSION}: ${purpose}`),
    "",
    `Usage: ${plugin} ${defaultZone === undefined ? "-z NAME" : "[-z NAME]"} [OPTION]...`,
    ...(options.length === 0 ? [] : ["", "Options of this check:", ...options.flatMap(optionLines)]),
    "",
    "Options of every check:",
    ...common.flatMap(optionLines),
    "",
    ...rangeLines(metric),
    "",
    ...wrapped(
      "ADDR is 192.0.2.1, 192.0.2.1:5300, 2001:db8::1, [2001:db8::1]:5300 or one with #5300; that of a resolver also tls://192.0.2.1 or https://192.0.2.1/dns-query.",
    ),
    "",
    "Examples:",
    ...examples.flatMap(({ command, meaning }) => [`  ${plugin} ${command}`, ...wrapped(meaning, 6)]),
    "",
    ...wrapped("Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; --help and --version exit with 3."),
    "",
  ].join("\n");
}

/** One option of --help. */
export function optionLines({
  name,
  letters = "",
  value,
  isRepeatable,
  help,
  default: standard,
}: OptionDeclaration): string[] {
  const forms = letters.replace(/./g, "-$&, ");
  const separator = value?.startsWith("[") === true ? "[=" : " ";
  const placeholder = value === null ? "" : `${separator}${value}${separator === "[=" ? "]" : ""}`;
  const notes = [isRepeatable ? "repeatable" : "", standard === undefined ? "" : `default: ${standard}`];
  const remark = notes.filter((note) => note !== "").join("; ");
  const [first = "", ...rest] = wrapped(remark === "" ? help : `${help} (${remark})`, HELP_COLUMN);
  const head = `  ${forms}--${name}${placeholder}`;
  if (head.length + 2 > HELP_COLUMN) return [head, first, ...rest];
  return [head.padEnd(HELP_COLUMN) + first.trimStart(), ...rest];
}

function rangeLines({ syntax, warning }: MainMetric): string[] {
  const floor = syntax.isTime ? "7d" : warning;
  const sentences = [
    "RANGE is [@]START:END as in all Monitoring Plugins: alert outside START to END, with @ inside; ~ is minus infinity, an END left out is infinity.",
    ...(syntax.isTime ? ["Numbers are seconds or have a unit: s, m, h, d, w."] : []),
    ...(syntax.takesPercent ? ["With % they judge how much of the validity period is left."] : []),
    ...(syntax.countsDown ? [`A bare value is a floor: -w ${floor} is -w ${floor}:, alert when less is left.`] : []),
    "Of several ranges with commas any one alerts.",
  ];
  return wrapped(sentences.join(" "));
}

/** Breaks text into lines of at most WIDTH columns, each indented. */
export function wrapped(text: string, indent = 0): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(indent);
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
