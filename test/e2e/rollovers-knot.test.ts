import { testRollovers } from "./cases/rollovers.ts";

testRollovers({
  program: "knot",
  steps: {
    zsk: /^none > pre-publish > none$/,
    ksk: /^none > double signature > none$/,
    "double-ds": /^none > double signature > double signature, double DS > (double signature > )?none$/,
    csk: /^none > double signature > pre-publish > none$/,
    // Signatures first, keys with them next, and the keys gone before the signatures (RFC 6781 4.1.4).
    algorithm: /^none > algorithm > algorithm, double signature > algorithm > none$/,
  },
  options: [],
});
