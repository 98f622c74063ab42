// tsc emits file for file into dist/; then the one file that uses clipper2-js is bundled in place, so that the package
// needs neither clipper2-js nor the Angular peers that it names.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { newest, root, run } from "./lib.mjs";

const sources = ["src", "kernel", "test", "scripts", "tsconfig.json", "package-lock.json"];
const stamp = join(root, "dist", ".built");
const bundled = ["dist/src/region/engines/clipper2-js.js"];

export function buildIsCurrent() {
  return existsSync(stamp) && statSync(stamp).mtimeMs >= newest(...sources);
}

export async function build() {
  const started = new Date();
  run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"]);
  for (const file of bundled) await bundleInPlace(join(root, file));
  writeFileSync(stamp, `${started.toISOString()}\n`);
}

/** Takes the packages that a built file imports into it; what it imports from its own folders stays an import. */
async function bundleInPlace(file) {
  if (!existsSync(file) || !/from "clipper2-js"/.test(readFileSync(file, "utf8"))) return;
  const { build: bundle } = await import("esbuild");
  const output = `${file}.bundle`;
  await bundle({
    entryPoints: [file],
    outfile: output,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    legalComments: "inline",
    banner: { js: `/*\n${readFileSync(join(root, "docs/clipper2-licence.txt"), "utf8")}*/` },
    external: ["./*", "../*"],
    logLevel: "warning",
  });
  renameSync(output, file);
  rmSync(`${file}.map`, { force: true });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build();
