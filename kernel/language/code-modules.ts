/**
 * The cells that have run, as modules. Each holds the cell's text first and then, so that offsets stay, imports of names
 * that earlier cells declare and exports of its own. Of several cells that declare a name the last one to run counts,
 * as it does for the engine.
 */
import { type CellNames, identifiersIn, likelyNames } from "./names.ts";

/** A cell's code and the number of its run. */
export interface NumberedCode {
  readonly run: number;
  readonly code: string;
  /** The front end's own name of the cell, where it tells it. */
  readonly cellId?: string | undefined;
}

export interface CodeModule {
  readonly run: number;
  readonly code: string;
  /** The code and what is appended. */
  readonly text: string;
  /** Runs of the modules that it imports from. */
  readonly needs: ReadonlySet<number>;
  readonly declared: ReadonlySet<string>;
  /** Names that it declares although an earlier cell has, and may still mean in an initializer: `let n = n + 1`. */
  readonly redeclared: ReadonlySet<string>;
}

/** The newest cell that declares a name. */
interface Definer {
  readonly run: number;
  /** By `let` or `var`: other cells may assign to it. */
  readonly isVariable: boolean;
}

type Wanted = readonly (readonly [name: string, from: Definer])[];

export const draftName = ".reticle-cell-0.ts";

export function moduleName(run: number): string {
  return `.reticle-cell-${run}.ts`;
}

export class CodeModules {
  readonly #modules = new Map<number, CodeModule>();
  readonly #definers = new Map<string, Definer>();
  /** Runs of cells that add to what is global or to other modules, by cell: every module must lead to them. */
  readonly #augmenting = new Map<string, number>();

  get(run: number): CodeModule | undefined {
    return this.#modules.get(run);
  }

  /** A module that is not kept: of a cell that must be checked before it runs. */
  make(cell: NumberedCode, names: CellNames): CodeModule {
    const { run, code } = cell;
    const used = identifiersIn(code);
    const wanted = [...this.#definers].filter(([name]) => used.has(name) && !names.declared.has(name));
    const exports = [...names.declared].filter((name) => !names.exported.has(name));
    const redeclared = new Set([...names.declared].filter((name) => this.#definers.has(name)));
    const augmenting = [...this.#augmenting].filter(([key]) => key !== keyOf(cell)).map(([, from]) => from);
    const text = `${code}\n${importsOf(wanted, augmenting)}export { ${exports.join(", ")} };\n`;
    // What others add is not needed: when it is gone, the import leads nowhere.
    const needs = new Set(wanted.map(([, { run: from }]) => from));
    return { run, code, text, declared: names.declared, needs, redeclared };
  }

  /** Keeps the module, and gives back those that nothing needs any more. */
  add(cell: NumberedCode, module: CodeModule, names: CellNames): CodeModule[] {
    this.#modules.set(module.run, module);
    this.#augmenting.delete(keyOf(cell));
    if (names.augments) this.#augmenting.set(keyOf(cell), module.run);
    for (const name of names.declared) {
      this.#definers.set(name, { run: module.run, isVariable: names.variables.has(name) });
    }
    const needed = new Set<number>();
    const need = (run: number): void => {
      if (needed.has(run)) return;
      needed.add(run);
      for (const other of this.#modules.get(run)?.needs ?? []) need(other);
    };
    need(module.run);
    for (const { run } of this.#definers.values()) need(run);
    for (const run of this.#augmenting.values()) need(run);
    const dropped = [...this.#modules.values()].filter(({ run }) => !needed.has(run));
    for (const { run } of dropped) this.#modules.delete(run);
    return dropped;
  }

  /**
   * Code that is being written, which begins at `start`: it may use any name. What is imported stands before it, for what
   * is not written to its end yet (`rect(3).`, `f({ `) would take in whatever follows.
   */
  draft(code: string): { readonly text: string; readonly start: number } {
    const own = likelyNames(code);
    const wanted = [...this.#definers].filter(([name]) => !own.has(name));
    const before = `${importsOf(wanted, [...this.#augmenting.values()])}export {};\n`;
    return { text: before + code, start: before.length };
  }
}

/** Cells that have no name are told apart by their text. */
function keyOf({ cellId, code }: NumberedCode): string {
  return cellId ?? code;
}

/** An import cannot be assigned to, so a variable is declared here with the type that it has there. */
function importsOf(wanted: Wanted, augmenting: readonly number[]): string {
  const imported = new Map<number, string[]>();
  let text = "";
  for (const [name, { run, isVariable }] of wanted) {
    if (isVariable) text += `declare let ${name}: typeof import("./${moduleName(run)}").${name};\n`;
    else imported.set(run, [...(imported.get(run) ?? []), name]);
  }
  for (const run of augmenting) text += `import "./${moduleName(run)}";\n`;
  for (const [run, names] of imported) text += `import { ${names.join(", ")} } from "./${moduleName(run)}";\n`;
  return text;
}
