import { expect } from "vitest";
import { checkTrustAnchor } from "../../src/checks/trust-anchor/check.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { parseName, ROOT } from "../../src/dns/name.ts";
import { parseDs } from "../../src/dns/rdata.ts";
import { Rcode } from "../../src/dns/registry.ts";
import { parseAnchorFile } from "../../src/dnssec/anchor-file.ts";
import { describe, type FindingId } from "../../src/dnssec/finding.ts";
import { ROOT_ANCHORS, type TrustAnchor } from "../../src/dnssec/trust-anchor.ts";
import { parseThreshold } from "../../src/monitoring/range.ts";
import { NOW } from "./check.ts";
import type { Mark } from "./fault-case.ts";
import { planInternet, type ZonePlan } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";
import type { Behaviour } from "./server/behaviour.ts";
import { recursive } from "./server/recursive.ts";
import { emptyResponse } from "./server/response.ts";
import { testServer } from "./server/server.ts";

/** Anchors of a file or a resolver, and everything check_dnssec_trust_anchor says of them. */
export interface AnchorCase {
  readonly id: FindingId;
  readonly when: string;
  readonly root?: ZonePlan;
  /** The root is the public one: its anchors are known besides the planned root's. */
  readonly isPublic?: boolean;
  /** The text of a file. */
  readonly file?: string;
  /** The tags a resolver trusts; null where it has no sentinel. */
  readonly trusts?: readonly number[] | null;
  readonly behaviour?: Behaviour;
  /** Seconds after the internet is signed; negative before. */
  readonly later?: number;
  readonly reports: readonly Mark[];
}

const RESOLVER = "192.0.2.53";

/** Runs check_dnssec_trust_anchor's check on a planned root. */
export function anchorsOf(each: Omit<AnchorCase, "id" | "when" | "reports">): Promise<CheckOutcome> {
  const now = NOW + (each.later ?? 0);
  const internet = planInternet({ at: now, zones: { ".": each.root ?? {} } });
  const isSecure = () => true;
  const behaviour = each.behaviour ?? sentinel(each.trusts ?? null);
  const resolver = testServer([RESOLVER], recursive([...internet.zones.values()], { isSecure }), behaviour);
  const own: TrustAnchor[] = internet.trustAnchors.map(({ rdata }) => ({ zone: ROOT, kind: "ds", ds: parseDs(rdata) }));
  const syntax = { countsDown: false, isTime: true, takesPercent: false };
  return checkTrustAnchor({
    zone: ROOT,
    lookup: plannedLookup({ ...internet, allServers: [...internet.allServers, resolver] }),
    anchors: each.isPublic ? [...own, ...ROOT_ANCHORS] : own,
    now,
    expect: "secure",
    families: [4, 6],
    warning: parseThreshold("10d", syntax),
    critical: parseThreshold("30d", syntax),
    options: {
      files: each.file === undefined ? [] : [{ name: "root.key", ...parseAnchorFile(each.file, now) }],
      resolvers:
        each.trusts === undefined && each.behaviour === undefined ? [] : [{ name: null, address: RESOLVER, port: 53 }],
      sentinelZone: parseName("."),
    },
    signal: new AbortController().signal,
  });
}

/** A resolver that answers sentinel names by the keys it trusts (RFC 8509 3); null where it does not know of them. */
function sentinel(trusts: readonly number[] | null): Behaviour {
  return {
    alter: (response, { questions: [question] }) => {
      const [, kind, tag] = /^root-key-sentinel-(is|not)-ta-(\d{5})\./.exec(question?.name.toString() ?? "") ?? [];
      if (trusts === null || kind === undefined) return response;
      const isTrusted = trusts.includes(Number(tag));
      return isTrusted === (kind === "is") ? response : emptyResponse(Rcode.SERVFAIL, { recursionAvailable: true });
    },
  };
}

/** Runs a case and holds all that is reported against the table. */
export async function expectAnchorCase({ reports, id: _id, when: _when, ...each }: AnchorCase): Promise<void> {
  const { findings, unknown } = await anchorsOf(each);
  expect(unknown).toBeNull();
  for (const found of findings) describe(found);
  expect(findings.map(({ id, level }) => `${id}:${level}`).toSorted()).toEqual(reports.toSorted());
}
