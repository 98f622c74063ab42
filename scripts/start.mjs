// npm start: sets up, runs notebooks/quickstart.ipynb through the kernel, and says what it wrote.
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run, say } from "./lib.mjs";
import { setUp } from "./setup.mjs";

const notebook = "notebooks/quickstart.ipynb";

await setUp();
mkdirSync(join(root, "out"), { recursive: true });
say(`Running ${notebook} through the kernel …`);
const command = [
  join(root, "dist/bundle/cli.js"),
  "run",
  notebook,
  "-o",
  "out/quickstart.ipynb",
  "--html",
  "out/quickstart.html",
];
const result = run(process.execPath, command, { mayFail: true });

const files = readdirSync(join(root, "out")).filter((name) => !name.startsWith("."));
const width = Math.max(0, ...files.map((name) => name.length));
console.log("\nWritten to out/:");
for (const name of files.sort())
  console.log(`  ${name.padEnd(width)}  ${sizeText(statSync(join(root, "out", name)).size)}`);
if (result.status !== 0) process.exit(result.status ?? 1);
console.log("\nOpen out/quickstart.html in a browser; it needs no network.");
console.log("Next: npm run lab opens the same notebook in JupyterLab, live.");

function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
