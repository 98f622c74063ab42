/** The names that the kernel offers in the user's scope, the global object. */
import { type Displays, inspectValue } from "../display/index.ts";
import { cellRequire } from "./modules/require.ts";
import { amongOwnGlobals } from "./own-globals.ts";
import type { Stdin } from "./stdin.ts";

interface State {
  count(): number;
  signal(): AbortSignal;
  strict: boolean;
}

/** All that a cell finds beyond what Node offers. */
export function userScope(
  displays: Displays,
  { input, prompt, confirm }: Stdin,
  state: State,
  folder: string,
): Record<string, unknown> {
  const kernel = {
    /** The number of the cell that runs or ran last. */
    get executionCount() {
      return state.count();
    },
    /** Aborted when the cell that runs is interrupted. */
    get signal() {
      return state.signal();
    },
    // Sealed: a setting that there is not is an error and not nothing.
    settings: Object.seal({
      /** Type errors stop a cell from being run. */
      get strict() {
        return state.strict;
      },
      set strict(on: boolean) {
        if (typeof on !== "boolean")
          throw new TypeError(`kernel.settings.strict is true or false, not ${inspectValue(on)}`);
        state.strict = on;
      },
    }),
  };
  return {
    display: amongOwnGlobals(displays.display),
    clearOutput: amongOwnGlobals(displays.clearOutput),
    input: amongOwnGlobals(input),
    prompt: amongOwnGlobals(prompt),
    confirm: amongOwnGlobals(confirm),
    kernel,
    require: cellRequire(folder),
  };
}

export function defineForUser(scope: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(scope)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
