import type { EdnsVariation, ExchangeNote, Reply, ServerAddress, Variation } from "../dns/lookup.ts";
import type { Message, Question } from "../dns/message.ts";
import { Rcode } from "../dns/registry.ts";
import { readStopwatch } from "../util/clock.ts";
import type { Query } from "./transfer.ts";
import { type Attempt, createTransport, type TransportOptions } from "./transport.ts";

/** How questions are put to servers. */
export interface ClientOptions extends TransportOptions {
  /** How often a question is sent before its server counts as silent; at least 1. */
  readonly tries: number;
  /** The UDP payload size announced, in octets. */
  readonly bufferSize: number;
}

/** Puts questions to servers; any RCODE is an answer. */
export interface Client {
  /** Asks one server; recursive sets RD and CD, unless varied. An equal question is not sent again. */
  exchange(server: ServerAddress, question: Question, recursive: boolean, variation?: Variation): Promise<Reply>;
  /** Milliseconds that the server's last answer took, Infinity where it has only been silent, null where unknown. */
  responseTime(server: ServerAddress): number | null;
  /** Queries sent so far. */
  queryCount(): number;
}

/** One question in both forms. */
interface Queries {
  readonly withEdns: Query;
  readonly plain: Query;
}

/** A client whose exchanges and connections all end with the signal. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  const replies = new Map<string, Promise<Reply>>();
  const responseTimes = new Map<string, number>();
  const ednsTroubles = new Map<string, ExchangeNote>();
  const silentOverTcp = new Set<string>();
  const usualEdns = { version: 0, udpSize: options.bufferSize, dnssecOk: true, flags: 0, optionCodes: [] };

  async function ask(
    server: ServerAddress,
    question: Question,
    recursive: boolean,
    variation: Variation | undefined,
  ): Promise<Reply> {
    const { buildQuery } = await import("../dns/query.ts");
    const { recursionDesired = recursive, checkingDisabled = recursive, authenticData = false } = variation ?? {};
    const encodeWith = (edns: EdnsVariation | null): Query => {
      const whole = edns === null ? null : { ...usualEdns, ...edns };
      return {
        question,
        class: variation?.class,
        encode: (id) =>
          buildQuery(question, {
            id,
            class: variation?.class,
            recursionDesired,
            checkingDisabled,
            authenticData,
            edns: whole,
          }),
      };
    };
    const key = serverKey(server);
    const started = readStopwatch();
    const attempt =
      variation === undefined
        ? await converse(server, key, { withEdns: encodeWith({}), plain: encodeWith(null) })
        : await persist(
            server,
            key,
            encodeWith(variation.edns === undefined ? {} : variation.edns),
            null,
            variation.tcp,
          );
    const elapsed = readStopwatch() - started;
    if (attempt.kind === "answered") {
      if (variation === undefined) responseTimes.set(key, elapsed);
      return {
        kind: "answered",
        question,
        server,
        message: attempt.message,
        notes: [...new Set(attempt.notes)],
        elapsed,
      };
    }
    const { kind: _, ...failure } = attempt;
    const isTelling = variation === undefined && failure.reason !== "deadline";
    if (isTelling && !responseTimes.has(key)) responseTimes.set(key, Number.POSITIVE_INFINITY);
    return { kind: "unanswered", question, failures: [{ server, ...failure, message: null }] };
  }

  /** Falls back to a query without EDNS where the server can't take one with it (RFC 6891 7). */
  async function converse(server: ServerAddress, key: string, queries: Queries): Promise<Attempt> {
    const trouble = ednsTroubles.get(key);
    if (trouble !== undefined) return withNotes(await persist(server, key, queries.plain, null), [trouble]);
    const attempt = await persist(server, key, queries.withEdns, queries.plain);
    if (attempt.kind === "failed" || !refusesEdns(attempt.message)) return attempt;
    const plain = await persist(server, key, queries.plain, null);
    if (plain.kind === "failed" || refusesEdns(plain.message)) return attempt;
    ednsTroubles.set(key, "formerr-with-edns");
    return withNotes(plain, ["formerr-with-edns"]);
  }

  /**
   * Sends a query until something comes, at most as often as allowed, but once where TCP has been tried in vain. To a
   * server that never answered, the last try goes out in the fallback form as well: silence that ends without EDNS, and
   * not with one more try, is a server or a path that drops it.
   */
  async function persist(
    server: ServerAddress,
    key: string,
    query: Query,
    fallback: Query | null,
    isTcp = false,
  ): Promise<Attempt> {
    const isSilentSoFar = responseTimes.get(key) === Number.POSITIVE_INFINITY;
    const tries = isSilentSoFar ? 1 : options.tries;
    for (let sent = 1; sent < tries; sent++) {
      const attempt = await transport.attempt(server, query, isTcp);
      if (!isSilence(attempt)) return sent === 1 ? attempt : withNotes(attempt, ["retried"]);
      if (attempt.isOverTcp && silentOverTcp.has(key)) return attempt;
    }
    const retried: readonly ExchangeNote[] = tries > 1 ? ["retried"] : [];
    const hasAnswered = Number.isFinite(responseTimes.get(key));
    const [last, compared] = await Promise.all([
      transport.attempt(server, query, isTcp),
      fallback !== null && tries > 1 && !hasAnswered ? compareForms(server, query, fallback, isTcp) : null,
    ]);
    if (last.kind === "failed" && compared !== null) {
      const { plain, again } = compared;
      if (again.kind === "answered") return withNotes(again, retried);
      ednsTroubles.set(key, "edns-dropped");
      return withNotes(plain, [...retried, "edns-dropped"]);
    }
    if (isSilence(last) && last.isOverTcp) silentOverTcp.add(key);
    if (isSilence(last) && tries > 1) return { ...last, detail: `${last.detail} (${tries} tries)` };
    return withNotes(last, retried);
  }

  /** What comes without EDNS, and then once more with it; null where nothing comes without either. */
  async function compareForms(
    server: ServerAddress,
    query: Query,
    fallback: Query,
    isTcp: boolean,
  ): Promise<{ readonly plain: Attempt; readonly again: Attempt } | null> {
    const plain = await transport.attempt(server, fallback, isTcp);
    return plain.kind === "failed" ? null : { plain, again: await transport.attempt(server, query, isTcp) };
  }

  return {
    exchange(server, question, recursive, variation) {
      const way = variation === undefined ? "usual" : JSON.stringify(variation);
      const key = `${serverKey(server)} ${recursive} ${way} ${question.type} ${question.name.key}`;
      const known = replies.get(key);
      if (known !== undefined) return known;
      const reply = ask(server, question, recursive, variation);
      replies.set(key, reply);
      return reply;
    },
    responseTime: (server) => responseTimes.get(serverKey(server)) ?? null,
    queryCount: () => transport.queryCount(),
  };
}

/** A server's address and port as a key for maps. */
export function serverKey(server: ServerAddress): string {
  return `${server.channel?.protocol ?? ""}${server.address}#${server.port}${server.channel?.path ?? ""}`;
}

function withNotes(attempt: Attempt, notes: readonly ExchangeNote[]): Attempt {
  return attempt.kind === "answered" ? { ...attempt, notes: [...attempt.notes, ...notes] } : attempt;
}

function isSilence(attempt: Attempt): attempt is Extract<Attempt, { kind: "failed" }> {
  return attempt.kind === "failed" && (attempt.reason === "timeout" || attempt.reason === "mismatched");
}

function refusesEdns({ rcode }: Message): boolean {
  return rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP || rcode === Rcode.BADVERS;
}
