import type { Transport } from "./sockets.ts";

/** A query as it came to a server; times are milliseconds of performance.now(). */
export interface LoggedQuery {
  /** The server's address. */
  readonly address: string;
  readonly transport: Transport;
  /** In presentation form, with the letters as they came. */
  readonly name: string;
  /** The type's mnemonic. */
  readonly type: string;
  readonly hasEdns: boolean;
  readonly dnssecOk: boolean;
  readonly checkingDisabled: boolean;
  /** Everything about the query but its ID, to tell equal ones. */
  readonly asked: string;
  readonly receivedAt: number;
  /** Null where no answer was sent, or none yet. */
  answeredAt: number | null;
}

/** The number of queries that had to wait for one another: the longest row in which each came after the last's answer. */
export function rounds(log: readonly LoggedQuery[]): number {
  const inOrder = log.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const depths: number[] = [];
  for (const [i, query] of inOrder.entries()) {
    const earlier = depths.filter((_, j) => {
      const answeredAt = j < i ? inOrder[j]?.answeredAt : null;
      return answeredAt !== null && answeredAt !== undefined && answeredAt <= query.receivedAt;
    });
    depths.push(1 + Math.max(0, ...earlier));
  }
  return Math.max(0, ...depths);
}
