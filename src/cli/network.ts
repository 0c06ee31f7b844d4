import { createNetwork, type Network } from "../net/network.ts";
import { builtInRootHints, parseRootHints } from "../net/root-hints.ts";
import type { CommonOptions } from "./common-options.ts";
import { maxQueries } from "./max-queries.ts";
import { readTextFile } from "./text-file.ts";

/** Opens the way to the network that the options describe; UsageError where the root hints can't be used. */
export function openNetwork(options: CommonOptions, signal: AbortSignal): Network {
  const { zone, resolvers, nameservers, rootHintsFile, port, families, queryTimeout, tries, bufsize, tcp } = options;
  return createNetwork({
    rootHints: rootHintsFile === null ? builtInRootHints() : parseRootHints(readTextFile(rootHintsFile), rootHintsFile),
    resolvers,
    nameservers,
    zone,
    port,
    families,
    queryTimeout: queryTimeout * 1000,
    tries,
    bufferSize: bufsize,
    tcp,
    maxQueries: maxQueries(options),
    signal,
  });
}
