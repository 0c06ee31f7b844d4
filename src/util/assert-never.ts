import { InternalError } from "./errors.ts";

/** Proves at compile time that a union is exhausted. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected value: ${JSON.stringify(value)}`);
}
