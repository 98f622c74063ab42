// Packs the package, installs the tarball in an empty folder, and runs a notebook there as a user would.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, say } from "./lib.mjs";
import { setUp } from "./setup.mjs";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
await setUp();
const folder = mkdtempSync(join(tmpdir(), "reticle-package-"));
try {
  step(npm, ["pack", "--silent", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  step(npm, ["install", "--no-audit", "--no-fund", `./${tarball}`], folder);
  const cells = [
    'import { box, rect, rasterize, nm } from "reticle";\nconst shape: ReturnType<typeof rect> = rect(2);',
    "rasterize(shape, { window: box(-1, -1, 1, 1), pitch: 100 * nm }).sum()",
  ].map((source, i) => ({ cell_type: "code", id: `c${i}`, metadata: {}, source, outputs: [], execution_count: null }));
  writeFileSync(join(folder, "n.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  step(join(folder, "node_modules", ".bin", "reticle"), ["run", "n.ipynb", "-o", "out.ipynb"], folder);
  // 2 µm × 2 µm in pixels of 0.1 µm: 400 full ones.
  const result = JSON.parse(readFileSync(join(folder, "out.ipynb"), "utf8")).cells[1].outputs[0].data[
    "text/plain"
  ].join("");
  if (result !== "400") fail(`the notebook gave ${result} and not 400`);
  if (existsSync(join(folder, "node_modules", "@angular"))) fail("Angular came along");
  say("the package works where it is installed");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function step(command, args, cwd) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (result.status !== 0)
    fail(`${command} ${args.join(" ")} failed${result.error ? `: ${result.error.message}` : ""}`);
}

function fail(message) {
  throw new Error(message);
}
