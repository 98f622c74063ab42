// npm run bench [-- KIND…]: times this library and the programs it is measured against in one run, and prints ratios.
import { join } from "node:path";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

await setUp();
// In the environment that the kernel has (main.ts takes it out again, before it starts the others).
const { kernelEnvironment } = await import("../dist/kernel/command.js");
const env = { ...kernelEnvironment, ...process.env };
run(process.execPath, [join(root, "dist/scripts/bench/main.js"), ...process.argv.slice(2)], { env });
