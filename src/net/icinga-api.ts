import { request } from "node:https";
import { connectionTrouble } from "./connection-trouble.ts";

/** How to reach Icinga 2's API. */
export interface IcingaApi {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  /** Certificates to trust, in PEM; null for the system's. */
  readonly authorities: string | null;
  /** The name that the certificate must be for; null for the one in the URL. */
  readonly certificateName: string | null;
}

/** The objects asked for, or why there are none. */
export type IcingaAnswer =
  | { readonly kind: "objects"; readonly objects: readonly unknown[] }
  | { readonly kind: "failed"; readonly reason: string };

/** Octets; a service with its result takes some thousand. */
const MAX_ANSWER = 64 << 20;

/** The attributes of the objects of a type, such as `services`, that a query selects (`filter`, `filter_vars`, `attrs`). */
export async function queryObjects(
  api: IcingaApi,
  type: string,
  query: object,
  signal: AbortSignal,
): Promise<IcingaAnswer> {
  const failed = (why: string): IcingaAnswer => ({ kind: "failed", reason: `Icinga at ${api.url.origin}: ${why}` });
  try {
    const { status, body } = await post(api, `v1/objects/${type}`, JSON.stringify(query), signal);
    const answer = parseAnswer(body);
    if (status === 401) return failed(`user ${api.user} or the password is refused`);
    if (status === 404) return failed(`no objects found, or user ${api.user} lacks the permission objects/query`);
    if (status !== 200) return failed(`HTTP status ${status}${answer?.status ? `, ${answer.status}` : ""}`);
    if (!Array.isArray(answer?.results)) return failed("what it answers is not of Icinga's API");
    return { kind: "objects", objects: (answer.results as ({ attrs?: unknown } | null)[]).map((each) => each?.attrs) };
  } catch (error) {
    return failed(connectionTrouble(error));
  }
}

/** GET with a body, the way the API wants it: a POST that says so in a header. */
function post(
  { url, user, password, authorities, certificateName }: IcingaApi,
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: string }> {
  const base = url.pathname.endsWith("/") ? url : new URL(`${url.pathname}/`, url);
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, base), {
      method: "POST",
      agent: false,
      auth: `${user}:${password}`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-http-method-override": "GET",
      },
      signal,
      ...(authorities === null ? {} : { ca: authorities }),
      ...(certificateName === null ? {} : { servername: certificateName }),
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > MAX_ANSWER) outgoing.destroy(new Error("the answer is too long"));
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.end(body);
  });
}

function parseAnswer(body: string): { readonly results?: unknown; readonly status?: string } | null {
  try {
    return JSON.parse(body) as { results?: unknown; status?: string };
  } catch {
    return null;
  }
}
