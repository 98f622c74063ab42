/**
 * The hot squares that segments meet, where most of these run one way at an angle: strips along them instead of horizontal
 * ones, which each long segment would reach through all of, past all that lies in them.
 */
import { distribute, orderBy, stripsOf } from "../../strips.ts";
import type { Segments } from "../segments.ts";
import { Passes } from "./passes.ts";
import type { PointTable } from "./point-table.ts";
import { type Slant, shortestAcross } from "./slant.ts";
import { firstFrom, meetsSquare } from "./snap-rounding.ts";

/** Fewer are looked through soon enough; so many tell which way most run. */
const fewSegments = 2 ** 10;
const sampled = 2 ** 12;
/** How much shorter segments have to be across the strips than they are high. */
const shorter = 1 / 8;

/** The direction across strips in which all segments are much shorter than they are high; null where there is none. */
export function slantOf({ ax, ay, bx, by, count }: Segments): Slant | null {
  if (count < fewSegments) return null;
  // Odd, so that of the edges of rectangles it is not always the same ones.
  const every = Math.floor(count / sampled) | 1;
  const some = (values: Int32Array) =>
    Int32Array.from({ length: Math.floor(count / every) }, (_, i) => values[i * every]);
  const sample = { ax: some(ax), ay: some(ay), bx: some(bx), by: some(by), count: Math.floor(count / every) };
  const slant = shortestAcross(sample);
  let [across, high] = [0, 0];
  for (let i = 0; i < sample.count; i++) {
    const [dx, dy] = [sample.bx[i] - sample.ax[i], sample.by[i] - sample.ay[i]];
    across += 2 * Math.abs(slant.x * dx + slant.y * dy);
    high += Math.abs(dy);
  }
  return across < shorter * high ? slant : null;
}

/** As `snapPasses`, by strips across the slant. */
export function snapPassesAlong(segments: Segments, { x, y }: PointTable, { x: sx, y: sy }: Slant): Passes {
  const { ax, ay, bx, by, count } = segments;
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  for (let e = 0; e < count; e++) {
    const [v1, v2] = [sx * ax[e] + sy * ay[e], sx * bx[e] + sy * by[e]];
    low[e] = Math.floor(Math.min(v1, v2)) - 1;
    high[e] = Math.ceil(Math.max(v1, v2)) + 1;
  }
  const strips = stripsOf(count, low, high, 4 + (2 * x.length) / count);
  const bySegment = distribute(null, low, high, strips, 1);
  const along = new Int32Array(x.length);
  const across = new Int32Array(x.length);
  for (let p = 0; p < x.length; p++) {
    along[p] = Math.round(sy * x[p] - sx * y[p]);
    across[p] = Math.round(sx * x[p] + sy * y[p]);
  }
  const { starts, members } = distribute(orderBy(along, along.length), across, across, strips);
  const passes = new Passes();
  for (let strip = 0; strip < strips.count; strip++) {
    const bottom = strips.bottom + strip * strips.height - 2;
    const top = bottom + strips.height + 4;
    for (let k = bySegment.starts[strip]; k < bySegment.starts[strip + 1]; k++) {
      const e = bySegment.members[k];
      const [dx, dy] = [bx[e] - ax[e], by[e] - ay[e]];
      // The part of the segment in the strip.
      const start = sx * ax[e] + sy * ay[e];
      const step = sx * dx + sy * dy;
      let [from, to] = [0, 1];
      if (low[e] < bottom || high[e] > top) {
        const [one, other] = [(bottom - start) / step, (top - start) / step];
        from = Math.max(0, Math.min(one, other));
        to = Math.min(1, Math.max(one, other));
      }
      const origin = sy * ax[e] - sx * ay[e];
      const way = sy * dx - sx * dy;
      const [u1, u2] = [origin + from * way, origin + to * way];
      const right = Math.max(u1, u2) + 2;
      const far = 0.5 * (Math.abs(dx) + Math.abs(dy)) + 1;
      for (
        let m = firstFrom(Math.min(u1, u2) - 2, along, members, starts[strip], starts[strip + 1]);
        m < starts[strip + 1];
        m++
      ) {
        const p = members[m];
        if (along[p] > right) break;
        const one = dx * (y[p] - ay[e]);
        const other = dy * (x[p] - ax[e]);
        if (Math.abs(one - other) > far + 2 ** -50 * (Math.abs(one) + Math.abs(other))) continue;
        if (meetsSquare(ax[e], ay[e], bx[e], by[e], x[p], y[p])) passes.add(e, p);
      }
    }
  }
  return passes;
}
