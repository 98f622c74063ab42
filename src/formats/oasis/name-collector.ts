/** Names get numbers in the order in which they are met; their tables are written when all are known. */
import type { Warnings } from "../warnings.ts";
import { ByteWriter } from "./byte-writer.ts";
import { type NameKind, nameKinds } from "./name-tables.ts";
import { Rec } from "./records.ts";

export class NameCollector {
  readonly #ids: Record<NameKind, Map<string, number>> = {
    CELLNAME: new Map(),
    TEXTSTRING: new Map(),
    PROPNAME: new Map(),
    PROPSTRING: new Map(),
  };
  readonly #warnings: Warnings;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  id(kind: NameKind, name: string): number {
    const ids = this.#ids[kind];
    let id = ids.get(name);
    if (id === undefined) {
      id = ids.size;
      ids.set(name, id);
      // PROPSTRINGs may hold any bytes.
      if (kind !== "PROPSTRING" && !/^[ -~]*$/.test(name))
        this.#warnings.add("name-characters", `"${name}" has characters beyond OASIS' own; it is written as UTF-8`, {});
    }
    return id;
  }

  /** The records of one table; numbers are not said, they follow from the order. */
  table(kind: NameKind): Uint8Array {
    const writer = new ByteWriter();
    for (const name of this.#ids[kind].keys()) {
      writer.unsigned(Rec.CELLNAME + 2 * nameKinds.indexOf(kind));
      writer.text(name);
    }
    return writer.take();
  }
}
