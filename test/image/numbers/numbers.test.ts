/** Reductions, arithmetic and comparison on strided views of every type, beside numpy. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import ndarray from "ndarray";
import { isReticleError } from "../../../src/errors.ts";
import { type AnyImageView, type Axes, allocate, type Dtype, ImageView } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;

function random(seed: number) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const dtypes: Dtype[] = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "bigint64"];
const pythonName = (dtype: Dtype) => (dtype === "bigint64" ? "int64" : dtype);

/** A packed volume of 5×6×7 with repeated numbers. */
function volume(dtype: Dtype, seed = 1) {
  const next = random(seed);
  const data = allocate(dtype, 210);
  const isFloat = dtype.startsWith("float");
  for (let i = 0; i < data.length; i++) {
    const value = isFloat ? next() * 40 - 20 : Math.floor(next() * 40) - (dtype.startsWith("u") ? 0 : 20);
    data[i] = (dtype === "bigint64" ? BigInt(value) : value) as never;
  }
  const axes = ["slice", "row", "column"] as const;
  return ImageView.from(ndarray(data, [5, 6, 7]), { axes, spacing: { slice: 0.5, row: 0.01, column: 0.02 } });
}

type Volume = ReturnType<typeof volume>;

/** Ways to look at it, and the same in Python. */
const views: [string, (view: Volume) => Volume][] = [
  ["a", (view) => view],
  [
    "a[::-1, ::2, 1:6]",
    (view) =>
      view
        .flip("slice")
        .step({ row: 2 })
        .crop({ column: [1, 6] }),
  ],
  // Transposed in memory.
  ["a", (view) => view.reorder(["column", "row", "slice"]).copy().reorder(["slice", "row", "column"])],
  ["a[:, :, ::-2]", (view) => view.flip("column").step({ column: 2 })],
];
const along: Axes[] = [["slice"], ["row"], ["column"], ["slice", "row"], ["slice", "column"], ["row", "column"]];

function python(script: string, input: unknown) {
  return JSON.parse(
    execFileSync(referencePython()!, ["-c", `import sys, json, numpy as np\nd = json.load(sys.stdin)\n${script}`], {
      input: JSON.stringify(input),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    }),
  );
}

function near(found: readonly number[], wanted: readonly number[], what: string, tolerance = 1e-12) {
  assert.equal(found.length, wanted.length, what);
  for (const [i, x] of found.entries()) {
    const isNear = Math.abs(x - wanted[i]) <= tolerance * Math.max(1, Math.abs(wanted[i]));
    assert.ok(isNear || (Number.isNaN(x) && wanted[i] === null), `${what}: ${x} at ${i} is not ${wanted[i]}`);
  }
}
const numbers = (view: AnyImageView) => [...view.toArray()].map(Number);

test("sum, mean, min, max, std, median, percentile along any axes, any strides: as numpy's", {
  skip: withoutPython,
}, () => {
  const hows = ["sum", "mean", "min", "max", "std", "median"] as const;
  for (const dtype of dtypes) {
    const whole = volume(dtype);
    const wanted = python(
      `a = np.array(d["data"]).reshape(5, 6, 7).astype(d["dtype"])
out = []
for text in d["views"]:
    v = eval(text).astype(np.float64)
    for axes in [None] + d["along"]:
        t = None if axes is None else tuple(["slice", "row", "column"].index(x) for x in axes)
        out.append([np.ravel(getattr(np, f)(v, axis=t)).tolist() for f in d["hows"]] + [np.ravel(np.percentile(v, 83.7, axis=t)).tolist()])
print(json.dumps(out))`,
      { data: numbers(whole), dtype: pythonName(dtype), views: views.map(([text]) => text), along, hows },
    );
    let next = 0;
    for (const [text, look] of views) {
      const view = look(whole) as ImageView;
      for (const axes of [[], ...along]) {
        const results = wanted[next++];
        const list = (result: number | AnyImageView) => (typeof result === "number" ? [result] : numbers(result));
        for (const [i, how] of hows.entries()) {
          const result = (view[how] as (...names: string[]) => number | AnyImageView)(...axes);
          near(list(result), results[i], `${dtype} ${text} ${how} ${axes}`);
        }
        const result = view.percentile(83.7, ...(axes as unknown as ["row"])) as number | AnyImageView;
        near(list(result), results[6], `${dtype} ${text} percentile ${axes}`);
      }
    }
  }
});

test("argmax, argmin, project and histogram: as numpy's", { skip: withoutPython }, () => {
  for (const dtype of dtypes) {
    const whole = volume(dtype, 3);
    const wanted = python(
      `a = np.array(d["data"]).reshape(5, 6, 7).astype(d["dtype"])
out = []
for text in d["views"]:
    v = eval(text)
    f = v.astype(np.float64)
    one = [[np.argmax(v, axis=i).ravel().tolist(), np.argmin(v, axis=i).ravel().tolist(), v.max(axis=i).ravel().tolist()] for i in range(3)]
    c, e = np.histogram(f, bins=13)
    r, q = np.histogram(f, bins=7, range=(-3, 11))
    k = [np.histogram(f[:, i, :], bins=7, range=(-3, 11))[0].tolist() for i in range(v.shape[1])]
    out.append([one, [int(x) for x in np.unravel_index(v.argmax(), v.shape)], c.tolist(), e.tolist(), r.tolist(), k])
print(json.dumps(out))`,
      { data: numbers(whole), dtype: pythonName(dtype), views: views.map(([text]) => text) },
    );
    for (const [i, [text, look]] of views.entries()) {
      const view = look(whole);
      const [one, place, counts, edges, ranged, rows] = wanted[i];
      for (const [k, axis] of (["slice", "row", "column"] as const).entries()) {
        assert.deepEqual(numbers(view.argmax(axis)), one[k][0], `${dtype} ${text} argmax ${axis}`);
        assert.deepEqual(numbers(view.argmin(axis)), one[k][1], `${dtype} ${text} argmin ${axis}`);
        const projected = view.project("max", axis);
        assert.equal(projected.dtype, dtype);
        for (const how of ["mean", "sum", "median", "std"] as const) {
          assert.deepEqual(view.project(how, axis).toArray(), view[how](axis).toArray(), how);
        }
        assert.deepEqual(numbers(projected), one[k][2], `${dtype} ${text} project ${axis}`);
      }
      assert.deepEqual(Object.values(view.argmax()), place);
      const all = view.histogram({ bins: 13 });
      assert.deepEqual([...all.counts], counts, `${dtype} ${text}`);
      near([...all.edges], edges, "edges");
      assert.deepEqual([...view.histogram({ bins: 7, range: [-3, 11] }).counts], ranged);
      const each = view.histogram({ bins: 7, range: [-3, 11] }, "slice", "column").counts;
      assert.deepEqual([each.axes, each.components], [["row"], 7]);
      assert.deepEqual(numbers(each), rows.flat());
    }
  }
});

test("NaN goes into sum, median and extremes; the first NaN is the argmax: as numpy's rules", () => {
  const view = ImageView.from(Float32Array.of(1, NaN, 3, 4, 5, 6), { shape: [2, 3], axes: ["row", "column"] });
  for (const how of ["sum", "mean", "min", "max", "std", "median"] as const) {
    assert.ok(Number.isNaN(view[how]()), how);
    const rows = [...view[how]("column").toArray()];
    assert.ok(Number.isNaN(rows[0]) && !Number.isNaN(rows[1]), how);
  }
  assert.deepEqual(view.argmax(), { row: 0, column: 1 });
  assert.deepEqual([...view.argmin("column").toArray()], [1, 0]);
  assert.deepEqual([...view.histogram({ bins: 2, range: [0, 6] }).counts], [1, 4]);
  assert.throws(() => view.histogram(), code("range"));
});

test("the median of many 8 and 16-bit pixels is counted, and as numpy's", { skip: withoutPython }, () => {
  const next = random(9);
  for (const [dtype, data] of [
    ["uint16", new Uint16Array(40_000).map(() => next() * 65536)],
    ["int16", new Int16Array(40_001).map(() => next() * 65536 - 32768)],
    ["uint8", new Uint8Array(40_000).map(() => next() * 256)],
  ] as const) {
    const wanted = python(
      `a = np.array(d, dtype=np.float64)\nprint(json.dumps([np.percentile(a, q) for q in (0, 12.34, 50, 99.9, 100)]))`,
      [...data],
    );
    const view = ImageView.from(data as Uint16Array, { axes: ["column"] });
    assert.deepEqual(
      [0, 12.34, 50, 99.9, 100].map((q) => view.percentile(q)),
      wanted,
      dtype,
    );
  }
});

test("arithmetic and comparison broadcast by name, with every pair of types: as numpy's", {
  skip: withoutPython,
}, () => {
  const hows = ["plus", "minus", "times", "over"] as const;
  const comparisons = ["greater", "atLeast", "less", "atMost", "equal", "different"] as const;
  for (const dtype of dtypes) {
    for (const other of dtypes) {
      const a = volume(dtype, 5).flip("row");
      const b = volume(other, 6).pick({ slice: 2 }).reorder(["column", "row"]).flip("row");
      const wanted = python(
        `a = np.array(d["a"]).reshape(5, 6, 7).astype(float)
b = np.array(d["b"]).reshape(7, 6).astype(float).T
np.seterr(all="ignore")
c = [f(a, b) for f in (np.add, np.subtract, np.multiply, np.divide, np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal)]
print(json.dumps([[x if np.isfinite(x) else None for x in y.astype(float).ravel().tolist()] for y in c]))`,
        { a: numbers(a), b: numbers(b) },
      );
      for (const [i, how] of hows.entries()) {
        const result = a[how](b as never) as AnyImageView;
        assert.deepEqual(result.axes, ["slice", "row", "column"]);
        const found = numbers(result).map((x, k) => (wanted[i][k] === null ? NaN : x));
        near(found, wanted[i], `${dtype} ${how} ${other}`, result.dtype === "float32" ? 1e-6 : 1e-12);
      }
      for (const [i, how] of comparisons.entries()) {
        const result = a.compare(how, b as never);
        assert.deepEqual(numbers(result), wanted[4 + i], `${dtype} ${how} ${other}`);
        assert.equal(result.kind, "binary");
      }
    }
  }
});

test("what one image lacks of the other's axes it repeats along; calibration stays", () => {
  const rows = ImageView.from(Float32Array.of(1, 2), { axes: ["row"], spacing: { row: 0.1 }, origin: { row: 5 } });
  const columns = ImageView.from(Uint8Array.of(10, 20, 30), { axes: ["column"], spacing: { column: 0.2 } });
  const sum: ImageView<Float32Array, readonly ["row", "column"]> = rows.plus(columns);
  assert.deepEqual([...sum.toArray()], [11, 21, 31, 12, 22, 32]);
  assert.deepEqual([sum.spacing, sum.origin], [{ row: 0.1, column: 0.2 }, { row: 5 }]);
  assert.equal(rows.plus(1).dtype, "float32");
  assert.equal(columns.times(2).dtype, "float64");
  assert.deepEqual([...columns.minus(columns.times(2)).toArray()], [-10, -20, -30]);
});

test("vector pixels calculate with vectors and with plain images", () => {
  const colours = ImageView.from(ndarray(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]), { axes: ["row"], components: 3 });
  const factor = ImageView.from(Uint8Array.of(10, 100), { axes: ["row"] });
  assert.deepEqual(numbers(colours.times(factor)), [10, 20, 30, 400, 500, 600]);
  assert.deepEqual(numbers(factor.times(colours)), [10, 20, 30, 400, 500, 600]);
  assert.equal(factor.times(colours).components, 3);
  assert.deepEqual(numbers(colours.sum("row")), [5, 7, 9]);
});

test("threshold is 1 above the level, of kind binary", () => {
  const view = ImageView.from(Uint16Array.of(1, 5, 6, 9), { axes: ["column"], spacing: { column: 2 } });
  const mask = view.threshold(5);
  assert.deepEqual([[...mask.toArray()], mask.kind, mask.dtype], [[0, 0, 1, 1], "binary", "uint8"]);
  assert.deepEqual(mask.spacing, { column: 2 });
});

test("integers of 64 bits are compared exactly, with numbers, bigints and images", () => {
  const least = 2n ** 53n;
  // As float64 the first two would be the same number.
  const view = ImageView.from(BigInt64Array.of(least, least + 1n, -1n, 2n), { axes: ["column"] });
  assert.deepEqual(numbers(view.threshold(least)), [0, 1, 0, 0]);
  assert.deepEqual(numbers(view.threshold(2 ** 53)), [0, 1, 0, 0]);
  assert.deepEqual(numbers(view.threshold(1.5)), [1, 1, 0, 1]);
  assert.deepEqual(numbers(view.compare("equal", least + 1n)), [0, 1, 0, 0]);
  assert.deepEqual(numbers(view.compare("different", Number.NaN)), [1, 1, 1, 1]);
  assert.deepEqual(numbers(view.compare("atMost", Number.POSITIVE_INFINITY)), [1, 1, 1, 1]);
  assert.deepEqual(numbers(view.flip("column").compare("less", view)), [1, 1, 0, 0]);
  const single = ImageView.from(Float32Array.of(2 ** 53, 2 ** 53, -1, 2.5), { axes: ["column"] });
  assert.deepEqual(numbers(single.compare("less", view)), [0, 1, 0, 0]);
  assert.deepEqual(numbers(single.compare("atLeast", 2n)), [1, 1, 0, 1]);
});

test("types change by value: nothing wraps, halves go to even", () => {
  const view = ImageView.from(Float64Array.of(0.5, 1.5, 2.5, -0.4, 254.6), { axes: ["column"] });
  assert.deepEqual([...view.to("uint8").toArray()], [0, 2, 2, 0, 255]);
  const wide = ImageView.from(Float32Array.of(-1, 300, NaN), { axes: ["column"] });
  assert.throws(() => wide.to("uint8"), /-1 is no number of uint8 \(0\.\.255\); give a range/);
  assert.deepEqual([...wide.to("uint8", { saturate: true }).toArray()], [0, 255, 0]);
  const raw = ImageView.from(Uint16Array.of(100, 2100, 4100), { axes: ["column"] });
  assert.deepEqual([...raw.to("uint8", { range: [100, 4100] }).toArray()], [0, 128, 255]); // 127.5 goes to 128
  assert.deepEqual([...raw.to("float32", { range: [100, 4100] }).toArray()], [0, 0.5, 1]);
  assert.deepEqual([...raw.to("float64", { scale: 0.01 }).toArray()], [1, 21, 41]);
  const big = ImageView.from(BigInt64Array.of(2n ** 62n + 1n), { axes: ["column"] });
  assert.equal(big.to("bigint64").get(0), 2n ** 62n + 1n);
  assert.deepEqual([...raw.map(Math.sqrt).toArray()], [100, 2100, 4100].map(Math.sqrt));
  assert.deepEqual([...raw.map((x) => x / 100, "uint8").toArray()], [1, 21, 41]);
  assert.throws(() => raw.map((x) => x, "uint8"), code("range"));
});

test("what does not fit together is said", () => {
  const view: ImageView = volume("uint8");
  const wrong: [string, () => unknown][] = [
    ["size", () => view.plus(view.crop({ row: [0, 2] }))],
    ["axes-unknown", () => view.plus(ImageView.from(new Uint8Array(210)))],
    ["axes-unknown-name", () => view.median("channel")],
    ["axes-unknown", () => (ImageView.from(new Uint8Array(3)) as ImageView).std("row")],
    ["calibration", () => view.plus(view.calibrated({ spacing: { row: 3 } }))],
    ["calibration", () => view.calibrated({ direction: "up" }).plus(view.calibrated({ direction: "down" }))],
    ["range", () => view.percentile(101)],
    ["size", () => view.histogram({ bins: 0 })],
    ["dtype", () => view.to("uint7" as never)],
    ["range", () => view.to("uint8", { range: [3, 3] })],
    ["axes-count", () => (view.argmax as (...axes: string[]) => unknown)("row", "column")],
  ];
  for (const [name, run] of wrong) assert.throws(run, code(name), String(run));
});

test("images that lie across each other in memory are calculated with and compared pixel by pixel", () => {
  const [slices, rows, columns] = [2, 96, 100];
  const data = (seed: number, length: number) => Uint16Array.from({ length }, (_, i) => (i * 7919 + seed) % 1009);
  const volume = ImageView.from(data(1, slices * rows * columns), {
    shape: [slices, rows, columns],
    axes: ["slice", "row", "column"],
  });
  // The same axes, of which the row is the fastest; and a plane of them that repeats.
  const across = ImageView.from(data(5, slices * rows * columns), {
    shape: [columns, slices, rows],
    axes: ["column", "slice", "row"],
  });
  const plane = across.pick({ slice: 1 });
  for (const other of [across, plane] as AnyImageView[]) {
    const second = (slice: number, row: number, column: number) =>
      Number(other === plane ? plane.get(column, row) : across.get(column, slice, row));
    const [sum, isLess] = [volume.plus(other), volume.compare("less", other)];
    const [difference, isMore] = [other.minus(volume), other.compare("greater", volume)];
    assert.deepEqual(sum.axes, volume.axes);
    const found = [sum, isLess, difference, isMore].map((view) => {
      return (view as AnyImageView).reorder(["slice", "row", "column"] as never).toArray();
    });
    for (let slice = 0, i = 0; slice < slices; slice++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, i++) {
          const [x, y] = [volume.data[i], second(slice, row, column)];
          const expected = [x + y, Number(x < y), y - x, Number(x < y)];
          if (found.some((array, k) => array[i] !== expected[k])) assert.fail(`${slice}, ${row}, ${column}`);
        }
      }
    }
  }
});

test("percentiles of many numbers are those of all of them sorted, whatever a sample of them says", () => {
  const next = random(9);
  const size = 60_000;
  const kinds: Record<string, (i: number) => number> = {
    noise: () => next() - 0.5,
    "mostly one number": () => (next() < 0.7 ? 0.25 : next()),
    "in order": (i) => i / 7,
    "in periods of the sample": (i) => i % 3,
    "with outliers": () => (next() < 0.001 ? Infinity : next() < 0.001 ? -1e300 : next()),
  };
  for (const [kind, number] of Object.entries(kinds)) {
    for (const dtype of ["float32", "float64", "int32", "bigint64"] as const) {
      const data = allocate(dtype, size);
      for (let i = 0; i < size; i++) {
        const value = dtype.startsWith("float")
          ? number(i)
          : Math.floor(Math.max(-1e6, Math.min(1e6, 1000 * number(i))));
        data[i] = (dtype === "bigint64" ? BigInt(value) : value) as never;
      }
      const view = ImageView.from(data, { shape: [200, 300], axes: ["row", "column"] }) as AnyImageView;
      const sorted = Float64Array.from(data as Float64Array, Number).sort();
      for (const q of [0, 0.01, 31.4, 50, 99.99, 100]) {
        const place = (q / 100) * (size - 1);
        const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
        const expected = low === high ? low : low + (high - low) * (place - Math.floor(place));
        const found = view.percentile(q);
        const isNear = found === expected || Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
        assert.ok(isNear, `${kind}, ${dtype}, ${q}: ${found}, not ${expected}`);
      }
      if (!dtype.startsWith("float")) continue;
      data[777] = Number.NaN;
      assert.ok(Number.isNaN(view.median()), kind);
    }
  }
});

test("numbers at the edges of bins are in the bin that begins there, whatever the range", () => {
  for (const [low, high, bins] of [
    [0, 1, 10],
    [-0.3, 0.7, 7],
    [1e9, 1e9 + 1, 10],
    [-1e-12, 1e-12, 1000],
    [1e15, 1e15 + 64, 100],
    [0, 65536, 2 ** 20],
  ]) {
    const { edges } = ImageView.from(new Float64Array(0), { axes: ["row"] }).histogram({ bins, range: [low, high] });
    const next = random(bins);
    // Each edge, what is next to it, and some numbers between.
    const bits = new BigInt64Array(1);
    const beside = (x: number, by: bigint) => {
      new Float64Array(bits.buffer)[0] = x;
      bits[0] += by;
      return new Float64Array(bits.buffer)[0];
    };
    const some = [...edges].filter((_, i) => i < 200 || i > bins - 200);
    const numbers = some.flatMap((x) => [x, beside(x, 1n), beside(x, -1n), low + next() * (high - low)]);
    const wanted = new Uint32Array(bins);
    for (const x of numbers) {
      if (!(x >= low && x <= high)) continue;
      let [first, end] = [0, bins];
      while (end - first > 1) {
        const middle = (first + end) >> 1;
        if (edges[middle] <= x) first = middle;
        else end = middle;
      }
      wanted[first]++;
    }
    const view = ImageView.from(Float64Array.from(numbers), { axes: ["row"] });
    assert.deepEqual(view.histogram({ bins, range: [low, high] }).counts, wanted, `${low}..${high}`);
  }
});
