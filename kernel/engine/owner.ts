/**
 * Which run an output belongs to just now: the one whose callback this turn of the event loop has begun with, else the
 * one that was started last and is still under way, else the last one there was.
 */
import { startImmediate } from "./immediates.ts";

export class Owner {
  readonly #underWay: number[] = [];
  #last = 0;
  /** For the rest of this turn. */
  #entered: number | null = null;
  #leaves = false;

  get run(): number {
    return this.#entered ?? this.#underWay.at(-1) ?? this.#last;
  }

  begin(run: number): void {
    this.#entered = null;
    this.#underWay.push(run);
    this.#last = run;
  }

  end(run: number): void {
    const at = this.#underWay.lastIndexOf(run);
    if (at >= 0) this.#underWay.splice(at, 1);
  }

  /** Code of this run is called back. What it resumes runs right after it, before the next turn. */
  enter(run: number): void {
    this.#entered = run;
    if (this.#leaves) return;
    this.#leaves = true;
    startImmediate(() => {
      this.#leaves = false;
      this.#entered = null;
    });
  }
}
