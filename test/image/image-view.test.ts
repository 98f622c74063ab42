import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import ndarray from "ndarray";
import { isReticleError } from "../../src/errors.ts";
import { type Axis, ImageView, stack } from "../../src/image/index.ts";

/** A volume of 2 slices, 3 rows and 4 columns whose pixels are 100·slice + 10·row + column. */
function volume() {
  const data = new Float32Array(24).map((_, i) => 100 * Math.floor(i / 12) + 10 * (Math.floor(i / 4) % 3) + (i % 4));
  return ImageView.from(ndarray(data, [2, 3, 4]), {
    axes: ["slice", "row", "column"],
    spacing: { slice: 0.05, row: 0.008, column: 0.01 },
    origin: { row: 1, column: 2 },
    direction: "up",
  });
}

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;

test("a view knows shape, strides, axes, type and calibration", () => {
  const view = volume();
  assert.deepEqual([...view.shape], [2, 3, 4]);
  assert.deepEqual([...view.stride], [12, 4, 1]);
  assert.deepEqual([...view.byteStride], [48, 16, 4]);
  assert.deepEqual(view.axes, ["slice", "row", "column"]);
  assert.equal(view.type, "VOLUME");
  assert.equal(view.dtype, "float32");
  assert.deepEqual(view.spacing, { slice: 0.05, row: 0.008, column: 0.01 });
  assert.deepEqual(view.unit, { slice: "µm", row: "µm", column: "µm" });
  assert.equal(view.direction, "up");
  assert.equal(view.get(1, 2, 3), 123);
});

test("the array is a scijs ndarray", () => {
  const { array } = volume();
  assert.equal(array.dtype, "float32");
  assert.equal(array.pick(1, null, null).get(2, 3), 123);
});

test("reorder shares the buffer", () => {
  const view = volume();
  const seen = view.reorder(["column", "row", "slice"]);
  assert.deepEqual([...seen.shape], [4, 3, 2]);
  assert.deepEqual([...seen.stride], [1, 4, 12]);
  seen.set(3, 2, 1, -1);
  assert.equal(view.get(1, 2, 3), -1);
  view.set(0, 0, 0, -2);
  assert.equal(seen.get(0, 0, 0), -2);
  assert.ok(seen.sharesMemoryWith(view));
});

test("pick, crop, step and flip share the buffer, written on either side", () => {
  const view = volume();
  const views = [view.pick({ slice: 1 }), view.crop({ row: [1, 3] }), view.step({ column: 2 }), view.flip("row")];
  for (const other of views) {
    const inside = new Array(other.shape.length).fill(0) as number[];
    other.set(...inside, 777);
    assert.ok(view.data.includes(777));
    assert.ok(other.sharesMemoryWith(view));
    view.data.fill(5);
    assert.equal(other.get(...inside), 5);
  }
});

test("squeeze takes axes of one index away and shares the buffer", () => {
  const view = volume().crop({ row: [1, 2] });
  const plane = view.squeeze("row");
  assert.deepEqual([plane.axes, [...plane.shape], plane.get(1, 3)], [["slice", "column"], [2, 4], 113]);
  assert.ok(plane.sharesMemoryWith(view));
  assert.throws(() => view.squeeze("column"), code("size"));
  assert.deepEqual(view.squeeze().axes, plane.axes);
  const unnamed = ImageView.from(Float32Array.of(1, 2, 3), { shape: [1, 3, 1] }).squeeze();
  assert.deepEqual([unnamed.axes, unnamed.shape, unnamed.get(2)], [null, [3], 3]);
});

test("copy, toContiguous and toArray do not share", () => {
  const view = volume().reorder(["column", "row", "slice"]);
  for (const copy of [view.copy(), view.toContiguous()]) {
    assert.ok(!copy.sharesMemoryWith(view));
    assert.deepEqual([...copy.stride], [6, 2, 1]);
    assert.equal(copy.get(3, 2, 1), 123);
    assert.deepEqual(copy.spacing, view.spacing);
    assert.ok(copy.isContiguous && !view.isContiguous);
  }
  // Written by numpy: np.arange-like volume.transpose(2, 1, 0).ravel()
  assert.deepEqual([...view.toArray()].slice(0, 8), [0, 100, 10, 110, 20, 120, 1, 101]);
});

test("views of different parts of one buffer do not share pixels", () => {
  const view = volume();
  assert.ok(!view.pick({ slice: 0 }).sharesMemoryWith(view.pick({ slice: 1 })));
  assert.ok(!volume().sharesMemoryWith(view));
});

test("reorder and back is the identity", () => {
  const axes: Axis[] = ["slice", "row", "column"];
  fc.assert(
    fc.property(fc.shuffledSubarray(axes, { minLength: 3 }), (order) => {
      const view: ImageView = volume();
      const back = view.reorder(order).reorder(axes);
      assert.deepEqual([...back.stride], [...view.stride]);
      assert.deepEqual(back.spacing, view.spacing);
      assert.deepEqual(back.toArray(), view.toArray());
    }),
  );
});

test("random chains of views read the pixels that plain indexing reads", () => {
  const steps = fc.array(fc.tuple(fc.constantFrom("flip", "step", "crop"), fc.nat(2), fc.nat(3), fc.nat(3)), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(steps, (chain) => {
      let view = volume();
      // The same by lists of indices along each axis, and positions of the pixels.
      const at = [0, 1, 2].map((axis) => Array.from({ length: view.shape[axis] }, (_, i) => i));
      const positions = (["slice", "row", "column"] as const).map((axis) => [...view.coordinates(axis)]);
      for (const [what, axisIndex, a, b] of chain) {
        const axis = (["slice", "row", "column"] as const)[axisIndex];
        const size = at[axisIndex].length;
        if (what === "flip") {
          view = view.flip(axis);
          at[axisIndex].reverse();
        } else if (what === "step") {
          view = view.step({ [axis]: a + 1 });
          at[axisIndex] = at[axisIndex].filter((_, i) => i % (a + 1) === 0);
        } else {
          const from = a % size;
          const to = from + 1 + (b % (size - from));
          view = view.crop({ [axis]: [from, to] });
          at[axisIndex] = at[axisIndex].slice(from, to);
        }
      }
      const expected = at[0].flatMap((s) => at[1].flatMap((r) => at[2].map((c) => 100 * s + 10 * r + c)));
      assert.deepEqual([...view.toArray()], expected);
      for (const [i, axis] of (["slice", "row", "column"] as const).entries()) {
        const found = [...view.coordinates(axis)];
        assert.equal(found.length, at[i].length);
        found.forEach((x, k) => {
          assert.ok(Math.abs(x - positions[i][at[i][k]]) < 1e-12, `${axis}: ${x} is not ${positions[i][at[i][k]]}`);
        });
      }
    }),
  );
});

test("crop moves the origin, step stretches the spacing, flip turns direction and spacing", () => {
  const view = volume();
  assert.equal(view.crop({ row: [2, 3] }).origin.row, 1.016);
  assert.equal(view.step({ column: 3 }).spacing.column, 0.03);
  const flipped = view.flip("row");
  assert.equal(flipped.direction, "down");
  assert.equal(flipped.spacing.row, -0.008);
  assert.equal(flipped.origin.row, 1.016);
});

test("pixels without calibration stay so: a crop of them tells where it was, and nothing else invents a spacing", () => {
  const view = ImageView.from(new Uint8Array(24), { shape: [4, 6], axes: ["row", "column"] });
  const cropped = view.crop({ row: [1, 4] });
  assert.deepEqual(cropped.origin, { row: 1 });
  assert.deepEqual([cropped.step({ row: 2 }).origin, cropped.step({ row: 2 }).spacing], [{}, {}]);
  assert.deepEqual([cropped.flip("row").origin, cropped.flip("row").spacing], [{}, {}]);
  // An origin in µm is a calibration, with a spacing of 1.
  const placed = ImageView.from(new Uint8Array(4), { axes: ["row"], origin: { row: 5 } });
  assert.deepEqual(placed.step({ row: 2 }).spacing, { row: 2 });
  assert.deepEqual([placed.flip("row").spacing, placed.flip("row").origin], [{ row: -1 }, { row: 8 }]);
});

test("cropAt takes the pixels whose centres lie in the range", () => {
  const view = volume();
  // Columns lie at 2, 2.01, 2.02, 2.03 µm.
  const columns = (seen: typeof view) => [...seen.coordinates("column")].map((x) => x.toFixed(3));
  assert.deepEqual(columns(view.cropAt({ column: [2.01, 2.025] })), ["2.010", "2.020"]);
  assert.deepEqual(columns(view.flip("column").cropAt({ column: [2.01, 2.025] })), ["2.020", "2.010"]);
  assert.throws(() => view.cropAt({ column: [2.011, 2.012] }), code("size"));
});

test("reductions by axis name agree with numpy", () => {
  const view = volume();
  // numpy: v.mean(axis=1)[1] = [110, 111, 112, 113]; v.sum(axis=(0, 2)) = [412, 492, 572]
  assert.deepEqual([...view.mean("row").pick({ slice: 1 }).toArray()], [110, 111, 112, 113]);
  assert.deepEqual([...view.sum("slice", "column").toArray()], [412, 492, 572]);
  assert.deepEqual(view.sum("slice", "column").axes, ["row"]);
  assert.deepEqual([...view.max("row", "column").toArray()], [23, 123]);
  assert.deepEqual([...view.min("slice").toArray()], [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
  assert.equal(view.mean(), 61.5);
  assert.equal(view.sum(), 1476);
  assert.equal(view.min(), 0);
  assert.equal(view.max(), 123);
  assert.equal(view.mean("row").dtype, "float64");
  assert.deepEqual(view.mean("row").spacing, { slice: 0.05, column: 0.01 });
});

test("a sum of millions of small numbers loses nothing", () => {
  // 0.1 as float32 is 13421773 / 2²⁷ exactly.
  const view = ImageView.from(new Float32Array(1_000_000).fill(0.1), { axes: ["column"] });
  assert.equal(view.sum(), (13421773 / 2 ** 27) * 1_000_000);
});

test("64-bit integers read as bigint and reduce to numbers", () => {
  const view = ImageView.from(BigInt64Array.of(1n, -5n, 7n), { axes: ["row"] });
  assert.equal(view.get(1), -5n);
  assert.equal(view.sum(), 3);
});

test("a Buffer is its bytes, and the ndarray's type is uint8", () => {
  const buffer = Buffer.from([1, 2, 3, 4]);
  const view = ImageView.from(buffer as Uint8Array, { shape: [2, 2], axes: ["row", "column"] });
  assert.equal(view.array.dtype, "uint8");
  view.set(0, 0, 9);
  assert.equal(buffer[0], 9);
});

test("stack puts channels last and everything else first", () => {
  const planes = [1, 2, 3].map((value) =>
    ImageView.from(new Uint8Array(6).fill(value), { shape: [2, 3], axes: ["row", "column"] }),
  );
  const colours = stack(planes, "channel").as("rgb");
  assert.deepEqual(colours.axes, ["row", "column", "channel"]);
  assert.deepEqual([...colours.pick({ row: 1, column: 2 }).toArray()], [1, 2, 3]);
  assert.deepEqual(stack(planes, "slice").axes, ["slice", "row", "column"]);
  assert.ok(!colours.sharesMemoryWith(planes[0]));
  assert.throws(() => stack([planes[0], planes[1].crop({ row: [0, 1] })], "slice"), code("shape-or-dtype"));
});

test("vector pixels keep their components through every view", () => {
  const view = ImageView.from(
    ndarray(
      new Uint16Array(24).map((_, i) => i),
      [2, 4, 3],
    ),
    { axes: ["row", "column"], components: 3, kind: "rgb" },
  );
  assert.deepEqual([...view.shape], [2, 4]);
  const seen = view.reorder(["column", "row"]).flip("column").pick({ row: 1 });
  assert.deepEqual([...seen.array.shape], [4, 3]);
  assert.deepEqual([...seen.toArray()], [21, 22, 23, 18, 19, 20, 15, 16, 17, 12, 13, 14]);
});

test("what ndarray lets pass is an error here", () => {
  const data = new Uint8Array(6);
  const view: ImageView = ImageView.from(ndarray(data, [2, 3]), { axes: ["row", "column"] });
  const wrong: [string, () => unknown][] = [
    ["axes-duplicate", () => view.reorder(["row", "row"])],
    ["axes-count", () => view.reorder(["row"])],
    ["axes-unknown-name", () => view.reorder(["row", "slice"])],
    ["axes-unknown-name", () => view.reorder(["row", "colum" as Axis])],
    ["axes-unknown", () => (ImageView.from(data) as ImageView).reorder(["row"])],
    ["axes-unknown", () => (ImageView.from(data) as ImageView).pick({ row: 0 })],
    ["rank-mismatch", () => ImageView.from(ndarray(data, [2, 3]), { axes: ["row"] })],
    ["axes-duplicate", () => ImageView.from(ndarray(data, [2, 3]), { axes: ["row", "row"] })],
    ["size", () => ImageView.from(ndarray(data, [3, 3]))],
    ["size", () => ImageView.from(ndarray(data, [2, 3], [3, 2]))],
    ["size", () => ImageView.from(ndarray(data, [2, 3], [3, 1], 1))],
    ["size", () => ImageView.from(data, { shape: [2, 4] })],
    ["size", () => ImageView.from(ndarray(data).lo(8))],
    ["stride", () => ImageView.from(ndarray(data, [2, 3], [1.5, 1]))],
    ["dtype", () => ImageView.from(ndarray([1, 2, 3]) as never)],
    ["dtype", () => ImageView.from("abc" as never)],
    ["size", () => view.pick({ row: 2 })],
    ["size", () => view.pick({ row: -1 })],
    ["size", () => view.crop({ row: [1, 1] })],
    ["size", () => view.crop({ row: [0, 3] })],
    ["size", () => view.step({ row: 0 })],
    ["size", () => view.get(0, 3)],
    ["size", () => view.get(0)],
    ["argument", () => ImageView.from(data, { shape: "2,3" as never })],
    ["argument", () => ImageView.from(data, { shape: [2, 3], components: 0 })],
    ["argument", () => view.set(0, 0, 1n as never)],
    ["argument", () => view.flip(["row"] as never)],
    ["calibration", () => ImageView.from(data, { axes: ["row"], spacing: { row: 0 } })],
    ["axes-unknown-name", () => ImageView.from(data, { axes: ["row"], spacing: { column: 1 } })],
    ["axes-unknown-name", () => ImageView.from(data, { axes: ["column"], direction: "up" })],
  ];
  for (const [name, run] of wrong) assert.throws(run, code(name), String(run));
});

test("errors list what is there and what may have been meant", () => {
  const view: ImageView = volume();
  assert.throws(() => view.reorder(["slice", "row", "colum" as Axis]), /"colum" is not an axis.*did you mean "column"/);
  const vectors: ImageView = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row"], components: 3 });
  assert.throws(() => vectors.reorder(["channel", "row"]), /3 components and no axis "channel"; toNdarray\(view/);
  assert.throws(() => view.pick({ channel: 0 }), /no axis "channel" here; the axes are slice, row, column/);
});
