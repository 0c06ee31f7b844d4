import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EDITED, SHIPPED } from "./cluster.ts";

/** A value of Icinga's language; strings are taken literally. */
export type IcingaValue = string | number | boolean | readonly IcingaValue[] | { readonly [name: string]: IcingaValue };

/** The file that users edit, as shipped but for these constants; throws where one is not in it. */
export function edit(constants: Readonly<Record<string, IcingaValue>>): string {
  return Object.entries(constants).reduce(
    (text, [name, value]) => {
      const statement = new RegExp(`^const ${name} = (?:\\{$[^]*?^\\}|.*)(?:\\n${name}[.[].*)*$`, "m");
      if (!statement.test(text)) throw new Error(`${EDITED} has no constant ${name}`);
      return text.replace(statement, () => `const ${name} = ${literal(value)}`);
    },
    readFileSync(join(SHIPPED, EDITED), "utf8"),
  );
}

function literal(value: IcingaValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[ ${value.map(literal).join(", ")} ]`;
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)} = ${literal(item)}`)
    .join(", ")} }`;
}

function isList(value: IcingaValue): value is readonly IcingaValue[] {
  return Array.isArray(value);
}
