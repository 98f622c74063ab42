/**
 * Polygons side by side at an angle, as gratings and buses that were turned: their boxes overlap, and they do not. Seen along their
 * own direction they are apart, which takes no longer to find out than to sort them; what lies across them is found there, too.
 *
 *        ╱ ╱ ╱ ╱        projected on the normal of their edges:   ─ ─ ─ ─
 *       ╱ ╱ ╱ ╱
 */
import { IntList, type PolygonSet } from "../../geometry/index.ts";
import type { Survey } from "../survey/index.ts";
import { sortBy } from "./sort-by.ts";

/** Of the edges at an angle, by length: what goes one way makes so much of them, or is not looked at. */
const leastShare = 0.05;
const mostNormals = 4;
/** Edges that are looked at for it. */
const fewEdges = 2 ** 16;
/** Half turns are told apart by so many parts. */
const ways = 2 ** 10;
/** Of normals: their products with 32-bit coordinates are exact in doubles. */
const longestNormal = 2 ** 20;
/** Pairs that are compared for each polygon, on average, before it is given up. */
const mostPairs = 16;

/**
 * Boxes (left, bottom, right, top) that hold all that two polygons have in common, where most lie side by side one way or another;
 * null where that is not found out in a short time. For sets with edges at an angle: what overlaps itself is no matter of this.
 */
export function overlapsAlong(set: PolygonSet, { boxes }: Survey): Int32Array | null {
  const projections = normalsOf(set).map((normal) => projectionsOf(set, normal));
  const widths = projections.map(averageShare);
  const best = widths.indexOf(Math.min(...widths));
  if (best < 0 || widths[best] * set.count > mostPairs) return null;
  const along = projections[best];
  const others = projections.filter((one) => one !== along);
  const order = Int32Array.from({ length: set.count }, (_, i) => i);
  const lows = Float64Array.from(order, (i) => along[2 * i]);
  sortBy(lows, order, 0, order.length);
  const overlaps = new IntList();
  let pairs = mostPairs * set.count;
  for (let i = 0; i < order.length; i++) {
    const a = order[i];
    const high = along[2 * a + 1];
    for (let j = i + 1; j < order.length && lows[order[j]] < high; j++) {
      const b = order[j];
      if (--pairs < 0) return null;
      const left = Math.max(boxes[4 * a], boxes[4 * b]);
      const bottom = Math.max(boxes[4 * a + 1], boxes[4 * b + 1]);
      const right = Math.min(boxes[4 * a + 2], boxes[4 * b + 2]);
      const top = Math.min(boxes[4 * a + 3], boxes[4 * b + 3]);
      if (left >= right || bottom >= top || !others.every((one) => meet(one, 2 * a, 2 * b))) continue;
      for (const side of [left, bottom, right, top]) overlaps.push(side);
    }
  }
  return overlaps.view();
}

/** Normals of the ways that most edges at an angle go. */
function normalsOf({ xy, rings, polygons, count }: PolygonSet): [x: number, y: number][] {
  const lengths = new Float64Array(ways);
  const longest = new Float64Array(ways);
  const edges = new Float64Array(2 * ways);
  const step = Math.max(1, Math.floor(xy.length / 2 / fewEdges));
  let total = 0;
  for (let polygon = 0; polygon < count; polygon += step) {
    const ring = polygons[polygon];
    const end = 2 * rings[ring + 1];
    for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2) {
      const dx = xy[i] - xy[j];
      const dy = xy[i + 1] - xy[j + 1];
      if (dx === 0 || dy === 0) continue;
      const length = Math.hypot(dx, dy);
      const way = Math.floor((Math.atan2(dy, dx) / Math.PI + 1) * ways + 0.5) % ways;
      total += length;
      lengths[way] += length;
      if (length <= longest[way]) continue;
      longest[way] = length;
      edges[2 * way] = dx;
      edges[2 * way + 1] = dy;
    }
  }
  const found = [...lengths.keys()].filter((way) => lengths[way] > leastShare * total);
  return found
    .sort((a, b) => lengths[b] - lengths[a])
    .slice(0, mostNormals)
    .map((way) => {
      const [dx, dy] = [edges[2 * way], edges[2 * way + 1]];
      const scale = Math.min(1, longestNormal / Math.max(Math.abs(dx), Math.abs(dy)));
      return [Math.round(-dy * scale), Math.round(dx * scale)];
    });
}

/** The lowest and the highest product of each polygon's points and a normal; of polygons without points none. */
function projectionsOf({ xy, rings, polygons, count }: PolygonSet, [x, y]: readonly [number, number]): Float64Array {
  const projections = new Float64Array(2 * count);
  for (let polygon = 0; polygon < count; polygon++) {
    const ring = polygons[polygon];
    let low = Infinity;
    let high = -Infinity;
    // The hull: holes lie in it.
    const end = ring === polygons[polygon + 1] ? 0 : 2 * rings[ring + 1];
    for (let i = 2 * rings[ring]; i < end; i += 2) {
      const place = x * xy[i] + y * xy[i + 1];
      if (place < low) low = place;
      if (place > high) high = place;
    }
    projections[2 * polygon] = low;
    projections[2 * polygon + 1] = high;
  }
  return projections;
}

/** How much of all that is covered by projections one of them is on average. */
function averageShare(projections: Float64Array): number {
  let [lowest, highest, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < projections.length; i += 2) {
    if (projections[i] > projections[i + 1]) continue;
    lowest = Math.min(lowest, projections[i]);
    highest = Math.max(highest, projections[i + 1]);
    sum += projections[i + 1] - projections[i];
  }
  return sum / (highest - lowest) / (projections.length / 2);
}

function meet(projections: Float64Array, a: number, b: number): boolean {
  return projections[a] < projections[b + 1] && projections[b] < projections[a + 1];
}
