// npm run bench [-- KIND…]: times this library and the programs it is measured against in one run, and prints ratios.
import { join } from "node:path";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

await setUp();
run(process.execPath, [join(root, "dist/scripts/bench/main.js"), ...process.argv.slice(2)]);
