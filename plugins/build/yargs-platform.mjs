// What yargs asks of the platform, without what the suite has no use for: help texts and their layout, translations,
// package.json, node:assert and process.stdout. Loading those cost more than the rest of yargs.
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { format, inspect } from "node:util";
import Parser from "yargs-parser";

const unused = (name) => () => {
  throw new Error(`yargs is bundled without ${name}`);
};

export default {
  assert: {
    strictEqual: (actual, expected, message) => assert(Object.is(actual, expected), message),
    notStrictEqual: (actual, expected, message) => assert(!Object.is(actual, expected), message),
  },
  cliui: unused("cliui"),
  stringWidth: unused("string-width"),
  findUp: () => undefined,
  getCallerFile: unused("get-caller-file"),
  getEnv: () => undefined,
  getProcessArgvBin: () => process.argv[1],
  inspect,
  mainFilename: "/",
  Parser,
  path: { basename, dirname, extname, join, relative, resolve },
  process: {
    argv: () => process.argv,
    cwd: () => "/",
    emitWarning: unused("warnings"),
    execPath: () => process.execPath,
    exit: unused("process.exit"),
    nextTick: (callback) => process.nextTick(callback),
    stdColumns: null,
  },
  readFileSync: unused("files"),
  readdirSync: unused("files"),
  require: unused("require"),
  y18n: {
    __: format,
    __n: (singular, plural, count, ...rest) => format(count === 1 ? singular : plural, ...rest),
    getLocale: () => "en",
    setLocale: () => undefined,
    updateLocale: () => undefined,
  },
};

function assert(holds, message) {
  if (!holds) throw new Error(message);
}
