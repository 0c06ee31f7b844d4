import type { Lookup, Reply, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { absentName } from "../shared/absent-name.ts";
import { type Probe, probesFor } from "./probes.ts";

/** Everything one server said. */
export interface ServerAnswers {
  readonly server: ServerAddress;
  readonly soa: Reply;
  readonly dnskey: Reply;
  /** To all questions put as usual, those for SOA and DNSKEY first. */
  readonly usual: readonly Reply[];
  /** To the question for SOA over TCP. */
  readonly overTcp: Reply;
  /** Empty where the server gave no answer, or only without EDNS. */
  readonly probed: readonly Probed[];
}

/** What came of a probe. */
export interface Probed {
  readonly probe: Probe;
  readonly reply: Reply;
}

/** Asks one server for the apex, for what should not exist and what should, then how it takes unusual questions. */
export async function gatherAnswers(
  server: ServerAddress,
  apex: DomainName,
  existing: readonly Question[],
  lookup: Lookup,
): Promise<ServerAnswers> {
  const soaQuestion = { name: apex, type: RrType.SOA };
  const absent = absentName(apex);
  const others = [
    ...[RrType.NS, RrType.NSEC3PARAM].map((type) => ({ name: apex, type })),
    ...(absent === null ? [] : [{ name: absent, type: RrType.A }]),
    ...existing,
  ];
  const [soa, dnskey, overTcp, ...more] = await Promise.all([
    lookup.askServer(server, soaQuestion),
    lookup.askServer(server, { name: apex, type: RrType.DNSKEY }),
    lookup.askServer(server, soaQuestion, { tcp: true }),
    ...others.map((question) => lookup.askServer(server, question)),
  ]);
  const usual = [soa, dnskey, ...more];
  const probed = await Promise.all(
    probesFor(apex, usual).map(async (probe) => ({
      probe,
      reply: await lookup.askServer(server, probe.question, probe.variation),
    })),
  );
  return { server, soa, dnskey, usual, overTcp, probed };
}
