/** The names that cells have declared, as properties of the global object; what Node had there comes back with `%reset`. */
import type { CompiledCell } from "./compile.ts";
import { putUserProperty, userProperty } from "./own-globals.ts";

export class UserNames {
  /** With what the global object held before. */
  readonly #declared = new Map<string, PropertyDescriptor | undefined>();

  /**
   * Assigning to a name that does not exist is an error in strict code, so names exist before the cell runs. What they
   * held stays until the cell assigns; an accessor of Node's (`crypto`, `navigator`) gives way.
   */
  prepare(cell: Pick<CompiledCell, "names" | "fresh">): void {
    const fresh = new Set(cell.fresh);
    for (const name of cell.names) {
      const found = userProperty(name);
      if (!this.#declared.has(name)) this.#declared.set(name, found);
      if (found?.configurable === false) continue;
      const keeps = found !== undefined && "value" in found && !fresh.has(name);
      const value = keeps ? found.value : undefined;
      putUserProperty(name, { value, writable: true, configurable: true, enumerable: true });
    }
  }

  /** Names and values; what was deleted meanwhile is passed over. */
  *entries(): Generator<[string, unknown]> {
    for (const name of this.#declared.keys()) {
      const found = userProperty(name);
      if (found !== undefined) yield [name, found.value];
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
