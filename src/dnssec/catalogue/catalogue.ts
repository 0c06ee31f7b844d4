import { ANNOUNCEMENTS } from "./announcements.ts";
import { CHAIN } from "./chain.ts";
import { DENIAL } from "./denial.ts";
import { DS } from "./ds.ts";
import { KEYS } from "./keys.ts";
import { NAMESERVERS } from "./nameservers.ts";
import { RESOLVERS } from "./resolvers.ts";
import { SIGNATURES } from "./signatures.ts";
import { SUITE } from "./suite.ts";

/** Every fault the suite can report, by its public id; packed programs hold the texts compressed. */
export const CATALOGUE = {
  ...SIGNATURES,
  ...CHAIN,
  ...DS,
  ...ANNOUNCEMENTS,
  ...KEYS,
  ...NAMESERVERS,
  ...DENIAL,
  ...RESOLVERS,
  ...SUITE,
} as const;
