/** A walk through strided memory whose elements are gathered along some of its axes, by two axes at a time. */
import type { Layout } from "../nd-array.ts";
import { joinedAxes, type Operand } from "../strided.ts";
import { blockSize } from "./block-size.ts";

/** Elements along one axis, `rows` times; of numbers that stay where they are the steps to the next one are 0. */
export interface Plane {
  readonly count: number;
  readonly rows: number;
  /** Of the pixels: the first one, and how far apart they are in a row and from row to row. */
  readonly start: number;
  readonly step: number;
  readonly rowStep: number;
  /** Of the numbers that they are gathered into. */
  readonly to: number;
  readonly toStep: number;
  readonly toRowStep: number;
}

/** An axis with fewer indices that are gathered makes no rows where there is one that stays. */
const shortAxis = 32;

/**
 * Calls `run` for planes of at most `blockSize` columns, in an order that memory likes. What is gathered into one number
 * comes in the order of indices along each axis.
 */
export function forEachPlane({ shape, stride, offset }: Layout, target: Operand, run: (plane: Plane) => void): void {
  if (shape.includes(0)) return;
  const { sizes, strides } = joinedAxes(shape, [{ stride, offset }, target]);
  const axes = sizes.map((size, k) => ({ size, step: strides[k][0], toStep: strides[k][1] }));
  const single = { size: 1, step: 0, toStep: 0 };
  const last = <T extends { readonly toStep: number }>(list: readonly T[], isGathered: boolean) =>
    list.findLast(({ toStep }) => (toStep === 0) === isGathered);
  // Rows lie along the axis with the shortest steps, but for a few numbers to be gathered beside each other.
  const shortest = axes[axes.length - 1];
  const isShort = shortest.toStep === 0 && shortest.size < shortAxis;
  const inner = (isShort ? last(axes, false) : undefined) ?? shortest;
  const others = axes.filter((axis) => axis !== inner);
  const second = (inner.toStep === 0 ? others.at(-1) : (last(others, true) ?? others.at(-1))) ?? single;
  const outer = others.filter((axis) => axis !== second);
  const at = new Array<number>(outer.length).fill(0);
  let start = offset;
  let to = target.offset;
  for (;;) {
    for (let done = 0; done < inner.size; done += blockSize) {
      run({
        count: Math.min(blockSize, inner.size - done),
        rows: second.size,
        start: start + done * inner.step,
        step: inner.step,
        rowStep: second.step,
        to: to + done * inner.toStep,
        toStep: inner.toStep,
        toRowStep: second.toStep,
      });
    }
    let k = outer.length - 1;
    for (; k >= 0; k--) {
      const { size, step, toStep } = outer[k];
      const isOver = ++at[k] === size;
      const by = isOver ? 1 - size : 1;
      start += by * step;
      to += by * toStep;
      if (!isOver) break;
      at[k] = 0;
    }
    if (k < 0) return;
  }
}
