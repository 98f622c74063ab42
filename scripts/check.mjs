// Types and lint, without running anything.
import { pathToFileURL } from "node:url";
import { root, run } from "./lib.mjs";
import { setUp } from "./setup.mjs";

export function check() {
  run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."], { cwd: root });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  check();
}
