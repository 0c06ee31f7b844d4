import type { ServerAddress } from "../dns/lookup.ts";
import type { DomainName } from "../dns/name.ts";
import { typeName } from "../dns/registry.ts";
import { InternalError } from "../util/errors.ts";
import type { Level } from "../util/level.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";

/** The public name of a fault; never renamed. */
export type FindingId = keyof typeof CATALOGUE;

/** What a finding is about: a name, its RRset of a type, or there the key or DS with a tag. */
export interface Subject {
  readonly name: DomainName;
  readonly type?: number;
  readonly keyTag?: number;
}

/**
 * One fault seen. Texts for people are made from it by describe.
 *
 * Params are numbers (`keyTag`, `count`, `labels`, `serial`, `code`, and `ttl` in seconds) or short texts: names as nameText
 * gives them (`zone`, `parentZone`, `signer`, `name`), mnemonics (`algorithm`, `digestType`, `type`), UTC times
 * (`expiration`, `inception`), durations such as `3d 4h` (`left` until, `ago` since, `validity`, `age`), values
 * (`expected`, `found`, `limit`, `keyTags`, `file`) and causes (`reason`).
 */
export interface Finding<Id extends FindingId = FindingId> {
  readonly id: Id;
  readonly level: Level;
  readonly subject: Subject;
  /** The servers at fault; empty where the fault is no server's own. */
  readonly servers: readonly ServerAddress[];
  readonly params: Params;
  /** More subjects that show the same fault for the same cause. */
  readonly also?: readonly Subject[];
  /** The finding of the same run that this one follows from; reports fold it under that. */
  readonly cause?: FindingId;
}

type Params = Readonly<Record<string, string | number>>;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type ParamName<Id extends FindingId> =
  | Placeholders<(typeof CATALOGUE)[Id]["text"]>
  | Placeholders<(typeof CATALOGUE)[Id]["remedy"]>;

type About<Id extends FindingId> = {
  readonly subject: Subject;
  readonly servers?: readonly ServerAddress[];
  /** Where it differs from the catalogue's. */
  readonly level?: Level;
} & ([ParamName<Id>] extends [never]
  ? { readonly params?: Params }
  : { readonly params: Readonly<Record<ParamName<Id>, string | number>> });

/** Makes a finding; params are exactly the placeholders of the fault's text and remedy. */
export function finding<Id extends FindingId>(id: Id, about: About<Id>): Finding<Id> {
  const { subject, servers = [], level = CATALOGUE[id].level } = about;
  const params: Params = about.params ?? {};
  return { id, level, subject, servers, params };
}

/** Tells whether text is the id of a fault. */
export function isFindingId(text: string): text is FindingId {
  return Object.hasOwn(CATALOGUE, text);
}

/** The texts for people: what is wrong, what to do now, and the rules broken; InternalError where a param is missing. */
export function describe(found: Finding): {
  readonly message: string;
  readonly remedy: string;
  readonly rfc: readonly string[];
} {
  const { text, remedy, rfc } = CATALOGUE[found.id];
  return { message: filled(text, found), remedy: filled(remedy, found), rfc };
}

/** The subject for programs: `example.com./DS/12345`, `example.com./MX` or `example.com.`. */
export function subjectPath({ name, type, keyTag }: Subject): string {
  return [
    name.toString(),
    ...(type === undefined ? [] : [typeName(type)]),
    ...(keyTag === undefined ? [] : [keyTag]),
  ].join("/");
}

/** The subject for people: `DNSKEY example.com (key 12345)`, `MX example.com` or `example.com`. */
export function subjectLabel({ name, type, keyTag }: Subject): string {
  const rrset = type === undefined ? nameText(name) : `${typeName(type)} ${nameText(name)}`;
  return keyTag === undefined ? rrset : `${rrset} (key ${keyTag})`;
}

/** A name for people: without the final dot, but for the root's. */
export function nameText(name: DomainName): string {
  return name.isRoot() ? "." : name.toString().slice(0, -1);
}

function filled(template: string, { id, params }: Finding): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new InternalError(`finding ${id} lacks the param ${name}`);
    return String(value);
  });
}
