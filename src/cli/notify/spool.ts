import { access, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "../../notifications/message.ts";
import { replaceFile } from "../atomic-file.ts";
import { isMessage } from "./shapes.ts";

/** Of the files' form; another one is for another version to read. */
const VERSION = 1;

/** What waits to be sent to one destination, one JSON file a message, in order; throws as node:fs does. */
export interface Spool {
  /** The names of those that wait, first to go first. */
  readonly waiting: () => Promise<readonly string[]>;
  /** Adds a message at the end and returns its name; only one run may do so at a time. */
  readonly add: (message: Message) => Promise<string>;
  /** Null where the file holds no message. */
  readonly read: (name: string) => Promise<Message | null>;
  readonly remove: (name: string) => Promise<void>;
  /** Puts a message aside that will never go, and returns its file. */
  readonly refuse: (name: string) => Promise<string>;
  /** Tells whether a message was put aside. */
  readonly isRefused: (name: string) => Promise<boolean>;
  /** The file of one that waits. */
  readonly fileOf: (name: string) => string;
}

/** Opens the spool in a folder, which is made for this user alone. */
export async function openSpool(folder: string): Promise<Spool> {
  const queue = join(folder, "queue");
  const refused = join(folder, "refused");
  for (const each of [queue, refused]) await mkdir(each, { recursive: true, mode: 0o700 });
  const waiting = async (): Promise<string[]> =>
    (await readdir(queue)).filter((name) => name.endsWith(".json")).toSorted();
  return {
    waiting,
    async add(message) {
      const last = Number.parseInt((await waiting()).at(-1) ?? "", 10) || 0;
      const name = `${String(last + 1).padStart(9, "0")}-${message.id}.json`;
      await replaceFile(join(queue, name), `${JSON.stringify({ version: VERSION, message }, null, 1)}\n`);
      return name;
    },
    read: async (name) => parseMessage(await readFile(join(queue, name), "utf8")),
    remove: (name) => rm(join(queue, name), { force: true }),
    async refuse(name) {
      await rename(join(queue, name), join(refused, name));
      return join(refused, name);
    },
    isRefused: (name) =>
      access(join(refused, name)).then(
        () => true,
        () => false,
      ),
    fileOf: (name) => join(queue, name),
  };
}

function parseMessage(text: string): Message | null {
  try {
    const { version, message } = JSON.parse(text) as { readonly version: unknown; readonly message: unknown };
    return version === VERSION && isMessage(message) ? message : null;
  } catch {
    return null;
  }
}
