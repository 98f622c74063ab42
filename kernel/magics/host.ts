/** What magics need of the engine, for one run of a cell. */
import type { Readable } from "node:stream";
import type { MimeBundle } from "../ports.ts";

export interface MagicHost {
  /** Aborted when the cell is stopped. */
  readonly signal: AbortSignal;
  write(name: "stdout" | "stderr", text: string): void;
  /** Shows all that the stream brings. */
  lead(stream: Readable, name: "stdout" | "stderr"): void;
  show(bundle: MimeBundle): void;
  /** Asks the reader of the notebook; throws where that is not possible. */
  input(prompt: string): string;
  /** Puts text into the place of the cell. */
  replaceCell(text: string): void;
  /** What the cells have declared. */
  names(): Iterable<readonly [name: string, value: unknown]>;
  forgetNames(): void;
}
