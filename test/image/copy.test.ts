/** Copies between layouts of memory: every element once, in its place, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ndarray from "ndarray";
import { isReticleError } from "../../src/errors.ts";
import { withoutCopyKernel } from "../../src/image/copying/copy-kernel.ts";
import {
  type AnyImageView,
  type Axis,
  allocate,
  concat,
  copyInto,
  type Dtype,
  ImageView,
  ndArray,
  packedStride,
  stack,
  type TypedArray,
} from "../../src/image/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const dtypes: Dtype[] = ["uint8", "int16", "uint16", "float32", "float64", "bigint64", "int8", "biguint64"];
const names: Axis[] = ["sequence", "slice", "row", "column"];

/** Each element's bytes are all different ones, whatever its type, so that no wrong byte goes unseen. */
function filled(dtype: Dtype, length: number, next: () => number): TypedArray {
  const data = allocate(dtype, length);
  const bytes = new Uint8Array(data.buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = next() * 256;
  // Bits of numbers that are none may change in JavaScript.
  if (data instanceof Float64Array) for (let i = 0; i < length; i++) data[i] = next();
  return data;
}

/** Some of the elements of an array, in some order, with steps, gaps and axes that run backwards. */
function randomView(dtype: Dtype, shape: readonly number[], next: () => number, at = 0): AnyImageView {
  const below = (n: number) => Math.floor(next() * n);
  const order = shape.map((_, i) => i).sort(() => next() - 0.5);
  const [steps, gaps] = [shape.map(() => (next() < 0.7 ? 1 : 2)), shape.map(() => below(3))];
  const sizes = order.map((axis) => shape[axis] * steps[axis] + gaps[axis]);
  const packed = packedStride(sizes);
  const length = sizes.reduce((product, size) => product * size, 1);
  const stride = shape.map((_, axis) => packed[order.indexOf(axis)] * steps[axis]);
  let offset = at;
  for (const [axis, size] of shape.entries()) {
    if (next() < 0.7) continue;
    offset += (size - 1) * stride[axis];
    stride[axis] *= -1;
  }
  const data = filled(dtype, length + at, next);
  return ImageView.from(ndArray(data, { shape, stride, offset }), { axes: names.slice(names.length - shape.length) });
}

/** The bytes of each element, in the order of the axes, one by one. */
function elements(view: AnyImageView): string[] {
  const found: string[] = [];
  const { data, array } = view;
  const size = data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const visit = (axis: number, index: number) => {
    if (axis === array.shape.length) found.push(String(bytes.subarray(index * size, (index + 1) * size)));
    else for (let i = 0; i < array.shape[axis]; i++) visit(axis + 1, index + i * array.stride[axis]);
  };
  visit(0, array.offset);
  return found;
}

test("law: a copy has every element of any strided view in its place, bit for bit", () => {
  const next = randomNumbers(11);
  for (let round = 0; round < 400; round++) {
    const dtype = dtypes[round % dtypes.length];
    const rank = 1 + Math.floor(next() * 4);
    const most = [4000, 130, 24, 11][rank - 1];
    const shape = Array.from({ length: rank }, () => 1 + Math.floor(next() * most));
    const view = randomView(dtype, shape, next, Math.floor(next() * 3));
    const said = `${round}: ${dtype} ${view.array.shape} ${view.array.stride} ${view.offset}`;
    assert.deepEqual(elements(view.copy()), elements(view), said);
  }
});

test("law: copyInto any strided view writes its elements and leaves what lies between them", () => {
  const next = randomNumbers(12);
  for (let round = 0; round < 200; round++) {
    const dtype = dtypes[round % dtypes.length];
    const shape = [1 + Math.floor(next() * 6), 4 * (1 + Math.floor(next() * 9)), 1 + Math.floor(next() * 70)];
    const [source, target] = [randomView(dtype, shape, next), randomView(dtype, shape, next, 2)];
    // What is written is marked, element by element.
    const between = new Set(Array.from({ length: target.data.length }, (_, i) => i));
    for (let i = 0; i < shape[0]; i++) {
      for (let j = 0; j < shape[1]; j++)
        for (let k = 0; k < shape[2]; k++) between.delete(Number(target.array.index(i, j, k)));
    }
    const before = target.data.slice();
    assert.equal(copyInto(source, target), target);
    assert.deepEqual(elements(target), elements(source), `${round}: ${dtype}`);
    for (const i of between) assert.ok(Object.is(target.data[i], before[i]), `${round}: element ${i}`);
  }
});

test("copies in all orders, of sizes that are powers of two and that are not", () => {
  for (const shape of [
    [8, 64, 128],
    [6, 50, 60],
    [3, 33, 129],
    [5, 300, 3],
  ]) {
    const data = Uint16Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => (i * 40503) >>> 3);
    const view = ImageView.from(data, { shape, axes: ["slice", "row", "column"] });
    const [, rows, columns] = shape;
    for (const order of [
      ["slice", "row", "column"],
      ["slice", "column", "row"],
      ["row", "slice", "column"],
      ["row", "column", "slice"],
      ["column", "slice", "row"],
      ["column", "row", "slice"],
    ] as const) {
      const copy = view.reorder(order as never) as AnyImageView as ImageView<Uint16Array>;
      const packed = copy.copy();
      assert.deepEqual(packed.stride, packedStride(packed.shape));
      const found = packed.toArray();
      let at = 0;
      for (let i = 0; i < packed.shape[0]; i++) {
        for (let j = 0; j < packed.shape[1]; j++) {
          for (let k = 0; k < packed.shape[2]; k++) {
            const index = [i, j, k];
            const [slice, row, column] = ["slice", "row", "column"].map((axis) => index[order.indexOf(axis as "row")]);
            if (found[at++] !== data[(slice * rows + row) * columns + column])
              assert.fail(`${shape} ${order} ${index}`);
          }
        }
      }
    }
  }
});

test("NaN keeps its bits where the engine moves integers: float32 in any order", () => {
  const bits = Uint32Array.from({ length: 600 }, (_, i) => 0x7f800001 + i);
  const view = ImageView.from(ndarray(new Float32Array(bits.buffer), [20, 30]), { axes: ["row", "column"] });
  const turned = view.reorder(["column", "row"]).copy().reorder(["row", "column"]).copy();
  assert.deepEqual(new Uint32Array(turned.data.buffer), bits);
});

test("copyInto: axes of one name lie together, and what overlaps comes out whole", () => {
  const source = ImageView.from(Uint8Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3], axes: ["row", "column"] });
  const target = ImageView.from(new Uint8Array(6), { shape: [3, 2], axes: ["column", "row"] });
  assert.deepEqual([...copyInto(source, target).data], [1, 4, 2, 5, 3, 6]);
  const line = ImageView.from(Uint8Array.of(1, 2, 3, 4, 5), { axes: ["column"] });
  copyInto(line.crop({ column: [0, 4] }), line.crop({ column: [1, 5] }));
  assert.deepEqual([...line.data], [1, 1, 2, 3, 4]);
  copyInto(line.flip("column"), line);
  assert.deepEqual([...line.data], [4, 3, 2, 1, 1]);
});

test("copyInto: what does not fit is said", () => {
  const view = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row", "column"] });
  const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;
  const into = (target: AnyImageView) => () => copyInto(view, target as typeof view);
  assert.throws(
    into(ImageView.from(new Int8Array(6), { shape: [2, 3], axes: ["row", "column"] })),
    code("shape-or-dtype"),
  );
  assert.throws(into(view.crop({ row: [0, 1] })), code("shape-or-dtype"));
  assert.throws(
    into(ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row", "channel"] })),
    code("axes-unknown-name"),
  );
  assert.throws(into(ImageView.from(new Uint8Array(6), { shape: [2, 3] })), code("axes-unknown"));
});

test("concat and stack write each view at once into its place, whatever the axis", () => {
  const next = randomNumbers(13);
  const views = [1, 2, 3].map(() => {
    return randomView("uint16", [4, 5, 6], next) as ImageView<Uint16Array, readonly ["slice", "row", "column"]>;
  });
  for (const axis of ["slice", "row", "column"] as const) {
    const joined = concat(views, axis);
    assert.ok(joined.isContiguous);
    const size = joined.sizeAlong(axis) / 3;
    for (const [i, view] of views.entries()) {
      assert.deepEqual(joined.crop({ [axis]: [i * size, (i + 1) * size] }).toArray(), view.toArray());
    }
  }
  for (const axis of ["channel", "sequence"] as const) {
    const stacked = stack(views, axis) as AnyImageView as ImageView<Uint16Array, ["channel"]>;
    assert.ok(stacked.isContiguous);
    for (const [i, view] of views.entries()) {
      assert.deepEqual(stacked.pick({ [axis]: i } as never).toArray(), view.toArray());
    }
  }
});

test("law: copies that turn rows into columns are the same with WebAssembly and without, bit for bit", () => {
  const next = randomNumbers(13);
  const below = (n: number) => Math.floor(next() * n);
  for (let round = 0; round < 60; round++) {
    const dtype = dtypes[round % dtypes.length];
    // From a few squares of 8 × 8 to several tiles, narrow ones and wide ones, with rows of the target apart or not.
    const [rows, columns, slices] = [10 + below(600), 10 + below(round % 5 === 0 ? 3000 : 200), 1 + below(3)];
    const [gap, lead] = [round % 3 === 0 ? 1 + below(5) : 0, below(4)];
    const source = ImageView.from(
      ndArray(filled(dtype, slices * columns * rows + lead, next), {
        shape: [slices, rows, columns],
        stride: [columns * rows, 1, rows],
        offset: lead,
      }),
      { axes: ["slice", "row", "column"] },
    );
    const copied = () => {
      const target = ImageView.from(
        ndArray(allocate(dtype, slices * rows * (columns + gap)), {
          shape: [slices, rows, columns],
          stride: [rows * (columns + gap), columns + gap, 1],
          offset: 0,
        }),
        { axes: ["slice", "row", "column"] },
      );
      const { data } = copyInto(source, target);
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    };
    const [quick, plain] = [copied(), withoutCopyKernel(copied)];
    assert.ok(Buffer.compare(quick, plain) === 0, `${round}: ${dtype} ${slices} × ${rows} × ${columns}, gap ${gap}`);
  }
});

test("law: copies that put rows in another order, or crop them, are the same with WebAssembly and without, bit for bit", () => {
  const next = randomNumbers(14);
  const below = (n: number) => Math.floor(next() * n);
  for (let round = 0; round < 80; round++) {
    const dtype = dtypes[round % dtypes.length];
    // From rows shorter than a vector to such as are copied one by one; between them gaps on either side, or none.
    const size = 1 + below(round % 8 === 0 ? 5000 : round % 3 === 0 ? 20 : 300);
    const [rows, slices] = [1 + below(round % 5 === 0 ? 700 : 90), 1 + below(40)];
    const [gap, lead, margin] = [round % 2 === 0 ? below(size + 3) : 0, below(9), round % 7 === 0 ? 1 + below(3) : 0];
    const source = ImageView.from(
      ndArray(filled(dtype, slices * rows * (size + gap) + lead, next), {
        shape: [rows, slices, size],
        stride: round % 4 === 1 ? [slices * (size + gap), size + gap, 1] : [size + gap, rows * (size + gap), 1],
        offset: lead,
      }),
      { axes: ["row", "slice", "column"] },
    );
    const copied = () => {
      const target = ImageView.from(
        ndArray(allocate(dtype, slices * rows * (size + margin)), {
          shape: [rows, slices, size],
          stride: [slices * (size + margin), size + margin, 1],
          offset: 0,
        }),
        { axes: ["row", "slice", "column"] },
      );
      const { data } = copyInto(source, target);
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    };
    const [quick, plain] = [copied(), withoutCopyKernel(copied)];
    assert.ok(
      Buffer.compare(quick, plain) === 0,
      `${round}: ${dtype} ${rows} × ${slices} × ${size}, ${gap}, ${margin}`,
    );
  }
});
