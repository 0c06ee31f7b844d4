import { appendFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Postgresql, startPostgresql } from "../support/daemons/postgresql.ts";
import { temporaryDirectory } from "../support/daemons/process.ts";
import { type Director, startDirector } from "../support/director/director.ts";
import { DATABASES, type IcingaWeb, startIcingaWeb } from "../support/director/icinga-web.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";
import { MOST_OCTETS, PICTURES, takePicture } from "./picture.ts";

const root = join(import.meta.dirname, "../..");
const STATES_TABLES = "/usr/share/icinga2-ido-pgsql/schema/pgsql.sql";

const directory = temporaryDirectory();
let stage: Stage;
let database: Postgresql;
let director: Director;
let web: IcingaWeb;

beforeAll(async () => {
  stage = await startStage({ directory: directory.path });
  database = await startPostgresql();
  await database.createDatabase(DATABASES.states, STATES_TABLES);
  director = await startDirector(join(directory.path, "director"), join(root, "dist/bin"), database, statesWriter());
  await director.call(
    ["basket", "restore"],
    readFileSync(join(root, "icinga-config/director/dnssec-basket.json"), "utf8"),
  );
  for (const zone of ["example", "shop.example", "calm.example"]) await createHost(zone);
  await stage.play({ "shop.example.": "ds-swapped", "calm.example.": "drifting" });
  await director.deploy();
  await vi.waitFor(seeAllSettled, { timeout: 120_000, interval: 3000 });
  unfoldTexts(join(directory.path, "director/web"));
  web = await startIcingaWeb(join(directory.path, "director/web"));
});

afterAll(async () => {
  await web?.stop();
  await director?.stop();
  await database?.stop();
  await stage?.stop();
  directory.remove();
});

test.each([
  ["icinga-services", "monitoring/list/services?sort=service_severity&dir=desc&limit=25", [1200, 860]],
  ["icinga-service", "monitoring/service/show?host=calm.example&service=dnssec%20signatures", [1200, 900]],
  ["director-host", "director/host?name=shop.example", [1200, 950]],
] as const)("%s, in few octets", async (name, page, size) => {
  const file = join(PICTURES, `${name}.png`);
  await takePicture(web.url + page, file, size, directory.path);
  expect(statSync(file).size).toBeLessThan(MOST_OCTETS);
});

function statesWriter(): string {
  return `library "db_ido_pgsql"
object IdoPgsqlConnection "states" {
  host = "${database.socketFolder}"
  user = "${database.user}"
  database = "${DATABASES.states}"
}`;
}

/** Gives Icinga Web a theme in which nothing is folded, since nobody is there to click. */
function unfoldTexts(folder: string): void {
  const themes = join(folder, "pictures/public/css/themes");
  mkdirSync(themes, { recursive: true });
  symlinkSync(join(folder, "pictures"), join(folder, "enabledModules/pictures"));
  writeFileSync(
    join(themes, "unfolded.less"),
    `.collapsible.collapsed { height: auto !important; }
.collapsible-control { display: none; }
.collapsible.collapsed:before, .collapsible.collapsed:after { display: none !important; }
fieldset.collapsed dd, fieldset.collapsed dt { display: inline-block !important; }
fieldset.collapsed ul, fieldset.collapsed div { display: block !important; }`,
  );
  appendFileSync(join(folder, "config.ini"), "\n[themes]\ndefault = pictures/unfolded\n");
}

async function createHost(zone: string): Promise<void> {
  const vars = {
    dnssec_root_hints: stage.rootHints,
    dnssec_trust_anchor: stage.trustAnchor,
    dnssec_port: String(stage.port),
    _override_servicevars: {
      "dnssec resolvers": {
        dnssec_resolvers_non_validating: [stage.resolver],
      },
    },
  };
  const host = { object_name: zone, object_type: "object", imports: ["dnssec-zone"], vars };
  await director.call(["host", "create", "--json"], JSON.stringify(host));
}

/** Has all services checked, and throws until each is sure of its state. */
async function seeAllSettled(): Promise<void> {
  const attrs = ["state_type", "last_check"];
  const found = await director.icinga.call("objects/services", "GET", { attrs });
  for (const type of ["Host", "Service"]) {
    await director.icinga.call("actions/reschedule-check", "POST", { type, filter: "true", force: true });
  }
  const states = (found as readonly { attrs: { state_type: number; last_check: number } }[]).map((each) => each.attrs);
  expect(states).toHaveLength(21);
  expect(states.filter(({ state_type, last_check }) => state_type === 0 || last_check < 0)).toEqual([]);
}
