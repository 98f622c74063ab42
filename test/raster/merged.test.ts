/** Regions that are merged are added up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { fieldsOf, rasterize } from "../../src/raster/index.ts";
import { polygon, Region, ring } from "../../src/region/index.ts";

/** A region without the knowledge that it is merged. */
const unknowing = (region: Region) => Region.of(region.polygons, { dbu: region.dbu });

test("law: a merged region has the raster that its polygons have without that knowledge, within 2⁻⁴⁰ of a pixel", () => {
  const corner = fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 }));
  const shape = fc.array(corner, { minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 6 }), fc.constantFrom(0.7, 1, 3.3), (shapes, pitch) => {
      const drawn = shapes.map((points) => polygon(points.map(([x, y]) => [x / 10, y / 10])));
      const merged = Region.or(...drawn).merged();
      assert.ok(merged.isMerged);
      const options = { window: box(-6, -6, 6, 6), pitch, dtype: "float64" } as const;
      const [found, wanted] = [merged, unknowing(merged)].map((one) => rasterize(one, options).toArray());
      for (const [i, value] of found.entries()) {
        assert.ok(Math.abs(value - wanted[i]) <= 2 ** -39, `${value} and ${wanted[i]} at ${i}`);
        // What no edge touches is exact in both.
        if (wanted[i] === 0 || wanted[i] === 1) assert.ok(Math.abs(value - wanted[i]) <= 2 ** -40);
      }
    }),
    { numRuns: 300 },
  );
});

test("rings in rings: exactly 0 and 1 where no edge is, dark too, and the same in fields", () => {
  const rings = Region.or(...Array.from({ length: 6 }, (_, k) => ring(2 * k + 2, 2 * k + 1))).merged();
  const options = { window: box(-13, -13, 13, 13), pitch: 0.1, dtype: "float64" } as const;
  const found = rasterize(rings, options);
  const wanted = rasterize(unknowing(rings), options);
  const values = wanted.toArray();
  for (const [i, value] of found.toArray().entries()) {
    if (values[i] === 0 || values[i] === 1) assert.equal(value, values[i]);
    else assert.ok(Math.abs(value - values[i]) <= 2 ** -39);
  }
  const dark = rasterize(rings, { ...options, tone: "dark" }).toArray();
  for (const [i, value] of found.toArray().entries()) assert.ok(Math.abs(value + dark[i] - 1) < 2 ** -39);
  const [first] = fieldsOf(rings, { ...options, size: [260, 260] }).fields();
  assert.deepEqual([...first.image.toArray()], [...found.toArray()]);
});

test("what is not merged still counts once", () => {
  const builder = new PolygonSetBuilder();
  for (const left of [-1000, 0]) builder.rectangle(left, -1000, left + 2000, 1000);
  const both = Region.of(builder.build());
  assert.equal(both.isMerged, false);
  for (const region of [both, both.merged()]) {
    const sum = rasterize(region, { window: box(-2, -2, 3, 2), pitch: 0.5, dtype: "float64" }).sum() * 0.25;
    assert.equal(sum, 6);
  }
  assert.throws(() => rasterize(both, { pitch: 1, overlap: "twice" as never }), /neither union nor sum/);
});
