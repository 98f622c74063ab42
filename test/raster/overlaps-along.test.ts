/** Lines side by side at an angle: their boxes overlap, and only what lies across them is done by winding numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rasterizeSet } from "../../src/raster/index.ts";
import { surveyPolygons } from "../../src/raster/survey/index.ts";
import { overlapsAlong } from "../../src/raster/union/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { rectangle, setOf, squares } from "./support.ts";

/** Lines of a width, one every pitch, from the bottom of a square of 1000 on. */
function grating(count: number, pitch: number, width: number, dx: number, dy: number): ExactPolygon[] {
  return Array.from({ length: count }, (_, i) => {
    const x = i * pitch;
    const hull: [number, number][] = [
      [x, 0],
      [x + width, 0],
      [x + width + dx, dy],
      [x + dx, dy],
    ];
    return { hull };
  });
}

const square = squares(125, 8, 8);
const surveyOf = (set: ReturnType<typeof setOf>) => surveyPolygons(set, square);

test("lines side by side have nothing in common, also where they touch; one that lies on others has", () => {
  const apart = setOf(grating(50, 20, 20, 700, 1000));
  assert.equal(overlapsAlong(apart, surveyOf(apart))!.length, 0);
  const wider = setOf(grating(50, 20, 21, 700, 1000));
  assert.equal(overlapsAlong(wider, surveyOf(wider))!.length / 4, 49);
  // The box lies on the lines from 400 − 700 · 0.5 … on: those whose boxes it meets and that it is not apart from.
  const across = setOf([...grating(50, 20, 10, 700, 1000), rectangle(400, 400, 500, 500)]);
  const boxes = overlapsAlong(across, surveyOf(across))!;
  assert.ok(boxes.length > 0 && boxes.length / 4 < 15);
  for (let i = 0; i < boxes.length; i += 4) assert.deepEqual([...boxes.subarray(i, i + 4)], [400, 400, 500, 500]);
});

test("what goes every way is not looked at for long", () => {
  const circle: ExactPolygon = {
    hull: Array.from({ length: 64 }, (_, k) => {
      const angle = ((k + 0.5) * Math.PI) / 32;
      return [500 + Math.round(400 * Math.cos(angle)), 500 + Math.round(400 * Math.sin(angle))];
    }),
  };
  const circles = setOf(Array.from({ length: 50 }, () => circle));
  assert.equal(overlapsAlong(circles, surveyOf(circles)), null);
});

test("unions of gratings and of what lies across them are exact", () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(corner, corner, corner), { maxLength: 2 }),
      fc.constantFrom([700, 1000], [-300, 1000], [1000, 130]),
      fc.integer({ min: 9, max: 52 }),
      (triangles, [dx, dy], width) => {
        const polygons = [...grating(14, 52, width, dx, dy), ...triangles.map((hull) => ({ hull }))];
        const found = rasterizeSet(setOf(polygons), square, { as: "area" });
        const exact = exactAreas(polygons, square, "union").map(toNumber);
        for (const [i, value] of found.entries())
          assert.ok(Math.abs(value - exact[i]) <= 125 ** 2 * 2 ** -36, `pixel ${i}: ${value}, ${exact[i]}`);
      },
    ),
    { numRuns: 8 },
  );
});
