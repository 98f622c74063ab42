/**
 * Design rule checks: all pairs of edges that face each other nearer than a distance (KLayout's width, space and other
 * checks). Each kind is brought to one form: both edges have the other one on their left, and run against each other.
 */
import { ReticleError } from "../../errors.ts";
import {
  Box,
  BoxTree,
  Hits,
  IntList,
  type PolygonSet,
  roundToGrid,
  segmentsTouch,
  turn,
} from "../../geometry/index.ts";
import { Edges } from "../edges/edges.ts";
import { boxesIn, type Frame, frameOf, searchAlong, type Things } from "../turned-frame.ts";
import type { CheckRule } from "./check-options.ts";
import { nearPart, type Part } from "./near-part.ts";

export type CheckKind = "width" | "space" | "notch" | "isolated" | "separation" | "enclosing" | "overlap";

/** Whether the edges of the first and of the second operand are turned round. */
const turned: Record<CheckKind, readonly [boolean, boolean]> = {
  width: [false, false],
  space: [true, true],
  notch: [true, true],
  isolated: [true, true],
  separation: [true, true],
  enclosing: [false, true],
  overlap: [false, false],
};

/** Pairs of edges that are looked at: so many an edge, and as many as take a few seconds however few the edges are. */
const mostPairsAnEdge = 1000;
const manyPairs = 2 ** 26;

/**
 * @returns eight numbers a pair: both edges as they are in their outlines
 * Throws a RegionError `check-distance` where the distance makes nearly all edges neighbours.
 */
export function checkPairs(kind: CheckKind, a: PolygonSet, b: PolygonSet | null, rule: CheckRule): Int32Array {
  const things = [a, ...(b === null ? [] : [b])].map(edgesAsThings);
  const frame = frameOf(...things);
  const first = new CheckEdges(a, turned[kind][0], frame);
  const second = b === null ? first : new CheckEdges(b, turned[kind][1], frame);
  const found = new IntList();
  const [ofE, ofF]: [Part, Part] = [
    { from: 0, to: 0 },
    { from: 0, to: 0 },
  ];
  const near = new Hits();
  const { distance } = rule;
  let room = manyPairs + mostPairsAnEdge * first.count;
  for (let e = 0; e < first.count; e++) {
    first.near(e, distance, second.tree, near);
    room -= near.count;
    if (room < 0) throw tooFar(kind, first.count);
    for (let i = 0; i < near.count; i++) {
      const f = near.items[i];
      if (second === first && f <= e) continue;
      if (b === null && !isWanted(kind, first.polygon[e] === first.polygon[f])) continue;
      if (!faces(first, e, second, f, rule, ofE, ofF)) continue;
      if (rule.wholeEdges) {
        ofE.from = ofF.from = 0;
        ofE.to = ofF.to = 1;
      }
      if (rule.shielded) {
        const isHidden = isShielded(first, e, ofE, second, f, ofF);
        // Between distant edges lie many others.
        room -= lookedAt;
        if (room < 0) throw tooFar(kind, first.count);
        if (isHidden) continue;
      }
      first.add(found, e, ofE);
      second.add(found, f, ofF);
    }
  }
  return found.view().slice();
}

function tooFar(kind: CheckKind, count: number): ReticleError {
  const message = `the distance of ${kind} has more than ${mostPairsAnEdge} edges in reach of each of the ${count} edges; ask for a smaller one`;
  return new ReticleError("RegionError", "check-distance", message);
}

function isWanted(kind: CheckKind, isSame: boolean): boolean {
  return kind === "space" || (kind === "isolated") !== isSame;
}

/** Puts the near parts of both edges into `ofE` and `ofF`. */
function faces(a: CheckEdges, e: number, b: CheckEdges, f: number, rule: CheckRule, ofE: Part, ofF: Part): boolean {
  const cosine = -(a.ux[e] * b.ux[f] + a.uy[e] * b.uy[f]);
  if (cosine <= rule.leastCosine + 1e-10) return false;
  const ex = a.x[e];
  const ey = a.y[e];
  const fx = b.x[f];
  const fy = b.y[f];
  const { distance, metrics } = rule;
  // At a right angle only a point of each lies across the other one: a part without a length.
  if (metrics === "projection" && !rule.wholeEdges && Math.abs(cosine) < 1e-9) return false;
  if (!nearPart(fx - ex, fy - ey, b.dx[f], b.dy[f], a.ux[e], a.uy[e], a.length[e], distance, metrics, ofF))
    return false;
  if (!nearPart(ex - fx, ey - fy, a.dx[e], a.dy[e], b.ux[f], b.uy[f], b.length[f], distance, metrics, ofE))
    return false;
  if (isOnLine(a, e, b, f) && !shareAPoint(a, e, b, f)) return false;
  if (rule.minProjection === 0 && rule.maxProjection === Infinity) return true;
  return isLongEnough(projectedLength(a, e, b, f), rule) || isLongEnough(projectedLength(b, f, a, e), rule);
}

/** At an angle the edges face each other along different lengths: one of them is enough. */
function isLongEnough(projection: number, { minProjection, maxProjection }: CheckRule): boolean {
  return projection >= minProjection - 1e-6 && projection < maxProjection - 1e-6;
}

/** Both on one line. */
function isOnLine(a: CheckEdges, e: number, b: CheckEdges, f: number): boolean {
  const [x1, y1, x2, y2] = [a.x[e], a.y[e], a.x[e] + a.dx[e], a.y[e] + a.dy[e]];
  if (turn(x1, y1, x2, y2, b.x[f], b.y[f]) !== 0) return false;
  return turn(x1, y1, x2, y2, b.x[f] + b.dx[f], b.y[f] + b.dy[f]) === 0;
}

/** Of edges on one line. */
function shareAPoint(a: CheckEdges, e: number, b: CheckEdges, f: number): boolean {
  return a.box(e).touches(b.box(f));
}

/** How much of the first edge faces the second one: along the first. */
function projectedLength(a: CheckEdges, e: number, b: CheckEdges, f: number): number {
  const at = (x: number, y: number) => (x - a.x[e]) * a.ux[e] + (y - a.y[e]) * a.uy[e];
  const [p, q] = [at(b.x[f], b.y[f]), at(b.x[f] + b.dx[f], b.y[f] + b.dy[f])];
  return Math.max(0, Math.min(a.length[e], Math.max(p, q)) - Math.max(0, Math.min(p, q)));
}

/** Edges that the last search for a shield has found. */
let lookedAt = 0;

/**
 * True where one other edge meets both ways between the parts: from the start of each to the end of the other. Of the first
 * of two operands only the polygon itself is seen (as KLayout's, which takes its polygons one by one).
 */
function isShielded(a: CheckEdges, e: number, ofE: Part, b: CheckEdges, f: number, ofF: Part): boolean {
  const [ax, ay] = a.at(e, ofE.from);
  const [bx, by] = a.at(e, ofE.to);
  const [cx, cy] = b.at(f, ofF.from);
  const [dx, dy] = b.at(f, ofF.to);
  const edgesOf = a === b ? [a] : [a, b];
  lookedAt = 0;
  for (const edges of edgesOf) {
    searchAlong(edges, ax, ay, dx, dy, between);
    lookedAt += between.count;
    for (let i = 0; i < between.count; i++) {
      const q = between.items[i];
      if ((edges === a && q === e) || (edges === b && q === f)) continue;
      if (a !== b && edges === a && a.polygon[q] !== a.polygon[e]) continue;
      const [px, py, rx, ry] = [edges.x[q], edges.y[q], edges.x[q] + edges.dx[q], edges.y[q] + edges.dy[q]];
      if (!segmentsTouch(ax, ay, dx, dy, px, py, rx, ry) || !segmentsTouch(cx, cy, bx, by, px, py, rx, ry)) continue;
      // An edge that only touches where both ways meet shields nothing.
      if (ax === cx && ay === cy && isOn(px, py, rx, ry, ax, ay)) continue;
      if (bx === dx && by === dy && isOn(px, py, rx, ry, bx, by)) continue;
      // So do the neighbours of a part that rounding has made a point.
      if (ax === bx && ay === by && isOn(px, py, rx, ry, ax, ay)) continue;
      if (cx === dx && cy === dy && isOn(px, py, rx, ry, cx, cy)) continue;
      return true;
    }
  }
  return false;
}

const between = new Hits();

function isOn(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  return segmentsTouch(ax, ay, bx, by, x, y, x, y);
}

/** The edges as two points each. */
function edgesAsThings(set: PolygonSet): Things & { readonly xy: Int32Array } {
  const { xy, count } = Edges.ofPolygons(set, 1);
  const first = Uint32Array.from({ length: count }, (_, i) => 2 * i);
  return { xy, first, end: first.map((v) => v + 2) };
}

/** Edges with what the checks ask of them again and again. */
class CheckEdges {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly ux: Float64Array;
  readonly uy: Float64Array;
  readonly length: Float64Array;
  readonly polygon: Int32Array;
  /** left, bottom, right, top of each. */
  readonly boxes: Int32Array;
  readonly tree: BoxTree;
  readonly frame: Frame;
  readonly #isTurned: boolean;
  /** The boxes in the frame. */
  readonly #framed: Int32Array;

  constructor(set: PolygonSet, isTurned: boolean, frame: Frame) {
    this.frame = frame;
    const things = edgesAsThings(set);
    const { xy } = things;
    const count = xy.length / 4;
    this.count = count;
    this.#isTurned = isTurned;
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.dx = new Float64Array(count);
    this.dy = new Float64Array(count);
    this.ux = new Float64Array(count);
    this.uy = new Float64Array(count);
    this.length = new Float64Array(count);
    this.polygon = new Int32Array(count);
    const boxes = new Int32Array(4 * count);
    const [start, end] = isTurned ? [2, 0] : [0, 2];
    for (let i = 0; i < count; i++) {
      this.x[i] = xy[4 * i + start];
      this.y[i] = xy[4 * i + start + 1];
      this.dx[i] = xy[4 * i + end] - this.x[i];
      this.dy[i] = xy[4 * i + end + 1] - this.y[i];
      this.length[i] = Math.hypot(this.dx[i], this.dy[i]);
      this.ux[i] = this.dx[i] / this.length[i];
      this.uy[i] = this.dy[i] / this.length[i];
      boxes[4 * i] = Math.min(xy[4 * i], xy[4 * i + 2]);
      boxes[4 * i + 1] = Math.min(xy[4 * i + 1], xy[4 * i + 3]);
      boxes[4 * i + 2] = Math.max(xy[4 * i], xy[4 * i + 2]);
      boxes[4 * i + 3] = Math.max(xy[4 * i + 1], xy[4 * i + 3]);
    }
    for (let p = 0; p < set.count; p++)
      this.polygon.fill(p, set.rings[set.polygons[p]], set.rings[set.polygons[p + 1]]);
    this.boxes = boxes;
    this.#framed = frame === null ? boxes : boxesIn(frame, things);
    this.tree = new BoxTree(this.#framed);
  }

  box(i: number): Box {
    const { boxes } = this;
    return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  }

  /** The edges of a tree that come within a distance of edge `i`, as far as boxes tell. */
  near(i: number, distance: number, tree: BoxTree, hits: Hits): void {
    const boxes = this.#framed;
    const k = 4 * i;
    tree.search(boxes[k] - distance, boxes[k + 1] - distance, boxes[k + 2] + distance, boxes[k + 3] + distance, hits);
  }

  /** The point of the grid at a place from 0 to 1. */
  at(i: number, t: number): [number, number] {
    return [roundToGrid(this.x[i] + t * this.dx[i]), roundToGrid(this.y[i] + t * this.dy[i])];
  }

  /** Appends a part, walked as the outline is. */
  add(to: IntList, i: number, part: Part): void {
    const [p, q] = this.#isTurned
      ? [this.at(i, part.to), this.at(i, part.from)]
      : [this.at(i, part.from), this.at(i, part.to)];
    to.push4(p[0], p[1], q[0], q[1]);
  }
}
