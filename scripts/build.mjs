// tsc emits file for file into dist/; then some are bundled in place: the one file that uses clipper2-js, so that the
// package needs neither clipper2-js nor the Angular peers that it names; and what a kernel loads when it starts, for
// Node takes longer to find a hundred small files than to read them (30 to 50 ms of 300).
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { newest, root, run } from "./lib.mjs";

const sources = ["src", "kernel", "test", "scripts", "tsconfig.json", "package-lock.json"];
const stamp = join(root, "dist", ".built");
const bundled = ["dist/src/region/engines/clipper2-js.js"];
/** Each is loaded by a thread of its own, so that no state is there twice; what they load later stays apart. */
const kernelParts = ["kernel/main", "kernel/engine/engine", "kernel/session/worker"];
/** Cells load it by its own name, and it must be the same module then. */
const apart = join(root, "kernel/display/tslab.ts");

export function buildIsCurrent() {
  return existsSync(stamp) && statSync(stamp).mtimeMs >= newest(...sources);
}

export async function build() {
  const started = new Date();
  run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"]);
  for (const file of bundled) await bundleInPlace(join(root, file));
  for (const part of kernelParts) await bundleKernelPart(part);
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

/** Takes our own files that a part imports into it; packages, and what it imports later, stay imports. */
async function bundleKernelPart(part) {
  const { build: bundle } = await import("esbuild");
  const entry = join(root, `${part}.ts`);
  const fromEntry = (file) => `./${relative(dirname(entry), file).replace(/\.ts$/, ".js")}`;
  const inPlace = {
    name: "in-place",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = join(resolveDir, path);
        return kind === "dynamic-import" || file === apart ? { path: fromEntry(file), external: true } : undefined;
      });
      // A file that asks where it is hears where it would be.
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const place = `new URL(${JSON.stringify(fromEntry(path))}, import.meta.url).href`;
        const text = readFileSync(path, "utf8");
        return { contents: path === entry ? text : text.replaceAll("import.meta.url", place), loader: "ts" };
      });
    },
  };
  await bundle({
    entryPoints: [entry],
    outfile: join(root, "dist", `${part}.js`),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    plugins: [inPlace],
    logLevel: "warning",
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build();
