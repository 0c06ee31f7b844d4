import { type DomainName, ROOT } from "../../../src/dns/name.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { type Endpoint, untilAnswering } from "./exchange.ts";
import { type Daemon, startDaemon } from "./process.ts";

/** Starts a DNS server and waits until it answers for a name, whatever it says; stops it again where it does not. */
export async function startAnswering(
  directory: string,
  endpoint: Endpoint,
  command: readonly string[],
  name: DomainName = ROOT,
): Promise<Daemon> {
  const daemon = startDaemon(directory, endpoint, command);
  try {
    await untilAnswering(endpoint, { name, type: RrType.SOA }, () => daemon.log());
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return daemon;
}
