/** Several layers, whole numbers, tone, mirrors and magnification; and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { Box, box } from "../../src/geometry/index.ts";
import type { AnyImageView } from "../../src/image/index.ts";
import { cell, Layout } from "../../src/layout/index.ts";
import { fieldsOf, type LayerRaster, type RasterizeOptions, rasterize } from "../../src/raster/index.ts";
import type { RasterArray } from "../../src/raster/raster-numbers.ts";
import { circle, Region, rect } from "../../src/region/index.ts";

/** 0.75 of the first pixel and 0.25 of the second of the lower row. */
const shape = rect(0.75, 1, { position: [0.375, 0.5] }).or(rect(0.25, 1, { position: [1.125, 0.5] }));
const window = box(0, 0, 3, 2);

test("layers of a cell or a layout are the channels of one raster", () => {
  const top = cell("top")
    .add("1/0", box(0, 0, 1, 1))
    .add("2/5", box(1, 1, 3, 2));
  for (const source of [top, Layout.of(top)]) {
    const field = rasterize(source, { layers: ["1/0", [2, 5]], window, pitch: 1 });
    assert.deepEqual([...field.axes], ["channel", "row", "column"]);
    assert.deepEqual([...field.shape], [2, 2, 3]);
    assert.deepEqual([...field.toArray()], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    assert.deepEqual(field.origin, { row: 0.5, column: 0.5 });
    assert.equal(field.direction, "up");
  }
  assert.deepEqual([...rasterize(top, { layers: ["1/0"], window, pitch: 1 }).shape], [1, 2, 3]);
  // What the numbers are is known when it runs: the compiler knows the axes.
  const options: RasterizeOptions = { window, pitch: 1, dtype: "uint8" };
  const later: LayerRaster<RasterArray> = rasterize(top, { ...options, layers: ["1/0"] });
  assert.deepEqual([...later.pick({ channel: 0 }).toArray()], [255, 0, 0, 0, 0, 0]);
  assert.throws(() => rasterize(top, { layers: ["2/0"], window, pitch: 1 }), /layer 2\/0 is not in.*1\/0, 2\/5/);
});

test("lists of points in µm and polygon sets are sources, too", () => {
  const points = [
    [
      [0, 0],
      [2, 0],
      [0, 2],
    ],
  ] as const;
  assert.deepEqual([...rasterize(points, { window, pitch: 1 }).toArray()], [1, 0.5, 0, 0.5, 0, 0]);
  const set = rect(2000, 1000, { dbu: 1 }).polygons; // centred
  assert.deepEqual(
    [...rasterize(set, { window: box(-1, -1, 1, 1), pitch: 1, dbu: 0.001 }).toArray()],
    [0.5, 0.5, 0.5, 0.5],
  );
});

test("coverage as whole numbers is scaled and rounded once; areas may be int32", () => {
  assert.deepEqual([...rasterize(shape, { window, pitch: 1, dtype: "uint8" }).toArray()], [191, 64, 0, 0, 0, 0]);
  // 65535 · 0.75 = 49151.25, 65535 · 0.25 = 16383.75
  assert.deepEqual([...rasterize(shape, { window, pitch: 1, dtype: "uint16" }).toArray()], [49151, 16384, 0, 0, 0, 0]);
  const areas = rasterize(shape, { window, pitch: 1, as: "area", dtype: "int32" });
  assert.ok(areas.data instanceof Int32Array);
  assert.deepEqual([...areas.toArray()], [750_000, 250_000, 0, 0, 0, 0]);
});

test("a value that the type does not hold is an error and never wraps", () => {
  const huge = rect(100_000, 100_000);
  const whole = { window: box(-50_000, -50_000, 50_000, 50_000), pitch: 50_000 };
  assert.throws(
    () => rasterize(huge, { ...whole, as: "area", dtype: "int32" }),
    (error) =>
      isReticleError(error, "RasterError") && error.code === "dtype" && /2500000000000000.*int32/.test(error.message),
  );
  assert.equal(rasterize(huge, { ...whole, as: "area" }).get(0, 0), 2.5e15);
  const twice = [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  ] as const;
  assert.throws(() => rasterize(twice, { window, pitch: 1, overlap: "sum", dtype: "uint8" }), /510.*uint8/);
  assert.equal(rasterize(twice, { window, pitch: 1, dtype: "uint8" }).get(0, 0), 255);
});

test("a dark tone counts what is left open", () => {
  assert.deepEqual([...rasterize(shape, { window, pitch: 1, tone: "dark" }).toArray()], [0.25, 0.75, 1, 1, 1, 1]);
  const areas = rasterize(shape, { window, pitch: 1, pixel: 0.5, as: "area", tone: "dark" });
  // Pixels of half the pitch: the second one's left half holds the bar, a quarter wide and half a pixel high.
  assert.deepEqual([...areas.toArray()], [0, 125_000, 250_000, 250_000, 250_000, 250_000]);
});

test("mirrors turn the window over, and its gaps and rest with it", () => {
  const flipped = rasterize(shape, { window, pitch: 1, mirror: "left-right" });
  assert.deepEqual([...flipped.toArray()], [0, 0.25, 0.75, 0, 0, 0]);
  assert.deepEqual(flipped.origin, { row: 0.5, column: 0.5 });
  assert.deepEqual([...rasterize(shape, { window, pitch: 1, mirror: "up-down" }).toArray()], [0, 0, 0, 0.75, 0.25, 0]);
  assert.deepEqual([...rasterize(shape, { window, pitch: 1, mirror: "both" }).toArray()], [0, 0, 0, 0, 0.25, 0.75]);
  // The same as rasterizing the mirrored shape, also where pitches do not fill the window.
  const odd = {
    window: box(-2.03, -1.57, 2.41, 2.11),
    pitch: [0.37, 0.29],
    pixel: [0.31, 0.29],
    dtype: "float64",
  } as const;
  const source = circle(1.7);
  // Mirrored at the middle of the window, x = 0.19 and y = 0.27; on whole database units.
  const moved = circle(1.7, { position: [0.38, 0] });
  assert.deepEqual(
    [...rasterize(source, { ...odd, mirror: "left-right" }).toArray()].map((v) => v.toFixed(9)),
    [...rasterize(moved, odd).toArray()].map((v) => v.toFixed(9)),
  );
});

test("magnification: pitch, pixel and axes are of the raster, the window is of the layout", () => {
  const four = rasterize(shape, { window, pitch: 2, magnification: 4 });
  // Half a micron of the layout is two of the raster.
  assert.deepEqual([...four.shape], [4, 6]);
  assert.deepEqual([...four.toArray()].slice(0, 6), [1, 0.5, 0.5, 0, 0, 0]);
  assert.deepEqual(four.spacing, { row: 2, column: 2 });
  assert.deepEqual(four.origin, { row: 1, column: 1 });
});

test("an origin with a shape needs no window; with one it moves the first pixel", () => {
  const field = rasterize(shape, { origin: [0.5, 0], shape: [1, 2], pitch: 0.5 });
  assert.deepEqual([...field.toArray()], [0.5, 0.5]);
  assert.deepEqual(field.origin, { row: 0.25, column: 0.75 });
  assert.deepEqual([...rasterize(shape, { window, origin: [-0.5, 0], pitch: 1 }).shape], [2, 4]);
  const sides = { left: 0.5, bottom: 0, right: 1.5, top: 0.5 } as never; // of a box
  assert.deepEqual(rasterize(shape, { window: sides, pitch: 0.5 }).toArray(), field.toArray());
});

test("an aborted signal ends the work with its reason", () => {
  const reason = new Error("enough");
  assert.throws(() => rasterize(shape, { window, pitch: 1, signal: AbortSignal.abort(reason) }), reason);
});

test("what cannot be rasterized says why", () => {
  const cases: [code: string, message: RegExp, options: object][] = [
    ["window", /right is NaN/, { window: { left: 0, bottom: 0, right: NaN, top: 1 } }],
    ["window", /no area: left must be below right/, { window: { left: 3, bottom: 0, right: 1, top: 1 } }],
    ["window", /a box in µm/, { window: [0, 0, 1, 1] }],
    ["pitch", /pitch 0 µm is not a positive/, { pitch: 0 }],
    ["pitch", /pitch -1 µm is not/, { pitch: [-1, 1] }],
    ["pitch", /pitch undefined is no number/, { pitch: undefined }],
    ["pitch", /pitch "1" is no number of µm; give one, or \[x, y\]/, { pitch: "1" }],
    ["pitch", /pitch \[1\] is no number/, { pitch: [1] }],
    ["pixel", /pixel \[1, 2, 3\] is no number/, { pixel: [1, 2, 3] }],
    ["pixel-exceeds-pitch", /pixel size 2 µm along x exceeds the pitch of 1 µm/, { pixel: 2 }],
    ["memory", /would take .* GiB.*tiles/, { window: new Box(0, 0, 2000, 2000), pitch: 0.05 }],
    ["shape", /needs a shape/, { window: undefined, origin: [0, 0] }],
    ["shape", /shape 3 is not two whole numbers: \[rows, columns\]/, { shape: 3 }],
    ["shape", /shape \[2\] is not/, { shape: [2] }],
    ["origin", /NaN/, { origin: [NaN, 0] }],
    ["origin", /origin 3 is not two numbers of µm: \[x, y\]/, { origin: 3 }],
    ["output", /coverage is given as float32, float64, uint8, uint16, not as int32/, { dtype: "int32" }],
    ["output", /area is given as/, { as: "area", dtype: "uint8" }],
    ["output", /not volume/, { as: "volume" }],
    ["tone", /neither clear nor dark/, { tone: "grey" }],
    ["tone", /not with "sum"/, { tone: "dark", overlap: "sum" }],
    ["mirror", /left-right, up-down, both/, { mirror: "x" }],
    ["magnification", /0 is not a positive/, { magnification: 0 }],
    ["threads", /0 threads: at least 1/, { threads: 0 }],
    ["threads", /1\.5 threads/, { threads: 1.5 }],
    ["overlap", /"most" is neither union nor sum/, { overlap: "most" }],
    ["argument", /an AbortSignal/, { signal: 5 }],
    ["layers", /layers are for cells and layouts/, { layers: ["1/0"] }],
  ];
  for (const [code, message, options] of cases) {
    assert.throws(
      () => rasterize(shape, { window, pitch: 1, ...options } as never),
      (error) => isReticleError(error) && error.code === code && message.test(error.message),
      `${code}: ${message}`,
    );
  }
  const one = cell("a").add([1, 0], new Box(0, 0, 1, 1));
  assert.throws(() => rasterize(one, { window, pitch: 1, layers: ["2/0"] }), /2\/0 is not in cell "a"; it has 1\/0/);
  assert.throws(() => rasterize(cell("a") as never, { window, pitch: 1 }), /layers: \["1\/0"\]/);
});

test("without a window it is the box around what is rasterized", () => {
  const cornered = rect(3, 2, { at: "sw", position: [1, 5] });
  const origins = (view: AnyImageView) => [view.origin.column, view.origin.row];
  // Pixel 0 begins at the lower left corner, and an axis tells its centre.
  const points: [number, number][] = [
    [1, 5],
    [4, 5],
    [4, 7],
    [1, 7],
  ];
  for (const source of [cornered, cornered.polygons, [points]]) {
    const field = rasterize(source, { pitch: 1 });
    assert.deepEqual([...field.shape], [2, 3]);
    assert.deepEqual(origins(field), [1.5, 5.5]);
    assert.equal(field.sum(), 6);
  }
  assert.deepEqual([...fieldsOf(cornered, { pitch: 1, size: [2, 2] }).shape], [2, 3]);
  // The same window for all layers, also where one layer alone is asked for.
  const top = cell("top")
    .add("1/0", cornered)
    .add("2/0", rect(1, 1, { at: "sw" }));
  for (const source of [top, Layout.of(top)])
    for (const layers of [["1/0"], ["1/0", "2/0"]])
      assert.deepEqual([...rasterize(source, { layers, pitch: 1 }).shape], [layers.length, 7, 4]);
});

test("without a window something has to be there", () => {
  for (const source of [Region.empty(), Region.empty().polygons])
    assert.throws(() => rasterize(source, { pitch: 1 }), /is empty and has no box; name a window/);
  assert.throws(() => rasterize(cell("a").add("1/0", rect(1)) as never, { pitch: 1 }), /by layers; say which: layers/);
});
