/**
 * The paths under which front ends know cells: a prefix of this kernel's own, a hash of the code, a suffix. Nothing is
 * written there; whoever wants to read such a file asks with `source`.
 */
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { murmur2 } from "./murmur2.ts";

/** Cells that are edited with breakpoints in them are told again and again. */
const mostDumped = 500;
const mostRuns = 100_000;

export class CodePaths {
  readonly seed = 0xc70f6907;
  /** Another kernel has another one, by which JupyterLab sees that it must tell its breakpoints again. */
  readonly prefix = join(tmpdir(), `reticle_${process.pid}`) + sep;
  readonly suffix = ".ts";
  readonly #dumped = new Map<string, string>();
  readonly #runs = new Map<number, number>();

  /** Remembers the code of a run: V8 knows it by the run's number. */
  ran(run: number, code: string): void {
    this.#runs.set(run, murmur2(code, this.seed));
    if (this.#runs.size > mostRuns) this.#runs.delete(this.#runs.keys().next().value ?? 0);
  }

  ofRun(run: number): string | null {
    const hash = this.#runs.get(run);
    return hash === undefined ? null : this.#path(hash);
  }

  dump(code: string): string {
    const path = this.#path(murmur2(code, this.seed));
    this.#dumped.delete(path);
    this.#dumped.set(path, code);
    if (this.#dumped.size > mostDumped) this.#dumped.delete(this.#dumped.keys().next().value ?? "");
    return path;
  }

  dumped(path: string): string | null {
    return this.#dumped.get(path) ?? null;
  }

  #path(hash: number): string {
    return `${this.prefix}${hash}${this.suffix}`;
  }
}
