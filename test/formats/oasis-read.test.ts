/** Corner cases of reading: the expected values are KLayout 0.30's answers to the same bytes, unless it is said here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { isReticleError, onWarning, type ReticleWarning } from "../../src/errors.ts";
import { decodeLayout, decodeOasis, type ReadOasisOptions } from "../../src/formats/index.ts";
import type { Cell, Layout } from "../../src/layout/index.ts";
import {
  cblock,
  cell,
  delta,
  end,
  file,
  magic,
  path,
  placement,
  polygon,
  Rec,
  rectangle,
  signed,
  start,
  text,
  unsigned,
} from "./oasis-bytes.ts";

function read(bytes: Uint8Array, options: ReadOasisOptions = {}): { layout: Layout; warnings: string[] } {
  const warnings: ReticleWarning[] = [];
  const stop = onWarning((warning) => warnings.push(warning));
  try {
    return { layout: decodeOasis(bytes, options), warnings: warnings.map((warning) => warning.code) };
  } finally {
    stop();
  }
}
const one = (...elements: readonly number[][]) => read(file(cell("A", ...elements))).layout.cell("A");
const boxes = (target: Cell, layer = "1/0") => [...target.shapes(layer).boxes];
const polygons = (...elements: readonly number[][]) => [...one(...elements).shapes("1/0").polygons.xy];
const failure = (bytes: Uint8Array, options: ReadOasisOptions = {}) => {
  try {
    read(bytes, options);
  } catch (error) {
    if (isReticleError(error, "OasisError")) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};
const codeOf = (...records: readonly number[][]) => failure(file(...records)).code;

test("a rectangle says what it is, the next one what is different", () => {
  const again = [Rec.RECTANGLE, 0b00010000, ...signed(100)];
  const square = [Rec.RECTANGLE, 0b11000000, ...unsigned(7)];
  const afterSquare = [Rec.RECTANGLE, 0];
  assert.deepEqual(boxes(one(rectangle(-5, 10, 20, 30), again, square, afterSquare)), [
    ...[-5, 10, 15, 40],
    ...[100, 10, 120, 40],
    ...[100, 10, 107, 17],
    ...[100, 10, 107, 17],
  ]);
});

test("positions are absolute until XYRELATIVE", () => {
  const found = boxes(
    one(rectangle(1, 1, 1, 1), [Rec.XYRELATIVE], rectangle(5, 5, 1, 1), [Rec.XYABSOLUTE], rectangle(9, 9, 1, 1)),
  );
  assert.deepEqual(found, [1, 1, 2, 2, 6, 6, 7, 7, 9, 9, 10, 10]);
});

test("a cell starts with all modal variables unset; numbers are then 0, with a warning", () => {
  const { layout, warnings } = read(file(cell("A", rectangle(1, 1, 5, 5)), cell("B", [Rec.RECTANGLE, 0])));
  assert.deepEqual(boxes(layout.cell("B"), "0/0"), [0, 0, 0, 0]);
  assert.deepEqual(warnings, ["modal"]);
  assert.equal(codeOf(cell("A", [Rec.POLYGON, 0b11, 1, 0])), "modal");
  assert.equal(codeOf(cell("A", [Rec.TEXT, 0b11, 1, 0])), "modal");
  assert.equal(codeOf(cell("A", [Rec.PLACEMENT, 0])), "modal");
  // As KLayout: the repetition of before is none where there was none.
  const single = read(file(cell("A", rectangle(0, 0, 1, 1, [0]))));
  assert.deepEqual([boxes(single.layout.cell("A")), single.warnings], [[0, 0, 1, 1], ["modal"]]);
});

test("point lists of all types", () => {
  const steps = (...values: readonly number[]) => values.flatMap(signed);
  // t11.1 of KLayout's test files: the vertex before the first is concluded.
  assert.deepEqual(
    polygons(polygon([0, 4, ...steps(150, 50, -50, 50)])),
    [0, 0, 150, 0, 150, 50, 100, 50, 100, 100, 0, 100],
  );
  assert.deepEqual(
    polygons(polygon([1, 4, ...steps(150, 50, -50, 50)])),
    [0, 0, 0, 150, 50, 150, 50, 100, 100, 100, 100, 0],
  );
  // Two bits of direction: east, north, west, south.
  const two = [10 * 4, 20 * 4 + 1, 5 * 4 + 2, 5 * 4 + 3].flatMap(unsigned);
  assert.deepEqual(polygons(polygon([2, 4, ...two])), [0, 0, 10, 0, 10, 20, 5, 20, 5, 15]);
  // Three bits: also north-east, north-west, south-west, south-east.
  const three = [10 * 8 + 4, 20 * 8 + 5, 5 * 8 + 6, 3 * 8 + 7].flatMap(unsigned);
  assert.deepEqual(polygons(polygon([3, 4, ...three])), [0, 0, 10, 10, -10, 30, -15, 25, -12, 22]);
  // Both forms of deltas: 100 to the north-west, then (−3, 7).
  const any = [...unsigned(100 * 16 + 5 * 2), ...delta(-3, 7)];
  assert.deepEqual(polygons(polygon([4, 2, ...any])), [0, 0, -100, 100, -103, 107]);
  assert.deepEqual(
    polygons(polygon([5, 3, ...delta(10, 0), ...delta(0, 10), ...delta(-20, 0)])),
    [0, 0, 10, 0, 20, 10, 10, 20],
  );
  assert.equal(codeOf(cell("A", polygon([6, 1, 2]))), "point-list-type");
  assert.equal(codeOf(cell("A", polygon([4, 0]))), "point-list");
});

test("a polygon of two points is left out, a rectangular one is a box", () => {
  const { layout, warnings } = read(file(cell("A", polygon([4, 1, ...delta(10, 20)]))));
  assert.equal(layout.cell("A").isEmpty, true);
  assert.deepEqual(warnings, ["few-points"]);
  assert.deepEqual(boxes(one(polygon([0, 2, ...signed(10), ...signed(20)], 5, 5))), [5, 5, 15, 25]);
});

test("repetitions of all types", () => {
  const places = (...repetition: readonly number[]) => {
    const all = boxes(one(rectangle(0, 0, 1, 1, repetition)));
    return Array.from({ length: all.length / 4 }, (_, i) => `${all[4 * i]},${all[4 * i + 1]}`).join(" ");
  };
  assert.equal(places(1, 0, 1, 10, 20), "0,0 10,0 0,20 10,20 0,40 10,40");
  assert.equal(places(2, 1, 10), "0,0 10,0 20,0");
  assert.equal(places(3, 1, 10), "0,0 0,10 0,20");
  assert.equal(places(4, 1, 10, 3), "0,0 10,0 13,0");
  assert.equal(places(5, 1, 2, 10, 3), "0,0 20,0 26,0");
  assert.equal(places(6, 1, 10, 3), "0,0 0,10 0,13");
  assert.equal(places(7, 1, 2, 10, 3), "0,0 0,20 0,26");
  assert.equal(places(8, 0, 0, ...delta(5, 1), ...delta(-2, 9)), "0,0 5,1 -2,9 3,10");
  assert.equal(places(9, 1, ...delta(5, -1)), "0,0 5,-1 10,-2");
  assert.equal(places(10, 1, ...delta(5, -1), ...delta(-9, 0)), "0,0 5,-1 -4,-1");
  assert.equal(places(11, 1, 3, ...delta(5, -1), ...delta(-9, 0)), "0,0 15,-3 -12,-3");
  assert.equal(codeOf(cell("A", rectangle(0, 0, 1, 1, [12]))), "repetition-type");
  const again = [Rec.RECTANGLE, 0b00001100, ...signed(50), 0];
  assert.equal(boxes(one(rectangle(0, 0, 1, 1, [2, 0, 10]), again)).length, 16);
});

test("a step of no length adds no member", () => {
  const count = (...repetition: readonly number[]) => one(rectangle(0, 0, 1, 1, repetition)).shapes("1/0").boxCount;
  assert.equal(count(1, 1, 1, 0, 0), 1);
  assert.equal(count(1, 1, 1, 0, 10), 3);
  assert.equal(count(4, 2, 0, 10, 0), 2);
  assert.equal(count(10, 1, ...delta(3, 0), ...delta(-3, 0)), 3);
  const array = one(placement("B", 0, 0, 0, false, [1, 1, 1, 0, 10])).references[0];
  assert.deepEqual([array.columns, array.rows, array.rowY], [1, 3, 10]);
});

test("paths have half a width and ends that stay as far as they were", () => {
  const points = [4, 1, ...delta(10, 0)];
  const shapes = one(
    path(5, [0b1010], points),
    [Rec.PATH, 0b01000000, 8],
    path(5, [0b1111, ...signed(-3), ...signed(4)], points),
    path(0, [0b0101], points),
  ).shapes("1/0").paths;
  const ends = Array.from({ length: shapes.count }, (_, i) => Object.values(shapes.shapeOf(i)).slice(0, 3).join());
  assert.deepEqual(ends, ["10,5,5", "16,5,5", "10,-3,4", "0,0,0"]);
});

test("a circle is a path of one point with round ends, one without radius nothing", () => {
  const { paths } = one(
    [Rec.CIRCLE, 0b00111011, 1, 0, 9, ...signed(1), ...signed(2)],
    [Rec.CIRCLE, 0b00100000, 0],
  ).shapes("1/0");
  assert.equal(paths.count, 1);
  assert.deepEqual(paths.shapeOf(0), { width: 18, beginExtension: 9, endExtension: 9, round: true });
});

test("trapezoids with slants on either side", () => {
  const trapezoid = (record: number, vertical: boolean, ...slants: readonly number[]) =>
    polygons([
      record,
      (vertical ? 0x80 : 0) | 0b01111011,
      1,
      0,
      100,
      50,
      ...slants.flatMap(signed),
      ...signed(0),
      ...signed(0),
    ]);
  assert.deepEqual(trapezoid(Rec.TRAPEZOID, false, 10, -20), [0, 0, 10, 50, 80, 50, 100, 0]);
  assert.deepEqual(trapezoid(Rec.TRAPEZOID_A, false, -10), [10, 0, 0, 50, 100, 50, 100, 0]);
  assert.deepEqual(trapezoid(Rec.TRAPEZOID_B, false, 20), [0, 0, 0, 50, 100, 50, 80, 0]);
  assert.deepEqual(trapezoid(Rec.TRAPEZOID, true, 10, -20), [0, 10, 0, 30, 100, 50, 100, 0]);
});

test("the 26 kinds of trapezoids at 45°", () => {
  // Area by type for w = 250, h = 100 (0–7), 100 × 250 (8–15), and the side that counts for the others.
  const half = (100 * 100) / 2;
  const full = 250 * 100;
  const areas = [
    ...[1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 2].map((corners) => full - corners * half),
    ...[half, half, half, half],
    ...[100 * 100, 100 * 100, 100 * 100, 100 * 100, full, 100 * 100],
  ];
  for (const [type, area] of areas.entries()) {
    const [w, h] = type < 8 || type === 24 ? [250, 100] : type < 16 ? [100, 250] : [100, 100];
    const target = one([
      Rec.CTRAPEZOID,
      0b11111011,
      1,
      0,
      type,
      ...unsigned(w),
      ...unsigned(h),
      ...signed(0),
      ...signed(0),
    ]);
    assert.equal(target.region("1/0").area, area / 1e6, `type ${type}`);
  }
  assert.equal(codeOf(cell("A", [Rec.CTRAPEZOID, 0b11111011, 1, 0, 26, 1, 1, 0, 0])), "ctrapezoid-type");
});

test("a square of type 25 has the height of its width, also for what follows", () => {
  const trapezoid = [Rec.CTRAPEZOID, 0b11111011, 1, 0, 25, 100, 33, 0, 0];
  assert.deepEqual(boxes(one(trapezoid, [Rec.RECTANGLE, 0])), [0, 0, 100, 100, 0, 0, 100, 100]);
});

test("texts, by string and by number, the table before or after", () => {
  const byNumber = [Rec.TEXT, 0b01111011, 0, 2, 3, ...signed(5), ...signed(6)];
  const labels = read(file([Rec.TEXTSTRING, ...text("early")], cell("A", byNumber)))
    .layout.cell("A")
    .shapes("2/3").labels;
  assert.deepEqual([labels.texts, [...labels.xy]], [["early"], [5, 6]]);
  const late = read(file(cell("A", byNumber), [Rec.TEXTSTRING_ID, ...text("late"), 0])).layout;
  assert.deepEqual(late.cell("A").shapes("2/3").labels.texts, ["late"]);
  assert.equal(codeOf(cell("A", byNumber)), "undefined-id");
});

test("placements: turns, flips, magnification, arrays, scattered members, missing cells", () => {
  const any = [Rec.PLACEMENT_ANY, 0b10110111, ...text("B"), 2, 2, 6, 0, 0, 0x34, 0x42, ...signed(1), ...signed(2)];
  const { layout, warnings } = read(
    file(
      cell(
        "A",
        placement("B", 5, -6, 3, true),
        any,
        placement("B", 0, 0, 0, false, [8, 1, 2, ...delta(9, 0), ...delta(1, 7)]),
      ),
      cell("C", placement("B", 0, 0, 0, false, [10, 0, ...delta(9, 4)]), placement("B", 0, 0, 0, false, [4, 1, 5, 6])),
    ),
  );
  const [turned, scaled, array] = layout.cell("A").references;
  assert.deepEqual([turned.dx, turned.dy, turned.rotation, turned.mirror], [5, -6, 270, true]);
  // 1/2 as a reciprocal (type 2), 45 as a four-byte float (type 6).
  assert.deepEqual([scaled.magnification, scaled.rotation, scaled.mirror], [0.5, 45, true]);
  assert.deepEqual(
    [array.columns, array.rows, array.columnX, array.columnY, array.rowX, array.rowY],
    [3, 4, 9, 0, 1, 7],
  );
  const [even, uneven] = layout.cell("C").references;
  assert.deepEqual([even.columns, even.columnX, even.columnY, even.offsets], [2, 9, 4, null]);
  assert.deepEqual([uneven.columns, Array.from(uneven.offsets ?? [])], [3, [0, 0, 5, 0, 11, 0]]);
  assert.equal(layout.cell("B").isGhost, true);
  assert.deepEqual(warnings, ["missing-cell"]);
  assert.deepEqual([layout.format, layout.dbu], ["oasis", 0.001]);
});

test("cells by number, names before, between or after them", () => {
  const byNumber = (id: number) => [Rec.CELL_ID, id, ...rectangle(0, 0, 1, 1)];
  const place = (id: number) => [Rec.PLACEMENT, 0b11110000, id, ...signed(0), ...signed(0)];
  const names = (records: readonly number[][]) =>
    read(file(...records))
      .layout.cells.map((one) => one.name)
      .join();
  const explicit = [Rec.CELLNAME_ID, ...text("Q"), 7];
  assert.equal(names([explicit, byNumber(7)]), "Q");
  assert.equal(names([byNumber(7), explicit]), "Q");
  assert.equal(names([cell("TOP", place(7)), explicit, byNumber(7)]), "TOP,Q");
  assert.equal(names([[Rec.CELLNAME, ...text("P")], [Rec.CELLNAME, ...text("Q")], byNumber(1)]), "Q");
  assert.equal(codeOf(byNumber(7)), "undefined-id");
  assert.equal(codeOf(explicit, [Rec.CELLNAME, ...text("P")]), "mixed-ids");
  assert.equal(codeOf(explicit, [Rec.CELLNAME_ID, ...text("R"), 7]), "duplicate-id");
  assert.equal(codeOf(cell("A"), cell("A")), "duplicate-cell");
  assert.equal(codeOf(cell("A", placement("A", 0, 0))), "recursive-cells");
  assert.equal(codeOf(cell("")), "empty-name");
});

test("elements belong to a cell: a name ends it", () => {
  assert.equal(codeOf(rectangle(0, 0, 1, 1)), "record-order");
  assert.equal(codeOf(cell("A"), [Rec.TEXTSTRING, ...text("T")], rectangle(0, 0, 1, 1)), "record-order");
});

test("strict tables are found by their offsets, wrong offsets are no harm", () => {
  const cells = [Rec.CELL_ID, 0, ...rectangle(0, 0, 1, 1)];
  const table = [Rec.CELLNAME, ...text("Q")];
  const head = (at: number) => [
    ...magic,
    Rec.START,
    ...text("1.0"),
    0,
    ...unsigned(1000),
    0,
    1,
    ...unsigned(at),
    ...new Array(10).fill(0),
  ];
  const length = head(60).length + cells.length;
  assert.ok(length < 128);
  for (const [at, expected] of [
    [length, ""],
    [3, "table-offset"],
    [100000, "table-offset"],
  ] as const) {
    const bytes = Uint8Array.from([...head(at), ...cells, ...table, ...end]);
    const { layout, warnings } = read(bytes);
    assert.deepEqual([layout.cells[0].name, warnings.join()], ["Q", expected]);
  }
});

test("layers have the names that LAYERNAME gives them, whenever it comes", () => {
  const just = (value: number) => [3, value];
  const name = [Rec.LAYERNAME, ...text("METAL"), ...just(1), 0];
  const other = [Rec.LAYERNAME, ...text("LATER"), 2, 1, 1, 5];
  for (const records of [
    [name, other, cell("A", rectangle(0, 0, 1, 1))],
    [cell("A", rectangle(0, 0, 1, 1)), name, other],
  ]) {
    assert.deepEqual(
      read(file(...records))
        .layout.layers()
        .map((layer) => [`${layer}`, layer.name]),
      [["1/0", "METAL"]],
    );
  }
  assert.equal(codeOf([Rec.LAYERNAME, ...text("M"), 5, 0]), "interval-type");
});

test("properties belong to all members of the element before them", () => {
  const property = [Rec.PROPERTY, 0b00110100, ...text("P"), 8, 5, 9, ...signed(-4), 13, 0];
  const gds = [Rec.PROPERTY, 0b00100101, ...text("S_GDS_PROPERTY"), 8, 7, 10, ...text("seven")];
  const standard = [Rec.PROPERTY, 0b00010101, ...text("S_BOUNDING_BOX"), 8, 1];
  const { layout, warnings } = read(
    file(
      standard,
      cell(
        "A",
        rectangle(0, 0, 1, 1, [2, 0, 9]),
        property,
        gds,
        standard,
        rectangle(9, 9, 1, 1),
        [Rec.PROPERTY_REPEAT],
        placement("B", 0, 0),
        [Rec.PROPERTY, 0b00001100, ...text("Q")],
      ),
      [Rec.PROPSTRING, ...text("value")],
      cell("B"),
    ),
  );
  const shapes = layout.cell("A").shapes("1/0");
  const kept = [
    ["P", 5, -4, "value"],
    [7, "seven"],
  ];
  assert.deepEqual(
    [0, 1, 2].map((i) => shapes.propertiesOf("box", i)),
    [kept, kept, []],
  );
  assert.deepEqual(layout.cell("A").references[0].properties, [["Q", 1]]);
  assert.deepEqual(warnings, []);
  const ofCell = read(file(cell("A", [Rec.PROPERTY, 0b00000100, ...text("P")])));
  assert.deepEqual([ofCell.layout.cell("A").properties, ofCell.warnings], [[["P"]], []]);
});

test("what only its maker understands is left out with a warning", () => {
  const { layout, warnings } = read(
    file(
      [Rec.XNAME, 0, ...text("x")],
      cell(
        "A",
        [Rec.XELEMENT, 0, ...text("x")],
        [Rec.XGEOMETRY, 0b00011011, 0, 1, 0, ...text("x"), ...signed(3), ...signed(4)],
        rectangle(0, 0, 1, 1),
      ),
    ),
  );
  assert.deepEqual([boxes(layout.cell("A")), warnings], [[0, 0, 1, 1], ["extension"]]);
});

test("a CBLOCK holds records as the file does, within the limit", () => {
  const records = [rectangle(0, 0, 1, 1), rectangle(5, 5, 1, 1)].flat();
  assert.equal(boxes(one(cblock(records))).length, 8);
  assert.equal(boxes(read(file(cblock(cell("A", records)))).layout.cell("A")).length, 8);
  assert.deepEqual(read(file(cell("A", cblock(records, 3)))).warnings, ["cblock-size"]);
  assert.equal(codeOf(cell("A", cblock(cblock(records)))), "cblock");
  assert.equal(codeOf(cell("A", cblock(records.slice(0, 5)))), "truncated");
  assert.equal(codeOf(cell("A", [Rec.CBLOCK, 1, 5, 1, 0])), "cblock");
  assert.equal(codeOf(cell("A", [Rec.CBLOCK, 0, 5, 2, 255, 255])), "cblock");
  const zeros = file(cell("A", cblock(new Array(5_000_000).fill(Rec.PAD))));
  assert.equal(failure(zeros, { limit: 1_000_000 }).code, "decompressed-limit");
  read(zeros, { limit: 5_000_000 });
});

test("a repetition that claims a thousand million shapes is refused before it takes memory", () => {
  const side = unsigned(31623);
  const claim = file(cell("TOP", rectangle(0, 0, 1, 1, [1, ...side, ...side, 2, 2])));
  const before = process.memoryUsage().arrayBuffers;
  const error = failure(claim);
  assert.equal(error.code, "memory-limit");
  assert.match(
    error.message,
    /1000140625 boxes .* more than 1073741824 bytes of memory, the limit; the option "memoryLimit" allows more; in record RECTANGLE, at byte \d+, in cell "TOP"/,
  );
  assert.ok(process.memoryUsage().arrayBuffers - before < 1e6);
  assert.equal(failure(file(cell("A", polygon([4, ...unsigned(1e12)])))).code, "truncated");
  const few = file(cell("A", rectangle(0, 0, 1, 1, [1, 98, 98, 2, 2])));
  assert.equal(failure(few, { memoryLimit: 100_000 }).code, "memory-limit");
  assert.equal(boxes(read(few, { memoryLimit: 500_000 }).layout.cell("A")).length, 40_000);
});

test("integers of more than 53 bits, and coordinates of more than 32, are errors", () => {
  const huge = [255, 255, 255, 255, 255, 255, 255, 127];
  assert.equal(codeOf(cell("A", [Rec.RECTANGLE, 0b01000000, ...huge])), "integer-range");
  const padded = [
    Rec.RECTANGLE,
    0b01111011,
    1,
    0,
    0x85,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0x80,
    0,
    5,
    0,
    0,
  ];
  assert.deepEqual(boxes(one(padded)), [0, 0, 5, 5]);
  assert.equal(codeOf(cell("A", rectangle(2 ** 31 - 1, 0, 1, 1))), "coordinate-range");
  assert.equal(codeOf(cell("A", rectangle(0, 0, 1, 1, [2, 0, ...unsigned(2 ** 31)]))), "coordinate-range");
  assert.equal(codeOf(cell("A", [Rec.RECTANGLE, 0b01111011, ...unsigned(2 ** 24), 0, 1, 1, 0, 0])), "layer-range");
});

test("the unit is a real of any type", () => {
  const withUnit = (...unit: readonly number[]) =>
    Uint8Array.from([...magic, Rec.START, ...text("1.0"), ...unit, 0, ...new Array(12).fill(0), ...end]);
  const dbu = (...unit: readonly number[]) => read(withUnit(...unit)).layout.dbu;
  assert.equal(dbu(0, ...unsigned(2000)), 0.0005);
  assert.equal(dbu(2, 4), 4);
  assert.equal(dbu(4, 5, 2), 0.4);
  assert.equal(dbu(6, 0, 0, 0x20, 0x40), 0.4);
  assert.equal(dbu(7, 0, 0, 0, 0, 0, 0x40, 0x8f, 0x40), 0.001);
  assert.equal(failure(withUnit(1, 5)).code, "unit");
  assert.equal(failure(withUnit(0, 0)).code, "unit");
  assert.equal(failure(withUnit(2, 0)).code, "real");
  assert.equal(failure(withUnit(8, 0)).code, "real");
});

test("the sums in END are checked", () => {
  const body = [...start, ...cell("A")];
  const tail = [Rec.END, ...unsigned(248), ...new Array(248).fill(0)];
  const sum = [...body, ...tail, 2].reduce((a, b) => a + b, 0);
  const withSum = (value: number) =>
    Uint8Array.from([...body, ...tail, 2, value & 255, (value >> 8) & 255, value >> 16, 0]);
  assert.deepEqual(read(withSum(sum)).warnings, []);
  assert.deepEqual(read(withSum(sum + 1)).warnings, ["validation"]);
  const wrong = Uint8Array.from([...body, ...tail, 1, 1, 2, 3, 4]);
  assert.deepEqual(read(wrong).warnings, ["validation"]);
});

test("what stands around the records: other versions, short ends, bytes after the end", () => {
  assert.equal(failure(Uint8Array.from([...magic, Rec.START, ...text("2.0"), 0, 1, 0])).code, "version");
  assert.equal(failure(Uint8Array.from(magic.slice(1))).code, "not-oasis");
  assert.deepEqual(read(Uint8Array.from([...start, Rec.END, 0, 0])).warnings, ["end-length"]);
  assert.deepEqual(read(Uint8Array.from([...file(cell("A")), 1, 2, 3])).warnings, []);
  assert.equal(codeOf(start.slice(magic.length)), "record-order");
  assert.equal(codeOf([35]), "record-type");
});

test("an error in a CBLOCK tells where the CBLOCK is and where in it", () => {
  const error = failure(file(cell("TOP", cblock([...rectangle(0, 0, 1, 1), 99]))));
  assert.match(
    error.message,
    /^record type 99 is not one of OASIS \(byte 8 of what the CBLOCK holds\); in record 99, at byte 39, in cell "TOP"$/,
  );
});

test("only the layers that are asked for are kept", () => {
  const layers = read(file(cell("A", rectangle(0, 0, 1, 1), [Rec.RECTANGLE, 1, 2])), {
    layers: ["2/0"],
  }).layout.layers();
  assert.deepEqual(layers.map(String), ["2/0"]);
});

test("the format is found by content, compressed or not", () => {
  const bytes = file(cell("A", rectangle(0, 0, 1, 1)));
  assert.equal(decodeLayout(bytes).format, "oasis");
  assert.equal(decodeLayout(gzipSync(bytes)).format, "oasis");
  assert.throws(() => decodeLayout(Uint8Array.of(1, 2, 3)), /not the start of a GDSII or OASIS file/);
});

test("members further apart than 32 bits say are references of their own", () => {
  const far = 2 ** 31 - 1;
  const step = [10, 1, ...delta(5, 7), ...delta(2 * far - 5, 1)];
  const { layout } = read(file(cell("B", rectangle(0, 0, 0, 0)), cell("A", placement("B", -far, 0, 0, false, step))));
  assert.deepEqual(
    layout.cell("A").references.map(({ columns, dx, dy }) => [columns, dx, dy]),
    [
      [1, -far, 0],
      [1, 5 - far, 7],
      [1, far, 8],
    ],
  );
});
