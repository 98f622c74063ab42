// Types and lint, and whether docs/coverage.md is current, without running anything.
import { pathToFileURL } from "node:url";
import { checkCoverage } from "./coverage.mjs";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

export function check() {
  run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."], { cwd: root });
  checkCoverage();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  check();
}
