/**
 * What all parts of the bands have found together, counted in shared memory by whichever threads sweep them: thousands of
 * lines across each other have millions of pieces of boundary, and no part alone sees how many there will be.
 */
import { mostCrossings, mostLooks, tooManyCrossings, tooManyLooks } from "../crossing-limit.ts";

/** Corners of the boundary that are allowed for each crossing of the limit: they take a quarter of a crossing's memory. */
const cornersEach = 4;
/** Steps along the sweep line are counted in so many: their number has to fit into 32 bits. */
const stepsUnit = 2 ** 10;
/** Pieces that a part finds before it tells. */
const tellEach = 2 ** 14;

/** As it goes to a thread. */
export interface TallyOfPart {
  /** For each part its pieces and its steps. A part that is swept again, in another thread, counts once. */
  readonly counts: Int32Array;
  readonly part: number;
  readonly edges: number;
  readonly mostPieces: number;
  readonly mostSteps: number;
}

/**
 * A tally for each of some parts.
 * @param edges   of all polygons
 * @param pieces  of edges in all bands: borders cut them
 */
export function talliesOf(parts: number, edges: number, pieces: number): TallyOfPart[] {
  const size = 2 * parts * Int32Array.BYTES_PER_ELEMENT;
  // One part is swept where this runs.
  const counts = new Int32Array(parts === 1 ? new ArrayBuffer(size) : new SharedArrayBuffer(size));
  const mostPieces = pieces + mostCrossings(edges, cornersEach) / 2;
  const mostSteps = mostLooks(edges + pieces);
  return Array.from({ length: parts }, (_, part) => ({ counts, part, edges, mostPieces, mostSteps }));
}

export class Tally {
  readonly #of: TallyOfPart;
  #steps = 0;
  #pieces = 0;
  #toldSteps = 0;

  constructor(of: TallyOfPart) {
    this.#of = of;
    this.tell(0);
  }

  /** Throws a RegionError `crossing-limit`. @param pieces  of the part so far */
  add(pieces: number, steps: number): void {
    this.#steps += steps;
    if (pieces >= this.#pieces + tellEach || this.#steps >= this.#toldSteps + tellEach * stepsUnit) this.tell(pieces);
  }

  tell(pieces: number): void {
    const { counts, part, edges, mostPieces, mostSteps } = this.#of;
    this.#pieces = pieces;
    this.#toldSteps = this.#steps;
    Atomics.store(counts, 2 * part, pieces);
    Atomics.store(counts, 2 * part + 1, Math.ceil(this.#steps / stepsUnit));
    let allPieces = 0;
    let allSteps = 0;
    for (let i = 0; i < counts.length; i += 2) {
      allPieces += Atomics.load(counts, i);
      allSteps += Atomics.load(counts, i + 1);
    }
    if (allPieces > mostPieces) throw tooManyCrossings(edges, mostCrossings(edges, cornersEach), cornersEach);
    if (allSteps > mostSteps / stepsUnit) throw tooManyLooks(edges, mostSteps);
  }
}
