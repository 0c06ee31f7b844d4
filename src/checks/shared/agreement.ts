import type { ServerAddress } from "../../dns/lookup.ts";
import type { Rrset } from "../../dns/record.ts";
import { toHex } from "../../util/bytes.ts";

/** Servers that give the same answer. */
export interface Agreement<View> {
  readonly key: string;
  readonly views: readonly View[];
}

/** Sorts views of several servers by what they say, the most common answer first. */
export function groupByAnswer<View>(views: readonly View[], keyOf: (view: View) => string): Agreement<View>[] {
  const groups = new Map<string, View[]>();
  for (const view of views) {
    const key = keyOf(view);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [view]);
    else group.push(view);
  }
  return [...groups]
    .map(([key, members]) => ({ key, views: members }))
    .toSorted((a, b) => b.views.length - a.views.length);
}

/** The servers that differ from most; all of them where no answer is the most common. */
export function serversAtOdds<View extends { readonly server: ServerAddress }>(
  groups: readonly Agreement<View>[],
): ServerAddress[] {
  const [first, ...others] = groups;
  const isMajority = first !== undefined && others.every(({ views }) => views.length < first.views.length);
  return (isMajority ? others : groups).flatMap(({ views }) => views.map(({ server }) => server));
}

/** A text equal for RRsets of the same RDATA in any order; empty for none. */
export function rdataKey(set: Pick<Rrset, "rdatas"> | null): string {
  return (set?.rdatas ?? []).map(toHex).toSorted().join(" ");
}
