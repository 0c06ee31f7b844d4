import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, startDaemon } from "../daemons/process.ts";
import { eventually } from "../eventually.ts";
import { freeZabbixPort } from "./port.ts";

/** A Zabbix agent 2 with our user parameters. */
export interface Agent {
  /** What it answers to an item's key, as the server would get it. */
  get(key: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it with the shipped file of user parameters; the checks lie in checks. */
export async function startAgent(folder: string, userParameters: string, checks: string): Promise<Agent> {
  mkdirSync(folder);
  const port = await freeZabbixPort();
  const file = join(folder, "zabbix_agent2.conf");
  const settings = {
    LogType: "console",
    PidFile: join(folder, "pid"),
    ControlSocket: join(folder, "control"),
    PluginSocket: join(folder, "plugin"),
    ListenIP: "127.0.0.1",
    ListenPort: port,
    Server: "127.0.0.1",
    Timeout: 15,
    UserParameterDir: checks,
    Include: userParameters,
  };
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const daemon = startDaemon(folder, { address: "127.0.0.1", port }, ["zabbix_agent2", "-f", "-c", file]);
  const get = (key: string): Promise<string> =>
    run("zabbix_get", ["-s", "127.0.0.1", "-p", String(port), "-t", "20", "-k", key]);
  await eventually("the agent answers", () => get("agent.ping"));
  return { get, stop: () => daemon.stop() };
}
