/**
 * How two simple polygons lie to each other, exactly. Where no edges cross, all contacts are at vertices, and each part of
 * an outline between contacts is inside, outside or on the other one: its middle decides, in doubled coordinates.
 */
import { Box, turn } from "../../geometry/index.ts";
import type { PolygonEdges } from "./polygon-edges.ts";

export interface Relation {
  /** They share a point. */
  readonly touches: boolean;
  /** Their outlines share a point. */
  readonly meets: boolean;
  /** They share an area. */
  readonly overlaps: boolean;
  /** The first lies in the second. */
  readonly isInside: boolean;
  /** The second lies in the first. */
  readonly covers: boolean;
}

const apart: Relation = { touches: false, meets: false, overlaps: false, isInside: false, covers: false };
const crossing: Relation = { touches: true, meets: true, overlaps: true, isInside: false, covers: false };

export function relationOf(a: PolygonEdges, p: number, b: PolygonEdges, q: number): Relation {
  const [boxA, boxB] = [a.box(p), b.box(q)];
  const common = boxA.and(boxB);
  if (common === null) return apart;
  if (a.isBox[p] === 1 && b.isBox[q] === 1) return relationOfBoxes(boxA, boxB, common);
  const contacts = contactsOf(a, p, b, q, common);
  if (contacts === null) return crossing;
  const ofA = partsOf(a, p, contacts.ofA, common, b, q);
  const ofB = partsOf(b, q, contacts.ofB, common, a, p);
  if (!boxB.contains(boxA)) ofA.outside = true;
  if (!boxA.contains(boxB)) ofB.outside = true;
  const meets = contacts.ofA.size > 0;
  const overlaps = ofA.inside || ofB.inside || ofA.along;
  return {
    meets,
    touches: meets || overlaps,
    overlaps,
    isInside: !ofA.outside && !ofB.inside && !ofA.against,
    covers: !ofB.outside && !ofA.inside && !ofA.against,
  };
}

function relationOfBoxes(a: Box, b: Box, common: Box): Relation {
  const overlaps = common.width > 0 && common.height > 0;
  const isInside = b.contains(a);
  const covers = a.contains(b);
  const isStrict = (outer: Box, inner: Box) =>
    outer.left < inner.left && outer.right > inner.right && outer.bottom < inner.bottom && outer.top > inner.top;
  return { touches: true, meets: !isStrict(a, b) && !isStrict(b, a), overlaps, isInside, covers };
}

/** For each edge that meets the other polygon the points where it does: x,y pairs. */
type Contacts = Map<number, number[]>;

/** Null where edges cross: then there is nothing more to find out. */
function contactsOf(
  a: PolygonEdges,
  p: number,
  b: PolygonEdges,
  q: number,
  common: Box,
): { ofA: Contacts; ofB: Contacts } | null {
  const ofA: Contacts = new Map();
  const ofB: Contacts = new Map();
  const near = b.edgesIn(q, common);
  for (const e of a.edgesIn(p, common)) {
    const [ax, ay, bx, by] = ends(a, e);
    const window = new Box(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    for (const f of near.length <= 64 ? near : b.edgesIn(q, window)) {
      const [cx, cy, dx, dy] = ends(b, f);
      if (Math.max(cx, dx) < window.left || Math.min(cx, dx) > window.right) continue;
      if (Math.max(cy, dy) < window.bottom || Math.min(cy, dy) > window.top) continue;
      const c = turn(ax, ay, bx, by, cx, cy);
      const d = turn(ax, ay, bx, by, dx, dy);
      if ((c > 0 && d > 0) || (c < 0 && d < 0)) continue;
      const u = turn(cx, cy, dx, dy, ax, ay);
      const v = turn(cx, cy, dx, dy, bx, by);
      if ((u > 0 && v > 0) || (u < 0 && v < 0)) continue;
      if (c !== 0 && d !== 0 && u !== 0 && v !== 0) return null;
      if (c === 0 && isWithin(cx, cy, window)) add(ofA, e, ofB, f, cx, cy);
      if (d === 0 && isWithin(dx, dy, window)) add(ofA, e, ofB, f, dx, dy);
      const other = new Box(Math.min(cx, dx), Math.min(cy, dy), Math.max(cx, dx), Math.max(cy, dy));
      if (u === 0 && isWithin(ax, ay, other)) add(ofA, e, ofB, f, ax, ay);
      if (v === 0 && isWithin(bx, by, other)) add(ofA, e, ofB, f, bx, by);
    }
  }
  return { ofA, ofB };
}

function ends({ set: { xy }, next }: PolygonEdges, e: number): [number, number, number, number] {
  const to = next[e];
  return [xy[2 * e], xy[2 * e + 1], xy[2 * to], xy[2 * to + 1]];
}

function isWithin(x: number, y: number, { left, bottom, right, top }: Box): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function add(ofA: Contacts, e: number, ofB: Contacts, f: number, x: number, y: number): void {
  for (const [contacts, edge] of [
    [ofA, e],
    [ofB, f],
  ] as const) {
    const points = contacts.get(edge);
    if (points === undefined) contacts.set(edge, [x, y]);
    else points.push(x, y);
  }
}

interface Parts {
  inside: boolean;
  outside: boolean;
  /** On the other's outline with the inside on the same side. */
  along: boolean;
  /** On the other's outline with the insides on both sides. */
  against: boolean;
}

/** Where the outline of a polygon runs, seen from the other one. */
function partsOf(a: PolygonEdges, p: number, contacts: Contacts, common: Box, b: PolygonEdges, q: number): Parts {
  const parts: Parts = { inside: false, outside: false, along: false, against: false };
  const { xy, rings, polygons } = a.set;
  const onEdge = { edge: -1 };
  const ringsSeen = new Set<number>();
  const ringOf = (e: number) => {
    let [low, high] = [polygons[p], polygons[p + 1] - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (rings[middle] <= e) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  for (const [e, points] of contacts) {
    ringsSeen.add(ringOf(e));
    const [ax, ay, bx, by] = ends(a, e);
    const stops = alongEdge(ax, ay, bx, by, points);
    for (let i = 0; i + 3 < stops.length; i += 2) {
      const side = b.sideOf(q, stops[i] + stops[i + 2], stops[i + 1] + stops[i + 3], onEdge);
      if (side > 0) parts.inside = true;
      else if (side < 0) parts.outside = true;
      else {
        const [cx, cy, dx, dy] = ends(b, onEdge.edge);
        if ((bx - ax) * (dx - cx) + (by - ay) * (dy - cy) > 0) parts.along = true;
        else parts.against = true;
      }
    }
  }
  for (const e of a.edgesIn(p, common)) {
    const ring = ringOf(e);
    if (ringsSeen.has(ring)) continue;
    ringsSeen.add(ring);
    if (b.sideOf(q, 2 * xy[2 * e], 2 * xy[2 * e + 1], onEdge) > 0) parts.inside = true;
    else parts.outside = true;
  }
  return parts;
}

/** The ends of an edge and the points on it in order, each once: x,y pairs. */
function alongEdge(ax: number, ay: number, bx: number, by: number, points: readonly number[]): number[] {
  const all = [ax, ay, bx, by, ...points];
  const order = Array.from({ length: all.length / 2 }, (_, i) => i);
  const place = (i: number) => (all[2 * i] - ax) * Math.sign(bx - ax) + (all[2 * i + 1] - ay) * Math.sign(by - ay);
  order.sort((i, j) => place(i) - place(j));
  const stops: number[] = [];
  for (const i of order) {
    const n = stops.length;
    if (n > 0 && stops[n - 2] === all[2 * i] && stops[n - 1] === all[2 * i + 1]) continue;
    stops.push(all[2 * i], all[2 * i + 1]);
  }
  return stops;
}
