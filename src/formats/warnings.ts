/** Warnings of one read: the first of each kind is told in full, the others are counted, so that none floods a notebook. */
import { type ErrorPlace, type ErrorTag, warn } from "../errors.ts";

interface Kind {
  readonly message: string;
  readonly place: ErrorPlace;
  count: number;
}

export class Warnings {
  readonly #tag: ErrorTag;
  readonly #kinds = new Map<string, Kind>();

  constructor(tag: ErrorTag) {
    this.#tag = tag;
  }

  add(code: string, message: string, place: ErrorPlace): void {
    const kind = this.#kinds.get(code);
    if (kind === undefined) this.#kinds.set(code, { message, place, count: 1 });
    else kind.count++;
  }

  /** Tells them all. */
  flush(): void {
    for (const [code, { message, place, count }] of this.#kinds) {
      const more = count === 1 ? "" : ` (and ${count - 1} more like it)`;
      warn(this.#tag, code, message + more, place);
    }
    this.#kinds.clear();
  }
}
