// Packs the package, installs the tarball in an empty folder, and runs a notebook there as a user would.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, say } from "./lib.mjs";
import { setUp } from "./setup.mjs";

/** What cells show: the parts that are files of their own in the package (threads, engines, WebAssembly) take part. */
const expected = {
  'import * as reticle from "reticle";\nimport { background, box, Layout, nm, PolygonSetBuilder, rasterize, rect, Region } from "reticle";':
    "",
  // 2 µm × 2 µm in pixels of 0.1 µm: 400 full ones.
  "const shape: ReturnType<typeof rect> = rect(2);\nrasterize(shape, { window: box(-1, -1, 1, 1), pitch: 100 * nm }).sum()":
    "400",
  // Half of the second square lies on the first: 4 + 4 - 2 µm².
  'const areas: number[] = [];\nfor (const engine of ["clipper2-js", "clipper2-wasm", "own"]) {\n  await Region.useEngine(engine);\n  areas.push(rect(2).or(rect(2).translate(1, 0)).area);\n}\nareas':
    "[ 6, 6, 6 ]",
  // 3.2 × 3.2 µm².
  "(await background(rect(3)).sized(0.1)).area.toFixed(6)": "'10.240000'",
  // 90,000 diamonds of 2 µm², that lie apart; enough of them for several threads.
  "const builder = new PolygonSetBuilder();\nfor (let i = 0; i < 90_000; i++) {\n  const [x, y] = [(i % 300) * 3000, Math.floor(i / 300) * 3000];\n  builder.polygon([x - 1000, y, x, y - 1000, x + 1000, y, x, y + 1000]);\n}\nconst diamonds = Region.of(builder.build());\nRegion.threads = 2;\nconst window = box(-2, -2, 900, 900);\n[diamonds.or(rect(0.001)).area.toFixed(3), rasterize(diamonds, { window, pitch: 1, threads: 2 }).sum().toFixed(3)]":
    "[ '180000.000', '180000.000' ]",
  "Object.entries(reticle).filter(([name, value]) => /^class/.test(String(value)) && (value as Function).name !== name)":
    "[]",
};

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
await setUp();
const folder = mkdtempSync(join(tmpdir(), "reticle-package-"));
try {
  step(npm, ["pack", "--silent", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  step(npm, ["install", "--no-audit", "--no-fund", `./${tarball}`], folder);
  const cells = Object.keys(expected).map((source, i) => ({
    ...{ cell_type: "code", id: `c${i}`, metadata: {}, source, outputs: [], execution_count: null },
  }));
  writeFileSync(join(folder, "n.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  step(join(folder, "node_modules", ".bin", "reticle"), ["run", "n.ipynb", "-o", "out.ipynb"], folder);
  const shown = JSON.parse(readFileSync(join(folder, "out.ipynb"), "utf8")).cells.map(({ outputs }) => textOf(outputs));
  for (const [i, [source, result]] of Object.entries(expected).entries())
    if (shown[i] !== result) fail(`this cell gave ${shown[i]} and not ${result}:\n${source}`);
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

function textOf(outputs) {
  return outputs
    .map(({ data, text, traceback }) => [data?.["text/plain"] ?? text ?? traceback ?? ""].flat().join(""))
    .join("");
}

function fail(message) {
  throw new Error(message);
}
