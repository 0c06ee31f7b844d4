import { expect } from "vitest";
import { checkResolvers, type ResolversOptions } from "../../src/checks/resolvers/check.ts";
import type { ResolverRole } from "../../src/checks/resolvers/gather.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import type { Message, Question } from "../../src/dns/message.ts";
import { parseName } from "../../src/dns/name.ts";
import { parseDs } from "../../src/dns/rdata.ts";
import { CLASS_CH, Rcode, RrType } from "../../src/dns/registry.ts";
import { zoneSide } from "../../src/dnssec/answer/rrset.ts";
import { describe, type FindingId } from "../../src/dnssec/finding.ts";
import { parseThreshold } from "../../src/monitoring/range.ts";
import { NOW, questions, type Scenario } from "./check.ts";
import type { Mark } from "./fault-case.ts";
import { planInternet } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";
import type { Behaviour } from "./server/behaviour.ts";
import { recursive } from "./server/recursive.ts";
import { emptyResponse, type Response } from "./server/response.ts";
import { testServer } from "./server/server.ts";

/** A stand-in for a resolver; nothing set is a good one, which validates. */
interface ResolverPlan {
  readonly role?: ResolverRole;
  /** Passes on everything and sets no AD. */
  readonly isBlind?: boolean;
  readonly behaviour?: Behaviour;
}

/** Resolvers with one fault, or that nearly have it, and everything check_dnssec_resolvers says of them. */
export interface ResolverCase {
  readonly id: FindingId;
  readonly when: string;
  readonly scenario: Scenario;
  /** At 192.0.2.53 and on. */
  readonly resolvers: readonly ResolverPlan[];
  /** The apexes of zones that a validating resolver finds bogus. */
  readonly bogusZones?: readonly string[];
  readonly bogusName?: string;
  /** The zone's own servers are asked for the data to compare with. */
  readonly isReferenceDirect?: boolean;
  readonly asksVersion?: boolean;
  /** In any order, each once; those that follow from another are marked with `<`. */
  readonly reports: readonly (Mark | `< ${Mark}`)[];
  /** Last numbers of the addresses that findings of the id name. */
  readonly at?: readonly number[];
}

const FIRST_ADDRESS = 53;

/** Runs check_dnssec_resolvers' check against resolvers on a planned internet. */
export function resolversOf(each: Omit<ResolverCase, "id" | "when" | "reports">): Promise<CheckOutcome> {
  const { scenario, bogusName } = each;
  const internet = planInternet({ at: NOW, zones: scenario.zones });
  const bogusZones = (each.bogusZones ?? []).map(parseName);
  const isBogus = ({ name, type }: Question): boolean =>
    bogusZones.some((apex) => zoneSide(name, type).isAtOrBelow(apex));
  const servers = each.resolvers.map(({ isBlind = false, behaviour }, i) => {
    const options = isBlind ? {} : { isBogus, isSecure: (question: Question) => !isBogus(question) };
    return testServer([addressOf(i)], recursive([...internet.zones.values()], options), behaviour);
  });
  const options: ResolversOptions = {
    resolvers: each.resolvers.map(({ role = "unmarked" }, i) => ({
      server: { name: null, address: addressOf(i), port: 53 },
      role,
    })),
    queries: questions(scenario),
    bogusName: bogusName === undefined ? null : parseName(bogusName),
    asksVersion: each.asksVersion ?? false,
    isReferenceRecursive: each.isReferenceDirect !== true,
  };
  const syntax = { countsDown: false, isTime: true, takesPercent: false };
  return checkResolvers({
    zone: parseName(scenario.zone ?? "zone.test."),
    lookup: plannedLookup({ ...internet, allServers: [...internet.allServers, ...servers] }),
    anchors:
      scenario.anchors ??
      internet.trustAnchors.map(({ owner, rdata }) => ({ zone: owner, kind: "ds" as const, ds: parseDs(rdata) })),
    now: NOW + (scenario.later ?? 0),
    expect: scenario.expect ?? "secure",
    families: [4, 6],
    warning: parseThreshold(scenario.warning ?? "2", syntax),
    critical: parseThreshold(scenario.critical ?? "5", syntax),
    options,
    signal: new AbortController().signal,
  });
}

/** Runs a case and holds all that is reported against the table. */
export async function expectResolverCase({ id, reports, at, ...each }: ResolverCase): Promise<void> {
  const { findings, unknown } = await resolversOf(each);
  expect(unknown).toBeNull();
  for (const found of findings) describe(found);
  const marks = findings.map((found) => `${found.cause === undefined ? "" : "< "}${found.id}:${found.level}`);
  expect([...new Set(marks)].toSorted()).toEqual(reports.toSorted());
  if (at === undefined) return;
  const named = findings.filter((found) => found.id === id).flatMap((found) => found.servers);
  const numbers = named.map(({ address }) => Number(address.split(".").at(-1)));
  expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(at);
}

/** The case as the tables of other checks write it. */
export function asFaultCase({ id, reports }: ResolverCase): { id: FindingId; reports: Mark[] } {
  return { id, reports: reports.map((mark) => mark.replace("< ", "") as Mark) };
}

/** Tells its version where it is asked. */
export function ofVersion(text: string): Behaviour {
  const octets = new TextEncoder().encode(text);
  return changed(
    ({ questions: [question] }) => question?.class === CLASS_CH,
    (_, { questions: [question] }) => {
      const owner = question?.name ?? parseName("version.bind.");
      const rdata = Uint8Array.of(octets.length, ...octets);
      const record = { owner, type: RrType.TXT, class: CLASS_CH, ttl: 0, rdata };
      return emptyResponse(Rcode.NOERROR, { recursionAvailable: true, answer: [record] });
    },
  );
}

/** SERVFAIL with an extended error, to questions that are picked. */
export function fails(code: number | null, isPicked: (query: Message) => boolean = () => true): Behaviour {
  const extendedError = code === null ? null : { code, text: "" };
  return changed(isPicked, () => emptyResponse(Rcode.SERVFAIL, { recursionAvailable: true, extendedError }));
}

/** Answers in another way where queries are picked. */
export function changed(
  isPicked: (query: Message) => boolean,
  change: (response: Response, query: Message) => Response,
): Behaviour {
  return { alter: (response, query) => (isPicked(query) ? change(response, query) : response) };
}

/** The same answer, but without AD, and with an extended error. */
export function withoutAd(code: number | null, isPicked: (query: Message) => boolean = () => true): Behaviour {
  const extendedError = code === null ? null : { code, text: "" };
  return changed(isPicked, (response) => ({ ...response, authenticData: false, extendedError }));
}

/** What is reported of a zone whose DNSKEY signatures have expired. */
export const EXPIRED_REPORTS = ["rrsig-expired-dnskey:emergency", "< chain-no-secure-entry-point:emergency"] as const;

/** Picks queries for data of a zone and of those below. */
export function below(apex: string): (query: Message) => boolean {
  const zone = parseName(apex);
  return ({ questions: [question] }) =>
    question !== undefined && zoneSide(question.name, question.type).isAtOrBelow(zone);
}

/** The same, but for queries with CD. */
export function validatedBelow(apex: string): (query: Message) => boolean {
  const isBelow = below(apex);
  return (query) => !query.checkingDisabled && isBelow(query);
}

function addressOf(i: number): string {
  return `192.0.2.${FIRST_ADDRESS + i}`;
}
