/**
 * How much noding may look at and find. Within `ordinary` it is done at once; beyond, polygons mostly lie on one another
 * so often that it is quicker to unite some of them first (union/union.ts). Beyond `largest` there is an error
 * (crossing-limit.ts).
 */
import type { ReticleError } from "../../../../errors.ts";
import { mostCrossings, mostLooks, tooManyCrossings, tooManyLooks } from "../../crossing-limit.ts";
import type { Segments } from "../segments.ts";
import { type ChainSlices, chainSlices, type Ending, visitPairs } from "./chain-pairs.ts";
import { shortestAcross } from "./slant.ts";

/** Points that split a segment where two cross. */
const splitsEach = 2;

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
  return new Budget(2 ** 20 + 512 * chains, 2 ** 16 + count, 8 * count);
}

/** @param edges  the edges of all polygons together */
export function largest(edges: number): Budget {
  return new Budget(mostLooks(edges), splitsEach * mostCrossings(edges));
}

/**
 * Visits the pairs of segments, or as many as the budget allows. Where boxes overlap far more than what is in them, and
 * `otherwise` finds no other way either, strips along the segments are tried as well; then pairs that were seen already are
 * visited again.
 * @param slices  of horizontal strips
 */
export function visitWithin(
  budget: Budget,
  segments: Segments,
  slices: ChainSlices,
  reach: number,
  visit: (e: number, f: number, c: number, d: number) => boolean,
  otherwise: () => boolean,
): Ending {
  const few = Math.min(budget.looks, ordinary(segments).looks);
  const advance = (done: number) => budget.advance(done);
  const ending = visitPairs(segments, slices, reach, visit, few, advance);
  if (ending !== "spent") return ending;
  if (otherwise()) return "all";
  const slanted = chainSlices(segments, reach, shortestAcross(segments));
  return visitPairs(segments, slanted, reach, visit, budget.looks, advance);
}

/** What is thrown where the largest budget is spent. */
export function tooMuch(ending: Ending, edges: number, splits: number): ReticleError {
  return ending === "stopped" ? tooManyCrossings(edges, Math.floor(splits / splitsEach)) : tooManyLooks(edges);
}
