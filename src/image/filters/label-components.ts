/** Pixels that hang together get one number. */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedStride, sizeOf } from "../nd-array.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import { isBig, type TypedArray } from "../typed-array.ts";
import { checkPlainPixels, withNumbers } from "./packed-numbers.ts";

export interface ConnectOptions {
  /** Neighbours have a side in common, or a corner. Sides where not given. */
  readonly neighbours?: "sides" | "corners";
}

/**
 * Numbers from 1 on for the connected parts of what is not 0 (kind "label", uint32), in the order of their first pixels;
 * along channel and sequence nothing hangs together.
 * @example labelComponents(image.threshold(0.5)).max()
 */
export function labelComponents<A extends Axes | null>(
  view: ImageView<TypedArray, A>,
  options: ConnectOptions = {},
): ImageView<Uint32Array, A> {
  const { neighbours = "sides" } = optionsOf(options, "ImageError", ["neighbours"]);
  checkPlainPixels(view);
  if (neighbours !== "sides" && neighbours !== "corners") {
    throw new ReticleError("ImageError", "argument", `neighbours "${neighbours}" are neither "sides" nor "corners"`);
  }
  const { shape } = view.array;
  const labels = new Uint32Array(sizeOf(shape));
  const pixels = isBig(view.data) ? packedNumbers(view.data, view.array) : view.toArray();
  labelRuns(pixels as Float64Array, shape, neighbourLines(view.axes, shape, neighbours === "corners"), labels);
  return withNumbers(view, labels, "label");
}

/** What is not 0 in a row is one run; runs that touch those of earlier lines become one part with them. */
function labelRuns(
  pixels: Float64Array,
  shape: readonly number[],
  { lines: neighbours, reach, areApart }: NeighbourLines,
  labels: Uint32Array,
): void {
  const size = shape.at(-1) ?? 1;
  const outer = shape.slice(0, -1);
  /** Where each run starts and ends, in its line, and the first one of each line. */
  const starts: number[] = [];
  const ends: number[] = [];
  const firsts: number[] = [];
  const parents: number[] = [];
  const rootOf = (run: number) => {
    let root = run;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]];
    return root;
  };
  const join = (line: number, other: number) => {
    let [a, b] = [firsts[line], firsts[other]];
    const [endA, endB] = [starts.length, firsts[other + 1] ?? starts.length];
    while (a < endA && b < endB) {
      if (starts[a] < ends[b] + reach && starts[b] < ends[a] + reach) {
        const [one, two] = [rootOf(a), rootOf(b)];
        // The older one stays, so that roots come in the order of first pixels.
        if (one !== two) parents[Math.max(one, two)] = Math.min(one, two);
      }
      if (ends[a] < ends[b]) a++;
      else b++;
    }
  };
  const at = new Int32Array(outer.length);
  for (let line = 0, base = 0; base < pixels.length; line++, base += size) {
    firsts.push(starts.length);
    for (let i = 0; i < size; i++) {
      if (pixels[base + i] === 0) continue;
      parents.push(starts.length);
      starts.push(i);
      if (!areApart) while (i + 1 < size && pixels[base + i + 1] !== 0) i++;
      ends.push(i + 1);
    }
    for (const { step, moves } of neighbours) if (isInside(at, moves, outer)) join(line, line - step);
    for (let axis = outer.length - 1; axis >= 0 && ++at[axis] === outer[axis]; axis--) at[axis] = 0;
  }
  let next = 0;
  const numbers = new Uint32Array(starts.length);
  firsts.push(starts.length);
  for (let line = 0, run = 0; line + 1 < firsts.length; line++) {
    for (; run < firsts[line + 1]; run++) {
      numbers[run] = parents[run] === run ? ++next : numbers[rootOf(run)];
      labels.fill(numbers[run], line * size + starts[run], line * size + ends[run]);
    }
  }
}

interface NeighbourLines {
  /** The lines along the last axis that come before a line and touch it. */
  readonly lines: readonly {
    /** How many lines before. */
    readonly step: number;
    /** -1, 0 or 1 along each of the other axes, from the line to its neighbour. */
    readonly moves: Int8Array;
  }[];
  /** 1 where pixels that have a corner in common along the last axis touch. */
  readonly reach: 0 | 1;
  /** Nothing hangs together along the last axis. */
  readonly areApart: boolean;
}

function neighbourLines(axes: Axes | null, shape: readonly number[], corners: boolean): NeighbourLines {
  const isApart = shape.map((_, axis) => axes?.[axis] === "channel" || axes?.[axis] === "sequence");
  const areApart = isApart.pop() ?? false;
  const stride = packedStride(shape.slice(0, -1));
  let all: number[][] = [[]];
  for (const apart of isApart)
    all = all.flatMap((moves) => (apart ? [[...moves, 0]] : [-1, 0, 1].map((move) => [...moves, move])));
  const isEarlier = (moves: number[]) => (moves.find((move) => move !== 0) ?? 1) < 0;
  const touches = (moves: number[]) => corners || moves.filter((move) => move !== 0).length === 1;
  const lines = all
    .filter((moves) => isEarlier(moves) && touches(moves))
    .map((moves) => ({
      step: -moves.reduce((sum, move, axis) => sum + move * stride[axis], 0),
      moves: Int8Array.from(moves),
    }));
  return { lines, reach: corners && !areApart ? 1 : 0, areApart };
}

function isInside(at: Int32Array, moves: Int8Array, shape: readonly number[]): boolean {
  for (let axis = 0; axis < moves.length; axis++) {
    const to = at[axis] + moves[axis];
    if (to < 0 || to >= shape[axis]) return false;
  }
  return true;
}
