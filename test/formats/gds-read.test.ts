/** Corner cases of reading: the expected values are KLayout 0.30's answers to the same bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { isReticleError, onWarning, type ReticleWarning } from "../../src/errors.ts";
import { decodeGds, decodeLayout } from "../../src/formats/index.ts";
import { Box } from "../../src/geometry/index.ts";
import type { Layout } from "../../src/layout/index.ts";
import {
  aref,
  bits,
  boundary,
  end,
  header,
  int2,
  int4,
  library,
  path,
  Rec,
  reals,
  record,
  sref,
  structure,
  text,
} from "./gds-bytes.ts";

const square = [0, 0, 10, 0, 10, 10, 0, 10, 0, 0];
const unit = structure("U", boundary(1, 0, square));

function read(bytes: Uint8Array): { layout: Layout; warnings: ReticleWarning[] } {
  const warnings: ReticleWarning[] = [];
  const stop = onWarning((warning) => warnings.push(warning));
  try {
    return { layout: decodeGds(bytes), warnings };
  } finally {
    stop();
  }
}
const one = (...elements: readonly number[][]) => read(library(unit, structure("A", ...elements)));
const shapesOf = (element: number[], layer = "1/0") => one(element).layout.cell("A").shapes(layer);
const failure = (bytes: Uint8Array) => {
  try {
    read(bytes);
  } catch (error) {
    if (isReticleError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

test("a rectangle is a box whatever its direction and closing, other rings are polygons", () => {
  const kinds = (xy: number[]) => {
    const shapes = shapesOf(boundary(1, 0, xy));
    return [shapes.boxCount, shapes.polygonCount];
  };
  assert.deepEqual(kinds(square), [1, 0]);
  assert.deepEqual(kinds([0, 0, 0, 10, 10, 10, 10, 0]), [1, 0]);
  assert.deepEqual(kinds([0, 0, 10, 0, 10, 0, 0, 0, 0, 0]), [1, 0]);
  assert.deepEqual(kinds([0, 0, 5, 0, 10, 0, 10, 10, 0, 10, 0, 0]), [0, 1]);
  assert.deepEqual(kinds([0, 0, 10, 10, 10, 0, 0, 10, 0, 0]), [0, 1]);
});

test("a boundary of fewer than three points is left out with a warning", () => {
  const { layout, warnings } = one(boundary(1, 0, [0, 0, 10, 0, 0, 0]), boundary(1, 0, [0, 0, 5, 5]));
  assert.equal(layout.cell("A").isEmpty, true);
  assert.deepEqual(
    warnings.map((w) => w.code),
    ["few-points"],
  );
  assert.match(warnings[0].message, /and 1 more like it/);
});

test("layer numbers are unsigned", () => {
  assert.deepEqual(
    one(boundary(0xffff, 0xfffe, square))
      .layout.cell("A")
      .layers()
      .map(String),
    ["65535/65534"],
  );
});

test("a BOX is its bounding box, a NODE is nothing", () => {
  const box = [
    ...record(Rec.BOX, 0),
    ...int2(Rec.LAYER, 1),
    ...int2(Rec.BOXTYPE, 7),
    ...int4(Rec.XY, 0, 0, 10, 5, 12, 12),
    ...end,
  ];
  const node = [...record(Rec.NODE, 0), ...int2(Rec.LAYER, 1), ...int2(Rec.NODETYPE, 0), ...int4(Rec.XY, 0, 0), ...end];
  const { layout } = one(box, node);
  assert.deepEqual([...layout.cell("A").shapes("1/7").boxes], [0, 0, 12, 12]);
});

test("path types, extensions for every type, and negative widths are KLayout's", () => {
  const shape = (width: number, ...records: number[][]) => {
    const {
      width: w,
      beginExtension,
      endExtension,
      round,
    } = shapesOf(path(width, [0, 0, 1000, 0], ...records)).paths.shapeOf(0);
    return [w, beginExtension, endExtension, round];
  };
  const type = (n: number) => int2(Rec.PATHTYPE, n);
  const extensions = [...int4(Rec.BGNEXTN, 20), ...int4(Rec.ENDEXTN, 30)];
  assert.deepEqual(shape(100), [100, 0, 0, false]);
  assert.deepEqual(shape(100, type(1)), [100, 50, 50, true]);
  assert.deepEqual(shape(100, type(2)), [100, 50, 50, false]);
  assert.deepEqual(shape(101, type(2)), [101, 50, 50, false]);
  assert.deepEqual(shape(100, type(4), extensions), [100, 20, 30, false]);
  assert.deepEqual(shape(100, extensions), [100, 20, 30, false]);
  assert.deepEqual(shape(100, type(2), extensions), [100, 20, 30, false]);
  assert.deepEqual(shape(-100, type(2)), [100, -50, -50, false]);
  assert.deepEqual(shape(-100, type(0)), [100, 0, 0, false]);
});

test("an array whose extent is not a multiple of its count rounds each member", () => {
  const { layout } = one(aref("U", 3, 3, [0, 0, 200, 0, 0, 400]));
  const xy = layout.cell("A").polygonsOf("1/0").xy;
  const corners = Array.from({ length: 9 }, (_, i) => `${xy[8 * i]},${xy[8 * i + 1]}`);
  assert.deepEqual(
    corners.sort(),
    ["0,0", "0,133", "0,267", "133,0", "133,133", "133,267", "67,0", "67,133", "67,267"].sort(),
  );
});

test("no columns are one, and equal corners make one", () => {
  const members = (columns: number, rows: number, xy: number[]) =>
    one(aref("U", columns, rows, xy))
      .layout.cell("A")
      .polygonsOf("1/0").count;
  assert.equal(members(0, 3, [0, 0, 200, 0, 0, 300]), 3);
  assert.equal(members(2, 0, [0, 0, 200, 0, 0, 300]), 2);
  assert.equal(members(5, 3, [0, 0, 0, 0, 0, 300]), 3);
  assert.equal(members(0, 0, [0, 0, 0, 0, 0, 0]), 1);
});

test("40000 columns are read", () => {
  assert.equal(one(aref("U", 40000, 1, [0, 0, 40000000, 0, 0, 20])).layout.cell("A").references[0].count, 40000);
});

test("an angle beyond 360° is taken as it is turned, absolute flags are ignored, both with a warning", () => {
  const { layout, warnings } = one(
    sref("U", 5, 6, bits(Rec.STRANS, 0x8006), record(Rec.MAG, 5, ...reals["2"]), record(Rec.ANGLE, 5, ...reals["450"])),
  );
  const [reference] = layout.cell("A").references;
  assert.deepEqual(
    [reference.rotation, reference.mirror, reference.magnification, reference.dx, reference.dy],
    [90, true, 2, 5, 6],
  );
  assert.deepEqual(warnings.map((w) => w.code).sort(), ["absolute", "angle"]);
});

test("texts keep position, anchor, rotation and magnification", () => {
  const label = [
    ...record(Rec.TEXT, 0),
    ...int2(Rec.LAYER, 1),
    ...int2(Rec.TEXTTYPE, 3),
    ...bits(Rec.PRESENTATION, 5),
    ...bits(Rec.STRANS, 0x8000),
    ...record(Rec.MAG, 5, ...reals["2"]),
    ...record(Rec.ANGLE, 5, ...reals["90"]),
    ...int4(Rec.XY, 1, 2),
    ...text(Rec.STRING, "abc"),
    ...end,
  ];
  const { labels } = shapesOf(label, "1/3");
  assert.deepEqual(labels.texts, ["abc"]);
  assert.deepEqual([...labels.xy], [1, 2]);
  assert.deepEqual(labels.poseOf(0), { quarterTurns: 1, mirror: true, presentation: 5 });
  assert.equal(labels.magnificationOf(0), 2);
});

test("properties stay with their element", () => {
  const property = [...int2(Rec.PROPATTR, 7), ...text(Rec.PROPVALUE, "hello")];
  const { layout } = one(boundary(1, 0, [0, 0, 5, 0, 0, 5]), boundary(1, 0, [0, 0, 9, 0, 0, 9], property));
  const shapes = layout.cell("A").shapes("1/0");
  assert.deepEqual(shapes.propertiesOf("polygon", 0), []);
  assert.deepEqual(shapes.propertiesOf("polygon", 1), [[7, "hello"]]);
});

test("a reference to a missing structure makes a ghost cell and a warning", () => {
  const { layout, warnings } = read(library(structure("A", sref("X", 0, 0))));
  assert.equal(layout.cell("X").isGhost, true);
  assert.deepEqual(
    layout.tops.map((cell) => cell.name),
    ["A"],
  );
  assert.deepEqual(
    warnings.map((w) => w.code),
    ["missing-cell"],
  );
});

test("KLayout's context structure is hidden", () => {
  const { layout } = read(library(unit, structure("$$$CONTEXT_INFO$$$", sref("U", 0, 0), sref("gone", 0, 0))));
  assert.deepEqual(
    layout.cells.map((cell) => cell.name),
    ["U"],
  );
});

test("names that are not UTF-8 are Latin-1", () => {
  assert.deepEqual(read(library(structure("caf\xe9"))).layout.cells[0].name, "café");
});

test("what follows ENDLIB is ignored, gzip is found by content", () => {
  const bytes = library(unit);
  assert.equal(read(Uint8Array.from([...bytes, ...bytes, 1, 2, 3])).layout.cells.length, 1);
  assert.equal(decodeLayout(gzipSync(bytes)).cells.length, 1);
  assert.equal(
    decodeLayout(Uint8Array.from([...gzipSync(bytes), ...[..."garbage"].map((c) => c.charCodeAt(0))])).cells.length,
    1,
  );
  assert.throws(
    () => decodeLayout(Uint8Array.from([...gzipSync(bytes).subarray(0, -9), 1, 2, 3])),
    /not a whole gzip file/,
  );
});

test("units a few bits beside 0.001 are 0.001", () => {
  assert.equal(read(library(unit)).layout.dbu, 0.001);
  assert.equal(read(library(unit)).layout.userUnit, 1);
});

test("several XY records make one boundary", () => {
  const more = int4(Rec.XY, 10, 10, 0, 20, 0, 0);
  assert.deepEqual([...shapesOf(boundary(1, 0, [0, 0, 10, 0], more)).polygons.xy], [0, 0, 10, 0, 10, 10, 0, 20]);
});

test("only the layers that were asked for are read", () => {
  const bytes = library(structure("A", boundary(1, 0, square), boundary(2, 0, square)));
  assert.deepEqual(
    decodeGds(bytes, { layers: ["2/0"] })
      .layers()
      .map(String),
    ["2/0"],
  );
});

test("errors tell the byte, the record and the cell", () => {
  assert.equal(failure(library(unit, unit)).code, "duplicate-cell");
  assert.equal(failure(library(structure("A", sref("A", 0, 0)))).code, "recursive-cells");
  assert.equal(failure(library(structure(""))).code, "empty-name");
  assert.equal(
    failure(library(structure("A", sref("U", 0, 0, record(Rec.MAG, 5, 0, 0, 0, 0, 0, 0, 0, 0))))).code,
    "magnification",
  );
  assert.equal(failure(Uint8Array.from([...header, ...unit])).code, "truncated");
  const unknown = failure(library(structure("A", record(0x77, 0))));
  assert.equal(
    unknown.message,
    `record type 0x77 is not one of GDSII's; in record 0x77, at byte ${header.length + 28 + 6}, in cell "A"`,
  );
  assert.deepEqual(unknown.place, { offset: header.length + 34, record: "0x77", cell: "A", file: undefined });
  const short = failure(library(structure("A", [0, 3, 8, 0])));
  assert.match(short.message, /record length 3 is below 4/);
  assert.equal(failure(Uint8Array.of(1, 2, 3)).code, "not-gds");
});

test("anything else is an unknown format, an empty file too", () => {
  assert.throws(() => decodeLayout(new Uint8Array(0)), /the file is empty/);
  assert.throws(() => decodeLayout(new TextEncoder().encode("hello")), /"hello" is not the start of a GDSII/);
});

test("records of an element have an order, and those that it needs must be there", () => {
  const element = (...records: readonly number[][]) => library(structure("A", records.flat()));
  const [boundaryStart, layer, datatype] = [record(Rec.BOUNDARY, 0), int2(Rec.LAYER, 1), int2(Rec.DATATYPE, 0)];
  const xy = int4(Rec.XY, ...square);
  const message = (bytes: Uint8Array) => failure(bytes).message.split(";")[0];
  assert.equal(message(element(boundaryStart, datatype, layer, xy, end)), "LAYER comes too late in a BOUNDARY");
  assert.equal(message(element(boundaryStart, datatype, xy, end)), "a BOUNDARY has no LAYER");
  assert.equal(message(element(boundaryStart, layer, xy, end)), "a BOUNDARY has no DATATYPE");
  assert.equal(message(element(boundaryStart, layer, datatype, end)), "a BOUNDARY has no XY");
  assert.equal(message(element(boundaryStart, layer, layer, datatype, xy, end)), "a BOUNDARY has a second LAYER");
  assert.equal(
    message(element(boundaryStart, layer, datatype, int2(Rec.PATHTYPE, 1), xy, end)),
    "PATHTYPE was found where a record of a BOUNDARY belongs",
  );
  assert.equal(message(element(record(Rec.AREF, 0), text(Rec.SNAME, "U"), xy, end)), "an AREF has no COLROW");
  assert.equal(failure(element(boundaryStart, int4(Rec.LAYER, 1), datatype, xy, end)).code, "data-type");
});

test("an element without ENDEL ends where the next one starts, or the structure ends", () => {
  const open = boundary(1, 0, square).slice(0, -end.length);
  const codes: string[] = [];
  const stop = onWarning(({ code }) => codes.push(code));
  const layout = decodeGds(library(structure("A", open, boundary(2, 0, square), open)));
  stop();
  assert.deepEqual(layout.cell("A").layers().map(String), ["1/0", "2/0"]);
  assert.equal(layout.cell("A").shapes("1/0").boxCount, 2);
  assert.ok(codes.includes("no-endel"));
});

test("texts end at their first zero", () => {
  assert.deepEqual(
    decodeGds(library(structure("AB\0CD"))).cells.map(({ name }) => name),
    ["AB"],
  );
});

test("a boundary that is read in one go is what reading it record by record gives", () => {
  // Few values, so that rectangles, points that repeat and rings that close twice are frequent; and the ends of the range.
  const coordinate = fc.constantFrom(-(2 ** 31), -3, 0, 0, 3, 3, 7, 2 ** 31 - 1);
  const pair = fc.tuple(coordinate, coordinate);
  const rectangle = fc.tuple(pair, pair, fc.boolean()).map(([[x0, y0], [x2, y2], upright]) => {
    const [x1, y1, x3, y3] = upright ? [x0, y2, x2, y0] : [x2, y0, x0, y2];
    return [x0, y0, x1, y1, x2, y2, x3, y3];
  });
  const ring = fc.oneof(
    rectangle,
    fc.array(pair, { minLength: 3, maxLength: 9 }).map((pairs) => pairs.flat()),
  );
  const closing = fc.integer({ min: 0, max: 2 });
  const window = fc.option(fc.tuple(pair, pair), { nil: undefined });
  // The record of element flags, of which nothing is kept, makes a boundary one that is not plain.
  const flags = bits(Rec.ELFLAGS, 0);
  const withFlags = (xy: readonly number[]) => {
    const plain = boundary(1, 0, xy);
    return [...plain.slice(0, 4), ...flags, ...plain.slice(4)];
  };
  fc.assert(
    fc.property(fc.array(fc.tuple(ring, closing), { minLength: 1, maxLength: 6 }), window, (rings, corners) => {
      const closed = rings.map(([xy, times]) => [...xy, ...new Array(times).fill(xy.slice(0, 2)).flat()]);
      const options = corners === undefined ? {} : { window: Box.around(corners.flat())!.toMicrons(0.001) };
      const shapesOf = (element: (xy: readonly number[]) => number[]) => {
        const { boxes, polygons, bbox } = decodeGds(library(structure("A", ...closed.map(element))), options)
          .cell("A")
          .shapes("1/0");
        return { boxes, polygons, bbox };
      };
      assert.deepEqual(
        shapesOf((xy) => boundary(1, 0, xy)),
        shapesOf(withFlags),
      );
    }),
    { numRuns: 500 },
  );
});
