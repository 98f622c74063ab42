/**
 * How much noding may look at and find. Within `ordinary` it is done at once; beyond, polygons mostly lie on one another
 * so often that it is quicker to unite some of them first (union/union.ts). Beyond `largest` there is no way: the
 * crossings alone, of which there may be as many as the square of the edges, would fill the memory.
 */
import { ReticleError } from "../../../../errors.ts";
import type { Segments } from "../segments.ts";
import { type ChainSlices, chainSlices, type Ending, visitPairs } from "./chain-pairs.ts";
import { shortestAcross } from "./slant.ts";

export class Budget {
  /** Boxes of chains that may be compared with one another. */
  readonly looks: number;
  /** Points that may split segments so far: a crossing is two. */
  splits: number;
  readonly #atFirst: number;
  readonly #onTheWay: number;

  /** @param onTheWay  splits that there may be more and more of: where they are too many, that is seen early */
  constructor(looks: number, splits: number, onTheWay = 0) {
    this.looks = looks;
    this.splits = this.#atFirst = splits;
    this.#onTheWay = onTheWay;
  }

  /** @param done  which share of the search is done */
  advance(done: number): void {
    this.splits = this.#atFirst + done * this.#onTheWay;
  }
}

/** Layouts stay far below: stars scattered so that they cover the plane twice take 60 looks a chain and 2 splits a segment. */
export function ordinary({ chains, count }: Segments): Budget {
  return new Budget(2 ** 24 + 512 * chains, 2 ** 16 + count, 8 * count);
}

/** A minute, and a gigabyte. @param edges  the edges of all polygons together */
export function largest(edges: number): Budget {
  return new Budget(2 ** 32 + 512 * edges, 2 ** 23 + 8 * edges);
}

/**
 * Visits the pairs of segments, or as many as the budget allows. Where boxes overlap far more than what is in them, strips
 * along the segments are tried as well; then pairs that were seen already are visited again, after `restart`.
 * @param slices  of horizontal strips
 */
export function visitWithin(
  budget: Budget,
  segments: Segments,
  slices: ChainSlices,
  reach: number,
  visit: (e: number, f: number, c: number, d: number) => boolean,
  restart: () => void = () => {},
): Ending {
  const few = Math.min(budget.looks, ordinary(segments).looks);
  const advance = (done: number) => budget.advance(done);
  const ending = visitPairs(segments, slices, reach, visit, few, advance);
  if (ending !== "spent") return ending;
  restart();
  const slanted = chainSlices(segments, reach, shortestAcross(segments));
  return visitPairs(segments, slanted, reach, visit, budget.looks, advance);
}

/** What is thrown where the largest budget is spent. */
export function tooMuch(ending: Ending, edges: number, splits: number): ReticleError {
  const crossings = Math.floor(splits / 2);
  const why =
    ending === "stopped"
      ? `cross in more than ${grouped(crossings)} points, which do not fit into memory`
      : `are so long and close that more than ${grouped(2 ** 32)} pairs of them would have to be compared`;
  const message = `${grouped(edges)} edges ${why}; take a part of them by a window or clip(box), or fewer polygons at once`;
  return new ReticleError("RegionError", "crossing-limit", message);
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
