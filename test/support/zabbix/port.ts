import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** The range that Zabbix's daemons listen in, without the ports that services are known by. */
const FIRST = 20_000;
const LAST = 32_767;

/** A free port of 127.0.0.1 that Zabbix's daemons take. */
export async function freeZabbixPort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const port = randomInt(FIRST, LAST);
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
