/**
 * A polygon in pieces of at most so many vertices, cut along diagonals: triangles side by side are one piece while they are
 * few enough. Of t triangles that hang together the outline has t + 2 vertices, or two less for each hole between them.
 * Nothing is rounded.
 */
import { type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { orderBy } from "../engines/index.ts";
import { nextSide, twinsOf } from "./half-edges.ts";
import { type Triangulation, triangulationOf } from "./triangle-sweep.ts";
import { triangulations } from "./triangulate.ts";

/** @param most vertices of a piece, at least 3 */
export function cutAlongDiagonals(polygon: PolygonSet, most: number): PolygonSet {
  const out = new PolygonSetBuilder(polygon.vertexCount);
  for (const triangulation of triangulations(polygon)) {
    const twins = twinsOf(triangulation.corners);
    addPieces(out, triangulation, twins, pieceOfTriangles(twins, most - 2));
  }
  return out.build();
}

/** For each triangle a number of its piece. Triangles form trees, of which branches are cut off where they get too large. */
function pieceOfTriangles(twins: Int32Array, most: number): Int32Array {
  const count = twins.length / 3;
  const parent = new Int32Array(count).fill(-1);
  const isMet = new Uint8Array(count);
  /** By their distance from the first triangle of their tree, so that pieces are as compact as may be. */
  const order = new Int32Array(count);
  let found = 0;
  for (let root = 0, at = 0; root < count; root++) {
    if (isMet[root] === 1) continue;
    isMet[root] = 1;
    order[found++] = root;
    for (; at < found; at++) {
      const t = order[at];
      for (let i = 3 * t; i < 3 * t + 3; i++) {
        if (twins[i] === -1) continue;
        const other = Math.floor(twins[i] / 3);
        if (isMet[other] === 1) continue;
        isMet[other] = 1;
        parent[other] = t;
        order[found++] = other;
      }
    }
  }
  const isCut = cutBranches(twins, parent, order, most);
  const piece = new Int32Array(count);
  for (const t of order) piece[t] = isCut[t] === 1 || parent[t] === -1 ? t : piece[parent[t]];
  return piece;
}

/** 1 for triangles that begin a piece of their own. */
function cutBranches(twins: Int32Array, parent: Int32Array, order: Int32Array, most: number): Uint8Array {
  const isCut = new Uint8Array(parent.length);
  const size = new Int32Array(parent.length).fill(1);
  for (let k = order.length - 1; k >= 0; k--) {
    const t = order[k];
    const branches: number[] = [];
    for (let i = 3 * t; i < 3 * t + 3; i++) {
      const other = twins[i] === -1 ? -1 : Math.floor(twins[i] / 3);
      if (other !== -1 && parent[other] === t && !branches.includes(other)) branches.push(other);
    }
    for (const branch of branches) size[t] += size[branch];
    branches.sort((a, b) => size[b] - size[a]);
    for (let b = 0; size[t] > most; b++) {
      isCut[branches[b]] = 1;
      size[t] -= size[branches[b]];
    }
  }
  return isCut;
}

/** The outlines of pieces: their hulls are counter-clockwise, as triangles are, and all else holes. */
function addPieces(
  out: PolygonSetBuilder,
  { x, y, corners }: Triangulation,
  twins: Int32Array,
  pieceOf: Int32Array,
): void {
  const isInner = (i: number) => twins[i] !== -1 && pieceOf[Math.floor(i / 3)] === pieceOf[Math.floor(twins[i] / 3)];
  const isDone = new Uint8Array(corners.length);
  const rings: number[][] = [];
  const order = orderBy(pieceOf, pieceOf.length);
  for (let k = 0, first = 0; k < order.length; k++) {
    for (let i = 3 * order[k]; i < 3 * order[k] + 3; i++) {
      if (isDone[i] === 1 || isInner(i)) continue;
      const ring: number[] = [];
      for (let side = i; isDone[side] === 0; ) {
        isDone[side] = 1;
        ring.push(corners[side]);
        side = nextSide(side);
        while (isInner(side)) side = nextSide(twins[side]);
      }
      rings.push(withoutStraight(ring, x, y));
    }
    if (k + 1 < order.length && pieceOf[order[k + 1]] === pieceOf[order[k]]) continue;
    const piece = polygonOf(rings, x, y);
    // Where a side leads through a corner of another ring, a piece may touch itself there: then it comes apart in its triangles.
    if (triangulationOf(piece) !== null) out.append(piece);
    else for (let j = first; j <= k; j++) addTriangle(out, corners, order[j], x, y);
    first = k + 1;
    rings.length = 0;
  }
}

/** Without corners on the line of their neighbours. */
function withoutStraight(ring: readonly number[], x: Int32Array, y: Int32Array): number[] {
  return ring.filter((v, i) => {
    const [before, behind] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]];
    return turn(x[before], y[before], x[v], y[v], x[behind], y[behind]) !== 0;
  });
}

function addTriangle(out: PolygonSetBuilder, corners: Int32Array, t: number, x: Int32Array, y: Int32Array): void {
  for (const v of corners.subarray(3 * t, 3 * t + 3)) out.vertex(x[v], y[v]);
  out.endRing();
  out.endPolygon();
}

function polygonOf(rings: readonly number[][], x: Int32Array, y: Int32Array): PolygonSet {
  const out = new PolygonSetBuilder();
  const hull = rings.findIndex((ring) => isHull(ring, x, y));
  const ordered = hull === 0 ? rings : [rings[hull], ...rings.filter((_, i) => i !== hull)];
  for (const ring of ordered) {
    for (const v of ring) out.vertex(x[v], y[v]);
    out.endRing();
  }
  out.endPolygon();
  return out.build();
}

/** Counter-clockwise: at the lowest of the leftmost corners the outline of a hull turns left. It may come there twice. */
function isHull(ring: readonly number[], x: Int32Array, y: Int32Array): boolean {
  let first = 0;
  for (let i = 1; i < ring.length; i++) {
    const [v, w] = [ring[i], ring[first]];
    if (x[v] < x[w] || (x[v] === x[w] && y[v] < y[w])) first = i;
  }
  const [a, b, c] = [ring.at(first - 1)!, ring[first], ring[(first + 1) % ring.length]];
  return turn(x[a], y[a], x[b], y[b], x[c], y[c]) > 0;
}
