/**
 * The last list of completions. While a word is being typed an editor asks at each letter, and the server's list is the
 * same each time: of all that may stand there. It is asked again when anything else has changed.
 */
import { wordStart } from "../words.ts";
import type { CompletionDetails, CompletionItem } from "./completion.ts";

interface Remembered {
  readonly epoch: number;
  readonly place: string;
  readonly items: readonly CompletionItem[];
  readonly details: Map<CompletionItem, CompletionDetails>;
}

export class CompletionMemo {
  #last: Remembered | null = null;

  /** The list for the same place, or null where the server must be asked. */
  find(epoch: number, text: string, cursor: number): Remembered | null {
    const last = this.#last;
    return last !== null && last.epoch === epoch && last.place === placeOf(text, cursor) ? last : null;
  }

  keep(epoch: number, text: string, cursor: number, items: readonly CompletionItem[]): Remembered {
    const answer = { epoch, place: placeOf(text, cursor), items, details: new Map() };
    // A list of edits (paths, names in quotes) is for this cursor only.
    this.#last = items.some(({ textEdit }) => textEdit === undefined) ? answer : null;
    return answer;
  }
}

/** The text without the word that is being typed; whether it has begun matters, but not after a dot. */
function placeOf(text: string, cursor: number): string {
  const start = wordStart(text, cursor);
  const hasBegun = text[start - 1] !== "." && start < cursor;
  return `${text.slice(0, start)}\0${hasBegun}\0${text.slice(cursor)}`;
}
