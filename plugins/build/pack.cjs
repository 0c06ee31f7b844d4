// Runs under the Node that is packed: pkg needs Node 22, the rest of the build only 20.
const { default: sea } = require("@yao-pkg/pkg/lib-es5/sea.js");

const { program, output, target, useCodeCache } = JSON.parse(process.argv[2]);
const [platform, arch] = target.split("-");

sea(program, {
  targets: [{ platform, arch, nodeRange: `node${process.versions.node}`, output }],
  signature: platform === "macos",
  seaConfig: {
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache,
    execArgv: [],
    // A NODE_OPTIONS in the environment of the monitoring system must not change what a check does.
    execArgvExtension: "none",
  },
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
