import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { decodeGds, encodeGds, readGds, readLayout, writeGds, writeLayout } from "../../src/formats/index.ts";
import { box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { cell, Layout, label, layer, layoutInfo, path } from "../../src/layout/index.ts";
import { Region, rect } from "../../src/region/index.ts";
import { referencePython, withoutPython } from "../support/project.ts";
import { contents } from "./contents.ts";

const hasCode = (code: string) => (error: unknown) => isReticleError(error, "GdsError") && error.code === code;

const micron = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000);
const point = fc.tuple(micron, micron);
const layers = fc.tuple(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }));
const paths = fc
  .record({
    points: fc.array(point, { minLength: 2, maxLength: 6 }),
    width: fc.integer({ min: 0, max: 5000 }).map((n) => n / 1000),
    ends: fc.constantFrom("flush" as const, "round" as const, "square" as const, { begin: 0.1, end: -0.05 }),
  })
  .map(({ points, ...options }) => path(points, options));
const labels = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
    point,
    fc.constantFrom(0, 90, 180, 270),
    fc.boolean(),
    fc.constantFrom(1, 2.5),
    fc.constantFrom(undefined, "nw" as const, "c" as const, "se" as const),
  )
  // Readers, KLayout too, end a text at its first zero.
  .filter(([text]) => !text.includes("\0"))
  .map(([text, [x, y], rotation, mirror, magnification, anchor]) =>
    label(text, x, y, { rotation, mirror, magnification, anchor }),
  );
const polygons = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 6, maxLength: 20 }).map((numbers) => {
  const builder = new PolygonSetBuilder();
  // A last point of its own keeps the ring open: a repeated first point is not kept.
  builder.polygon([...numbers.slice(0, numbers.length & ~1), 6000, 6000]);
  return { polygons: builder.build(), dbu: 0.001 };
});
const boxes = fc.tuple(micron, micron, micron, micron).map((sides) => box(...sides));
const cells = fc
  .record({
    shapes: fc.array(fc.tuple(layers, fc.oneof(paths, labels, polygons, boxes)), { maxLength: 12 }),
    placements: fc.array(
      fc.tuple(
        point,
        fc.constantFrom(0, 90, 33.3),
        fc.boolean(),
        fc.constantFrom(1, 0.5, 1.1),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
      ),
      { maxLength: 5 },
    ),
  })
  .map(({ shapes, placements }) => {
    const unit = cell("unit").add("1/0", box(0, 0, 1, 1));
    const top = cell("tøp");
    for (const [where, shape] of shapes) top.add(where, shape);
    for (const [at, rotation, mirror, magnification, columns, rows] of placements) {
      const pitch: [[number, number], [number, number]] = [columns > 1 ? [3, 1] : [0, 0], rows > 1 ? [-1, 4] : [0, 0]];
      top.add(unit.array(columns, rows, { at, rotation, mirror, magnification, pitch }));
    }
    return Layout.of(top);
  });

test("law: decodeGds(encodeGds(layout)) = layout", () => {
  fc.assert(
    fc.property(cells, (layout) => {
      assert.deepEqual(contents(decodeGds(encodeGds(layout))), contents(layout));
    }),
  );
});

test("boxes without width or height come back as boxes, as KLayout reads them", () => {
  const top = cell("top");
  top.add("1/0", box(9, 0, 9, 1), box(0, 5, 3, 5), box(5, 5, 5, 5));
  const { boxCount, polygonCount } = decodeGds(encodeGds(top)).cell("top").shapes("1/0");
  assert.deepEqual([boxCount, polygonCount], [3, 0]);
});

test("the same layout gives the same bytes, at the time that SOURCE_DATE_EPOCH says", () => {
  const top = cell("top").add("1/0", box(0, 0, 1, 1));
  const first = encodeGds(top);
  assert.deepEqual(first, encodeGds(top));
  // HEADER is 6 bytes; BGNLIB's first number is the year.
  assert.equal(first[10] * 256 + first[11], 1970);
  const time = new Date("2024-02-03T04:05:06Z");
  const dated = encodeGds(top, { time });
  assert.equal(dated[11], 2024 & 255);
  process.env.SOURCE_DATE_EPOCH = String(time.getTime() / 1000);
  try {
    assert.deepEqual(encodeGds(top), dated);
  } finally {
    delete process.env.SOURCE_DATE_EPOCH;
  }
});

test("a polygon with holes is cut open, and stays the same region", () => {
  const holes = rect(10).not(rect(2), rect(2).translate(3, 3), rect(1).translate(-3, 2));
  const back = decodeGds(encodeGds(cell("top").add("1/0", holes))).region("1/0");
  assert.equal(back.area, holes.area);
  assert.equal(back.xor(holes).area, 0);
});

test("a polygon of too many points is cut in pieces", () => {
  const ring = Array.from({ length: 40000 }, (_, i) => {
    const radius = i % 2 === 0 ? 1e6 : 0.9e6;
    const angle = (2 * Math.PI * i) / 40000;
    return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
  });
  const builder = new PolygonSetBuilder();
  builder.polygon(ring.flat());
  const star = Region.of(builder.build(), { dbu: 0.001 });
  for (const maxPoints of [8190, 200]) {
    const set = decodeGds(encodeGds(cell("top").add("1/0", star), { maxPoints })).polygonsOf("1/0");
    for (let i = 0; i < set.ringCount; i++) assert.ok(set.rings[i + 1] - set.rings[i] <= maxPoints);
    assert.ok(set.count > 4);
  }
});

test("what GDSII cannot hold is an error with the cell", () => {
  const far = cell("TOP").add(layer(70000, 0), box(0, 0, 1, 1));
  assert.throws(() => encodeGds(far), /layer 70000 is outside 0..65535 \(GDSII, unsigned 16 bit\); in cell "TOP"/);
  assert.throws(() => encodeGds(cell("x".repeat(70000))), hasCode("record-length"));
  assert.throws(() => encodeGds(far, { maxPoints: 9000 }), hasCode("max-points"));
});

test("a zero within a text is told of, in reading and in writing, and refused in a name", () => {
  const codes: string[] = [];
  const stop = onWarning(({ code }) => void codes.push(code));
  try {
    const bytes = encodeGds(cell("c").add([1, 0], label("ab\0cd", 0, 0)));
    assert.equal(decodeGds(bytes).cell("c").shapes("1/0").labels.texts[0], "ab");
    assert.deepEqual(codes, ["text-zero"]);
    const at = Buffer.from(encodeGds(cell("c").add([1, 0], label("abXcd!", 0, 0)))).indexOf("Xcd");
    const within = encodeGds(cell("c").add([1, 0], label("abXcd!", 0, 0)));
    within[at] = 0;
    assert.equal(decodeGds(within).cell("c").shapes("1/0").labels.texts[0], "ab");
    assert.deepEqual(codes, ["text-zero", "text-zero"]);
  } finally {
    stop();
  }
  assert.throws(
    () => encodeGds(cell("a\0b")),
    (error) => isReticleError(error, "GdsError") && error.code === "cell-name",
  );
});

test("files are written whole, compressed by their name, and nothing is left beside them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const top = cell("top").add("1/0", box(0, 0, 1, 1));
    await writeGds(join(folder, "a.gds"), top);
    await writeLayout(join(folder, "a.gds.gz"), Layout.of(top));
    assert.deepEqual(readdirSync(folder).sort(), ["a.gds", "a.gds.gz"]);
    assert.equal(readFileSync(join(folder, "a.gds.gz"))[0], 0x1f);
    const [plain, packed] = [await readGds(join(folder, "a.gds")), await readLayout(join(folder, "a.gds.gz"))];
    assert.deepEqual(contents(plain), contents(packed));
    assert.throws(() => plain.region("9/0"), /layer 9\/0 is not in a\.gds; it has 1\/0/);
    await assert.rejects(writeLayout(join(folder, "a.xyz"), top), /does not end with \.gds/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const countsInPython = `
import json, sys
import gdstk, klayout.db as kdb
out = {}
layout = kdb.Layout(); layout.read(sys.argv[1])
top = layout.top_cell()
layers = {}
for index in layout.layer_indexes():
    info = layout.get_info(index)
    region = kdb.Region(top.begin_shapes_rec(index))
    texts = sum(1 for _ in kdb.Texts(top.begin_shapes_rec(index)).each())
    layers[f"{info.layer}/{info.datatype}"] = [region.count(), texts, region.merged().area() * layout.dbu ** 2]
box = top.dbbox()
out["klayout"] = {"dbu": layout.dbu, "top": top.name, "layers": layers, "bbox": [box.left, box.bottom, box.right, box.top]}
library = gdstk.read_gds(sys.argv[1])
tops = library.top_level()
out["gdstk"] = {"precision": library.precision, "tops": [c.name for c in tops], "polygons": len(tops[0].get_polygons()), "labels": len(tops[0].get_labels())}
print(json.dumps(out))
`;

test("writeGds: as KLayout's Layout.read and gdstk's read_gds", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const unit = cell("unit")
      .add("1/0", rect(6).not(rect(2)), box(10, 0, 12, 1))
      .add(
        "2/5",
        path(
          [
            [0, 0],
            [10, 0],
            [10, 5],
          ],
          { width: 1, ends: "square" },
        ),
        label("pin", 1, 2, { anchor: "c" }),
      );
    const top = cell("top").add(
      unit.array(4, 3, { pitch: 20, rotation: 90 }),
      unit.at(100, 3, { mirror: true, magnification: 2 }),
    );
    const file = join(folder, "out.gds");
    await writeGds(file, top);
    const seen = JSON.parse(execFileSync(referencePython()!, ["-c", countsInPython, file], { encoding: "utf8" }));
    const info = layoutInfo(Layout.of(top));
    assert.equal(seen.klayout.dbu, 0.001);
    assert.equal(seen.klayout.top, "top");
    assert.deepEqual(seen.klayout.bbox, info.bbox);
    for (const [name, { shapes, texts, area_um2 }] of Object.entries(info.layers)) {
      const [count, labels, area] = seen.klayout.layers[name];
      assert.deepEqual([count, labels], [shapes, texts]);
      assert.ok(Math.abs(area - area_um2!) < 1e-9 * area, `${name}: ${area_um2}, KLayout ${area}`);
    }
    assert.equal(seen.gdstk.precision, 1e-9);
    assert.deepEqual(seen.gdstk.tops, ["top"]);
    assert.equal(seen.gdstk.polygons, 13 * 3);
    assert.equal(seen.gdstk.labels, 13);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("members of an array that lie on each other are written one by one, for equal corners of an AREF mean one", () => {
  const unit = cell("unit").add([1, 0], box(0, 0, 1, 1));
  const pitch = [
    [0, 0],
    [0, 5],
  ] as const;
  const top = cell("top").add(unit.array(3, 2, { pitch }));
  const back = decodeGds(encodeGds(top));
  assert.equal(back.polygonsOf("1/0").count, 6);
  assert.deepEqual(
    back.cell("top").references.map(({ columns, rows }) => [columns, rows]),
    [
      [1, 2],
      [1, 2],
      [1, 2],
    ],
  );
  const many = cell("many").add(unit.array(40_000, 1, { pitch: 0 }));
  assert.throws(() => encodeGds(many), hasCode("array-count"));
});
