import { testRollovers } from "./cases/rollovers.ts";

testRollovers({
  program: "bind",
  steps: {
    zsk: /^none > pre-publish > none$/,
    ksk: /^none > double signature > none$/,
    csk: /^none > double signature > pre-publish > none$/,
    // Keys and signatures come and go at about the same time, now and then in two versions of the zone.
    algorithm: /^none > (algorithm > )?algorithm, double signature > (algorithm > )?none$/,
  },
  // Signatures last a minute and are dated back by an hour, as always, so that they seem old and are about to expire.
  options: ["-w", "5", "-c", "1", "--ignore", "rrsig-expiry-in-clock-skew", "--ignore", "rrsig-refresh-stalled"],
});
