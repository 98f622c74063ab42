/** Every kind of OASIS element, also as the standard forbids them, and broken files: read as KLayout 0.30 does, or refused by both. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutPython } from "../support/project.ts";
import {
  cblock,
  cell,
  delta,
  file,
  path,
  placement,
  polygon,
  Rec,
  rectangle,
  signed,
  text,
  unsigned,
} from "./oasis-bytes.ts";
import { unlikeKLayout } from "./odd-files.ts";

const place = [...signed(5), ...signed(7)];

function* trapezoids(): Generator<[name: string, bytes: Uint8Array]> {
  for (let type = 0; type <= 26; type++)
    for (const [w, h] of [
      [300, 100],
      [100, 300],
      [100, 100],
    ]) {
      const record = [Rec.CTRAPEZOID, 0b11111011, 1, 0, type, ...unsigned(w), ...unsigned(h), ...place];
      yield [`CTRAPEZOID ${type} ${w} × ${h}`, file(cell("A", record))];
    }
  for (const vertical of [0, 0x80])
    for (const [a, b] of [
      [0, 0],
      [10, 20],
      [-10, 20],
      [10, -20],
      [-10, -20],
      [200, 0],
      [0, 500],
      [-500, 500],
    ])
      for (const type of [Rec.TRAPEZOID, Rec.TRAPEZOID_A, Rec.TRAPEZOID_B]) {
        const slants = [...(type === Rec.TRAPEZOID_B ? [] : signed(a)), ...(type === Rec.TRAPEZOID_A ? [] : signed(b))];
        const record = [type, 0b01111011 | vertical, 1, 0, 100, 80, ...slants, ...place];
        yield [`trapezoid ${type} ${vertical} ${a} ${b}`, file(cell("A", record))];
      }
}

function* repeated(): Generator<[name: string, bytes: Uint8Array]> {
  const [step, slanted, back] = [unsigned(300), delta(300, 10), delta(-300, -20)];
  const repetitions = [
    [0],
    [1, 1, 2, ...step, ...unsigned(400)],
    [2, 1, ...step],
    [3, 1, ...step],
    [4, 1, ...step, ...unsigned(500)],
    [5, 1, 10, 30, 50],
    [6, 1, ...step, ...unsigned(500)],
    [7, 1, 10, 30, 50],
    [8, 1, 1, ...slanted, ...delta(-20, 400)],
    [9, 1, ...slanted],
    [10, 1, ...slanted, ...back],
    [11, 1, 10, ...delta(30, 1), ...delta(2, 40)],
    [12, 1],
    [1, 1, 2, 0, 0],
    [8, 1, 1, ...delta(0, 0), ...delta(0, 400)],
    [10, 1, ...delta(0, 0), ...delta(0, 0)],
  ];
  for (const repetition of repetitions) {
    yield [`repetition ${repetition} of shapes`, file(cell("A", rectangle(10, 20, 100, 200, repetition)))];
    const placed = placement("B", 5, 6, 3, true, repetition);
    yield [`repetition ${repetition} of cells`, file(cell("B", rectangle(1, 2, 10, 20)), cell("A", placed))];
  }
}

function* points(): Generator<[name: string, bytes: Uint8Array]> {
  const lists = [
    [0, 3, ...signed(100), ...signed(50), ...signed(-60)],
    [0, 2, ...signed(100), ...signed(50)],
    [1, 3, ...signed(100), ...signed(50), ...signed(-60)],
    [2, 3, ...unsigned(100 * 4), ...unsigned(50 * 4 + 1), ...unsigned(60 * 4 + 2)],
    [3, 3, ...unsigned(100 * 8 + 4), ...unsigned(50 * 8 + 1), ...unsigned(60 * 8 + 2)],
    [4, 2, ...delta(100, 20), ...delta(-50, 80)],
    [5, 2, ...delta(100, 20), ...delta(-150, 80)],
    [4, 1, ...delta(100, 20)],
    [4, 0],
    [6, 1, ...delta(1, 1)],
  ];
  const ends = [[5], [0b1010], [0b1111, ...signed(-7), ...signed(9)], [0b0110]];
  for (const list of lists) {
    yield [`polygon ${list}`, file(cell("A", polygon(list, 5, 6)))];
    for (const end of ends) yield [`path ${list} ends ${end}`, file(cell("A", path(20, end, list)))];
  }
}

function* others(): Generator<[name: string, bytes: Uint8Array]> {
  const rect = rectangle(10, 20, 100, 200);
  for (let turns = 0; turns < 4; turns++)
    for (const flip of [false, true])
      yield [`placement ${turns} ${flip}`, file(cell("B", rect), cell("A", placement("B", 50, 60, turns, flip)))];
  // Magnification 2 and 91/2 degrees.
  const any = [Rec.PLACEMENT_ANY, 0b10110110, ...text("B"), 0, 2, 4, 91, 2, ...place];
  yield ["placement at an angle", file(cell("B", rect), cell("A", any))];
  const here = [Rec.RECTANGLE, 0b00011000, ...place];
  const relative = [[Rec.XYRELATIVE], here, here, [Rec.XYABSOLUTE], here];
  yield ["XYRELATIVE", file(cell("A", rect, ...relative))];
  yield ["CIRCLE", file(cell("A", [Rec.CIRCLE, 0b00111011, 1, 0, ...unsigned(500), ...place]))];
  yield ["XGEOMETRY", file(cell("A", [Rec.XGEOMETRY, 0b00011011, 1, 5, 6, ...text("abc"), ...place], rect))];
  yield ["XELEMENT", file(cell("A", [Rec.XELEMENT, 1, ...text("abc")], rect))];
  yield ["a CBLOCK", file(cell("A", cblock([...rect, ...rectangle(0, 0, 5, 5)]), rect))];
  yield ["a cell in a CBLOCK", file(cblock(cell("A", rect)))];
  yield ["a CBLOCK in a CBLOCK", file(cell("A", cblock(cblock(rect))))];
  yield ["a CBLOCK of another method", file(cell("A", [Rec.CBLOCK, 1, 5, 5, 1, 2, 3, 4, 5]))];
  yield ["a broken CBLOCK", file(cell("A", [Rec.CBLOCK, 0, 10, 4, 255, 255, 255, 255]))];
  yield ["a missing cell", file(cell("A", placement("B", 5, 6), rect))];
  yield ["a cell in itself", file(cell("A", placement("A", 5, 6), rect))];
  yield ["two cells of a name", file(cell("A", rect), cell("A", rect))];
  yield ["an element without a cell", file(rect)];
  yield ["record 35", file(cell("A", [35]))];
  const whole = file(cell("A", rect));
  for (let length = 13; length < whole.length - 250; length++) yield [`cut to ${length}`, whole.subarray(0, length)];
}

test("readOasis of every element, and of broken files: as KLayout's Layout.read", { skip: withoutPython }, async () => {
  assert.deepEqual(await unlikeKLayout([...trapezoids(), ...repeated(), ...points(), ...others()]), []);
});
