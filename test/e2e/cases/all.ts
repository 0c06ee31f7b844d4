import { DATA_FAULTS } from "./data-faults.ts";
import { DS_FAULTS, NSEC_PARENT_FAULTS } from "./ds-faults.ts";
import { HEALTHY } from "./healthy.ts";
import { KEY_FAULTS } from "./key-faults.ts";
import { NSEC_FAULTS } from "./nsec-faults.ts";
import { NSEC3_FAULTS } from "./nsec3-faults.ts";
import { NSEC3_PROFILES, NSEC_PROFILES, spread } from "./profiles.ts";
import { PUBLISHED } from "./published.ts";
import { SIGNATURE_FAULTS } from "./signature-faults.ts";
import type { VerdictCase } from "./verdict-case.ts";

const GENERAL_FAULTS = [...SIGNATURE_FAULTS, ...DATA_FAULTS, ...KEY_FAULTS, ...DS_FAULTS];

/** Every case of the lab. */
export const ALL_CASES: readonly VerdictCase[] = [
  ...PUBLISHED,
  ...HEALTHY,
  ...spread(GENERAL_FAULTS, [...NSEC_PROFILES, ...NSEC3_PROFILES], 3),
  ...spread(NSEC_PARENT_FAULTS, NSEC_PROFILES.slice(0, 1), 1),
  ...spread(NSEC_FAULTS, NSEC_PROFILES, 3),
  ...spread(NSEC3_FAULTS, NSEC3_PROFILES, 3),
];
