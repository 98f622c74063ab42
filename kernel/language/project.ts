/**
 * The project that the cells are typed in. All its files exist for the language server only; they have the names that
 * they would have in the notebook's folder, so that its own packages and files are found.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const globalsName = ".reticle-globals.d.ts";

/** It takes the place of a tsconfig.json that the folder may have. */
export function projectConfig(folder: string): string {
  const compilerOptions = {
    target: "esnext",
    lib: libraries(),
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    allowJs: true,
    checkJs: false,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    ...(!holds(folder, "@types/node") && { typeRoots: [ownTypes()] }),
    paths: {
      // The modules that the engine offers (engine/modules/own-package.ts).
      tslab: [declarations("../display/tslab.d.ts")],
      ...(!holds(folder, "reticle") && { reticle: [declarations("../../src/index.d.ts")] }),
    },
  };
  const include = [".reticle-cell-*.ts", globalsName];
  return JSON.stringify({ compilerOptions, include });
}

/** What this Node's V8 has, so that the types offer nothing that fails at run time. */
function libraries(): string[] {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 26) return ["esnext"];
  const always = ["esnext.decorators", "esnext.disposable"];
  if (major >= 24) return ["es2025", "esnext.array", "esnext.error", ...always];
  if (major >= 22) return ["es2024", "es2025.collection", "es2025.iterator", "esnext.array", ...always];
  return ["es2023", ...always];
}

/** Whether the package is found from the folder. */
function holds(folder: string, name: string): boolean {
  if (existsSync(join(folder, "node_modules", name, "package.json"))) return true;
  const above = dirname(folder);
  return above !== folder && holds(above, name);
}

function ownTypes(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json")));
}

/** From this file's place in `dist/kernel/language`. */
function declarations(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** What the kernel adds to the global scope (engine/globals.ts). */
export const globalsText = `interface ReticleDisplayOptions {
  /** The value is a MIME bundle, to be shown as it is. */
  readonly raw?: boolean;
  /** The name under which the output can be updated. */
  readonly id?: string;
  readonly metadata?: Record<string, unknown>;
}
interface ReticleDisplayHandle {
  readonly id: string;
  /** Puts the value in the place of what was shown, wherever that is. */
  update(value: unknown, options?: Omit<ReticleDisplayOptions, "id">): void;
}
/** Shows a value below the cell, as a result is shown. */
declare function display(value: unknown, options?: ReticleDisplayOptions): ReticleDisplayHandle;
/** Removes what the cell has shown so far; with \`wait\`, when the next output comes. */
declare function clearOutput(options?: { readonly wait?: boolean }): void;
/** Asks the reader of the notebook, and waits for the answer. */
declare function input(prompt?: string, options?: { readonly password?: boolean }): string;
/** Asks for a text; an empty answer is the preset one. */
declare function prompt(message?: string, preset?: string): string;
/** Asks for yes or no. */
declare function confirm(message?: string): boolean;
/** The kernel that runs this notebook. */
declare const kernel: {
  /** The number of the cell that runs or ran last. */
  readonly executionCount: number;
  /** Aborted when the cell that runs is interrupted. */
  readonly signal: AbortSignal;
  readonly settings: {
    /** Type errors stop a cell from being run, as \`%%check\` in its first line does for one cell. */
    strict: boolean;
  };
};
`;
