/** Pixels that hang together get one number. */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedStride } from "../nd-array.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
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
  const pixels = packedNumbers(view.data, view.array);
  const labels = new Uint32Array(pixels.length);
  const steps = earlierNeighbours(view.axes, shape, neighbours === "corners");
  const parents: number[] = [0];
  const rootOf = (label: number) => {
    let root = label;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]];
    return root;
  };
  const at = new Int32Array(shape.length);
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] !== 0) {
      let label = 0;
      for (const { step, moves } of steps) {
        const neighbour = isInside(at, moves, shape) ? labels[i - step] : 0;
        if (neighbour === 0 || neighbour === label) continue;
        const root = rootOf(neighbour);
        if (label === 0) label = root;
        else if (root !== label) {
          // The older number stays, so that roots come in the order of first pixels.
          parents[Math.max(root, label)] = Math.min(root, label);
          label = Math.min(root, label);
        }
      }
      if (label === 0) {
        label = parents.length;
        parents.push(label);
      }
      labels[i] = label;
    }
    for (let axis = shape.length - 1; axis >= 0 && ++at[axis] === shape[axis]; axis--) at[axis] = 0;
  }
  const numbers = new Uint32Array(parents.length);
  let next = 0;
  for (let label = 1; label < parents.length; label++) {
    numbers[label] = parents[label] === label ? ++next : numbers[rootOf(label)];
  }
  for (let i = 0; i < labels.length; i++) labels[i] = numbers[labels[i]];
  return withNumbers(view, labels, "label");
}

interface Neighbour {
  /** Elements from the neighbour to the pixel. */
  readonly step: number;
  /** -1, 0 or 1 along each axis, from the pixel to the neighbour. */
  readonly moves: Int8Array;
}

/** The neighbours that come before a pixel. */
function earlierNeighbours(axes: Axes | null, shape: readonly number[], corners: boolean): Neighbour[] {
  const stride = packedStride(shape);
  let all: number[][] = [[]];
  for (const [axis] of shape.entries()) {
    const isApart = axes?.[axis] === "channel" || axes?.[axis] === "sequence";
    all = all.flatMap((moves) => (isApart ? [[...moves, 0]] : [-1, 0, 1].map((move) => [...moves, move])));
  }
  const isEarlier = (moves: number[]) => (moves.find((move) => move !== 0) ?? 1) < 0;
  const touches = (moves: number[]) => corners || moves.filter((move) => move !== 0).length === 1;
  return all
    .filter((moves) => isEarlier(moves) && touches(moves))
    .map((moves) => ({
      step: -moves.reduce((sum, move, axis) => sum + move * stride[axis], 0),
      moves: Int8Array.from(moves),
    }));
}

function isInside(at: Int32Array, moves: Int8Array, shape: readonly number[]): boolean {
  for (let axis = 0; axis < moves.length; axis++) {
    const to = at[axis] + moves[axis];
    if (to < 0 || to >= shape[axis]) return false;
  }
  return true;
}
