/** A cell under way, and what a stopped one reports. */
import type { ErrorReport, ToEngine } from "../ports.ts";
import type { CellContext, CompiledCell } from "./compile.ts";

export interface Run {
  readonly message: ToEngine & { type: "execute" };
  readonly controller: AbortController;
  /** Displays whose bundles are still promises. */
  readonly pending: Set<Promise<void>>;
  readonly payload: Record<string, unknown>[];
  /** Null where it does not compile. */
  code: { readonly cell: CompiledCell; readonly context: CellContext } | null;
}

export const interrupted: ErrorReport = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was stopped",
  traceback: ["\u001b[31mKeyboardInterrupt\u001b[39m: the cell was stopped"],
};
