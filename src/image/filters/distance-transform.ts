/**
 * Exact Euclidean distances, axis by axis, as lower envelopes of parabolas (Felzenszwalb and Huttenlocher, "Distance
 * Transforms of Sampled Functions", 2012).
 */
import type { Axes, AxisOf } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { checkPlainPixels, filterAxes, type LineAxis, withNumbers } from "./packed-numbers.ts";

/**
 * For each pixel that is not 0 the distance from its centre to the nearest centre of a pixel that is 0, along all axes but
 * channel and sequence: in their unit (µm), or in pixels where an axis has no spacing. Infinity where no pixel is 0.
 * @example distanceTransform(image.threshold(0.5)).max()
 */
export function distanceTransform<A extends Axes | null>(view: ImageView<TypedArray, A>): ImageView<Float64Array, A> {
  checkPlainPixels(view);
  const names = (view.axes ?? ["row" as const]).filter((axis) => axis !== "channel" && axis !== "sequence");
  const along = filterAxes(view, names);
  const squares = packedNumbers(view.data, view.array);
  for (let i = 0; i < squares.length; i++) squares[i] = squares[i] === 0 ? 0 : Infinity;
  for (const { name, line } of along) {
    envelope(squares, line, Math.abs(view.calibrationOf(name as AxisOf<A>).spacing ?? 1));
  }
  for (let i = 0; i < squares.length; i++) squares[i] = Math.sqrt(squares[i]);
  return withNumbers(view, squares, "scalar");
}

function envelope(squares: Float64Array, { size, outer, inner }: LineAxis, spacing: number): void {
  const line = new Float64Array(size);
  /** Indices of the parabolas in the envelope, and where each begins. */
  const roots = new Int32Array(size);
  const begins = new Float64Array(size + 1);
  const unit = spacing * spacing;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < inner; k++) {
      const base = o * size * inner + k;
      let count = 0;
      for (let i = 0, at = base; i < size; i++, at += inner) {
        const height = squares[at];
        line[i] = height;
        if (height === Infinity) continue;
        let begin = -Infinity;
        while (count > 0) {
          const root = roots[count - 1];
          begin = ((height - line[root]) / unit + (i * i - root * root)) / (2 * (i - root));
          if (begin > begins[count - 1]) break;
          count--;
          begin = -Infinity;
        }
        roots[count] = i;
        begins[count++] = begin;
      }
      if (count === 0) continue;
      begins[count] = Infinity;
      for (let i = 0, at = base, n = 0; i < size; i++, at += inner) {
        while (begins[n + 1] < i) n++;
        const distance = i - roots[n];
        squares[at] = unit * distance * distance + line[roots[n]];
      }
    }
  }
}
