import { eventually } from "../eventually.ts";
import type { IcingaApi, ServiceStatus } from "./api.ts";

/** The checks of vantage points, by place and name, such as `chain shop.example`. */
export interface Watch {
  /** Has Icinga run these now. */
  check(place: string, ...names: readonly string[]): Promise<void>;
  services(place: string): Promise<ServiceStatus[]>;
  /** Throws where there is no such service. */
  service(place: string, name: string): Promise<ServiceStatus>;
  reaches(place: string, name: string, state: number): Promise<void>;
  /** Waits until retries have confirmed the state. */
  reachesHard(place: string, name: string, state: number): Promise<void>;
}

export function watchServices(api: IcingaApi): Watch {
  const services = async (place: string): Promise<ServiceStatus[]> =>
    (await api.services()).filter(({ host }) => host === `dnssec-${place}`);
  const service = async (place: string, name: string): Promise<ServiceStatus> => {
    const found = (await services(place)).find((each) => each.name === `dnssec ${name}`);
    if (found === undefined) throw new Error(`no service ${name} at ${place}`);
    return found;
  };
  return {
    check: async (place, ...names) => {
      const ids = names.map((name) => `dnssec-${place}!dnssec ${name}`);
      await api.checkNow("service.__name in ids", { ids });
    },
    services,
    service,
    reaches: async (place, name, state) => {
      await eventually(`${name} at ${place} is ${state}`, async () => (await service(place, name)).state === state);
    },
    reachesHard: async (place, name, state) => {
      await eventually(`${name} at ${place} is ${state} for certain`, async () => {
        const now = await service(place, name);
        return now.state === state && now.isHard;
      });
    },
  };
}
