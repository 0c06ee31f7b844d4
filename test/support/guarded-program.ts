import { finish } from "../../src/cli/guard.ts";

/** Ways for a program to end, by its first argument. */
const endings: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new TypeError("x is not a function\nof y|z");
  },
  reject: () => void Promise.reject(new RangeError("out of range")),
  hang: () => {
    setInterval(() => undefined, 1000);
    process.stdout.write("");
    process.stderr.write("ready\n");
  },
  finish: () => finish("OK\n", 0),
  finishAmongHandles: () => {
    setInterval(() => undefined, 1000);
    finish("WARNING\n", 1);
  },
  finishTwice: () => {
    finish("first\n", 1);
    finish("second\n", 2);
  },
  finishLong: () => finish(`${"x".repeat(1_000_000)}\n`, 2),
  finishLongOnStream: () => {
    // Once it is opened as a stream, a pipe may be non-blocking.
    process.stdout.on("drain", () => undefined);
    finish(`${"x".repeat(1_000_000)}\n`, 2);
    throw new Error("after the result");
  },
  warn: () => {
    process.emitWarning("something is deprecated");
    setTimeout(() => finish("OK\n", 0), 10);
  },
};

endings[process.argv[2] ?? ""]?.();
