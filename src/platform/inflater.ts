/**
 * Raw deflate (RFC 1951) undone step by step, in as much memory as the caller gives. Node's public functions either hold
 * all of the result or are asynchronous; this drives the stream underneath them as npm's own minizlib does. Where a
 * runtime has none of that, `Inflater.isThere` is false, and callers decompress at once.
 */
import { createInflateRaw } from "node:zlib";

interface ZlibHandle {
  onerror: (message: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    from: number,
    length: number,
    output: Uint8Array,
    outputFrom: number,
    outputLength: number,
  ): void;
}

interface ZlibStream {
  readonly _handle?: ZlibHandle;
  readonly _writeState?: Uint32Array;
  close(): void;
}

const noFlush = 0;

export class Inflater {
  static #isThere: boolean | undefined;

  static get isThere(): boolean {
    return (Inflater.#isThere ??= Inflater.#canStep());
  }

  static #canStep(): boolean {
    const inflater = new Inflater();
    inflater.close();
    return inflater.#handle !== undefined && inflater.#state !== undefined;
  }

  /** Of the last step: bytes of the input that it took, and bytes that it gave. */
  taken = 0;
  given = 0;
  /** What is wrong with the stream; undefined while nothing is. */
  failure: string | undefined;
  readonly #stream = createInflateRaw() as unknown as ZlibStream;
  readonly #handle = typeof this.#stream._handle?.writeSync === "function" ? this.#stream._handle : undefined;
  readonly #state = this.#stream._writeState;

  /**
   * Takes `input[from, to)` into `output[outputFrom…)`, as far as both go. The stream is at its end where input and room
   * are left: it takes nothing that lies behind.
   */
  step(input: Uint8Array, from: number, to: number, output: Uint8Array, outputFrom: number): void {
    const handle = this.#handle!;
    handle.onerror = (message) => {
      this.failure = message;
    };
    const room = output.length - outputFrom;
    handle.writeSync(noFlush, input, from, to - from, output, outputFrom, room);
    [this.taken, this.given] = [0, 0];
    if (this.failure !== undefined) return;
    const [roomLeft, inputLeft] = this.#state!;
    this.taken = to - from - inputLeft;
    this.given = room - roomLeft;
  }

  close(): void {
    this.#stream.close();
  }
}
