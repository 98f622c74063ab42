/**
 * The post-pass that every engine shares: contours are cleaned and each hole is given to the smallest hull around it.
 */
import { type PolygonSet, PolygonSetBuilder, pointInRing, ringAreaTwice } from "../../geometry/index.ts";
import { cleanRing } from "./clean-ring.ts";
import type { Contours } from "./engine.ts";

interface Ring {
  readonly start: number;
  readonly end: number;
  readonly area: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export function assemble(contours: Contours): PolygonSet {
  const xy = new Int32Array(contours.xy.length);
  const hulls: Ring[] = [];
  const holes: Ring[] = [];
  let at = 0;
  for (let ring = 0; ring + 1 < contours.rings.length; ring++) {
    const end = cleanRing(contours.xy, 2 * contours.rings[ring], 2 * contours.rings[ring + 1], xy, at);
    if (end === at) continue;
    const area = ringAreaTwice(xy, at, end);
    if (area !== 0) (area > 0 ? hulls : holes).push(describe(xy, at, end, area));
    at = end;
  }
  const holesOf = assignHoles(xy, hulls, holes);
  const builder = new PolygonSetBuilder(at / 2, hulls.length);
  for (let hull = 0; hull < hulls.length; hull++) {
    for (const ring of [hulls[hull], ...(holesOf.get(hull) ?? [])]) {
      builder.vertices(xy, ring.start, ring.end - ring.start);
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}

function describe(xy: Int32Array, start: number, end: number, area: number): Ring {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = start; i < end; i += 2) {
    left = Math.min(left, xy[i]);
    right = Math.max(right, xy[i]);
    bottom = Math.min(bottom, xy[i + 1]);
    top = Math.max(top, xy[i + 1]);
  }
  return { start, end, area, left, bottom, right, top };
}

/** Hulls sorted by area, so that the first one around a hole is the smallest. */
function assignHoles(xy: Int32Array, hulls: readonly Ring[], holes: readonly Ring[]): Map<number, Ring[]> {
  const result = new Map<number, Ring[]>();
  if (holes.length === 0) return result;
  const order = hulls.map((_, i) => i).sort((a, b) => hulls[a].area - hulls[b].area);
  for (const hole of holes) {
    const owner = order.find(
      (i) => -hole.area <= hulls[i].area && surrounds(hulls[i], hole) && contains(xy, hulls[i], hole),
    );
    // An engine that rounds may leave a sliver of a hole on its hull's edge: it has no area worth a pixel.
    if (owner === undefined) continue;
    const list = result.get(owner);
    if (list) list.push(hole);
    else result.set(owner, [hole]);
  }
  return result;
}

function surrounds(hull: Ring, hole: Ring): boolean {
  return hull.left <= hole.left && hole.right <= hull.right && hull.bottom <= hole.bottom && hole.top <= hull.top;
}

/** The first vertex of the hole, or middle of its edges, that is not on the hull's boundary decides. */
function contains(xy: Int32Array, hull: Ring, hole: Ring): boolean {
  for (let i = hole.start; i < hole.end; i += 2) {
    const side = pointInRing(xy[i], xy[i + 1], xy, hull.start, hull.end);
    if (side !== 0) return side > 0;
  }
  for (let i = hole.start; i + 3 < hole.end; i += 2) {
    const side = pointInRing((xy[i] + xy[i + 2]) / 2, (xy[i + 1] + xy[i + 3]) / 2, xy, hull.start, hull.end);
    if (side !== 0) return side > 0;
  }
  return true;
}
