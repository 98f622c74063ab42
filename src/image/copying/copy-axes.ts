/** Axes of a copy: how far apart elements lie along each of them on both sides. */
import type { TypedArray } from "../typed-array.ts";
import { type Mover, moverOf, moverOfSize } from "./copy-loops.ts";

export interface CopyAxis {
  size: number;
  from: number;
  to: number;
}

export interface Places {
  from: number;
  to: number;
}

/** Stands for a second axis where there is only one. */
const single: CopyAxis = { size: 1, from: 0, to: 0 };

/** The axis with the shortest steps; of several the last one. */
export function fastest(axes: readonly CopyAxis[], side: "from" | "to"): CopyAxis {
  return axes.reduce(
    (best, axis) => (best !== single && Math.abs(axis[side]) > Math.abs(best[side]) ? best : axis),
    single,
  );
}

/** Calls `run` for all indices of some axes, the last one of which is the inner one. */
export function forEachPlace(
  axes: readonly CopyAxis[],
  { from, to }: Places,
  run: (from: number, to: number) => void,
): void {
  const at = new Array<number>(axes.length).fill(0);
  for (;;) {
    run(from, to);
    let i = axes.length - 1;
    for (; i >= 0; i--) {
      const axis = axes[i];
      from += axis.from;
      to += axis.to;
      if (++at[i] < axis.size) break;
      from -= axis.from * axis.size;
      to -= axis.to * axis.size;
      at[i] = 0;
    }
    if (i < 0) return;
  }
}

/** Joins neighbours in rows to larger elements where all lies at multiples of them; changes axes and places. */
export function widened(
  axes: CopyAxis[],
  row: CopyAxis,
  places: Places,
  source: TypedArray,
  target: TypedArray,
): Mover {
  const bytes = source.BYTES_PER_ELEMENT;
  for (const factor of [8, 4, 2]) {
    const fits = (n: number) => n % factor === 0;
    if (factor * bytes > 8) continue;
    const mover = moverOfSize(factor * bytes);
    const others = axes.every((axis) => (axis === row ? fits(axis.size) : fits(axis.from) && fits(axis.to)));
    if (!others || !fits(places.from) || !fits(places.to)) continue;
    if (source.byteOffset % mover.bytes !== 0 || target.byteOffset % mover.bytes !== 0) continue;
    for (const axis of axes) {
      if (axis === row) axis.size /= factor;
      else {
        axis.from /= factor;
        axis.to /= factor;
      }
    }
    places.from /= factor;
    places.to /= factor;
    return mover;
  }
  return moverOf(source);
}
