import type { Level } from "../util/level.ts";

/** What the catalogue says of one fault; text and remedy hold `{placeholders}` that a finding's params fill. */
export interface Fault {
  readonly level: Level;
  /** What is wrong, in a short sentence without final dot; owner, type and servers stand beside it and are not repeated. */
  readonly text: string;
  /** What the operator does now, in up to three sentences. */
  readonly remedy: string;
  /** The rules broken, one citation each: RFC with section, CVE or NIST publication. */
  readonly rfc: readonly string[];
}
