import { join } from "node:path";
import { requestsFor, SECRETS } from "../../notifications/destination.ts";
import { type Message, titleOf } from "../../notifications/message.ts";
import { cleaned, cut } from "../../notifications/text.ts";
import { readStopwatch } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";
import { parseArguments } from "../arguments.ts";
import { isGiven } from "../given.ts";
import { isFileTrouble, readTextFile } from "../text-file.ts";
import { versionLine } from "../version.ts";
import { DECLARATIONS } from "./declarations.ts";
import { type Delivery, deliver } from "./deliver.ts";
import { drain } from "./drain.ts";
import { renderNotifyHelp } from "./help.ts";
import { type NotifyOptions, parseNotifyOptions, parseUrl } from "./options.ts";
import { type Prepared, prepare, rehearse } from "./prepare.ts";
import { readSecret, SECRET_VARIABLE } from "./secret.ts";
import type { Spool } from "./spool.ts";

/** What a run prints and ends with: 0 sent or nothing to send, 1 kept for later, 2 refused for good, 3 wrongly called. */
export interface NotifyOutput {
  readonly text: string;
  readonly exitCode: 0 | 1 | 2 | 3;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Send = (message: Message) => Promise<Delivery>;

const MAX_LINE = 1000;
/** Stands for the secret, and for a URL that is one, in what --dry-run prints. */
const HIDDEN = "(secret)";

/** Runs notify_dnssec as its command line asks; nothing the user or the world gets wrong makes it throw. */
export async function executeNotify(argv: readonly string[], env: Environment, now: number): Promise<NotifyOutput> {
  const started = readStopwatch();
  try {
    const given = parseArguments(argv, DECLARATIONS);
    if (isGiven(given, "version")) return { text: versionLine("notify_dnssec"), exitCode: 3 };
    if (isGiven(given, "help")) return { text: renderNotifyHelp(), exitCode: 3 };
    const options = parseNotifyOptions(given, env, now);
    if (options.isDryRun) return await showRequests(options);
    const prepared = await prepare(options);
    return await send(options, prepared, env, started + 1000 * options.timeout);
  } catch (error) {
    if (!(error instanceof UsageError) && !isFileTrouble(error)) throw error;
    return line(3, error.message);
  }
}

async function showRequests(options: NotifyOptions): Promise<NotifyOutput> {
  const { destination, url } = options;
  const { message, reason } = await rehearse(options);
  if (message === null) return line(0, `nothing to send to ${destination}: ${reason}`);
  const requests = requestsFor(
    destination,
    message,
    url ?? HIDDEN,
    SECRETS[destination] === "signature" ? null : HIDDEN,
  );
  const shown = requests.map(({ body, ...request }) => ({ ...request, body: JSON.parse(body) as unknown }));
  return { text: `${JSON.stringify(shown, null, 2)}\n`, exitCode: 0 };
}

async function send(
  options: NotifyOptions,
  prepared: Prepared,
  env: Environment,
  deadline: number,
): Promise<NotifyOutput> {
  const { kept, message, reason } = prepared;
  let sendOne: Send;
  try {
    sendOne = wayTo(options, env, deadline);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return line(3, `${error.message}; ${whereKept(prepared)}`);
  }
  if ("spool" in kept) return sendKept(options, prepared, kept, sendOne, deadline);
  if (message === null) return line(0, `nothing to send to ${options.destination}: ${reason} (${kept.trouble})`);
  const delivery = await sendOne(message);
  if (delivery.kind === "sent") return line(0, `sent to ${options.destination}: ${titleOf(message)} (${kept.trouble})`);
  const code = delivery.kind === "waits" ? 1 : 2;
  return line(code, `not delivered to ${options.destination}, and LOST: ${delivery.reason}; ${kept.trouble}`);
}

async function sendKept(
  { destination, spoolFolder }: NotifyOptions,
  { message, reason }: Prepared,
  { spool, name }: { readonly spool: Spool; readonly name: string | null },
  sendOne: Send,
  deadline: number,
): Promise<NotifyOutput> {
  const { sent, refused, trouble } = await drain(spool, join(spoolFolder, "send.lock"), deadline, sendOne);
  const [first] = refused;
  if (first !== undefined) {
    const more = refused.length === 1 ? "" : `, and ${refused.length - 1} more`;
    return line(2, `refused by ${destination} for good: ${first.reason}; put aside as ${first.file}${more}`);
  }
  const waiting = await spool.waiting();
  if (name !== null && waiting.includes(name)) {
    const others = `kept with ${waiting.length - 1} more in ${spool.fileOf(name)}`;
    return line(1, `not delivered to ${destination}: ${trouble}; ${others}`);
  }
  if (name !== null && (await spool.isRefused(name))) {
    return line(2, `refused by ${destination} for good, as another run found; see ${spoolFolder}`);
  }
  const own =
    message !== null
      ? `sent to ${destination}: ${titleOf(message)}`
      : reason !== ""
        ? `nothing to send to ${destination}: ${reason}`
        : `sent ${sent} kept ${sent === 1 ? "message" : "messages"} to ${destination}`;
  if (trouble === null || waiting.length === 0) return line(0, own);
  return line(1, `${own}; ${waiting.length} still wait in ${spoolFolder}: ${trouble}`);
}

/** How to send one message; UsageError where the secret or the certificates to trust are missing. */
function wayTo(
  { destination, url, secretFile, authoritiesFile, tries }: NotifyOptions,
  env: Environment,
  deadline: number,
): Send {
  const secret = readSecret(secretFile, env);
  if (secret === null && SECRETS[destination] !== "signature") {
    throw new UsageError(`no secret for ${destination}: --secret-file names none and ${SECRET_VARIABLE} is not set`);
  }
  const authorities = authoritiesFile === null ? null : readTextFile(authoritiesFile);
  const address = url ?? secretUrl(secret ?? "", destination);
  return (message) =>
    deliver(requestsFor(destination, message, address, secret), { authorities, tries, deadline, secret });
}

function secretUrl(secret: string, destination: string): string {
  try {
    return parseUrl(secret);
  } catch (cause) {
    throw new UsageError(`the secret for ${destination} is no https:// URL`, { cause });
  }
}

function whereKept({ message, kept }: Prepared): string {
  if (message === null) return "nothing new to keep";
  if ("trouble" in kept) return `the notification is LOST: ${kept.trouble}`;
  return `the notification is kept in ${kept.spool.fileOf(kept.name ?? "")}`;
}

function line(exitCode: NotifyOutput["exitCode"], text: string): NotifyOutput {
  return { text: `notify_dnssec: ${cut(cleaned(text), MAX_LINE)}\n`, exitCode };
}
