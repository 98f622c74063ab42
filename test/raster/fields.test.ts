/** Fields put together are the whole raster; audits and bitmaps by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { drawOn, fieldsOf, offGridEdges, rasterize, toBitmap } from "../../src/raster/index.ts";
import { circle, rect } from "../../src/region/index.ts";

const code = (name: string) => (error: unknown) => isReticleError(error, "RasterError") && error.code === name;

test("fields put together are the whole raster, turned over, dark and magnified as it is", () => {
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 3, max: 30 }),
        height: fc.integer({ min: 3, max: 30 }),
        shared: fc.integer({ min: 0, max: 2 }),
        pitch: fc.constantFrom(0.5, 0.3785),
        mirror: fc.constantFrom(undefined, "left-right" as const, "up-down" as const, "both" as const),
        tone: fc.constantFrom("clear" as const, "dark" as const),
        magnification: fc.constantFrom(1, 4),
      }),
      ({ width, height, shared, pitch, mirror, tone, magnification }) => {
        const region = circle(4).or(rect(3, 1));
        const common = {
          window: box(-3.1, -4.2, 5, 4.4),
          pitch: pitch * magnification,
          tone,
          magnification,
          ...(mirror !== undefined && { mirror }),
        };
        const whole = rasterize(region, { ...common, dtype: "float64" });
        const plan = fieldsOf(region, { ...common, dtype: "float64", size: [width, height], shared });
        assert.deepEqual(plan.shape, whole.shape);
        const seen = new Set<string>();
        for (const { row, column, image, origin } of plan.fields()) {
          assert.deepEqual(image.shape, [height, width]);
          const [firstRow, firstColumn] = [row * (height - shared), column * (width - shared)];
          for (let r = 0; r < height; r++) {
            for (let c = 0; c < width; c++) {
              const isIn = firstRow + r < whole.shape[0] && firstColumn + c < whole.shape[1];
              const wanted = isIn ? whole.get(firstRow + r, firstColumn + c) : 0;
              // The corner of a field is rounded otherwise than that of the whole: far below 2⁻⁴⁰ of a pixel.
              assert.ok(Math.abs(image.get(r, c) - wanted) < 1e-12);
              if (isIn) seen.add(`${firstRow + r} ${firstColumn + c}`);
            }
          }
          const corner = whole.origin.column! - whole.spacing.column! / 2 + firstColumn * whole.spacing.column!;
          assert.ok(Math.abs(origin[0] - corner) < 1e-9);
        }
        assert.equal(seen.size, whole.size);
      },
    ),
    { numRuns: 40 },
  );
});

test("a mask of 10¹² pixels is planned at once, and its fields take the memory of one", () => {
  const plan = fieldsOf(rect(10), { window: box(-5e4, -5e4, 5e4, 5e4), pitch: 0.1, size: [1024, 512], shared: 24 });
  assert.deepEqual([plan.columns, plan.rows, plan.shape], [1000, 2050, [1e6, 1e6]]);
  const [first] = plan.fields();
  assert.deepEqual(
    [first.image.shape, first.origin],
    [
      [512, 1024],
      [-5e4, -5e4],
    ],
  );
});

test("fields without meaning are errors", () => {
  const window = box(0, 0, 1, 1);
  assert.throws(() => fieldsOf(rect(1), { window, pitch: 0.1, size: [0, 5] }), code("size"));
  assert.throws(() => fieldsOf(rect(1), { window, pitch: 0.1, size: [5, 5], shared: 5 }), code("shared"));
  assert.throws(() => fieldsOf(rect(1), { window, pitch: 0.1, size: [1e5, 1e5] }), code("memory"));
});

test("edges off the grid are told, and the origin that most fall on", () => {
  // Left at 0.103 and right at 1.106 µm, bottom at −1 and top at 1: with pixels of 0.1 µm the upright ones are off.
  const shape = [
    [0.103, -1],
    [1.106, -1],
    [1.106, 1],
    [0.103, 1],
  ] as const;
  const audit = offGridEdges([shape], { pitch: 0.1 });
  assert.deepEqual([audit.edges, audit.slanted, audit.offGrid.length / 4], [4, 0, 2]);
  // Level edges are 2 · 1.003 of 2 · 1.003 + 2 · 2 long; with x shifted by 3 nm the left edge comes to it.
  assert.ok(Math.abs(audit.share - 2.006 / 6.006) < 1e-12);
  assert.deepEqual(audit.best.origin, [0.003, 0]);
  assert.ok(Math.abs(audit.best.share - 4.006 / 6.006) < 1e-12);
  assert.match(String(audit), /2 of 4 edges along the axes are off the grid/);
  // Pixels of a micromirror device: 0, 0.757 and 3.785 µm are whole numbers of 0.3785.
  const pad = [
    [0, 0],
    [0.757, 0],
    [0.757, 3.785],
    [0, 3.785],
  ] as const;
  const mirrors = offGridEdges([pad], { pitch: 0.3785 });
  assert.deepEqual([mirrors.offGrid.length, mirrors.share], [0, 1]);
  assert.ok(offGridEdges(circle(5), { pitch: 0.1 }).slanted > 10);
  assert.throws(() => offGridEdges(rect(1), { pitch: 0 }), code("pitch"));
});

test("edges that no more than two tolerances lie between are on one grid, also around its lines", () => {
  const tolerance = 0.005;
  // Left and right edges are 92, 98, 105 and 105 nm beyond a line of 100 nm, upper and lower ones on lines.
  const bar = (left: number, right: number) =>
    [
      [left, 0],
      [right, 0],
      [right, 1],
      [left, 1],
    ] as const;
  const bars = [bar(0.092, 0.198), bar(0.305, 0.505)];
  const audit = offGridEdges(bars, { pitch: 0.1, tolerance });
  // 98 and 105 are on lines at 100: 3 of 4 µm, and 2 · (0.106 + 0.2) of level edges. None has 92 and 105 too.
  assert.ok(Math.abs(audit.share - (3 + 0.612) / 4.612) < 1e-12);
  assert.deepEqual(audit.best, { origin: [0, 0], share: audit.share });
  // 92 and 98 are on lines at 93, and 98, 105 and 105 on those in their middle.
  const other = offGridEdges(bars, { pitch: 0.1, tolerance, origin: [0.093, 0] });
  assert.deepEqual([other.offGrid.length / 4, other.best.origin], [2, [0.1015, 0]]);
  // What is found is so when it is looked at again.
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 99 })), { minLength: 1 }),
      fc.constantFrom(100, 37.85),
      fc.constantFrom(0.001, 3, 7),
      (spans, pitch, nanometres) => {
        const shapes = spans.map(([left, width]) => bar(left / 1000, (left + width) / 1000));
        const how = { pitch: pitch / 1000, tolerance: nanometres / 1000, origin: [0.0123, 0] } as const;
        const { best } = offGridEdges(shapes, how);
        assert.ok(Math.abs(offGridEdges(shapes, { ...how, origin: best.origin }).share - best.share) < 1e-9);
        assert.ok(best.origin[0] >= 0.0123 && best.origin[0] <= 0.0123 + pitch / 1000);
        // No grid with a line two tolerances or less behind an edge has more.
        for (const [left, width] of spans)
          for (const edge of [left, left + width]) {
            const origin = [(edge + nanometres) / 1000, best.origin[1]] as const;
            assert.ok(offGridEdges(shapes, { ...how, origin }).share < best.share + 1e-9);
          }
      },
    ),
    { numRuns: 50 },
  );
});

test("a bitmap is 1 from the threshold on", () => {
  const window = box(0, 0, 4, 1);
  const shape = rect(2.5, 1).translate(1.25, 0.5);
  assert.deepEqual([...toBitmap(shape, { window, pitch: 1 }).toArray()], [1, 1, 1, 0]);
  assert.deepEqual([...toBitmap(shape, { window, pitch: 1, threshold: 0.6 }).toArray()], [1, 1, 0, 0]);
  assert.equal(toBitmap(shape, { window, pitch: 1 }).kind, "binary");
  assert.throws(() => toBitmap(shape, { window, pitch: 1, threshold: 0 }), code("threshold"));
});

test("polygons are drawn where the picture's spacing and origin say, whichever way its rows go", () => {
  const grey = new Uint8Array(12).fill(100);
  const options = { shape: [3, 4], axes: ["row", "column"], spacing: { row: 1, column: 1 } } as const;
  const shape = rect(1, 1).translate(2.5, 0.5); // the lowest pixel of column 2
  const up = drawOn(ImageView.from(grey, { ...options, direction: "up" }), shape, {
    color: [200, 0, 100],
    opacity: 0.5,
  });
  assert.deepEqual([up.get(0, 2, 0), up.get(0, 2, 1), up.get(0, 2, 2)], [150, 50, 100]);
  assert.deepEqual([up.get(2, 2, 0), up.kind], [100, "rgb"]);
  const down = drawOn(ImageView.from(grey, { ...options, direction: "down" }), shape, { color: [200, 0, 100] });
  assert.deepEqual([down.get(2, 2, 0), down.get(0, 2, 0)], [150, 100]);
  assert.deepEqual([...grey], new Array(12).fill(100));
  assert.throws(() => drawOn(ImageView.from(grey, { shape: [3, 4], axes: ["row", "column"] }), shape), code("spacing"));
});
