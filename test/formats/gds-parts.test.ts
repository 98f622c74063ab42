/** Reading parts of a file: a window, what it holds without a layout, and large files piece by piece. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { isReticleError, onWarning } from "../../src/errors.ts";
import {
  decodeGds,
  decodeLayout,
  encodeGds,
  encodeOasis,
  gdsInfo,
  readGds,
  readLayout,
} from "../../src/formats/index.ts";
import { type Box, box, PolygonSet } from "../../src/geometry/index.ts";
import { type Cell, cell, diff, Layout, label } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";
import { referencePython, shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { header, Rec, record, structure } from "./gds-bytes.ts";

/** Those whose boxes touch the window: below turned references `polygonsOf` gives some more. */
const outlines = (set: PolygonSet, window: Box) =>
  Array.from({ length: set.count }, (_, i) => {
    const ring = set.polygons[i];
    return set.xy.subarray(2 * set.rings[ring], 2 * set.rings[ring + 1]);
  })
    .filter((xy) => new PolygonSet(xy, Uint32Array.of(0), Uint32Array.of(0)).bbox()?.touches(window.scaled(1000)))
    .map(String)
    .sort();

const length = fc.integer({ min: -40, max: 40 });
const placement = fc.record({
  x: length,
  y: length,
  rotation: fc.constantFrom(0, 90, 180, 270, 33),
  mirror: fc.boolean(),
  magnification: fc.constantFrom(1, 1, 0.5, 2),
  columns: fc.integer({ min: 1, max: 4 }),
  rows: fc.integer({ min: 1, max: 3 }),
  pitch: fc.tuple(fc.tuple(length, length), fc.tuple(length, length)),
});
type Placement = typeof placement extends fc.Arbitrary<infer T> ? T : never;
const boxes = fc.array(fc.tuple(length, length), { minLength: 1, maxLength: 4 });

function place(parent: Cell, child: Cell, { x, y, columns, rows, ...how }: Placement): void {
  parent.add(child.array(columns, rows, { ...how, at: [x, y] }));
}

test("what lies in a window is the same, whether the file was read with the window or whole", () => {
  const arrays = fc.array(placement, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(boxes, boxes, arrays, arrays, length, length, (low, high, inner, outer, x, y) => {
      const [leaf, middle, top] = [cell("leaf"), cell("middle"), cell("top")];
      for (const [a, b] of low) leaf.add([1, 0], box(a, b, a + 3, b + 2)).add([2, 0], box(b, a, b + 1, a + 1));
      for (const [a, b] of high) middle.add([1, 0], box(a, b, a + 1, b + 5));
      for (const one of inner) place(middle, leaf, one);
      for (const one of outer) place(top, one.x % 2 === 0 ? middle : leaf, one);
      const bytes = encodeGds(Layout.of(top));
      const window = box(x, y, x + 12, y + 9);
      const whole = decodeGds(bytes);
      const part = decodeGds(bytes, { window });
      const oasis = decodeLayout(encodeOasis(whole), { window });
      for (const layer of ["1/0", "2/0"]) {
        const wanted = outlines(whole.cell("top").polygonsOf(layer, { window, ifMissing: "empty" }), window);
        for (const one of [part, oasis])
          assert.deepEqual(outlines(one.cell("top").polygonsOf(layer, { window, ifMissing: "empty" }), window), wanted);
      }
    }),
    { numRuns: 200 },
  );
});

test("cells and shapes outside of the window are not there", () => {
  const [near, far, top] = [cell("near"), cell("far"), cell("top")];
  near.add([1, 0], box(0, 0, 1, 1), box(50, 0, 51, 1)).add([5, 0], label("here", 0, 0), label("there", 50, 0));
  far.add([1, 0], box(0, 0, 1, 1));
  top.add(near.at(0, 0), far.at(500, 0), far.at(0, 900));
  const bytes = encodeGds(Layout.of(top));
  const part = decodeGds(bytes, { window: box(-2, -2, 3, 3) });
  assert.deepEqual(part.cells.map(({ name }) => name).sort(), ["near", "top"]);
  assert.equal(part.cell("near").shapes("1/0").count, 1);
  assert.deepEqual(part.cell("near").shapes("5/0").labels.texts, ["here"]);
  // What is left of each cell is the same from OASIS.
  const oasis = decodeLayout(encodeOasis(Layout.of(top)), { window: box(-2, -2, 3, 3) });
  assert.ok(diff(part, oasis).isSame, String(diff(part, oasis)));
  const nothing = decodeGds(bytes, { window: box(-90, -90, -80, -80) });
  assert.deepEqual(
    nothing.cells.map(({ name }) => name),
    ["top"],
  );
  assert.equal(nothing.bbox, null);
});

/** More than a dozen pieces of a mebibyte: 160,000 boxes and 40,000 polygons, and references between them. */
function largeFile(): Uint8Array {
  const layout = new Layout();
  for (let k = 0; k < 40; k++) {
    const one = cell(`part ${k}`);
    const shapes = one.shapes([1 + (k % 3), 0]);
    for (let i = 0; i < 4000; i++) shapes.addBox(i, k, i + 7, k + 9);
    for (let i = 0; i < 1000; i++) shapes.addRing([i, 0, i + 5, 0, i + 5, k + 1, i, k + 9]);
    layout.add(one, cell(`place ${k}`).add(one.at(k, k)));
  }
  return encodeGds(layout);
}

test("a large file is read piece by piece, and is the same layout as from its bytes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const bytes = largeFile();
    assert.ok(bytes.length > 12 * 2 ** 20);
    const path = join(folder, "large.gds");
    writeFileSync(path, bytes);
    const layout = await readGds(path);
    assert.ok(Buffer.from(bytes).equals(encodeGds(layout)));
    assert.equal(layout.file, path);
    assert.ok(Buffer.from(bytes).equals(encodeGds(await readLayout(path))));

    // A place deep in the file is told from its start, cut short or garbled.
    const cut = bytes.length - 1_000_000;
    writeFileSync(path, bytes.subarray(0, cut));
    await assert.rejects(readGds(path), (error) => isReticleError(error, "GdsError") && error.code === "truncated");
    const garbled = bytes.slice();
    garbled.fill(255, cut, cut + 200);
    const told = (error: unknown) => (isReticleError(error, "GdsError") ? error.place.offset : undefined);
    writeFileSync(path, garbled);
    const fromFile = await readGds(path).then(() => undefined, told);
    assert.ok(fromFile !== undefined && fromFile > cut - 100 && fromFile < cut + 300);
    assert.throws(
      () => decodeGds(garbled),
      (error) => told(error) === fromFile,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("gdsInfo tells names, units and counts without a layout", async () => {
  const [unit, top] = [cell("unit", { dbu: 0.0005 }), cell("top", { dbu: 0.0005 })];
  unit.add([1, 0], box(0, 0, 1, 1), box(2, 0, 3, 1)).add([7, 3], label("a", 0, 0));
  top.add(unit.at(0, 0), unit.array(3, 2, { pitch: 5 }));
  const info = await gdsInfo(encodeGds(new Layout({ name: "DEMO" }).add(top)));
  assert.deepEqual(info, {
    name: "DEMO",
    dbu: 0.0005,
    userUnit: 1,
    cells: ["top", "unit"],
    tops: ["top"],
    missing: [],
    references: 2,
    layers: {
      "1/0": { polygons: 2, boxes: 0, paths: 0, labels: 0 },
      "7/3": { polygons: 0, boxes: 0, paths: 0, labels: 1 },
    },
  });
  await assert.rejects(gdsInfo(new Uint8Array(8)), (error) => isReticleError(error) && error.code === "not-gds");
});

const ask = `
import gdstk, json, sys
def counts(path):
    info = gdstk.gds_info(path)
    return [sorted(info["cell_names"]), info["num_polygons"], info["num_paths"], info["num_references"], info["num_labels"],
            sorted(info["layers_and_datatypes"]), sorted(info["layers_and_texttypes"])]
print(json.dumps([counts(path) for path in json.loads(sys.argv[1])]))
`;

test("gdsInfo refuses units that readGds refuses", async () => {
  const units = record(Rec.UNITS, 5, ...new Array(16).fill(0));
  const bytes = Uint8Array.from([...header.slice(0, -20), ...units, ...structure("A"), ...record(Rec.ENDLIB, 0)]);
  const isRefusal = (error: unknown) => isReticleError(error, "GdsError") && error.code === "units";
  assert.throws(() => decodeGds(bytes), isRefusal);
  await assert.rejects(gdsInfo(bytes), isRefusal);
});

test("gdsInfo of every file: as gdstk's gds_info", { skip: withoutPython || withoutShared }, async () => {
  assert.ok(referencePython() !== null);
  const folder = shared("data", "layouts") ?? "";
  // KLayout's structure of its own is a cell to gdstk; it cannot read gzip.
  const files = readdirSync(folder).filter((name) => name.endsWith(".gds"));
  const paths = files.map((name) => join(folder, name));
  const { stdout, stderr } = await runPython(["-c", ask, JSON.stringify(paths)], { cwd: folder });
  assert.notEqual(stdout, "", stderr);
  const theirs = JSON.parse(stdout) as unknown[];
  const stop = onWarning(() => {});
  try {
    for (const [i, path] of paths.entries()) {
      const { cells, layers, references } = await gdsInfo(path);
      const all = Object.entries(layers);
      const sum = (of: (one: (typeof all)[number][1]) => number) => all.reduce((total, [, one]) => total + of(one), 0);
      const named = (of: (one: (typeof all)[number][1]) => number) =>
        all.filter(([, one]) => of(one) > 0).map(([name]) => name.split("/").map(Number));
      const shapes = (one: (typeof all)[number][1]) => one.polygons + one.boxes + one.paths;
      const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);
      const ours = [
        [...cells].sort(),
        sum((one) => one.polygons + one.boxes),
        sum((one) => one.paths),
        references,
        sum((one) => one.labels),
        named(shapes).sort(byText),
        named((one) => one.labels).sort(byText),
      ];
      const their = theirs[i] as unknown[][];
      if (their[0].includes("$$$CONTEXT_INFO$$$")) continue;
      assert.deepEqual(ours, [...their.slice(0, 5), [...their[5]].sort(byText), [...their[6]].sort(byText)], files[i]);
    }
  } finally {
    stop();
  }
});

test("what can be read only once, a pipe, is read as a whole", { skip: process.platform === "win32" }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const file = join(folder, "file.gds");
    writeFileSync(file, encodeGds(Layout.of(cell("piped").add([1, 0], box(0, 0, 1, 1)))));
    for (const read of [readGds, readLayout, gdsInfo]) {
      const path = join(folder, read.name);
      execFileSync("mkfifo", [path]);
      // Another process: reading blocks this one.
      spawn("sh", ["-c", 'cat "$0" > "$1"', file, path]);
      const { cells } = await read(path);
      assert.equal(cells.length, 1);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what gzip holds is read in pieces where it is large", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const top = cell("top");
    for (let i = 0; i < 40_000; i++) top.shapes("1/0").addBox(i, -i, i + 5, 7);
    top.add(cell("below").add("2/0", rect(3)).at(100, 100));
    const plain = encodeGds(top);
    const path = join(folder, "large.gds.gz");
    // 40 000 rectangles of 64 bytes, and what follows ENDLIB.
    writeFileSync(path, gzipSync(Buffer.concat([plain, Buffer.alloc(2 ** 25)])));
    assert.ok(diff(await readLayout(path), decodeGds(plain)).isSame);
    assert.deepEqual(await gdsInfo(path), await gdsInfo(plain));
    const part = await readGds(path, { window: box(99, 99, 101, 101) });
    assert.deepEqual(part.layers().map(String), ["2/0"]);
    writeFileSync(path, gzipSync(Buffer.concat([plain.subarray(0, -2000), Buffer.alloc(2 ** 25)])));
    await assert.rejects(
      readGds(path),
      (error) => isReticleError(error, "GdsError") && (error.place.offset ?? 0) > 2e6,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
