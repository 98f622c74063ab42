// tsc emits file for file into dist/; then some are bundled: the library and its command, for the package (bundle.mjs);
// and what a kernel loads when it starts, as CommonJS beside it, for Node takes longer to find a hundred small modules
// than to read them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleLibrary } from "./bundle.mjs";
import { newest, root, run } from "./lib.mjs";

const sources = ["src", "kernel", "test", "scripts", "tsconfig.json", "package-lock.json"];
const stamp = join(root, "dist", ".built");
/** AssemblyScript beside the files that load it. */
const webAssembly = [
  ["src/camera/wasm/unpack.ts", "dist/src/camera/unpack.wasm"],
  ["src/image/copying/wasm/copies.ts", "dist/src/image/copying/copies.wasm"],
  ["src/image/filters/wasm/weigh.ts", "dist/src/image/filters/weigh.wasm"],
  ["src/image/filters/wasm/windows.ts", "dist/src/image/filters/windows.wasm"],
  ["src/image/numbers/wasm/numbers.ts", "dist/src/image/numbers/numbers.wasm"],
  ["src/raster/survey/wasm/look.ts", "dist/src/raster/survey/look.wasm"],
  ["src/raster/manhattan/wasm/manhattan.ts", "dist/src/raster/manhattan/manhattan.wasm"],
  ["src/raster/coverage/wasm/rings.ts", "dist/src/raster/coverage/rings.wasm"],
];
/** Each is loaded by a thread of its own, so that no state is there twice; `tslab` is loaded by cells. */
const kernelParts = [
  "engine/engine",
  "session/start",
  "display/tslab",
  "session/sigint-thread",
  "session/worker",
  "main",
];
/** Packages that become part of them; native ones stay packages. */
const absorbed = ["acorn", "magic-string", "@jridgewell/sourcemap-codec"];

export function buildIsCurrent() {
  return existsSync(stamp) && statSync(stamp).mtimeMs >= newest(...sources);
}

export async function build() {
  const started = new Date();
  run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"]);
  for (const [from, to] of webAssembly) compileWebAssembly(from, join(root, to));
  run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", "src/view/page/tsconfig.json"]);
  await bundlePage();
  const digests = {};
  for (const part of kernelParts) digests[basename(part)] = await bundleKernelPart(join("kernel", part), digests);
  await bundleLibrary();
  writeFileSync(stamp, `${started.toISOString()}\n`);
}

/**
 * Pages of memory that loops begin with, 4 MiB, which take none of the machine's until they are written. Memory that grows detaches
 * its buffer, and from the first detached buffer on V8 checks every access to any typed array: copies by words take a fifth longer.
 */
const wasmPages = 64;

/** Only what has changed: the compiler takes seconds. */
function compileWebAssembly(from, to) {
  if (existsSync(to) && statSync(to).mtimeMs > newest(dirname(from), "package-lock.json", "scripts/build.mjs")) return;
  const options = ["-O3", "--noAssert", "--enable", "simd", "--runtime", "stub", "--initialMemory", `${wasmPages}`];
  run(process.execPath, [join("node_modules", "assemblyscript", "bin", "asc.js"), from, "--outFile", to, ...options]);
}

/** The layout viewer: one file of HTML with its script inside. */
async function bundlePage() {
  const { build: bundle } = await import("esbuild");
  const folder = join(root, "src/view/page");
  const { outputFiles } = await bundle({
    entryPoints: [join(folder, "main.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
  });
  const script = outputFiles[0].text.replaceAll("</script", "<\\/script");
  const page = readFileSync(join(folder, "page.html"), "utf8").replace("/*SCRIPT*/", () => script);
  mkdirSync(join(root, "dist/src/view"), { recursive: true });
  writeFileSync(join(root, "dist/src/view/viewer-page.html"), page);
}

/**
 * Takes our own files that a part imports, and the absorbed packages, into it; what it imports later stays apart. Gives
 * its digest, by which those that load it know its bytecode (kernel/cached-script.ts).
 */
async function bundleKernelPart(part, digests) {
  const { build: bundle } = await import("esbuild");
  const entry = join(root, `${part}.ts`);
  const fromEntry = (file) => `./${relative(dirname(entry), file).replace(/\.ts$/, ".js")}`;
  const inPlace = {
    name: "in-place",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
        kind === "dynamic-import" ? { path: fromEntry(join(resolveDir, path)), external: true } : undefined,
      );
      build.onResolve({ filter: /^[^./]/ }, ({ kind, path, namespace }) => {
        if (path.startsWith("node:") && kind === "import-statement") return { path, namespace: "builtin" };
        return absorbed.includes(path)
          ? undefined
          : { path, external: namespace === "builtin" || kind !== "entry-point" };
      });
      // As an ES module sees it: what a cell puts into its place (`fs.readFile = …`) is not ours.
      build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
        contents: `module.exports = Object.create(null, Object.getOwnPropertyDescriptors(require("${path}")));`,
        loader: "js",
      }));
      // A file that asks where it is hears where it would be.
      build.onLoad({ filter: /kernel.*\.ts$/ }, ({ path }) => {
        const place = `new URL(${JSON.stringify(fromEntry(path))}, import.meta.url).href`;
        const text = readFileSync(path, "utf8");
        return { contents: path === entry ? text : text.replaceAll("import.meta.url", place), loader: "ts" };
      });
    },
  };
  const outfile = join(root, "dist", `${part}.cjs`);
  const licences = absorbed.map(
    (name) => `${name}\n\n${readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8")}`,
  );
  await bundle({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minifyWhitespace: true,
    define: { "import.meta.url": "$url", $digests: JSON.stringify(digests) },
    banner: { js: '"use strict";const $url = require("node:url").pathToFileURL(__filename).href;' },
    footer: { js: `/*\n${licences.join("\n")}*/` },
    sourcemap: true,
    plugins: [inPlace],
    logLevel: "warning",
  });
  const text = readFileSync(outfile, "utf8");
  // What is loaded with its bytecode is handed a function of this name.
  const code = /start$|engine$/.test(part) ? text.replace(/\bimport\("/g, '$import("') : text;
  if (code !== text) writeFileSync(outfile, code);
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 16);
  // There is one way to start.
  for (const left of [".js", ".js.map"]) rmSync(join(root, "dist", `${part}${left}`), { force: true });
  return digest;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build();
