import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { run } from "../daemons/process.ts";

/** The services that alerts are sent to, as one server. */
export interface Receiver {
  readonly url: string;
  /** Certificates to trust for it. */
  readonly ca: string;
  /** What came, in order: who was told, and what. */
  readonly told: readonly string[];
  stop(): void;
}

/** What of a request to a service, the last part of its path below the service's name left over, says what it is about. */
const READERS: Readonly<Record<string, (body: never, rest: string) => string | null>> = {
  slack: ({ text: title }: { text: string }) => `chat: ${headOf(title)}`,
  teams: (card: object) => `security: ${headOf(/"text":"([^"]*)/.exec(JSON.stringify(card))?.[1] ?? "")}`,
  pagerduty: (event: { event_action: string; dedup_key: string }) =>
    `on call: ${event.event_action} ${event.dedup_key}`,
  opsgenie: ({ alias }: { alias?: string }, rest) => {
    const [, known, verb] = /^\/([^/]+)\/(\w+)/.exec(rest) ?? [];
    // What follows on the creation of an alert tells nothing new.
    return verb === "priority" ? null : `second line: ${verb ?? "create"} ${alias ?? decodeURIComponent(known ?? "")}`;
  },
};

/** Starts it on an address; its certificate is for that address alone. */
export async function startReceiver(directory: string, address: string): Promise<Receiver> {
  const [key, ca] = [join(directory, "receiver.key"), join(directory, "receiver.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const names = ["-subj", "/CN=receiver", "-addext", `subjectAltName=IP:${address}`];
  await run("openssl", ["req", "-x509", ...curve, ...names, "-keyout", key, "-out", ca]);
  const told: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, service = "", rest = ""] = /^\/(\w+)([^?]*)/.exec(request.url ?? "") ?? [];
    const line = READERS[service]?.(JSON.parse(await text(request)) as never, rest) ?? null;
    if (line !== null) told.push(line);
    response.writeHead(service === "slack" ? 200 : 202).end("ok");
  };
  const server = createServer({ key: readFileSync(key), cert: readFileSync(ca) }, (request, response) => {
    void take(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://${address}:${port}`, ca, told, stop: () => server.close().closeAllConnections() };
}

/** Level, zone and first cause of an alert's title. */
function headOf(title: string): string {
  return /^[A-Z ]+ \S+: [a-z0-9-]+/.exec(title)?.[0] ?? title;
}
