/**
 * The post-pass that every engine shares: contours are cleaned and each hole is given to the smallest hull around it.
 */
import { type PolygonSet, PolygonSetBuilder, pointInRing, ringAreaTwice } from "../../geometry/index.ts";
import { cleanRing } from "./clean-ring.ts";
import type { Contours } from "./engine.ts";

interface Ring {
  readonly start: number;
  readonly end: number;
  /** Twice the signed area: holes are negative. */
  readonly area: number;
}

interface BoxedRing extends Ring {
  readonly index: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export function assemble(contours: Contours): PolygonSet {
  const xy = new Int32Array(contours.xy.length);
  const cleaned: (Ring | null)[] = [];
  let at = 0;
  for (let ring = 0; ring + 1 < contours.rings.length; ring++) {
    const end = cleanRing(contours.xy, 2 * contours.rings[ring], 2 * contours.rings[ring + 1], xy, at);
    const area = end === at ? 0 : ringAreaTwice(xy, at, end);
    cleaned.push(area === 0 ? null : { start: at, end, area });
    at = end;
  }
  const parents = contours.parents ?? findParents(xy, cleaned);
  const holesOf = new Map<number, Ring[]>();
  cleaned.forEach((ring, i) => {
    if (ring === null || ring.area > 0) return;
    const list = holesOf.get(parents[i]);
    if (list) list.push(ring);
    else holesOf.set(parents[i], [ring]);
  });
  const builder = new PolygonSetBuilder(at / 2, cleaned.length);
  cleaned.forEach((hull, i) => {
    if (hull === null || hull.area < 0) return;
    for (const ring of [hull, ...(holesOf.get(i) ?? [])]) {
      builder.vertices(xy, ring.start, ring.end - ring.start);
      builder.endRing();
    }
    builder.endPolygon();
  });
  return builder.build();
}

/** For each hole the smallest hull around it, for engines that do not tell. */
function findParents(xy: Int32Array, rings: readonly (Ring | null)[]): Int32Array {
  const parents = new Int32Array(rings.length).fill(-1);
  const boxed = rings.flatMap((ring, index) => (ring === null ? [] : [withBox(xy, ring, index)]));
  const hulls = boxed.filter((ring) => ring.area > 0).sort((a, b) => a.area - b.area);
  for (const hole of boxed.filter((ring) => ring.area < 0)) {
    const owner = hulls.find((hull) => -hole.area <= hull.area && surrounds(hull, hole) && contains(xy, hull, hole));
    // An engine that rounds may leave a sliver of a hole on its hull's edge: it has no area worth a pixel.
    if (owner !== undefined) parents[hole.index] = owner.index;
  }
  return parents;
}

function withBox(xy: Int32Array, ring: Ring, index: number): BoxedRing {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = ring.start; i < ring.end; i += 2) {
    left = Math.min(left, xy[i]);
    right = Math.max(right, xy[i]);
    bottom = Math.min(bottom, xy[i + 1]);
    top = Math.max(top, xy[i + 1]);
  }
  return { ...ring, index, left, bottom, right, top };
}

function surrounds(hull: BoxedRing, hole: BoxedRing): boolean {
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
