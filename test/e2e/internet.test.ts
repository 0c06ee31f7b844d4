import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toHex } from "../../src/util/bytes.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { areInstalled } from "../support/programs.ts";
import { expire, flipSignature } from "../support/signer/mutate.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

const directory = mkdtempSync(join(tmpdir(), "internet-test-"));
const anchors = join(directory, "anchors");
let internet: Internet;

beforeAll(async () => {
  const records = ["www A 192.0.2.1", "*.wild A 192.0.2.2", "alias CNAME www.nsec3.test.", "tree DNAME nsec3.test."];
  internet = await startInternet({
    zones: {
      "test.": { denial: { ...NSEC3, optOut: true } },
      "nsec.test.": { records },
      "nsec3.test.": { records, denial: NSEC3 },
      "compact.test.": { records, denial: "compact" },
      "unsigned.test.": { records, keys: null },
      "expired.test.": { records, mutations: [expire("www", "A")] },
      "altered.test.": { records, mutations: [flipSignature("@", "DNSKEY")] },
    },
  });
  const ds = internet.trustAnchors.map(
    ({ rdata }) =>
      `. static-ds ${((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0)} ${rdata[2]} ${rdata[3]} "${toHex(rdata.subarray(4))}";`,
  );
  writeFileSync(anchors, `trust-anchors { ${ds.join("\n")} };\n`);
});

afterAll(async () => {
  await internet.stop();
  rmSync(directory, { recursive: true });
});

/** What delv, validating for itself, says of a name. */
async function delv(name: string, type: string): Promise<string> {
  const [address = ""] = internet.resolver.addresses;
  const server = [`@${address}`, "-p", String(internet.port), "-a", anchors, "+root=."];
  try {
    const { stdout, stderr } = await promisify(execFile)("delv", [...server, name, type], { timeout: 20_000 });
    return stdout + stderr;
  } catch (error) {
    return String(error);
  }
}

describe.skipIf(!areInstalled("delv"))("delv, validating for itself,", () => {
  test.each([
    ["www.nsec.test", "A"],
    ["x.wild.nsec.test", "A"],
    ["alias.nsec.test", "A"],
    ["www.tree.nsec.test", "A"],
    ["www.nsec3.test", "A"],
    ["x.wild.nsec3.test", "A"],
    ["www.compact.test", "A"],
    ["x.wild.compact.test", "A"],
  ])("validates %s %s", async (name, type) => {
    expect(await delv(name, type)).toContain("; fully validated");
  });

  test.each([
    ["www.nsec.test", "MX"],
    ["nowhere.nsec.test", "A"],
    ["x.wild.nsec.test", "MX"],
    ["wild.nsec3.test", "A"],
    ["nowhere.nsec3.test", "A"],
    ["x.wild.nsec3.test", "MX"],
    ["www.compact.test", "MX"],
    ["nowhere.compact.test", "A"],
  ])("validates that there is no %s %s", async (name, type) => {
    expect(await delv(name, type)).toContain("; negative response, fully validated");
  });

  test("finds an unsigned zone below opt-out insecure", async () => {
    expect(await delv("www.unsigned.test", "A")).toContain("; unsigned answer");
  });

  test.each(["www.expired.test", "www.altered.test"])("refuses the broken %s", async (name) => {
    const said = await delv(name, "A");
    expect(said).toContain("resolution failed");
  });
});
