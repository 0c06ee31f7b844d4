import { join } from "node:path";
import { freePort } from "../daemons/exchange.ts";
import { temporaryDirectory } from "../daemons/process.ts";
import { type SigningDaemon, type SigningPolicy, type SigningProgram, startSigningDaemon } from "../daemons/signing.ts";
import { emptyResponse } from "../server/response.ts";
import { testServer } from "../server/server.ts";
import type { Duties } from "./capture.ts";
import { type Delegations, startRegistry } from "./registry.ts";
import { type Diary, watchRollover } from "./watch.ts";

/** What is rolled, which is also the zone's name below `test.`. */
export type Rollover = "zsk" | "ksk" | "double-ds" | "csk" | "algorithm";

/** Where the signer listens; the other server of each zone is one address on. */
const ADDRESS = "127.0.0.1";
const SPLIT = { keys: "ksk and zsk", algorithm: 13 } as const;

const POLICIES: Readonly<Record<Rollover, SigningPolicy>> = {
  zsk: SPLIT,
  ksk: SPLIT,
  "double-ds": { ...SPLIT, isDoubleDs: true },
  csk: { keys: "csk", algorithm: 13 },
  algorithm: { ...SPLIT, algorithm: 8 },
};

/** Lets a signer roll the keys of one zone for each rollover, all at the same time, and watches them. */
export async function watchRollovers(
  program: SigningProgram,
  rollovers: readonly Rollover[],
  options: readonly string[],
): Promise<ReadonlyMap<Rollover, Diary>> {
  const directory = temporaryDirectory();
  const zones = rollovers.map((rollover, i) => ({
    rollover,
    apex: `${rollover}.test.`,
    addresses: [ADDRESS, `127.0.0.${2 + i}`],
  }));
  const port = await freePort(ADDRESS);
  const delegations: Delegations = Object.fromEntries(
    zones.map(({ apex, addresses }) => [apex, { addresses, ds: [] }]),
  );
  const secondaries = zones.map(({ addresses }) => testServer(addresses.slice(1), () => emptyResponse(2)));
  const registry = await startRegistry(delegations, secondaries, port);
  const texts = zones.map(({ apex, addresses, rollover }) => [
    apex,
    { text: zoneText(apex, addresses), policy: POLICIES[rollover] },
  ]);
  const signer = await startSigningDaemon(program, {
    directory: join(directory.path, "signer"),
    endpoint: { address: ADDRESS, port },
    parent: registry.parent,
    zones: Object.fromEntries(texts),
  });
  try {
    const diaries = zones.map(async ({ rollover, apex }, i): Promise<[Rollover, Diary]> => {
      const secondary = secondaries[i];
      if (secondary === undefined) throw new Error("no secondary");
      const order = (steady: Duties): Promise<void> => orderRollover(signer, rollover, apex, steady);
      const own = [...options, "--state-dir", join(directory.path, "state")];
      const diary = await watchRollover({ apex, registry, signer, secondary, options: own, order });
      return [rollover, diary];
    });
    return new Map(await Promise.all(diaries));
  } finally {
    await Promise.all([signer.stop(), registry.internet.stop()]);
    directory.remove();
  }
}

function orderRollover(signer: SigningDaemon, rollover: Rollover, apex: string, steady: Duties): Promise<void> {
  if (rollover === "algorithm") return signer.change(apex, SPLIT);
  const role = rollover === "zsk" ? "zsk" : "ksk";
  const [tag = 0] = [...steady].find(([, { isInDs }]) => isInDs === (role === "ksk")) ?? [];
  return signer.roll(apex, role, tag);
}

function zoneText(apex: string, addresses: readonly string[]): string {
  const servers = addresses.map((address, i) => `@ NS ns${i + 1}\nns${i + 1} A ${address}\n`).join("");
  return `$ORIGIN ${apex}
$TTL 2
@ SOA ns1 hostmaster 1 600 60 3600 2
${servers}@ MX 10 mail
mail A 192.0.2.25
www A 192.0.2.80
*.wild TXT "wild"
`;
}
