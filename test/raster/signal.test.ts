/** Work that is ended in the middle, by an object that looks at memory which another thread could write to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { isReticleError } from "../../src/errors.ts";
import { cell } from "../../src/layout/index.ts";
import {
  fieldsOf,
  type PixelGrid,
  rasterize,
  rasterizeSet,
  toBitmap,
  type WorkSignal,
} from "../../src/raster/index.ts";
import { circle } from "../../src/region/index.ts";
import type { ExactPolygon } from "../support/exact-area.ts";
import { rectangle, setOf, squares } from "./support.ts";

const reason = new Error("stopped");

/** Throws at the look with this number, and counts all. */
function signalAt(last: number) {
  const signal = {
    looks: 0,
    throwIfAborted() {
      if (++signal.looks >= last) throw reason;
    },
  };
  return signal;
}

const many = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));

/** A thin triangle through a point, at an angle that every polygon has another of. */
const spike = (i: number, x: number, y: number): ExactPolygon => {
  const [dx, dy] = [Math.round(4000 * Math.cos(i)), Math.round(4000 * Math.sin(i))];
  return {
    hull: [
      [x - dx, y - dy],
      [x + dx, y + dy],
      [x + dx - 40, y + dy + 30],
    ],
  };
};
const star = (i: number): ExactPolygon => ({
  hull: [
    [i, 0],
    [i + 10, 21],
    [i + 21, 9],
  ],
});

const grid = squares(100, 64, 64);
// What each is for: the way that is taken, the grid, and looks that it takes at least, each a tile, a band or some thousand polygons.
const works: Record<string, { polygons: ExactPolygon[]; overlap: "union" | "sum"; on?: PixelGrid; looks: number }> = {
  "the sum of polygons along the axes": {
    polygons: many(40_000, (i) => rectangle(i % 6000, i % 5000, (i % 6000) + 30, (i % 5000) + 20)),
    overlap: "sum",
    looks: 5,
  },
  "the sum of polygons along the axes, in bands": {
    polygons: many(20_000, (i) => rectangle(i, i, i + 30, i + 20)),
    overlap: "sum",
    on: squares(10, 2048, 2048),
    looks: 8,
  },
  "the sum of polygons at angles": { polygons: many(40_000, (i) => star(i % 6000)), overlap: "sum", looks: 5 },
  "the sum of polygons at angles, in bands": {
    polygons: many(100, (i) => star(i)),
    overlap: "sum",
    on: squares(10, 2048, 2048),
    looks: 32,
  },
  "the union of polygons along the axes": {
    polygons: many(2000, (i) => rectangle(3 * i, 3 * i, 3 * i + 500, 3 * i + 400)),
    overlap: "union",
    looks: 20,
  },
  "the union of polygons at angles": {
    polygons: many(500, (i) => spike(i, 3000 + 2 * i, 3000)),
    overlap: "union",
    looks: 300,
  },
  "the union within one pixel": {
    polygons: many(2000, (i) => spike(i, 3000 + i, 3000)),
    overlap: "union",
    on: squares(6400, 1, 1),
    looks: 20,
  },
};

for (const [name, { polygons, overlap, on = grid, looks }] of Object.entries(works)) {
  test(`${name} is ended at any look, and done as ever afterwards`, () => {
    const set = setOf(polygons);
    const how = { overlap, dtype: "float64", threads: 1 } as const;
    const before = rasterizeSet(set, on, how);
    const all = signalAt(Infinity);
    assert.deepEqual(rasterizeSet(set, on, { ...how, check: () => all.throwIfAborted() }), before);
    assert.ok(all.looks >= looks, `${all.looks} looks`);
    for (const share of [0, 0.3, 0.8, 1]) {
      const signal = signalAt(Math.max(1, Math.round(share * all.looks)));
      assert.throws(() => rasterizeSet(set, on, { ...how, check: () => signal.throwIfAborted() }), reason);
      assert.deepEqual(rasterizeSet(set, on, how), before);
    }
  });
}

test("work that is done by several threads is ended in each of them, and while others are waited for", () => {
  const set = setOf(many(350_000, (i) => star((7 * i) % 6000)));
  const how = { overlap: "sum", dtype: "float64" } as const;
  const before = rasterizeSet(set, grid, { ...how, threads: 1 });
  for (const share of [0.1, 0.5, 0.9, 1]) {
    const all = signalAt(Infinity);
    rasterizeSet(set, grid, { ...how, threads: 2, check: () => all.throwIfAborted() });
    const signal = signalAt(Math.max(1, Math.floor(share * all.looks)));
    try {
      // How many looks are taken here is up to the threads.
      rasterizeSet(set, grid, { ...how, threads: 2, check: () => signal.throwIfAborted() });
    } catch (error) {
      assert.equal(error, reason);
    }
    assert.deepEqual(rasterizeSet(set, grid, { ...how, threads: 2 }), before);
  }
});

test("another thread ends a raster", async () => {
  const memory = new Int32Array(new SharedArrayBuffer(8));
  // It waits until the raster has begun.
  const worker = new Worker(
    `const memory = require("node:worker_threads").workerData;
    Atomics.wait(memory, 1, 0);
    Atomics.store(memory, 0, 1);
    Atomics.notify(memory, 0);`,
    { eval: true, workerData: memory },
  );
  let looks = 0;
  const signal = {
    throwIfAborted() {
      Atomics.store(memory, 1, 1);
      Atomics.notify(memory, 1);
      if (++looks === 50) Atomics.wait(memory, 0, 0, 60_000);
      if (Atomics.load(memory, 0) === 1) throw reason;
    },
  };
  const polygons = many(500, (i) => spike(i, 3000 + 2 * i, 3000).hull.map(([x, y]) => [x / 1000, y / 1000] as const));
  await new Promise((resolve) => worker.once("online", resolve));
  assert.throws(() => rasterize(polygons, { pitch: 0.1, threads: 1, signal }), reason);
  assert.ok(looks <= 50);
  await worker.terminate();
});

test("rasters, bitmaps and fields of layouts look at a signal", () => {
  const unit = cell("unit").add("1/0", circle(0.5));
  const top = cell("top").add(...many(50, (i) => unit.at(0.5 * i, 0)));
  const source = top.source("1/0");
  for (const run of [
    (signal: WorkSignal) => rasterize(source, { pitch: 0.1, signal }),
    (signal: WorkSignal) => rasterize(top, { layers: ["1/0"], pitch: 0.1, signal }),
    (signal: WorkSignal) => toBitmap(source, { pitch: 0.1, signal }),
    (signal: WorkSignal) => [...fieldsOf(source, { pitch: 0.1, size: [64, 64], signal }).fields()],
  ]) {
    assert.throws(() => run(AbortSignal.abort(reason)), reason);
    // Fifty looks are at the cells that are placed.
    const late = signalAt(60);
    assert.throws(() => run(late), reason);
    assert.equal(late.looks, 60);
  }
  assert.throws(
    () => rasterize(source, { pitch: 0.1, signal: "soon" as never }),
    (error) => isReticleError(error, "RasterError") && error.code === "argument",
  );
});
