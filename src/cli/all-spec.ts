import type { AllOptions, Part } from "../checks/all/check.ts";
import type { Check } from "../checks/context.ts";
import { UsageError } from "../util/errors.ts";
import { CHAIN_SPEC, queryDeclaration } from "./chain-spec.ts";
import type { CommonOptions } from "./common-options.ts";
import { DENIAL_SPEC } from "./denial-spec.ts";
import { parseQuery } from "./domain-option.ts";
import { DS_SPEC } from "./ds-spec.ts";
import { allValues } from "./given.ts";
import { KEYS_SPEC } from "./keys-spec.ts";
import { NAMESERVERS_SPEC } from "./nameservers-spec.ts";
import type { GivenOptions, OptionDeclaration, PluginSpec } from "./plugin-spec.ts";
import { RESOLVERS_SPEC } from "./resolvers-spec.ts";
import { SIGNATURES_SPEC } from "./signatures-spec.ts";

/** A check that check_dnssec is made of. */
interface PartSpec {
  readonly name: string;
  readonly options: readonly OptionDeclaration[];
  /** Tells whether there is anything for it to ask where it is not chosen by name. */
  readonly applies: (common: CommonOptions) => boolean;
  readonly prepare: (given: GivenOptions, common: CommonOptions) => Promise<Part["run"]>;
}

/** A check as a part; adapt changes what was given where the check takes it otherwise than the whole does. */
function part<Options>(
  spec: PluginSpec<Options>,
  load: () => Promise<Check<Options>>,
  adapt: (given: GivenOptions, common: CommonOptions) => GivenOptions = (given) => given,
): PartSpec {
  return {
    name: spec.plugin.replace("check_dnssec_", ""),
    options: spec.options,
    applies: () => true,
    async prepare(given, common) {
      const { parseThreshold } = await import("../monitoring/range.ts");
      const [options, check] = await Promise.all([spec.parse(adapt(given, common), common), load()]);
      const isMain = spec.metric === SIGNATURES_SPEC.metric;
      const warning = isMain ? common.warning : parseThreshold(spec.metric.warning, spec.metric.syntax);
      const critical = isMain ? common.critical : parseThreshold(spec.metric.critical, spec.metric.syntax);
      return (context) => check({ ...context, warning, critical, options });
    },
  };
}

/** In the order that they are reported in. */
const PARTS: readonly PartSpec[] = [
  part(CHAIN_SPEC, async () => (await import("../checks/chain/check.ts")).checkChain),
  part(SIGNATURES_SPEC, async () => (await import("../checks/signatures/check.ts")).checkSignatures, inZone),
  part(KEYS_SPEC, async () => (await import("../checks/keys/check.ts")).checkKeys),
  part(NAMESERVERS_SPEC, async () => (await import("../checks/nameservers/check.ts")).checkNameservers),
  {
    ...part(DS_SPEC, async () => (await import("../checks/ds/check.ts")).checkDs),
    applies: ({ zone }) => !zone.isRoot(),
  },
  part(DENIAL_SPEC, async () => (await import("../checks/denial/check.ts")).checkDenial, forDenial),
  {
    ...part(RESOLVERS_SPEC, async () => (await import("../checks/resolvers/check.ts")).checkResolvers),
    applies: ({ resolvers }) => resolvers.length > 0,
  },
];

/** So many names of the chain the whole follows. */
const NO_NAMES = "0";

/** Leaves to the chain what lies outside the zone: its servers know nothing of that. */
function inZone(given: GivenOptions, { zone }: CommonOptions): GivenOptions {
  const queries = (given.values.get("query") ?? []).filter((text) => parseQuery(text).name.isAtOrBelow(zone));
  return { ...given, values: new Map([...given.values, ["query", queries]]) };
}

/** The denial check follows the chain, which takes its time, only when asked to. */
function forDenial(given: GivenOptions, common: CommonOptions): GivenOptions {
  const own = inZone(given, common);
  const maxNames = given.values.get("max-names") ?? [NO_NAMES];
  return { ...own, values: new Map([...own.values, ["max-names", maxNames]]) };
}

/** The checks' own options, each once, but for what all of them take and where the whole has another default. */
const PART_OPTIONS = PARTS.flatMap(({ options }) => options)
  .filter(({ name }, i, all) => name !== "query" && all.findIndex((other) => other.name === name) === i)
  .map((option) => (option.name === "max-names" ? { ...option, default: NO_NAMES } : option));

const NAMES = PARTS.map(({ name }) => name);

/** check_dnssec but for the checks themselves; -w and -c are those of the signatures. */
export const ALL_SPEC: PluginSpec<AllOptions> = {
  plugin: "check_dnssec",
  purpose: "everything that the other checks on a zone answer, gathered once and reported as one result",
  metric: SIGNATURES_SPEC.metric,
  own: { resolver: { help: "ask this recursive resolver instead of walking from the root, and look at it, too" } },
  options: [
    {
      name: "checks",
      value: "NAME,...",
      isRepeatable: true,
      help: `run only these: ${NAMES.join(", ")}`,
      default: "all, resolvers with -r",
    },
    queryDeclaration("look at this too, type A if none is given"),
    ...PART_OPTIONS,
  ],
  examples: [
    { command: "-z example.com", meaning: "run every check on example.com" },
    { command: "-z example.com --checks chain,signatures -w 25%", meaning: "run two of them" },
  ],
  async parse(given, common) {
    const wanted = new Set(allValues(given, "checks", readNames).flat());
    const chosen = PARTS.filter(({ name, applies }) => (wanted.size === 0 ? applies(common) : wanted.has(name)));
    const parts = chosen.map(async ({ name, prepare }) => ({ name, run: await prepare(given, common) }));
    return { parts: await Promise.all(parts) };
  },
};

function readNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`${JSON.stringify(unknown)} is none of ${NAMES.join(", ")}`);
  return names;
}
