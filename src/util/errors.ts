/** The command line, a file or a value the user gave can't be used. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Bytes from the network or a file are not what the format allows. */
export class WireFormatError extends Error {
  override readonly name = "WireFormatError";
}

/** A state that only a programming mistake can produce. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}
