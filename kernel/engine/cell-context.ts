/** What the rewritten code of one cell finds under `$reticle$cell`. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { elapsed, type MagicCall, type MagicHost, runMagic, type Start, startClock } from "../magics/index.ts";
import type { CellContext } from "./compile.ts";
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
  const tell = (start: Start | undefined): void => {
    if (start !== undefined) host.write("stdout", elapsed(start));
  };
  return {
    value: undefined,
    meta: {
      url,
      filename: fileURLToPath(url),
      dirname: folder,
      resolve: (specifier: string) => resolved(specifier, url),
    } as ImportMeta,
    imported: (index, module) =>
      module.catch((error: unknown) => {
        throw new ImportError(index, error);
      }),
    resumed: (value) => {
      resume();
      return value;
    },
    take: (module, name, index, must) => take(module, name, index, must),
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

/**
 * An import that is used as a value must be there; one that is not may be a type. Packages in CommonJS have names that
 * Node does not find: they are members of the default.
 */
function take(module: object, name: string, index: number, must: boolean): unknown {
  if (name in module) return (module as Record<string, unknown>)[name];
  const fallback = (module as { default?: unknown }).default;
  const isObject = (typeof fallback === "object" && fallback !== null) || typeof fallback === "function";
  if (isObject && name in fallback) return (fallback as Record<string, unknown>)[name];
  if (!must) return undefined;
  const names = Object.keys(module).slice(0, 12).join(", ");
  throw new ImportError(index, new SyntaxError(`the module has no export "${name}"; it has ${names || "none"}`));
}

function resolved(specifier: string, url: string): string {
  if (/^[a-z]+:/.test(specifier)) return specifier;
  if (specifier.startsWith(".")) return new URL(specifier, url).href;
  return createRequire(url).resolve(specifier);
}
