/** What magics find of the engine while a cell runs. */
import type { MagicHost } from "../magics/index.ts";
import type { CompiledCell } from "./compile.ts";
import type { Guard } from "./guard.ts";
import { leadStream } from "./lead.ts";
import type { Outlet } from "./outlet.ts";
import type { Stdin } from "./stdin.ts";
import type { UserNames } from "./user-names.ts";

export interface MagicParts {
  readonly outlet: Outlet;
  readonly guard: Guard;
  readonly stdin: Stdin;
  readonly names: UserNames;
}

export interface RunningCell {
  readonly run: number;
  readonly signal: AbortSignal;
  readonly cell: CompiledCell;
  /** Filled by `%load`. */
  readonly payload: Record<string, unknown>[];
}

export function magicHost(
  { outlet, guard, stdin, names }: MagicParts,
  { run, signal, cell, payload }: RunningCell,
): MagicHost {
  return {
    signal,
    write: (name, text) => outlet.write(name, text, run),
    lead: (stream, name) => leadStream(stream, name, run, outlet, guard),
    show: (data) => outlet.send({ type: "display", run, update: false, data, metadata: {}, id: undefined }),
    input: (prompt) => stdin.input(prompt),
    replaceCell: (text) => payload.push({ source: "set_next_input", text, replace: true }),
    names: () => names.entries(),
    forgetNames() {
      names.forget(cell);
      outlet.send({ type: "forget" });
    },
  };
}
