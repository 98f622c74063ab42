// npm run lab: sets up and opens JupyterLab with the kernel on notebooks/.
import { join } from "node:path";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

await setUp();
run(process.execPath, [join(root, "dist/bundle/cli.js"), "lab", ...process.argv.slice(2)]);
