import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** Where an Icinga's API is and how to log in. */
export interface ApiAccess {
  readonly address: string;
  /** What its certificate is for. */
  readonly nodeName: string;
  readonly ca: string;
  readonly user: string;
  readonly password: string;
}

/** What Icinga knows of a service. */
export interface ServiceStatus {
  readonly host: string;
  readonly name: string;
  readonly state: number;
  readonly isHard: boolean;
  /** All that the check wrote but for performance data. */
  readonly output: string;
  readonly performanceData: readonly string[];
  readonly checkSource: string;
  /** The end of the last run in seconds since 1970; 0 before the first. */
  readonly checkedAt: number;
  readonly command: readonly string[];
}

/** That Icinga notifies users, as it streams it. */
export interface NotificationEvent {
  readonly host: string;
  readonly service: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly notification_type: string;
}

/** The API of a running Icinga. */
export interface IcingaApi {
  /** Throws while the API does not answer. */
  services(): Promise<ServiceStatus[]>;
  /** Has services that match the filter, an expression of Icinga's, checked now. */
  checkNow(filter: string, variables: object): Promise<void>;
  acknowledge(host: string, service: string): Promise<void>;
  /** Gives a service a custom variable. */
  setVariable(host: string, service: string, name: string, value: string): Promise<void>;
  isDown(host: string): Promise<boolean>;
  /** Collects notifications from now on until this process ends. */
  collectNotifications(): Promise<readonly NotificationEvent[]>;
}

interface ServiceObject {
  readonly attrs: {
    readonly host_name: string;
    readonly name: string;
    readonly state: number;
    readonly state_type: number;
    readonly last_check_result: {
      readonly output: string;
      readonly performance_data: readonly string[];
      readonly check_source: string;
      readonly execution_end: number;
      readonly command: readonly string[];
    } | null;
  };
}

export function icingaApi(access: ApiAccess): IcingaApi {
  const post = async (path: string, body: object): Promise<IncomingMessage> =>
    await exchange(access, path, body, path.startsWith("objects/") ? "GET" : "POST");
  return {
    services: async () => {
      const attrs = ["host_name", "name", "state", "state_type", "last_check_result"];
      const response = await post("objects/services", { attrs });
      const { results } = JSON.parse(await text(response)) as { results: ServiceObject[] };
      return results.map(readService);
    },
    checkNow: async (filter, filter_vars) => {
      await text(await post("actions/reschedule-check", { type: "Service", filter, filter_vars, force: true }));
    },
    acknowledge: async (host, service) => {
      const body = { type: "Service", service: `${host}!${service}`, author: "test", comment: "seen", notify: true };
      await text(await post("actions/acknowledge-problem", body));
    },
    setVariable: async (host, service, name, value) => {
      const body = { service: `${host}!${service}`, attrs: { [`vars.${name}`]: value } };
      await text(await exchange(access, "objects/services", body, "POST"));
    },
    isDown: async (host) => {
      const response = await post("objects/hosts", { host, attrs: ["state"] });
      const { results } = JSON.parse(await text(response)) as { results: { attrs: { state: number } }[] };
      return results.every(({ attrs }) => attrs.state === 1);
    },
    collectNotifications: async () => {
      const events: NotificationEvent[] = [];
      const response = await post("events", { queue: "test", types: ["Notification"] });
      response.on("error", () => undefined);
      createInterface(response).on("line", (line) => events.push(JSON.parse(line) as NotificationEvent));
      return events;
    },
  };
}

function readService({ attrs }: ServiceObject): ServiceStatus {
  const { host_name: host, name, state, state_type, last_check_result: result } = attrs;
  return {
    host,
    name,
    state,
    isHard: state_type === 1,
    output: result?.output ?? "",
    performanceData: result?.performance_data ?? [],
    checkSource: result?.check_source ?? "",
    checkedAt: result?.execution_end ?? 0,
    command: result?.command ?? [],
  };
}

async function exchange(
  { address, nodeName, ca, user, password }: ApiAccess,
  path: string,
  body: object,
  method: "GET" | "POST",
): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      {
        host: address,
        port: 5665,
        servername: nodeName,
        ca,
        auth: `${user}:${password}`,
        path: `/v1/${path}`,
        method: "POST",
        headers: { accept: "application/json", "x-http-method-override": method },
      },
      resolve,
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${await text(response)}`);
  return response;
}
