// Makes the working copy ready: installs packages where they are missing or older than the lock file, builds where
// sources are newer than the build. Both steps are skipped in a few milliseconds when there is nothing to do.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, buildIsCurrent } from "./build.mjs";
import { newest, root, run, say } from "./lib.mjs";

export async function setUp() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    say(`Reticle needs Node 20 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  const installed = newest("node_modules/.package-lock.json");
  if (installed === 0 || installed < newest("package-lock.json")) {
    say("Installing packages (npm ci) …");
    run(process.platform === "win32" ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  if (!existsSync(join(root, "dist")) || !buildIsCurrent()) {
    say("Building …");
    await build();
  }
}
