/** What would fill the memory ends in an error, and what the limit can be set to. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { background, isReticleError, Region, rect } from "../../src/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const limit = Region.crossingLimit;

afterEach(async () => {
  Region.crossingLimit = limit;
  Region.threads = 1;
  await Region.useEngine("own");
});

/** So many lines of 300 units, 1000 apart, along each axis: of their union the holes are between them. */
function lines(count: number): Region {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < count; i++) {
    builder.rectangle(0, 1000 * i, 1000 * count, 1000 * i + 300);
    builder.rectangle(1000 * i, 0, 1000 * i + 300, 1000 * count);
  }
  return Region.of(builder.build());
}

const isTooMuch = (error: unknown) =>
  isReticleError(error, "RegionError") &&
  error.code === "crossing-limit" &&
  /edges cross in more than [\d,]+ points, .*the limit.* and 4 an edge: .*Region.crossingLimit = \d+/.test(
    error.message,
  );

test("axis-parallel lines across each other: up to the limit, which can be raised, they are united", () => {
  const region = lines(300);
  Region.crossingLimit = 10_000;
  assert.throws(() => region.merged(), isTooMuch);
  Region.crossingLimit = 100_000;
  // Of 300 lines each way 300 × 300 gaps: the outermost ones are open.
  assert.equal(region.merged().polygons.ringCount, 1 + 299 ** 2);
});

test("a hundred million gaps between lines are an error, with three threads and in the background", async () => {
  const region = lines(10_000);
  Region.threads = 3;
  assert.throws(() => region.merged(), isTooMuch);
  Region.crossingLimit = 10_000;
  await assert.rejects(background(region).merged(), isTooMuch);
});

test("the limit goes with an operation into its thread", async () => {
  Region.crossingLimit = 10_000;
  await assert.rejects(background(lines(300)).merged(), isTooMuch);
});

test("many rectangles apart from each other are no crossings", () => {
  Region.crossingLimit = 1;
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 40_000; i++)
    builder.rectangle(10 * (i % 200), i - (i % 200), 10 * (i % 200) + 11, i - (i % 200) + 99);
  assert.equal(Region.of(builder.build()).merged().count, 200);
});

for (const engine of ["clipper2-wasm", "clipper2-js"]) {
  test(`${engine}: crossings are counted before it begins`, async () => {
    await Region.useEngine(engine);
    assert.equal(lines(40).merged().polygons.ringCount, 1 + 39 ** 2);
    assert.throws(() => lines(10_000).merged(), isTooMuch);
    Region.crossingLimit = 500;
    assert.throws(() => lines(100).merged(), /800 edges that hang together are too many for clipper2/);
  });
}

test("a limit that is no number of crossings is an error", () => {
  for (const count of [0, -1, 2.5, Number.NaN, 2 ** 31]) {
    assert.throws(
      () => (Region.crossingLimit = count),
      (error) => isReticleError(error, "RegionError") && error.code === "limit",
    );
  }
  assert.equal(Region.crossingLimit, 2 ** 22);
});

test("axis-parallel rings that cross themselves are filled where they wind around at all", () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 200; round++) {
    const corners = 4 + Math.floor(6 * random());
    const at = Array.from({ length: 2 * corners }, () => Math.floor(9 * random()));
    // Each corner is joined to the next one by a horizontal and a vertical edge.
    const ring = Array.from({ length: corners }, (_, i) => {
      const next = (i + 1) % corners;
      return [at[2 * i], at[2 * i + 1], at[2 * next], at[2 * i + 1]];
    }).flat();
    const builder = new PolygonSetBuilder();
    builder.polygon(ring);
    const region = Region.of(builder.build(), { dbu: 1 });
    assert.equal(region.area, filledCells(ring), `round ${round}: ${ring}`);
    const cut = region.and(rect(5, 5, { at: "sw", dbu: 1 }));
    assert.equal(cut.or(region).area, region.area);
  }
});

/** Unit squares around whose middle a ring winds: vertical edges on their left, upwards against downwards. */
function filledCells(ring: readonly number[]): number {
  let filled = 0;
  for (let x = 0; x < 9; x++) {
    for (let y = 0; y < 9; y++) {
      let winding = 0;
      for (let i = 0; i < ring.length; i += 2) {
        const [ax, ay, by] = [ring[i], ring[i + 1], ring[(i + 3) % ring.length]];
        if (ax !== ring[(i + 2) % ring.length] || ax > x) continue;
        if (Math.min(ay, by) <= y && y < Math.max(ay, by)) winding += by > ay ? 1 : -1;
      }
      if (winding !== 0) filled++;
    }
  }
  return filled;
}
