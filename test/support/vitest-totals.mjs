import { relative } from "node:path";

/** Counts a report of vitest's JSON reporter; a run without tests, a file that broke and a crash are failures too. */
export function totalsOf(report, endedWell) {
  const tests = (report?.testResults ?? []).flatMap(testsOf);
  const failures = tests.filter(({ status }) => status === "failed").map(({ name }) => name);
  if (tests.length === 0) failures.push("vitest: no test ran");
  else if (!endedWell && failures.length === 0) failures.push("vitest: it ended badly though no test failed");
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failures,
    skips: tests.filter(({ status }) => !["passed", "failed"].includes(status)).map(({ name }) => name),
  };
}

function testsOf({ name: path, status, message, assertionResults }) {
  const file = relative(process.cwd(), path);
  const tests = assertionResults.map((test) => ({ name: `${file}: ${test.fullName}`, status: test.status }));
  const isBroken = status === "failed" && !tests.some((test) => test.status === "failed");
  return isBroken ? [...tests, { name: `${file}: ${message.split("\n")[0]}`, status: "failed" }] : tests;
}
