import { UsageError } from "../util/errors.ts";
import type { GivenOptions } from "./plugin-spec.ts";

/** An option's one value, read, or the fallback, read too, where it was not given; UsageError on two values. */
export function oneValue<T>(given: GivenOptions, name: string, fallback: string, read: (text: string) => T): T {
  return optionalValue(given, name, read) ?? read(fallback);
}

/** An option's one value, read; null where it was not given; UsageError on two values. */
export function optionalValue<T>(given: GivenOptions, name: string, read: (text: string) => T): T | null {
  const [value, second] = given.values.get(name) ?? [];
  if (second !== undefined) throw new UsageError(`option --${name} given more than once`);
  return value === undefined ? null : readValue(name, value, read);
}

/** All values of a repeatable option, read, in the order given. */
export function allValues<T>(given: GivenOptions, name: string, read: (text: string) => T): T[] {
  return (given.values.get(name) ?? []).map((value) => readValue(name, value, read));
}

/** Tells whether an option that takes no value was given. */
export function isGiven(given: GivenOptions, name: string): boolean {
  return (given.counts.get(name) ?? 0) > 0;
}

function readValue<T>(name: string, value: string, read: (text: string) => T): T {
  try {
    return read(value);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`--${name}: ${cause.message}`, { cause });
  }
}
