import type { Message } from "../../notifications/message.ts";
import type { Delivery } from "./deliver.ts";
import { withLock } from "./lock.ts";
import type { Spool } from "./spool.ts";

/** What became of the messages that waited. */
export interface Drained {
  readonly sent: number;
  /** Those the service refused, where they are now, and why. */
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
  /** Why the rest waits; null where nothing does. */
  readonly trouble: string | null;
}

/**
 * Sends what waits, in order, until the first that can't be sent, alone among runs at once: messages that others add
 * meanwhile go along.
 */
export async function drain(
  spool: Spool,
  lockFile: string,
  deadline: number,
  send: (message: Message) => Promise<Delivery>,
): Promise<Drained> {
  let sent = 0;
  const refused: { file: string; reason: string }[] = [];
  const trouble = await withLock(lockFile, deadline, async () => {
    for (;;) {
      const [name] = await spool.waiting();
      if (name === undefined) return "";
      const message = await spool.read(name);
      const delivery: Delivery =
        message === null ? { kind: "refused", reason: "the file holds no message" } : await send(message);
      if (delivery.kind === "waits") return delivery.reason;
      if (delivery.kind === "refused") refused.push({ file: await spool.refuse(name), reason: delivery.reason });
      else {
        await spool.remove(name);
        sent++;
      }
    }
  });
  return { sent, refused, trouble: trouble === "" ? null : (trouble ?? "another run is still sending") };
}
