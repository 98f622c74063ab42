/**
 * CommonJS: `require` of the user's TypeScript on Node 20, which has no hooks for it; elsewhere our hooks and Node's own
 * `require` of modules do it. Not loaded again when edited: on Node 20 a file in CommonJS by `import`, elsewhere an ES
 * module by `require`, which Node keeps out of our reach.
 */
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withOwnGlobals } from "../own-globals.ts";
import { transpileCommonJs } from "../transpile.ts";
import { requirePath } from "../urls.ts";
import { refuseAbsentModule } from "./absent.ts";
import { LocalModules, type ModuleRecord, ownCode, transpileFile } from "./local.ts";
import { offeredModule } from "./own-package.ts";

interface CommonJsModule {
  _compile(code: string, path: string): void;
}

/** `require` in cells: from the notebook's folder; it loads again what was edited. */
export function cellRequire(folder: string): NodeJS.Require {
  const path = requirePath(folder);
  const parent = pathToFileURL(path).href;
  const local = new LocalModules(ownCode, () => {});
  const ofNode = createRequire(path);
  const require = (id: string): unknown => {
    if (id === "tslab") return ofNode(fileURLToPath(offeredModule(id)?.url ?? ""));
    withOwnGlobals(() => {
      const url = typeof id === "string" ? local.resolve(id, parent) : null;
      if (url !== null) forgetEdited(local, url);
    });
    try {
      if (typeof id === "string") withOwnGlobals(() => refuseAbsentModule(id, path, ofNode.resolve.paths(id) ?? []));
      return ofNode(id);
    } catch (error) {
      // Node 20 has no hooks for `require`, which offer it elsewhere.
      const offered = offeredModule(id);
      if (offered === null || !/^Cannot find module 'reticle'/.test((error as Error).message)) throw error;
      return ofNode(fileURLToPath(offered.url));
    }
  };
  return Object.assign(require, ofNode);
}

const { cache } = createRequire(import.meta.url);
/** Of each file that was asked for, the version that is loaded. */
const known = new Map<string, string>();

/** Node keeps what was required, and all CommonJS, by its path alone: edited files go, and those that import them. */
export function forgetEdited(local: LocalModules, url: string): void {
  const [file, version] = url.split("?v=");
  const path = fileURLToPath(file);
  if (version === undefined || known.get(path) === version) return;
  for (const [file, version] of local.versions(path)) {
    if ((known.get(file) ?? version) !== version) delete cache[file];
    known.set(file, version);
  }
}

export function requireTypeScript(record: (record: ModuleRecord) => void): void {
  const { extensions } = createRequire(import.meta.url) as unknown as { extensions: Record<string, unknown> };
  for (const extension of [".ts", ".mts", ".cts", ".tsx"]) {
    extensions[extension] = (module: CommonJsModule, path: string): void => {
      module._compile(transpileFile(pathToFileURL(path).href, path, transpileCommonJs, record), path);
    };
  }
}
