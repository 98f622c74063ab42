/** What the rewritten code of one cell finds under `$reticle$cell`. */
import { createRequire, isBuiltin } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { elapsed, type MagicCall, type MagicHost, runMagic, type Start, startClock } from "../magics/index.ts";
import { borrow, giveNamesBack } from "./borrowed-names.ts";
import type { CellContext } from "./compile.ts";
import { bindImport, bindModule } from "./imported-names.ts";
import { ConstantExports } from "./modules/constant-exports.ts";
import { offeredModule } from "./modules/own-package.ts";
import { withOwnGlobals } from "./own-globals.ts";

/** An import that failed, so that the error can tell which one. */
export class ImportError extends Error {
  /** Of our own making, so that it can be told from a proxy, whose traps are the user's. */
  readonly #isOurs = true;
  readonly index: number;

  static is(thrown: unknown): thrown is ImportError {
    return typeof thrown === "object" && thrown !== null && #isOurs in thrown;
  }

  constructor(index: number, cause: unknown) {
    super("import failed", { cause });
    this.index = index;
  }
}

/** `resume` is called when the cell goes on after an `await` of its own. */
export function cellContext(
  url: string,
  folder: string,
  magics: readonly MagicCall[],
  host: MagicHost,
  resume: () => void,
): CellContext {
  const started: Start[] = [];
  let constants: ConstantExports | null = null;
  let meta: ImportMeta | null = null;
  let awaiting: number | null = null;
  const tell = (start: Start | undefined): void => {
    if (start !== undefined) host.write("stdout", elapsed(start));
  };
  return {
    value: undefined,
    get meta() {
      meta ??= {
        url,
        filename: fileURLToPath(url),
        dirname: folder,
        resolve: (specifier: string) => resolved(specifier, url),
      } as ImportMeta;
      return meta;
    },
    imported: (index, module) =>
      module.catch((error: unknown) => {
        throw new ImportError(index, error);
      }),
    at: (index, awaited) => {
      awaiting = index;
      return awaited;
    },
    get awaiting() {
      return awaiting;
    },
    resumed: (value) => {
      awaiting = null;
      resume();
      return value;
    },
    bind(local, module, name, specifier, index, must) {
      const isConstant = () => {
        constants ??= new ConstantExports(folder);
        return constants.has(specifier, name);
      };
      const missing = withOwnGlobals(() => bindImport(local, module, { specifier, name, must, isConstant }));
      if (missing !== null) throw new ImportError(index, new SyntaxError(missing));
    },
    bindModule: (local, module) => withOwnGlobals(() => bindModule(local, module)),
    borrow,
    giveBack: giveNamesBack,
    magic: (index) => withOwnGlobals(() => runMagic(magics[index], host)),
    start() {
      const start = startClock();
      started.push(start);
      return start;
    },
    timed(start, value) {
      started.splice(started.indexOf(start), 1);
      tell(start);
      return value;
    },
    stop: () => tell(started.pop()),
    stopAll() {
      while (started.length > 0) tell(started.pop());
    },
  };
}

function resolved(specifier: string, url: string): string {
  if (/^[a-z]+:/.test(specifier)) return specifier;
  if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, url).href;
  const offered = offeredModule(specifier);
  try {
    if (offered?.isFallback === false) return offered.url;
    const path = createRequire(url).resolve(specifier);
    return isBuiltin(path) ? `node:${path}` : pathToFileURL(path).href;
  } catch (error) {
    if (offered !== null) return offered.url;
    throw error;
  }
}
