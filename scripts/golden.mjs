// npm run golden -- KIND [FILE [DIR]]
import { join } from "node:path";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

await setUp();
run(process.execPath, [join(root, "dist/scripts/check-golden.js"), ...process.argv.slice(2)], { cwd: process.cwd() });
