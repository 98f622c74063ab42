/** Large booleans by several threads, in the background, and by an engine that was chosen. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { rectangles, stars } from "../../scripts/bench/workloads.ts";
import { background, isReticleError, type PolygonSet, Region, rect } from "../../src/index.ts";

after(() => {
  Region.threads = 1;
});

function arrays({ xy, rings, polygons }: PolygonSet): unknown {
  return { xy, rings, polygons };
}

for (const [name, a, b] of [
  ["rectangles", rectangles(5e4, 11), rectangles(5e4, 12)],
  ["stars", stars(1.2e4, 13), stars(1.2e4, 14)],
] as const) {
  test(`${name}: the same polygons in the same order with one thread and with three`, () => {
    for (const operation of ["or", "and", "not", "xor"] as const) {
      const results = [1, 3].map((threads) => {
        Region.threads = threads;
        return arrays(Region.of(a)[operation](Region.of(b)).polygons);
      });
      assert.deepEqual(results[0], results[1], operation);
    }
  });
}

test("a number of threads below 1 is an error", () => {
  assert.throws(
    () => (Region.threads = 0),
    (error) => isReticleError(error, "RegionError") && error.code === "threads",
  );
});

test("a region tells which engines merged it", () => {
  const slanted = rect(10).rotate(30);
  assert.equal(rect(10).or(rect(20, 5)).engine, "manhattan");
  assert.equal(slanted.or(rect(5)).engine, "sweep");
  assert.equal(rect(1).or(rect(1).translate(5, 0).rotate(30)).engine, "");
  assert.equal(Region.of(rect(1).polygons).engine, null);
});

test("an engine is chosen by its name, and used from then on", async () => {
  const [a, b] = [rect(10).rotate(30), rect(7).translate(2, 1)];
  const area = a.and(b).area;
  await Region.useEngine("clipper2-js");
  try {
    assert.equal(Region.engine, "clipper2-js");
    const other = Region.of(a.polygons).and(b);
    assert.equal(other.engine, "clipper2-js");
    assert.ok(Math.abs(other.area - area) < 0.01 * area);
  } finally {
    await Region.useEngine("own");
  }
  await assert.rejects(Region.useEngine("clipper2"), /there is no engine "clipper2".*did you mean "clipper2-js"/);
});

test("in the background: the same result, progress up to 1, and timers run meanwhile", async () => {
  const region = Region.of(stars(2e4, 15));
  const heard: number[] = [];
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const merged = await background(region, { onProgress: (done) => heard.push(done) }).merged();
  clearInterval(timer);
  assert.deepEqual(arrays(merged.polygons), arrays(region.merged().polygons));
  assert.ok(ticks > 0);
  assert.ok(heard.length > 2 && heard.at(-1) === 1, String(heard));
  assert.deepEqual(
    heard,
    heard.toSorted((a, b) => a - b),
  );
});

test("in the background: numbers, regions as arguments, errors with their codes", async () => {
  const [a, b] = [rect(10), rect(4)];
  assert.equal(await background(a).area, 100);
  assert.equal((await background(a).not(b)).area, 84);
  await assert.rejects(
    background(a).or(Region.of(b.polygons, { dbu: 0.005 })),
    (error) => isReticleError(error, "RegionError") && error.code === "dbu",
  );
  await assert.rejects(
    background(a).sized((() => 1) as unknown as number),
    (error) => isReticleError(error, "RegionError") && error.code === "background",
  );
});

test("a signal ends what runs in the background, with its reason", async () => {
  const region = Region.of(stars(1e5, 16));
  const controller = new AbortController();
  const work = background(region, { signal: controller.signal }).merged();
  setTimeout(() => controller.abort(new Error("enough")), 20);
  await assert.rejects(work, /enough/);
  await assert.rejects(background(region, { signal: controller.signal }).merged(), /enough/);
  assert.equal(await background(rect(2)).area, 4);
});

test("the stop button's signal is heard where none is given", async () => {
  const controller = new AbortController();
  const host = Symbol.for("reticle.host");
  const global = globalThis as { [key: symbol]: unknown };
  global[host] = { signal: controller.signal };
  try {
    const work = background(Region.of(stars(1e5, 17))).merged();
    setTimeout(() => controller.abort(new Error("stopped")), 20);
    await assert.rejects(work, /stopped/);
  } finally {
    delete global[host];
  }
});
