// Runs under the Node that is packed: pkg needs Node 22, the rest of the build only 20.
const path = require("node:path");
const { default: sea } = require("@yao-pkg/pkg/lib-es5/sea.js");

const { programs, names, output, target, hasCode } = JSON.parse(process.argv[2]);
const [platform, arch] = target.split("-");
const files = names.flatMap((name) => [`${name}.js`, ...(hasCode ? [`${name}.code`] : [])]);

sea(path.join(__dirname, "loader.cjs"), {
  targets: [{ platform, arch, nodeRange: `node${process.versions.node}`, output }],
  signature: platform === "macos",
  seaConfig: {
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: hasCode,
    assets: Object.fromEntries(files.map((file) => [file, path.join(programs, file)])),
    // Room for all that a run allocates: it never stops to collect garbage.
    execArgv: ["--min-semi-space-size=4"],
    // A NODE_OPTIONS in the environment of the monitoring system must not change what a check does.
    execArgvExtension: "none",
  },
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
