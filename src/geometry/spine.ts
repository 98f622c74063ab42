/**
 * The spine of a path as points with directions: straight runs as they are, their corners rounded where a bend radius is
 * given, and curves cut so finely that edges up to `extent` beside the spine stay within `tolerance` of their curves.
 */
import { ReticleError } from "../errors.ts";
import { formatLength } from "../units.ts";
import type { Curve } from "./curve.ts";
import { NumberList } from "./number-list.ts";

export interface SpineOptions {
  /** Largest distance between a curve and its chords. */
  readonly tolerance: number;
  /** How far edges lie beside the spine, 0 or more. */
  readonly extent: number;
  /** Radius of corners between straight parts; 0 leaves them as they are. */
  readonly bendRadius: number;
}

/** Most points that the curves of a path are cut into. */
const mostPoints = 2 ** 20;
/** A curve is looked at in this many parts before any is taken for straight. */
const firstParts = 8;
const smallestPart = 2 ** -40;
/** Straight stretches that rounding leaves between two bends, µm. */
const shortest = 1e-10;
/** Directions closer than this (radians) meet without a corner. */
const smooth = 1e-6;

export class Spine {
  readonly x = new NumberList();
  readonly y = new NumberList();
  /** Unit vectors in which the path arrives at and leaves each point: two numbers each. */
  readonly arriving = new NumberList(128);
  readonly leaving = new NumberList(128);
  /** Length along the path up to each point. */
  readonly s = new NumberList();
  /** Length along the path where `knot` was called, in the middle of a bend that replaces the point. */
  readonly knots: number[] = [];

  readonly #options: SpineOptions;
  /** Points of the straight run that is still open, and how many knots fall on each. */
  #run: number[] = [];
  #runKnots: number[] = [];
  #corners = 0;

  constructor(options: SpineOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.x.length;
  }
  get length(): number {
    return this.count === 0 ? 0 : this.s.at(this.count - 1);
  }
  isCorner(i: number): boolean {
    return (
      this.arriving.at(2 * i) !== this.leaving.at(2 * i) || this.arriving.at(2 * i + 1) !== this.leaving.at(2 * i + 1)
    );
  }

  /** Straight on to a point; a repeated point is taken once. */
  line(x: number, y: number): void {
    const run = this.#run;
    const n = run.length;
    if (n > 0 && run[n - 2] === x && run[n - 1] === y) return;
    run.push(x, y);
    this.#runKnots.push(0);
  }

  /** The last point is one where widths are given. */
  knot(): void {
    if (this.#run.length > 0) this.#runKnots[this.#runKnots.length - 1]++;
    else this.knots.push(this.length);
  }

  /** A curve from the last point. */
  curve(curve: Curve): void {
    this.#flush();
    this.#sample(curve);
    const last = this.count - 1;
    // A straight run behind the curve begins where the curve ends.
    this.#run = [this.x.at(last), this.y.at(last)];
    this.#runKnots = [0];
  }

  finish(): this {
    this.#flush();
    return this;
  }

  #flush(): void {
    const run = this.#run;
    const knots = this.#runKnots;
    const count = run.length / 2;
    let used = 0;
    for (let i = 0; i < count; i++) {
      const isInner = i > 0 && i < count - 1;
      if (isInner) used = this.#corner(run, i, used);
      else if (i === 0) this.#first(run);
      else this.#straight(run[2 * i], run[2 * i + 1]);
      for (let k = 0; k < knots[i] && !(isInner && this.#options.bendRadius > 0); k++) this.knots.push(this.length);
    }
    this.#run = [];
    this.#runKnots = [];
  }

  #first(run: readonly number[]): void {
    if (this.count > 0) return;
    this.#point(run[0], run[1], 0, 1, 0, 1, 0);
  }

  /** A straight stretch from the last point, whose leaving direction it sets. */
  #straight(x: number, y: number): void {
    const last = this.count - 1;
    const dx = x - this.x.at(last);
    const dy = y - this.y.at(last);
    const length = Math.hypot(dx, dy);
    if (length <= shortest) return;
    this.#leave(last, dx / length, dy / length);
    this.#point(x, y, this.s.at(last) + length, dx / length, dy / length, dx / length, dy / length);
  }

  /** Point `i` of a run, rounded where wanted; returns how much of the next stretch the bend takes. */
  #corner(run: readonly number[], i: number, used: number): number {
    const [x, y] = [run[2 * i], run[2 * i + 1]];
    const [ux, uy, before] = unit(x - run[2 * i - 2], y - run[2 * i - 1]);
    const [vx, vy, after] = unit(run[2 * i + 2] - x, run[2 * i + 3] - y);
    const angle = Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy);
    const radius = this.#options.bendRadius;
    this.#corners++;
    if (radius === 0 || Math.abs(angle) < smooth) {
      this.#straight(x, y);
      if (radius > 0) this.#knotsOf(i, 0);
      return 0;
    }
    const reach = radius * Math.tan(Math.abs(angle) / 2);
    // The bend may take what the one before left; what the next one needs is looked at there.
    const slack = 1e-9 * (before + after);
    if (!(used + reach <= before + slack && reach <= after + slack && Math.abs(angle) < Math.PI - smooth))
      throw bendError({ corner: this.#corners, x, y, radius, angle, reach, before: before - used, after });
    if (before - used - reach > slack) this.#straight(x - ux * reach, y - uy * reach);
    const [x0, y0] = [x - ux * reach, y - uy * reach];
    const side = Math.sign(angle);
    const start = this.length;
    const steps = 2 * Math.ceil(this.#stepsOf(radius, angle) / 2);
    if (start === 0) this.#leave(0, ux, uy);
    for (let k = 1; k <= steps; k++) {
      const turned = (angle * k) / steps;
      const cos = Math.cos(turned);
      const sin = Math.sin(turned);
      const tx = k === steps ? vx : ux * cos - uy * sin;
      const ty = k === steps ? vy : ux * sin + uy * cos;
      // From the centre, start and point differ by the turn of the normal.
      const px = x0 + radius * side * (ty - uy);
      const py = y0 + radius * side * (ux - tx);
      this.#point(px, py, start + (radius * Math.abs(angle) * k) / steps, tx, ty, tx, ty);
    }
    this.#knotsOf(i, (radius * Math.abs(angle)) / 2);
    return reach;
  }

  #knotsOf(i: number, back: number): void {
    for (let k = 0; k < this.#runKnots[i]; k++) this.knots.push(this.length - back);
  }

  #stepsOf(radius: number, angle: number): number {
    const { tolerance, extent } = this.#options;
    const half = Math.acos(Math.max(0, 1 - tolerance / (radius + extent)));
    return this.#checked(Math.max(2, Math.ceil(Math.abs(angle) / (2 * half) - 1e-9)));
  }

  #checked(more: number): number {
    if (this.count + more <= mostPoints) return more;
    const message = `the curves of a path need more than ${mostPoints} points at a tolerance of ${formatLength(this.#options.tolerance)} µm`;
    throw new ReticleError("GeometryError", "path-samples", message);
  }

  #sample(curve: Curve): void {
    const at = new Float64Array(4);
    curve.evaluate(0, at);
    if (this.count === 0) this.#point(at[0], at[1], 0, at[2], at[3], at[2], at[3]);
    else this.#leave(this.count - 1, at[2], at[3]);
    const start = this.length;
    const first = this.count;
    if (curve.circle === undefined) this.#adaptive(curve);
    else {
      const steps = this.#stepsOf(curve.circle.radius, curve.circle.sweep);
      for (let k = 1; k <= steps; k++) this.#evaluated(curve, k / steps, at);
    }
    // Chords are shorter than the curve: lengths along it are stretched to the true one.
    const stretch = this.length > start ? curve.length / (this.length - start) : 1;
    for (let i = first; i < this.count; i++) this.s.set(i, start + stretch * (this.s.at(i) - start));
  }

  #evaluated(curve: Curve, t: number, at: Float64Array): void {
    curve.evaluate(t, at);
    const last = this.count - 1;
    const step = Math.hypot(at[0] - this.x.at(last), at[1] - this.y.at(last));
    if (!Number.isFinite(step)) {
      const message = `a curve of a path is at (${at[0]}, ${at[1]}) for t = ${t}, which is no point`;
      throw new ReticleError("GeometryError", "path-point", message);
    }
    if (step === 0) this.#leave(last, at[2], at[3]);
    else this.#point(at[0], at[1], this.length + step, at[2], at[3], at[2], at[3]);
  }

  /** Halves each part until the middle and the quarter of both edges lie on their chords. */
  #adaptive(curve: Curve): void {
    const { tolerance, extent } = this.#options;
    const [a, b, probe] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
    const stack: number[] = [];
    for (let part = firstParts; part > 0; part--) stack.push((part - 1) / firstParts, part / firstParts);
    while (stack.length > 0) {
      const to = stack.pop()!;
      const from = stack.pop()!;
      curve.evaluate(from, a);
      curve.evaluate(to, b);
      const isStraight = [0.5, 0.25].every((share) => {
        curve.evaluate(from + share * (to - from), probe);
        return [extent, -extent].every((side) => distance(a, b, probe, side) <= tolerance);
      });
      if (!isStraight && to - from > smallestPart && Number.isFinite(a[0] + b[0] + probe[0])) {
        const middle = (from + to) / 2;
        stack.push(middle, to, from, middle);
      } else {
        this.#checked(1);
        this.#evaluated(curve, to, probe);
      }
    }
  }

  #point(x: number, y: number, s: number, ix: number, iy: number, ox: number, oy: number): void {
    this.x.push(x);
    this.y.push(y);
    this.s.push(s);
    this.arriving.push(ix);
    this.arriving.push(iy);
    this.leaving.push(ox);
    this.leaving.push(oy);
  }

  /** The direction in which the path leaves point `i`: the one in which it arrives, but for a corner. */
  #leave(i: number, dx: number, dy: number): void {
    const [ix, iy] = [this.arriving.at(2 * i), this.arriving.at(2 * i + 1)];
    const isFirst = i === 0;
    const turns = Math.abs(ix * dy - iy * dx) > smooth || ix * dx + iy * dy < 0;
    this.leaving.set(2 * i, isFirst || turns ? dx : ix);
    this.leaving.set(2 * i + 1, isFirst || turns ? dy : iy);
    if (!isFirst) return;
    this.arriving.set(0, dx);
    this.arriving.set(1, dy);
  }
}

function unit(dx: number, dy: number): [number, number, number] {
  const length = Math.hypot(dx, dy);
  return [dx / length, dy / length, length];
}

/** Distance of the edge's point at `p` from the chord of the edge between `a` and `b`, `side` beside the spine. */
function distance(a: Float64Array, b: Float64Array, p: Float64Array, side: number): number {
  const [ax, ay] = [a[0] - side * a[3], a[1] + side * a[2]];
  const [dx, dy] = [b[0] - side * b[3] - ax, b[1] + side * b[2] - ay];
  const [px, py] = [p[0] - side * p[3] - ax, p[1] + side * p[2] - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
  return Math.hypot(px - t * dx, py - t * dy);
}

interface Misfit {
  readonly corner: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly angle: number;
  readonly reach: number;
  readonly before: number;
  readonly after: number;
}

function bendError({ corner, x, y, radius, angle, reach, before, after }: Misfit): ReticleError {
  const short = (value: number) => formatLength(Number(value.toPrecision(6)));
  const where = `corner ${corner} at (${short(x)}, ${short(y)}) µm, which turns by ${short((angle * 180) / Math.PI)}°`;
  const message =
    Math.abs(angle) >= Math.PI - smooth
      ? `a path has no bend where it turns right back: ${where}`
      : `a bend of radius ${short(radius)} µm does not fit ${where}: it takes ${short(reach)} µm on both sides, and there are ${short(before)} µm before and ${short(after)} µm behind it`;
  return new ReticleError("GeometryError", "path-bend", message);
}
