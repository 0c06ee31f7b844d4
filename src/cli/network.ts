import { createNetwork, type Network } from "../net/network.ts";
import { builtInRootHints, parseRootHints } from "../net/root-hints.ts";
import type { CommonOptions } from "./common-options.ts";
import { readTextFile } from "./text-file.ts";

const MIN_QUERIES = 2000;
/** Of the run's time limit: who gives a long one means to follow a long chain. */
const QUERIES_A_SECOND = 200;

/** Opens the way to the network that the options describe; UsageError where the root hints can't be used. */
export function openNetwork(options: CommonOptions, signal: AbortSignal): Network {
  const { zone, resolvers, nameservers, rootHintsFile, port, families, queryTimeout, tries, bufsize, tcp, timeout } =
    options;
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
    maxQueries: Math.max(MIN_QUERIES, timeout.seconds * QUERIES_A_SECOND),
    signal,
  });
}
