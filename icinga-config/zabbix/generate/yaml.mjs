/** Writes objects, arrays and strings as block YAML, quoting every string that a reader could take for something else. */
export function toYaml(value) {
  return `${linesOf(value).join("\n")}\n`;
}

function linesOf(value) {
  if (Array.isArray(value)) return value.flatMap((item) => entry("-", item));
  return Object.entries(value).flatMap(([key, item]) => entry(`${scalar(key)}:`, item));
}

function entry(opening, value) {
  if (typeof value !== "string") {
    const [first, ...rest] = linesOf(value);
    return opening === "-" ? [`- ${first}`, ...rest.map(indented)] : [opening, ...[first, ...rest].map(indented)];
  }
  return value.includes("\n") ? [`${opening} |-`, ...value.split("\n").map(indented)] : [`${opening} ${scalar(value)}`];
}

function indented(line) {
  return `  ${line}`;
}

function scalar(text) {
  const isPlain = /^[A-Za-z][\w.-]*( [\w.-]+)*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}
