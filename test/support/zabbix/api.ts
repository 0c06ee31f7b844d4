/** Calls a method of Zabbix's API, whose results are as Zabbix documents them; throws what it refuses. */
export type ZabbixApi = <T>(method: string, params: unknown) => Promise<T>;

/** Logs in at the front end. */
export async function connectApi(url: string): Promise<ZabbixApi> {
  let auth: string | null = null;
  const call: ZabbixApi = async <T>(method: string, params: unknown): Promise<T> => {
    const response = await fetch(new URL("api_jsonrpc.php", url), {
      method: "POST",
      headers: { "content-type": "application/json-rpc" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params, auth }),
    });
    const answer = (await response.json()) as { readonly result: T; readonly error?: { readonly data: string } };
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.data}`);
    return answer.result;
  };
  auth = await call<string>("user.login", { username: "Admin", password: "zabbix" });
  return call;
}
