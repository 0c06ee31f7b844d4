import type { ThresholdSyntax } from "../monitoring/range.ts";
import type { CommonOptions } from "./common-options.ts";

/** One option as the user sees it. */
export interface OptionDeclaration {
  /** The long name without dashes. */
  readonly name: string;
  /** Other long names. */
  readonly aliases?: readonly string[];
  /** One-letter forms, such as `Hz`. */
  readonly letters?: string;
  /** What stands for the value in the help; null where the option takes none. */
  readonly value: string | null;
  /** Whatever the next argument begins with, it is the value. */
  readonly isFreeText?: boolean;
  /** May be given several times. */
  readonly isRepeatable?: boolean;
  /** Short help; the default is added to it. */
  readonly help: string;
  readonly default?: string;
}

/** The options that were given, by long name, not yet judged. */
export interface GivenOptions {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** How often each option without a value was given. */
  readonly counts: ReadonlyMap<string, number>;
  /** Arguments that belong to no option. */
  readonly operands: readonly string[];
}

/** What -w and -c of a check judge. */
export interface MainMetric {
  /** For the help, such as `time until the first signature expires`. */
  readonly description: string;
  readonly syntax: ThresholdSyntax;
  readonly warning: string;
  readonly critical: string;
}

/** What an executable is, apart from its check; nothing in it may need a module that --version can do without. */
export interface PluginSpec<Options> {
  /** The executable's name. */
  readonly plugin: string;
  /** What it answers, one sentence. */
  readonly purpose: string;
  readonly metric: MainMetric;
  /** Where none is given; without it a zone has to be. */
  readonly defaultZone?: string;
  /** What common options mean here, where that is something of its own. */
  readonly own?: Readonly<Record<string, Partial<Pick<OptionDeclaration, "help" | "default">>>>;
  /** Common options that are taken and have no effect here, so that help and configuration leave them out. */
  readonly unused?: readonly string[];
  /** Options besides the common ones. */
  readonly options: readonly OptionDeclaration[];
  /** Command lines for the help, each with what it does. */
  readonly examples: readonly { readonly command: string; readonly meaning: string }[];
  /** Reads the check's own options; UsageError on malformed ones. */
  readonly parse: (given: GivenOptions, common: CommonOptions) => Promise<Options>;
}
