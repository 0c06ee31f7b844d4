// Writes the templates: node icinga-config/zabbix/generate/generate.mjs
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { template } from "./template.mjs";
import { toYaml } from "./yaml.mjs";

for (const version of ["6.0", "7.0"]) {
  writeFileSync(join(import.meta.dirname, `../template-${version}.yaml`), toYaml(template(version)));
}
