/**
 * Polygons of a strip along a spine (strip-corners.ts), with its corners joined and its ends capped. The outline's winding
 * numbers are nowhere negative: it is the sum of one quadrilateral a stretch and the wedges of the joins, so that a path
 * which crosses itself is filled where it crosses. Where an edge runs backwards, the outline takes the middle line in its
 * place, and what the edge sweeps becomes triangles that share their sides, so that no crack opens on the grid.
 */
import { toDbu } from "../units.ts";
import type { PolygonSetBuilder } from "./polygon-set.ts";
import type { Spine } from "./spine.ts";
import { type Edge, type Strip, type StripShape, stripOf } from "./strip-corners.ts";

/** Corners between straight parts; "natural" is KLayout's: mitred up to 90°, cut half the width beyond where it is sharper. */
export type PathJoin = "natural" | "miter" | "bevel" | "round";

export interface StripStyle {
  readonly joins: PathJoin;
  /** Longest mitre, from the corner of the middle line, in half widths. */
  readonly miterLimit: number;
  /** How far the ends lie beyond the first and the last point, µm, or "round". */
  readonly begin: number | "round";
  readonly end: number | "round";
  /** Of round joins and ends, µm. */
  readonly tolerance: number;
  /** Database unit, µm. */
  readonly dbu: number;
}

/** Adds the strip's polygons; true where they overlap each other or fold over, so that merging makes them simpler. */
export function addStrip(builder: PolygonSetBuilder, spine: Spine, shape: StripShape, style: StripStyle): boolean {
  const strip = stripOf(spine, shape);
  const last = spine.count - 1;
  const outline = new Outline(strip, spine, shape, style);
  const right: number[] = [];
  const left: number[] = [];
  outline.cap(0, -1, right);
  for (let i = 0; i <= last; i++) {
    outline.at(i, -1, right);
    outline.at(i, 1, left);
  }
  outline.cap(last, 1, right);
  addRing(builder, right, left, style.dbu);
  for (const edge of [strip.left, strip.right])
    for (let i = 0; i < last; i++) if (edge.flipped[i] === 1) addSwept(builder, strip, edge, i, style.dbu);
  return [strip.left, strip.right].some(({ through, flipped }) => through.includes(1) || flipped.includes(1));
}

/** What lies between the middle line and an edge that runs backwards, as two triangles along a diagonal. */
function addSwept(
  builder: PolygonSetBuilder,
  { middle }: Strip,
  { footIn, footOut }: Edge,
  i: number,
  dbu: number,
): void {
  const pair = (points: Float64Array, at: number) => [points[2 * at], points[2 * at + 1]];
  const [start, end] = [pair(middle, i), pair(footIn, i + 1)];
  addRing(builder, [...start, ...pair(footOut, i), ...end], [], dbu);
  addRing(builder, [...start, ...pair(middle, i + 1), ...end], [], dbu);
}

/** A ring of `forth`, and of `back` from its end; points that fall together on the grid once. */
function addRing(builder: PolygonSetBuilder, forth: readonly number[], back: readonly number[], dbu: number): void {
  let x = Number.NaN;
  let y = Number.NaN;
  const put = (px: number, py: number) => {
    const nextX = toDbu(px, dbu, "path");
    const nextY = toDbu(py, dbu, "path");
    if (nextX === x && nextY === y) return;
    x = nextX;
    y = nextY;
    builder.vertex(x, y);
  };
  for (let i = 0; i < forth.length; i += 2) put(forth[i], forth[i + 1]);
  for (let i = back.length - 2; i >= 0; i -= 2) put(back[i], back[i + 1]);
  builder.endRing();
  builder.endPolygon();
}

/** What the outline does at one point of the spine. */
class Outline {
  readonly #strip: Strip;
  readonly #spine: Spine;
  readonly #shape: StripShape;
  readonly #style: StripStyle;

  constructor(strip: Strip, spine: Spine, shape: StripShape, style: StripStyle) {
    this.#strip = strip;
    this.#spine = spine;
    this.#shape = shape;
    this.#style = style;
  }

  /** The points of one edge (`side` 1 left, −1 right) at point `i`, in the path's direction. */
  at(i: number, side: 1 | -1, out: number[]): void {
    const { left, right, middle } = this.#strip;
    const edge = side === 1 ? left : right;
    const comes = i > 0 && edge.flipped[i - 1] === 1;
    const goes = edge.flipped[i] === 1;
    if (comes) out.push(middle[2 * i], middle[2 * i + 1]);
    if (comes && goes && !this.#spine.isCorner(i)) return;
    this.#join(edge, i, side, out);
    if (goes) out.push(middle[2 * i], middle[2 * i + 1]);
  }

  #join(edge: Edge, i: number, side: 1 | -1, out: number[]): void {
    const { footIn, footOut, ahead } = edge;
    const last = this.#spine.count - 1;
    const { begin, end } = this.#style;
    const isExtended = (by: number | "round") => by !== "round" && by !== 0;
    if ((i === 0 && isExtended(begin)) || (i === last && isExtended(end))) {
      this.#extended(edge, i, out);
    } else if (!this.#spine.isCorner(i)) {
      out.push(footIn[2 * i], footIn[2 * i + 1]);
    } else if (ahead[i] > 0) {
      this.#outer(edge, i, side, out);
    } else if (edge.through[i] === 1) {
      const { middle } = this.#strip;
      out.push(footIn[2 * i], footIn[2 * i + 1], middle[2 * i], middle[2 * i + 1], footOut[2 * i], footOut[2 * i + 1]);
    } else {
      met(edge, i, out);
    }
  }

  /** A half circle at the end: counter-clockwise about the path, so after the right edge at its last point. */
  cap(i: number, side: 1 | -1, out: number[]): void {
    const style = side === 1 ? this.#style.end : this.#style.begin;
    if (style !== "round") return;
    const { middle } = this.#strip;
    const directions = side === 1 ? this.#spine.arriving : this.#spine.leaving;
    const half = this.#shape.half[i];
    // From the right edge to the left one at the end, from the left to the right one at the beginning.
    const angle = Math.atan2(directions.at(2 * i + 1), directions.at(2 * i)) - (side * Math.PI) / 2;
    this.#arc(middle[2 * i], middle[2 * i + 1], half, half, angle, Math.PI, out);
  }

  #extended(edge: Edge, i: number, out: number[]): void {
    const by = i === 0 ? -(this.#style.begin as number) : (this.#style.end as number);
    const foot = i === 0 ? edge.footOut : edge.footIn;
    const directions = i === 0 ? this.#spine.leaving : this.#spine.arriving;
    const [fx, fy] = [foot[2 * i], foot[2 * i + 1]];
    // A spine of one point has both ends there.
    if (this.#spine.count === 1) {
      const begin = this.#style.begin === "round" ? 0 : this.#style.begin;
      out.push(fx - directions.at(0) * begin, fy - directions.at(1) * begin);
      const end = this.#style.end === "round" ? 0 : this.#style.end;
      out.push(fx + directions.at(0) * end, fy + directions.at(1) * end);
      return;
    }
    const own = i === 0 ? edge.directionOut : edge.directionIn;
    const shortens = i === 0 ? by > 0 : by < 0;
    const along = shortens ? own.subarray(2 * i, 2 * i + 2) : [directions.at(2 * i), directions.at(2 * i + 1)];
    const moved = [fx + along[0] * by, fy + along[1] * by];
    if (shortens) out.push(moved[0], moved[1]);
    else if (i === 0) out.push(moved[0], moved[1], fx, fy);
    else out.push(fx, fy, moved[0], moved[1]);
  }

  #outer(edge: Edge, i: number, side: 1 | -1, out: number[]): void {
    const { footIn, footOut, directionIn, directionOut, ahead } = edge;
    const { joins, miterLimit } = this.#style;
    const half = this.#shape.half[i];
    const at = 2 * i;
    const [mx, my] = [this.#strip.middle[at], this.#strip.middle[at + 1]];
    const isMitred =
      joins === "natural"
        ? ahead[i] <= half * (1 + 1e-9)
        : joins === "miter" && Math.hypot(half, ahead[i]) <= miterLimit * half * (1 + 1e-9);
    if (isMitred) {
      met(edge, i, out);
    } else if (joins === "natural") {
      out.push(footIn[at] + directionIn[at] * half, footIn[at + 1] + directionIn[at + 1] * half);
      out.push(footOut[at] - directionOut[at] * half, footOut[at + 1] - directionOut[at + 1] * half);
    } else {
      out.push(footIn[at], footIn[at + 1]);
      if (joins === "round") {
        const [ax, ay] = [footIn[at] - mx, footIn[at + 1] - my];
        const [bx, by] = [footOut[at] - mx, footOut[at + 1] - my];
        // Atan2 of a turn right back may have either sign.
        const sweep = -side * Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
        this.#arc(mx, my, Math.hypot(ax, ay), Math.hypot(bx, by), Math.atan2(ay, ax), sweep, out);
      }
      out.push(footOut[at], footOut[at + 1]);
    }
  }

  /** Points between the two ends of an arc whose radius goes from `r0` to `r1`. */
  #arc(x: number, y: number, r0: number, r1: number, from: number, sweep: number, out: number[]): void {
    const half = Math.acos(Math.max(0, 1 - this.#style.tolerance / Math.max(r0, r1)));
    const steps = Math.min(2 ** 16, Math.max(1, Math.ceil(Math.abs(sweep) / (2 * half || 1))));
    for (let k = 1; k < steps; k++) {
      const angle = from + (sweep * k) / steps;
      const radius = r0 + ((r1 - r0) * k) / steps;
      out.push(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
  }
}

function met({ footIn, directionIn, ahead }: Edge, i: number, out: number[]): void {
  out.push(footIn[2 * i] + directionIn[2 * i] * ahead[i], footIn[2 * i + 1] + directionIn[2 * i + 1] * ahead[i]);
}
