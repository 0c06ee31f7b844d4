import type { LabZone } from "../../support/zonefab/fabricate.ts";
import { makeKey, type ZoneKey } from "../../support/zonefab/keys.ts";
import type { DenialMode } from "../../support/zonefab/signers.ts";
import { CONTENT, type Profile, QUERIES } from "./profiles.ts";
import type { VerdictCase } from "./verdict-case.ts";

/** What a healthy case differs in from a usual zone. */
export interface Variant extends Partial<Pick<LabZone, "mutations" | "ds" | "server">> {
  readonly program?: Profile["program"];
  readonly denial?: DenialMode;
  readonly algorithm?: number;
  readonly keys?: readonly ZoneKey[] | null;
  readonly content?: string;
  readonly queries?: readonly string[];
  /** Seconds from now. */
  readonly inception?: number;
  readonly expiration?: number;
  readonly children?: (apex: string) => readonly LabZone[];
}

/** The signing programs, to try one thing with each. */
export const SIGNER_PROGRAMS = ["bind", "ldns", "knot"] as const;

/** NSEC3 as RFC 9276 wants it. */
export const NSEC3: DenialMode = { iterations: 0, salt: "", optOut: false };

/** NSEC3 as big zones of delegations have it. */
export const OPT_OUT: DenialMode = { iterations: 3, salt: "ab12", optOut: true };

const SERVERS = ["nsd", "knot", "bind"] as const;
const PARENTS = ["nsec", "nsec3", "optout"] as const;

let turn = 0;

/** A zone without a fault; servers and parents take turns. */
export function healthy(id: string, about: string, variant: Variant): VerdictCase {
  const { program = "bind", algorithm = 13, denial = "nsec", content = CONTENT, queries = QUERIES } = variant;
  const { keys = [makeKey(algorithm, 257), makeKey(algorithm, 256)] } = variant;
  const apex = `${id}.${PARENTS[turn % PARENTS.length]}.`;
  const server = variant.server ?? SERVERS[turn % SERVERS.length] ?? "nsd";
  turn += 1;
  const dates = {
    ...(variant.inception === undefined ? {} : { inception: variant.inception }),
    ...(variant.expiration === undefined ? {} : { expiration: variant.expiration }),
  };
  const zone: LabZone = {
    apex,
    content,
    signing: keys === null ? null : { program, keys, denial, ...dates },
    server,
    ...(variant.mutations === undefined ? {} : { mutations: variant.mutations }),
    ...(variant.ds === undefined ? {} : { ds: variant.ds }),
    ...(variant.children === undefined ? {} : { children: variant.children(apex) }),
  };
  return { about, zone, queries };
}
