// Writes the templates into the folder above, or the one given: node icinga-config/zabbix/generate/generate.mjs [FOLDER]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { template } from "./template.mjs";
import { toYaml } from "./yaml.mjs";

const folder = process.argv[2] ?? join(import.meta.dirname, "..");
for (const version of ["6.0", "7.0"]) {
  writeFileSync(join(folder, `template-${version}.yaml`), toYaml(template(version)));
}
