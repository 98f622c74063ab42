/** What a large CBLOCK holds, piece by piece, read from front to back as a ByteCursor does. */
import { type FileBytes, Inflater } from "../../platform/index.ts";

const inputLength = 2 ** 16;

export class BlockBytes {
  /** What the CBLOCK says of it is not trusted. */
  readonly length = Number.POSITIVE_INFINITY;
  /** Bytes that were given so far. */
  given = 0;
  /** True where the stream was found to be no whole one. */
  isBroken = false;
  readonly #file: Pick<FileBytes, "read">;
  readonly #inflater = new Inflater();
  readonly #input = new Uint8Array(inputLength);
  #from = 0;
  #to = 0;
  /** Where in the file the compressed bytes go on, and where they end. */
  #next: number;
  readonly #end: number;
  #isAtEnd = false;

  constructor(file: Pick<FileBytes, "read">, start: number, end: number) {
    this.#file = file;
    this.#next = start;
    this.#end = end;
  }

  read(_from: number, target: Uint8Array): number {
    let done = 0;
    while (done < target.length && !this.#isAtEnd) {
      if (this.#from === this.#to) this.#refill();
      if (this.#from === this.#to) this.isBroken = true;
      else {
        this.#inflater.step(this.#input, this.#from, this.#to, target, done);
        this.isBroken = this.#inflater.failure !== undefined;
        this.#from += this.#inflater.taken;
        done += this.#inflater.given;
      }
      if (this.isBroken || (this.#from < this.#to && done < target.length)) this.close();
    }
    this.given += done;
    return done;
  }

  close(): void {
    if (this.#isAtEnd) return;
    this.#isAtEnd = true;
    this.#inflater.close();
  }

  /** Behind the last byte stands one that a whole stream does not take, so that its end shows itself. */
  #refill(): void {
    if (this.#next > this.#end) return;
    const left = this.#end - this.#next;
    const got = this.#file.read(this.#next, this.#input.subarray(0, Math.min(left, inputLength - 1)));
    this.#from = 0;
    this.#to = got === left ? got + 1 : got;
    this.#next += this.#to;
  }
}
