/** The names that cells have declared, as properties of the global object; what Node had there comes back with `%reset`. */
import type { CompiledCell } from "./compile.ts";
import { isLive, valueNow } from "./imported-names.ts";
import { putUserProperty, userProperty } from "./own-globals.ts";

export class UserNames {
  /** With what the global object held before. */
  readonly #declared = new Map<string, PropertyDescriptor | undefined>();

  /**
   * Assigning to a name that does not exist is an error in strict code, so names exist before the cell runs. What they
   * held stays until the cell assigns, and what was imported until it is imported anew; an accessor of Node's (`crypto`,
   * `navigator`) gives way.
   */
  prepare(cell: Pick<CompiledCell, "names" | "imported" | "fresh">): void {
    const fresh = new Set(cell.fresh);
    for (const name of cell.names) {
      const found = userProperty(name);
      if (!this.#declared.has(name)) this.#declared.set(name, found);
      if (found?.configurable === false || (cell.imported.has(name) && isLive(found))) continue;
      const value = fresh.has(name) ? undefined : valueNow(found);
      putUserProperty(name, { value, writable: true, configurable: true, enumerable: true });
    }
  }

  /** Names and values; what was deleted meanwhile is passed over. */
  *entries(): Generator<[string, unknown]> {
    for (const name of this.#declared.keys()) {
      const found = userProperty(name);
      if (found !== undefined) yield [name, valueNow(found)];
    }
  }

  /** All are gone; those of the cell that runs exist, for it may go on to assign to them. */
  forget(running: CompiledCell): void {
    for (const [name, original] of this.#declared) {
      if (userProperty(name)?.configurable !== false) putUserProperty(name, original);
    }
    this.#declared.clear();
    this.prepare(running);
  }
}
