import type { LocationsOptions } from "../checks/locations/check.ts";
import { type LocationAttribute, readServices, servicesQuery } from "../checks/locations/icinga.ts";
import { readJsonResult } from "../checks/locations/json-result.ts";
import type { Gathered, LocationResult } from "../checks/locations/result.ts";
import type { DomainName } from "../dns/name.ts";
import { type IcingaApi, queryObjects } from "../net/icinga-api.ts";
import { parseDuration } from "../util/duration.ts";
import { UsageError } from "../util/errors.ts";
import { type CommonOptions, wordOf } from "./common-options.ts";
import { allValues, oneValue, optionalValue } from "./given.ts";
import type { GivenOptions } from "./plugin-spec.ts";
import { parseTextFile, readTextFile } from "./text-file.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const PASSWORD_VARIABLE = "ICINGA_API_PASSWORD";
const LOCATION_ATTRIBUTES: readonly LocationAttribute[] = ["check_source", "host", "zone"];

/** Seconds; for results in files, which do not say when the next one is due. */
const MAX_AGE_OF_FILES = 86_400;

/** Reads where results come from and how locations belong together; UsageError where files can't be used. */
export function readSources(given: GivenOptions, { zone }: CommonOptions, env: Environment): LocationsOptions {
  const maxAge = optionalValue(given, "max-age", parseDuration);
  const pattern = optionalValue(given, "service", (text) => text);
  const locationBy = oneValue(given, "location-by", "check_source", wordOf(LOCATION_ATTRIBUTES));
  const results = readFiles(given, zone, maxAge ?? MAX_AGE_OF_FILES);
  const api = readApi(given, env);
  if (api === null && results.length < 2) throw new UsageError("nothing to compare: give --result twice, or --api");
  const gather = async (signal: AbortSignal): Promise<Gathered> => {
    if (api === null) return { kind: "results", results };
    const answer = await queryObjects(api, "services", servicesQuery(zone, pattern), signal);
    if (answer.kind === "failed") return answer;
    const found = readServices(answer.objects, zone, locationBy, maxAge);
    return found.kind === "failed" ? found : { ...found, results: [...results, ...found.results] };
  };
  return { gather, regions: readRegions(given), expected: allValues(given, "expect-location", (name) => name) };
}

function readFiles(given: GivenOptions, zone: DomainName, maxAge: number): LocationResult[] {
  const named = allValues(given, "result", (text) => parsePair(text, "LOCATION=FILE"));
  if (named.filter(([, file]) => file === "-").length > 1) throw new UsageError("--result: standard input given twice");
  return named.map(([location, file]) =>
    parseTextFile(file, (text) => readJsonResult(text, zone.toString(), location, maxAge)),
  );
}

function readApi(given: GivenOptions, env: Environment): IcingaApi | null {
  const url = optionalValue(given, "api", parseUrl);
  if (url === null) return null;
  const user = optionalValue(given, "api-user", (name) => name);
  if (user === null) throw new UsageError("--api needs --api-user");
  const password = optionalValue(given, "api-secret-file", readSecret) ?? env[PASSWORD_VARIABLE] ?? "";
  if (password === "") throw new UsageError(`--api needs --api-secret-file or ${PASSWORD_VARIABLE} in the environment`);
  return {
    url,
    user,
    password,
    authorities: optionalValue(given, "api-ca", readTextFile),
    certificateName: optionalValue(given, "api-name", (name) => name),
  };
}

function readSecret(file: string): string {
  const secret = readTextFile(file).trimEnd();
  if (secret === "") throw new UsageError(`${file} is empty`);
  return secret;
}

function readRegions(given: GivenOptions): Map<string, string> {
  const regions = new Map<string, string>();
  for (const [region, list] of allValues(given, "region", (text) => parsePair(text, "NAME=LOCATION,..."))) {
    for (const location of list.split(",")) {
      if (regions.has(location)) throw new UsageError(`--region: ${location} is in two regions`);
      regions.set(location, region);
    }
  }
  return regions;
}

function parsePair(text: string, form: string): readonly [string, string] {
  const [, name = "", value = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === "") throw new UsageError(`${JSON.stringify(text)} is not ${form}`);
  return [name, value];
}

/** A password in the URL would be seen in the list of processes; what is refused is not printed either. */
function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw new UsageError("this is not https://HOST:PORT");
  }
  return url;
}
