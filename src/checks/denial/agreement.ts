import { RrType, typeName } from "../../dns/registry.ts";
import { isOptOut } from "../../dnssec/denial/nsec3.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { apexDenials } from "./apex.ts";
import { nsec3Params, parametersText } from "./parameters.ts";
import type { ServerView } from "./view.ts";

/** Whether each server denies in one way, and all that share a signer in the same (RFC 5155 7.1, RFC 8901 5). */
export function agreementFindings(views: readonly ServerView[]): Finding[] {
  return [
    ...views.flatMap(mixedFindings),
    ...bySigner(views).flatMap((group) => [
      ...differenceFindings(group, "nsec-nsec3-mixed", kindOf),
      ...differenceFindings(group, "nsec3-params-inconsistent", apexParameters),
    ]),
  ];
}

/** NSEC, NSEC3 or null where the server shows neither. */
export function kindOf({ records }: ServerView): string | null {
  if (records.nsec3s.length > 0) return typeName(RrType.NSEC3);
  return records.nsecs.length > 0 ? typeName(RrType.NSEC) : null;
}

function mixedFindings(view: ServerView): Finding[] {
  const { zone, server, records } = view;
  if (records.nsecs.length === 0) return [];
  const isAnnounced = (nsec3Params(view) ?? []).length > 0;
  if (records.nsec3s.length === 0 && !isAnnounced) return [];
  const found = records.nsec3s.length === 0 ? "NSEC beside NSEC3PARAM" : "both in the answers of one server";
  return [finding("nsec-nsec3-mixed", { subject: { name: zone }, servers: [server], params: { found } })];
}

/** Servers that depart from what most of their group show; all of them where none has a majority. */
function differenceFindings(
  group: readonly ServerView[],
  id: "nsec-nsec3-mixed" | "nsec3-params-inconsistent",
  valueOf: (view: ServerView) => string | null,
): Finding[] {
  const shown = group.flatMap((view) => {
    const value = valueOf(view);
    return value === null ? [] : [{ view, value }];
  });
  const values = [...new Set(shown.map(({ value }) => value))];
  const [first] = shown;
  if (first === undefined || values.length < 2) return [];
  const countOf = (value: string): number => shown.filter((each) => each.value === value).length;
  const usual = values.find((value) => countOf(value) * 2 > shown.length);
  const servers = shown.filter(({ value }) => value !== usual).map(({ view }) => view.server);
  const { zone } = first.view;
  const params = { zone: nameText(zone), found: values.join(" against ") };
  return [finding(id, { subject: { name: zone }, servers, params })];
}

/** What the apex's NSEC3 says, opt-out included; null without NSEC3. */
function apexParameters(view: ServerView): string | null {
  const [nsec3] = apexDenials(view).flatMap(({ nsec3s }) => nsec3s);
  if (nsec3 === undefined) return null;
  return `${parametersText(nsec3)}${isOptOut(nsec3) ? " with opt-out" : ""}`;
}

/** Servers that have a signing key in common; other signers may deny in their own way. */
function bySigner(views: readonly ServerView[]): ServerView[][] {
  const groups: ServerView[][] = [];
  for (const view of views) {
    const own = groups.find((group) =>
      group.some(({ signerTags }) => [...view.signerTags].some((tag) => signerTags.has(tag))),
    );
    if (own === undefined) groups.push([view]);
    else own.push(view);
  }
  return groups;
}
