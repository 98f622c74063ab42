// What the package carries of the library and its command: few modules, for Node takes a millisecond to find each of five
// hundred small ones, in every notebook's first cell and at every command. They lie side by side in dist/bundle. Tests
// use the files that tsc emits.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "./lib.mjs";

const emitted = join(root, "dist");
const folder = join(emitted, "bundle");

/** By the names that they have in the bundle. Threads begin at modules of their own. */
const entries = {
  index: "src/index.js",
  cli: "src/cli/main.js",
  "raster-thread": "src/raster/thread.js",
  "region-thread": "src/region/engines/thread.js",
  "background-thread": "src/region/background/thread.js",
};

/**
 * Packages that become part of it: clipper2-js would bring the Angular peers that it names. The others stay packages, so
 * that a user's own copy of ndarray is ours.
 */
const absorbed = { "clipper2-js": "docs/clipper2-licence.txt" };

export async function bundleLibrary() {
  const { build: bundle } = await import("esbuild");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(emitted, file)])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    target: "node20",
    legalComments: "inline",
    plugins: [
      { name: "absorb", setup: absorb },
      { name: "keep-places", setup: keepPlaces },
    ],
    logLevel: "warning",
  });
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    writeFileSync(path, withClassNames(readFileSync(path, "utf8")));
  }
}

function absorb(build) {
  build.onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
    kind === "entry-point" || Object.hasOwn(absorbed, path) ? undefined : { path, external: true },
  );
  for (const [name, licence] of Object.entries(absorbed)) {
    build.onLoad({ filter: new RegExp(`node_modules[\\\\/]${name}[\\\\/].*\\.m?js$`) }, ({ path }) => ({
      contents: `/*!\n${readFileSync(join(root, licence), "utf8")}*/\n${readFileSync(path, "utf8")}`,
      loader: "js",
    }));
  }
}

/** A file that asks where it is hears where tsc has put it, for its assets lie there; its thread lies in the bundle. */
function keepPlaces(build) {
  build.onLoad({ filter: /dist[\\/](src|kernel)[\\/].*\.js$/ }, ({ path }) => {
    const place = relative(emitted, path).split(sep).join("/");
    const text = readFileSync(path, "utf8")
      .replaceAll('new URL("./thread.js", import.meta.url)', () => {
        const thread = place.replace(/[^/]*$/, "thread.js");
        const entry = Object.keys(entries).find((name) => entries[name] === thread);
        if (entry === undefined) throw new Error(`${thread} is no entry of the bundle (scripts/bundle.mjs)`);
        return `new URL("./${entry}.js", $here)`;
      })
      .replaceAll("import.meta.url", () => `new URL("../${place}", $here).href`)
      .replaceAll("$here", "import.meta.url");
    return { contents: text, loader: "js" };
  });
}

/** `class Box` that names itself becomes `var Box = class _Box`; a user would read the second name. */
function withClassNames(code) {
  return [...code.matchAll(/^var (\w+) = class _\1\b/gm)].reduce(
    (text, [, name]) => text.replace(new RegExp(`\\b_${name}\\b`, "g"), name),
    code,
  );
}
