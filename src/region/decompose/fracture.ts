/**
 * Polygons in pieces of at most so many vertices, hulls and holes together: a polygon that has more is cut in slabs of as
 * many vertices each, across its longer side, until every piece is small enough (as gdstk's fracture). Where lines would cut
 * too many edges, as those of a comb, it is cut along diagonals. Nothing is rounded, so that pieces fill the polygon exactly.
 */

import { ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { cutAlongDiagonals } from "./cut-along-diagonals.ts";
import { type Axis, cutAlongLines } from "./cut-along-lines.ts";

/** @param most at least 4 */
export function fracture(merged: PolygonSet, most: number): PolygonSet {
  const out = new PolygonSetBuilder(merged.vertexCount, merged.count);
  const waiting: PolygonSet[] = [];
  addSmall(merged, most, out, waiting);
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const parts = cut(piece, most);
    if (parts === null) out.append(cutAlongDiagonals(piece, most));
    else addSmall(parts, most, out, waiting);
  }
  return out.build();
}

function addSmall(set: PolygonSet, most: number, out: PolygonSetBuilder, waiting: PolygonSet[]): void {
  for (let polygon = 0; polygon < set.count; polygon++) {
    if (verticesOf(set, polygon) <= most) out.appendRange(set, polygon, polygon + 1);
    else waiting.push(set.polygon(polygon));
  }
}

function verticesOf({ rings, polygons }: PolygonSet, polygon: number): number {
  return rings[polygons[polygon + 1]] - rings[polygons[polygon]];
}

/** The share of the vertices that a cut may leave in one part, and that it may add, in two slabs and in more. */
const mostLeft = 0.75;
const mostAdded = 0.5;
const mostAddedByMany = 0.1;

/** Null where no lines leave so few in all parts, in not many more parts than are needed. */
function cut(piece: PolygonSet, most: number): PolygonSet | null {
  const { vertexCount } = piece;
  const { width, height } = piece.bbox()!;
  for (const axis of (width >= height ? [0, 1] : [1, 0]) as Axis[]) {
    const values = new Int32Array(vertexCount);
    for (let v = 0; v < vertexCount; v++) values[v] = piece.xy[2 * v + axis];
    values.sort();
    const aspect = axis === 0 ? width / height : height / width;
    for (const slabs of slabCounts(vertexCount / (share * most), aspect)) {
      const lines = quantiles(values, slabs);
      const added = (slabs === 2 ? mostAdded : mostAddedByMany) * vertexCount;
      if (lines.length === 0 || 2 * crossings(piece, axis, lines) > added) continue;
      const parts = cutAlongLines(piece, axis, lines);
      if (parts === null) continue;
      // A line across the teeth of a comb cuts few edges of each, and makes a piece of every tooth.
      const isInCrumbs = parts.count > lines.length + 1 + vertexCount / most;
      if (!isInCrumbs && verticesOfLargest(parts) <= mostLeft * vertexCount) return parts;
    }
  }
  return null;
}

/** How often lines cut edges. */
function crossings({ xy, rings, ringCount }: PolygonSet, axis: Axis, lines: readonly number[]): number {
  let count = 0;
  for (let ring = 0; ring < ringCount; ring++) {
    let before = linesUpTo(lines, xy[2 * rings[ring + 1] - 2 + axis]);
    for (let v = rings[ring]; v < rings[ring + 1]; v++) {
      const at = linesUpTo(lines, xy[2 * v + axis]);
      count += Math.abs(at - before);
      before = at;
    }
  }
  return count;
}

function linesUpTo(lines: readonly number[], value: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of the vertices that a piece may have: cuts add others. */
const share = 0.7;
/** More slabs than that would be cut in pieces far longer than wide. */
const mostSlabs = 64;
/** Of fewer pieces halves are cut, and halves of halves. */
const fewPieces = 8;

/** In how many slabs to cut what is to become so many pieces, about as wide as high; and two, where those will not do. */
function slabCounts(pieces: number, aspect: number): number[] {
  if (pieces < fewPieces) return [2];
  return [Math.max(2, Math.min(mostSlabs, Math.ceil(pieces), Math.round(Math.sqrt(pieces * aspect)))), 2];
}

/** Lines with as many values between each other, but for those at which there are many; without the least and the greatest value. */
function quantiles(sorted: Int32Array, slabs: number): number[] {
  const lines: number[] = [];
  let last = sorted[0];
  for (let slab = 1; slab < slabs; slab++) {
    const value = sorted[Math.floor((slab * sorted.length) / slabs)];
    if (value > last && value < sorted[sorted.length - 1]) lines.push(value);
    last = value;
  }
  return lines;
}

function verticesOfLargest(parts: PolygonSet): number {
  let largest = 0;
  for (let part = 0; part < parts.count; part++) largest = Math.max(largest, verticesOf(parts, part));
  return largest;
}

/** Throws a RegionError `vertices`. */
export function checkVertexLimit(most: number): number {
  if (Number.isInteger(most) && most >= 4) return most;
  throw new ReticleError("RegionError", "vertices", `fracture into ${most} vertices: it takes a whole number from 4`);
}
