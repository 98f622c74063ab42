import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError, onWarning } from "../../src/errors.ts";
import {
  decodeOasis,
  encodeOasis,
  readLayout,
  readOasis,
  type WriteOasisOptions,
  writeLayout,
  writeOasis,
} from "../../src/formats/index.ts";
import { box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { cell, Layout, label, layer, path, Reference } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";
import { contents } from "./contents.ts";

/** What comes back, and the codes of the warnings on the way; compared with all options. */
function back(what: Parameters<typeof encodeOasis>[0]): { layout: Layout; warnings: string[] } {
  const warnings: string[] = [];
  const stop = onWarning((warning) => warnings.push(warning.code));
  try {
    const [layout, ...others] = allOptions.map((options) => decodeOasis(encodeOasis(what, options)));
    for (const other of others) assert.deepEqual(contents(other), contents(layout));
    return { layout, warnings: warnings.slice(0, warnings.length / allOptions.length) };
  } finally {
    stop();
  }
}
const allOptions: WriteOasisOptions[] = [{}, { strict: true }, { compress: false }, { compress: false, strict: true }];

const micron = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000);
const point = fc.tuple(micron, micron);
const layers = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 24 - 1 }));
const paths = fc
  .record({
    points: fc.array(point, { minLength: 2, maxLength: 6 }),
    width: fc.integer({ min: 0, max: 2500 }).map((n) => n / 500),
    ends: fc.constantFrom("flush" as const, "square" as const, { begin: 0.1, end: -0.05 }),
  })
  .map(({ points, ...options }) => path(points, options));
const circles = fc
  .tuple(point, fc.integer({ min: 1, max: 999 }))
  .map(([at, radius]) => path([at], { width: radius / 500, ends: "round" }));
const labels = fc
  .tuple(fc.string({ maxLength: 20, unit: "grapheme" }), point)
  .map(([text, [x, y]]) => label(text, x, y));
/** All kinds of point lists: along the axes, along the diagonals, anywhere. */
const steps = fc.oneof(
  fc.constantFrom([1, 0], [0, 1], [-1, 0], [0, -1]),
  fc.constantFrom([1, 0], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1]),
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
);
const polygons = fc
  .tuple(fc.array(steps, { minLength: 3, maxLength: 12 }), fc.integer({ min: 1, max: 500 }), point)
  .map(([moves, length, [x, y]]) => {
    const ring = [Math.round(1000 * x), Math.round(1000 * y)];
    for (const [dx, dy] of moves) ring.push(ring[ring.length - 2] + length * dx, ring[ring.length - 1] + length * dy);
    const builder = new PolygonSetBuilder();
    // A last point of its own keeps the ring open: a repeated first point is not kept.
    builder.polygon([...ring, 2_000_001, 2_000_000]);
    return { polygons: builder.build(), dbu: 0.001 };
  });
const boxes = fc
  .tuple(point, fc.constantFrom(1, 2), fc.constantFrom(1, 2))
  .map(([[x, y], w, h]) => box(x, y, x + w, y + h));
const placements = fc.record({
  at: point,
  rotation: fc.constantFrom(0, 90, 180, 270, 33.3, 359.9),
  mirror: fc.boolean(),
  magnification: fc.constantFrom(1, 0.5, 1.1, 3),
  columns: fc.integer({ min: 1, max: 5 }),
  rows: fc.integer({ min: 1, max: 5 }),
});
const vectors = fc.constantFrom(
  [
    [3, 1],
    [-1, 4],
  ] as const,
  [
    [3, 0],
    [0, 4],
  ] as const,
  [
    [-3, 0],
    [0, -4],
  ] as const,
);
const layouts = fc
  .record({
    shapes: fc.array(fc.tuple(layers, fc.oneof(paths, circles, labels, polygons, boxes)), { maxLength: 20 }),
    placed: fc.array(fc.tuple(placements, vectors), { maxLength: 5 }),
  })
  .map(({ shapes, placed }) => {
    const unit = cell("unit").add("1/0", box(0, 0, 1, 1));
    const top = cell("tøp");
    for (const [where, shape] of shapes) top.add(where, shape);
    // A row of one member has no vector, which is what comes back.
    for (const [{ columns, rows, ...options }, [a, b]] of placed) {
      const [u, v] = columns === 1 && rows > 1 ? [b, [0, 0] as const] : [a, b];
      const [n, m] = columns === 1 && rows > 1 ? [rows, 1] : [columns, rows];
      top.add(unit.array(n, m, { ...options, pitch: [n > 1 ? u : [0, 0], m > 1 ? v : [0, 0]] }));
    }
    return Layout.of(top);
  });

/** OASIS tells the rows of a single column from the columns of a single row only by their direction. */
const turnedArrays = (layout: Layout) =>
  contents(layout).map(({ references, ...rest }) => ({
    ...rest,
    references: references.map((one) =>
      one.columns === 1 && one.rows > 1
        ? { ...one, columns: one.rows, rows: 1, columnX: one.rowX, columnY: one.rowY, rowX: 0, rowY: 0 }
        : one,
    ),
  }));

test("law: decodeOasis(encodeOasis(layout)) = layout", () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      assert.deepEqual(turnedArrays(back(layout).layout), turnedArrays(layout));
    }),
  );
});

test("the same layout gives the same bytes, and END has 256 of them", () => {
  const top = cell("top").add("1/0", box(0, 0, 1, 1));
  for (const options of allOptions) {
    const bytes = encodeOasis(top, options);
    assert.deepEqual(bytes, encodeOasis(top, options));
    assert.equal(bytes[bytes.length - 256], 2);
  }
});

test("neighbours that differ in place only are one record, but for those at one place", () => {
  const grid = cell("top");
  for (let i = 0; i < 1000; i++) grid.add("1/0", box(i, 0, i + 0.5, 0.5));
  const size = encodeOasis(grid, { compress: false }).length;
  assert.ok(size < 360, `${size} bytes`);
  assert.deepEqual(contents(back(grid).layout), contents(Layout.of(grid)));
  const twice = cell("top").add("1/0", box(0, 0, 1, 1), box(0, 0, 1, 1), box(2, 0, 3, 1));
  assert.equal(back(twice).layout.cell("top").shapes("1/0").boxCount, 3);
});

test("properties of shapes and references are kept", () => {
  const unit = cell("unit").add("1/0", box(0, 0, 1, 1), box(5, 0, 6, 1), rect(3).rotate(45));
  const properties = [[7, "seven"], ["P", 5, -4, 0.25, "vælue", 1e300], ["empty"]] as const;
  unit.shapes("1/0").setProperties("box", 0, properties);
  unit.shapes("1/0").setProperties("polygon", 0, [["many", ...Array.from({ length: 20 }, (_, i) => i)]]);
  const top = cell("top").add(new Reference(unit, { properties: [properties[0]] }), unit.at(9, 9));
  const { layout, warnings } = back(top);
  const shapes = layout.cell("unit").shapes("1/0");
  assert.deepEqual([shapes.propertiesOf("box", 0), shapes.propertiesOf("box", 1)], [properties, []]);
  assert.equal(shapes.propertiesOf("polygon", 0)[0].length, 21);
  assert.deepEqual(
    layout.cell("top").references.map((one) => one.properties),
    [[properties[0]], []],
  );
  assert.deepEqual(warnings, []);
});

test("layers keep their names", () => {
  const metal = layer(1, 5, "metal");
  assert.deepEqual(
    back(cell("top").add(metal, box(0, 0, 1, 1)))
      .layout.layers()
      .map((one) => one.name),
    ["metal"],
  );
});

test("what OASIS has no words for is written as what it looks like, with a warning", () => {
  const spine = [
    [0, 0],
    [10, 0],
    [10, 5],
  ] as const;
  const odd = cell("top").add("1/0", path(spine, { width: 0.401 }), path(spine, { width: 1, ends: "round" }));
  const { layout, warnings } = back(odd);
  assert.deepEqual([layout.cell("top").shapes("1/0").polygonCount, warnings], [2, ["path-outline"]]);
  assert.equal(layout.region("1/0").xor(odd.region("1/0")).area, 0);
  const line = back(cell("top").add("1/0", path(spine, { width: 0, ends: "round" })));
  assert.deepEqual([line.layout.cell("top").shapes("1/0").pathCount, line.warnings], [1, []], "no outline to be lost");
  const turned = back(cell("top").add("1/0", label("A", 1, 2, { rotation: 90 })));
  assert.deepEqual([turned.layout.cell("top").shapes("1/0").labels.texts, turned.warnings], [["A"], ["label-pose"]]);
  const holes = rect(10).not(rect(2), rect(2).translate(3, 3));
  assert.equal(back(cell("top").add("1/0", holes)).layout.region("1/0").xor(holes).area, 0);
});

test("arrays with fractional vectors are written member by member, rounded as they are drawn", () => {
  const unit = cell("unit").add("1/0", box(0, 0, 0.001, 0.001));
  const top = cell("top").add(new Reference(unit, { columns: 4, rows: 2, columnX: 2.5, rowY: 100 }));
  const { layout } = back(top);
  assert.equal(layout.region("1/0").xor(top.region("1/0")).area, 0);
  const huge = cell("top").add(new Reference(unit, { columns: 32767, rows: 32767, columnX: 2.5, rowY: 100 }));
  assert.throws(
    () => encodeOasis(huge),
    (error) => isReticleError(error, "OasisError") && error.code === "array",
  );
});

test("missing cells stay missing", () => {
  const gone = cell("gone");
  gone.isGhost = true;
  const { layout, warnings } = back(cell("top").add(gone.at(1, 2)));
  assert.deepEqual([layout.cell("gone").isGhost, warnings], [true, ["missing-cell"]]);
});

test("files are written whole, in the format and compressed by their name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const top = cell("top").add("1/0", box(0, 0, 1, 1));
    await writeOasis(join(folder, "a.oas"), top);
    await writeLayout(join(folder, "a.oas.gz"), Layout.of(top), { strict: true });
    assert.deepEqual(readdirSync(folder).sort(), ["a.oas", "a.oas.gz"]);
    const [plain, packed] = [await readOasis(join(folder, "a.oas")), await readLayout(join(folder, "a.oas.gz"))];
    assert.deepEqual(contents(plain), contents(packed));
    assert.equal(packed.format, "oasis");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
