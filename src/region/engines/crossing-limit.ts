/**
 * How many crossings of edges a boolean may find. There may be as many as the square of the edges: a few thousand lines
 * across each other would fill the memory, so that beyond the limit there is an error instead.
 */
import { ReticleError } from "../../errors.ts";

/** A minute, and about a gigabyte. */
let limit = 2 ** 22;
const mostLimit = 2 ** 30;
/** Crossings for each edge that are allowed besides: what has many edges may have many crossings. */
const eachEdge = 4;
/** Pairs of edges that may be compared, and edges that may be passed, for each crossing of the limit. */
const looksEach = 2 ** 10;
const looksEachEdge = 512;

/** Crossings that a boolean may find, besides four for each edge. */
export function crossingLimit(): number {
  return limit;
}

/** Throws a RegionError `limit`. */
export function setCrossingLimit(count: number): void {
  if (!(Number.isInteger(count) && count >= 1 && count <= mostLimit)) {
    const message = `a limit of ${count} crossings is none; it takes a whole number from 1 to ${grouped(mostLimit)}`;
    throw new ReticleError("RegionError", "limit", message);
  }
  limit = count;
}

/**
 * Crossings that are allowed.
 * @param edges  the edges of all polygons together
 * @param times  as many as that, where each takes less memory
 */
export function mostCrossings(edges: number, times = 1): number {
  return times * limit + eachEdge * edges;
}

/** Comparisons of edges that are allowed. */
export function mostLooks(edges: number): number {
  return looksEach * limit + looksEachEdge * edges;
}

/**
 * What is thrown where edges cross more often than that; `count` crossings were found so far.
 * @param times  how many times the limit is allowed
 */
export function tooManyCrossings(edges: number, count: number, times = 1): ReticleError {
  const what = `${grouped(edges)} edges cross in more than ${grouped(count)} points`;
  const allowed = times === 1 ? "the limit" : `${times} times the limit, as for all axis-parallel edges,`;
  return limitError(`${what}, ${allowed} and ${eachEdge} an edge`);
}

/** What is thrown where there is more to compare than that. */
export function tooManyLooks(edges: number, looks = mostLooks(edges)): ReticleError {
  const what = `${grouped(edges)} edges are so long and close`;
  return limitError(`${what} that more than ${grouped(looks)} pairs of them would be compared`);
}

function limitError(what: string): ReticleError {
  const advice = `take a part of them by a window or clip(box), or fewer polygons at once, or raise the limit where there is the memory: Region.crossingLimit = ${Math.min(mostLimit, 4 * limit)} (now ${limit})`;
  return new ReticleError("RegionError", "crossing-limit", `${what}: ${advice}`);
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
