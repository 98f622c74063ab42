/** Values from one hand to another: a giver waits until what it gave is done with, which is when the next is asked for. */
export class Handover<T> {
  #offered: { readonly value: T; readonly release: () => void } | null = null;
  #isTaken = false;
  #waiting: ((result: IteratorResult<T, undefined>) => void) | null = null;
  #isClosed = false;

  /** Resolved when the receiver asks for the next value, or has left. */
  offer(value: T): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((release) => {
      this.#offered = { value, release };
      this.#isTaken = false;
      this.#deliver();
    });
  }

  /** The next value; done when the giver has ended. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#isTaken) this.#release();
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#deliver();
    });
  }

  /** From either side: no value follows. */
  close(): void {
    this.#isClosed = true;
    this.#release();
    this.#waiting?.({ done: true, value: undefined });
    this.#waiting = null;
  }

  #deliver(): void {
    if (this.#waiting === null || this.#offered === null || this.#isTaken) return;
    this.#isTaken = true;
    this.#waiting({ done: false, value: this.#offered.value });
    this.#waiting = null;
  }

  #release(): void {
    const offered = this.#offered;
    this.#offered = null;
    this.#isTaken = false;
    offered?.release();
  }
}
