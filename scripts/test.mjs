// npm test [-- PATTERN…]: sets up, checks, runs every test (or those whose path holds one of the patterns).
// With RETICLE_NO_SKIP=1 a test that was left out is a failure.
import { spawn } from "node:child_process";
import { check } from "./check.mjs";
import { filesBelow, root, say } from "./lib.mjs";
import { setUp } from "./setup.mjs";

const patterns = process.argv.slice(2);
await setUp();
if (patterns.length === 0) {
  say("Checking (lint and format) …");
  check();
}
const files = filesBelow("dist/test", ".test.js").filter(
  (file) => patterns.length === 0 || patterns.some((p) => file.includes(p)),
);
if (files.length === 0) {
  say(`no test file's path holds ${patterns.join(" or ")}`);
  process.exit(2);
}
const child = spawn(process.execPath, ["--test", "--test-concurrency=2", "--enable-source-maps", ...files], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
  // A loaded machine is no failure.
  env: { RETICLE_PATIENCE: "5", ...process.env },
});
let tail = "";
child.stdout.on("data", (chunk) => {
  process.stdout.write(chunk);
  tail = (tail + chunk).slice(-4000);
});
child.on("close", (code) => {
  const skipped = Number(/skipped (\d+)/.exec(tail)?.[1] ?? 0);
  if (code === 0 && skipped > 0 && process.env.RETICLE_NO_SKIP === "1") {
    say(`${skipped} tests were left out, which counts as a failure here`);
    process.exit(1);
  }
  process.exit(code ?? 1);
});
