/**
 * Text that the engine has gathered but not sent, because its thread is busy with something else since: taken from the
 * shared memory. Nothing is gathered but shortly after a stream message, so that is when to look.
 */

import { GatheredText } from "../gathered-text.ts";
import { type FromEngine, promptWindow } from "../ports.ts";

type StreamText = FromEngine & { type: "stream" };

const patience = promptWindow + 10;

export class LateText {
  readonly #gathered: GatheredText;
  readonly #publish: (text: StreamText) => void;
  /** Counts the engine's messages, as it does itself. */
  #heard = 0;
  #isWatching = false;
  #looksAgain = false;

  constructor(gathered: SharedArrayBuffer, publish: (text: StreamText) => void) {
    this.#gathered = new GatheredText(gathered);
    this.#publish = publish;
  }

  heard({ type }: FromEngine): void {
    this.#heard++;
    if (type !== "stream") return;
    this.#looksAgain = true;
    if (!this.#isWatching) this.#watch();
  }

  #watch(): void {
    this.#isWatching = true;
    this.#looksAgain = false;
    setTimeout(() => {
      const text = this.#gathered.takeAfter(this.#heard);
      if (text !== null) this.#publish(text);
      this.#isWatching = false;
      if (this.#looksAgain || !this.#gathered.isEmpty) this.#watch();
    }, patience);
  }
}
