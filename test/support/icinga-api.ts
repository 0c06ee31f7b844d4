import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { renderNagios } from "../../src/monitoring/nagios.ts";
import { type Report, stateOf } from "../../src/monitoring/report.ts";
import { EXIT_CODES } from "../../src/monitoring/state.ts";
import { exampleReport } from "./report.ts";

/** The certificate that the server's is signed by, and the server's own after it has expired. */
export const API_CA = join(import.meta.dirname, "tls/ca.pem");
export const EXPIRED_CERTIFICATE = join(import.meta.dirname, "tls/expired-api.pem");

/** What the server was asked. */
interface ApiQuery {
  readonly path: string;
  readonly filter: string;
  readonly filter_vars: Readonly<Record<string, unknown>>;
  readonly attrs: readonly string[];
}

/** A server that answers as Icinga 2's API does to queries of services. */
export interface IcingaApiServer {
  readonly url: string;
  readonly queries: ApiQuery[];
  stop(): void;
}

/** What the server is to be. */
export interface IcingaApiPlan {
  /** The attributes of services, all given whatever the filter. */
  readonly services: readonly object[];
  readonly certificate?: string;
  /** Said instead of what Icinga would. */
  readonly answer?: { readonly status: number; readonly body: string };
  /** Accepts connections and says nothing. */
  readonly isSilent?: boolean;
}

export const API_USER = "dnssec-locations";
export const API_PASSWORD = "a secret: with a colon";

/** Starts the server on a free port of 127.0.0.1. */
export async function startIcingaApi(plan: IcingaApiPlan): Promise<IcingaApiServer> {
  const queries: ApiQuery[] = [];
  const identity = {
    cert: readFileSync(plan.certificate ?? join(import.meta.dirname, "tls/server.pem")),
    key: readFileSync(join(import.meta.dirname, "tls/server.key")),
  };
  const server = createServer(identity, (request, response) => {
    void (async () => {
      const body = await text(request);
      if (plan.isSilent === true) return;
      const authorization = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString("base64")}`;
      const isQuery = request.method === "POST" && request.headers["x-http-method-override"] === "GET";
      const say = (status: number, answer: object): void => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
      };
      if (plan.answer !== undefined) response.writeHead(plan.answer.status).end(plan.answer.body);
      else if (request.headers.authorization !== authorization) {
        say(401, { error: 401, status: "Unauthorized. Please check your user credentials." });
      } else if (!isQuery || request.headers.accept !== "application/json") say(400, { error: 400, status: "Bad" });
      else {
        queries.push({ path: request.url ?? "", ...(JSON.parse(body) as Omit<ApiQuery, "path">) });
        const results = plan.services.map((attrs) => ({ attrs, joins: {}, meta: {}, name: "", type: "Service" }));
        say(200, { results });
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A service as the API gives it, whose last check, at now, printed this report with -v. */
export function exampleService(
  checkSource: string,
  now: number,
  report: Partial<Report> = {},
  change: object = {},
): object {
  const full = exampleReport(report);
  const state = EXIT_CODES[stateOf(full)];
  return {
    name: "dnssec chain example.com",
    host_name: `dnssec-${checkSource}`,
    zone: "",
    command_endpoint: "",
    check_command: "dnssec_chain",
    check_interval: 300,
    state,
    state_type: 1,
    last_state_change: now - 3600.5,
    last_check_result: {
      // Icinga takes the perfdata out.
      output: renderNagios(full, 1).replace(/ \|.*/, "").trimEnd(),
      check_source: checkSource,
      execution_end: now - 30.25,
    },
    ...change,
  };
}
