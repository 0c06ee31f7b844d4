import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Service } from "../../../src/notifications/destination.ts";
import { type Received, violationsOf } from "./service-rules.ts";

/** How the service takes the next request: with a status, with silence, or by closing the connection. */
export type Mood = { readonly status: number; readonly headers?: Record<string, string> } | "silent" | "closing";

/** One of the services on loopback, over HTTPS, that refuses what the real one would refuse. */
export interface TestService {
  /** As --url, or the secret where the URL is one. */
  readonly url: string;
  /** What it has taken, in order. */
  readonly taken: Received[];
  /** What it was sent, taken or not. */
  readonly received: Received[];
  /** The moods of the next requests; after them it takes what is right. */
  readonly moods: Mood[];
  readonly stop: () => Promise<void>;
}

const TLS = join(import.meta.dirname, "../tls");
const PATHS: Readonly<Record<Service, string>> = {
  pagerduty: "/v2/enqueue",
  opsgenie: "/v2/alerts",
  slack: "/services/T000/B000/verysecret",
  teams: "/workflows/1/triggers/manual/paths/invoke?sig=verysecret",
  webhook: "/hook",
};

/** The certificates to trust for it. */
export function authoritiesFile(identity: "server" | "expired" = "server"): string {
  return join(TLS, identity === "server" ? "ca.pem" : "expired.pem");
}

/** Starts a service on that port or a free one; identity names the certificate it shows. */
export async function startService(
  service: Service,
  identity: "server" | "expired" = "server",
  ownPort = 0,
): Promise<TestService> {
  const taken: Received[] = [];
  const received: Received[] = [];
  const moods: Mood[] = [];
  const identityFiles = {
    cert: readFileSync(join(TLS, `${identity}.pem`)),
    key: readFileSync(join(TLS, `${identity}.key`)),
  };
  const answer = (request: Received, response: ServerResponse): void => {
    received.push(request);
    const mood = moods.shift() ?? { status: service === "slack" ? 200 : 202 };
    if (mood === "silent") return;
    if (mood === "closing") {
      response.destroy();
      return;
    }
    const violations = violationsOf(service, request);
    const status = violations.length > 0 ? 400 : mood.status;
    if (status < 300) taken.push(request);
    response.writeHead(status, mood.headers).end(violations.join("; ") || `status ${status} for verysecret`);
  };
  const server = createServer(identityFiles, (request, response) => {
    const { method = "", url = "", headers } = request;
    void text(request).then(
      (body) => answer({ method, path: url, headers, body }, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(ownPort, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}${PATHS[service]}`,
    taken,
    received,
    moods,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
