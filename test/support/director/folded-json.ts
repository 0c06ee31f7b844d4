const WIDTH = 120;

/** JSON with an object or array on one line where that fits, so that a change of one is one line. */
export function foldedJson(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return `${folded(plain, "", 0)}\n`;
}

function folded(value: unknown, indent: string, before: number): string {
  const isList = Array.isArray(value);
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  if (entries.length === 0) return JSON.stringify(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const inner = `${indent}  `;
  const parts = (indented: string, used: number): string[] =>
    entries.map(([key, each]) => {
      const label = isList ? "" : `${JSON.stringify(key)}: `;
      return `${label}${folded(each, indented, used + label.length)}`;
    });
  const line = isList ? `[${parts("", 0).join(", ")}]` : `{ ${parts("", 0).join(", ")} }`;
  if (!line.includes("\n") && indent.length + before + line.length < WIDTH) return line;
  return `${open}\n${parts(inner, 0)
    .map((part) => inner + part)
    .join(",\n")}\n${indent}${close}`;
}
