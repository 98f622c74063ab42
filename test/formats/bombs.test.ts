/** Small files that ask for a lot: each is refused with an error that says which option allows more, none takes gigabytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, decodeOasis } from "../../src/formats/index.ts";
import { boundary, header } from "./gds-bytes.ts";
import { cell, end, Rec, start, text, unsigned } from "./oasis-bytes.ts";

const mebibyte = 2 ** 20;

/** A CBLOCK with the same bytes again and again. */
function repeated(bytes: readonly number[], count: number): number[] {
  const packed = deflateRawSync(Buffer.alloc(count * bytes.length, Buffer.from(bytes)));
  return [Rec.CBLOCK, 0, ...unsigned(count * bytes.length), ...unsigned(packed.length), ...packed];
}

function refusal(bytes: Uint8Array, read: (bytes: Uint8Array) => unknown): { code: string; message: string } {
  try {
    read(bytes);
  } catch (error) {
    assert.ok(isReticleError(error), String(error));
    return error;
  }
  return assert.fail("it was read");
}

const aProperty = [Rec.PROPERTY, 0b00010100, ...text("p"), 8, 1];
const aRectangle = [Rec.RECTANGLE, 0b01111011, 1, 0, 5, 5, 0, 0];
const million = 2 ** 20;

// Each would take more than 16 MiB by itself, from a few KiB.
for (const [what, records] of [
  ["names of cells", repeated([Rec.CELLNAME, ...text("")], million)],
  ["names of layers", repeated([Rec.LAYERNAME, ...text("a"), 0, 0], million)],
  ["cells that are referred to", cell("a", manyCells())],
  ["properties of a rectangle", cell("a", aRectangle, aProperty, repeated([Rec.PROPERTY_REPEAT], million))],
  [
    "properties of a placement",
    cell("a", [Rec.PLACEMENT, 0x80, ...text("b")], aProperty, repeated([Rec.PROPERTY_REPEAT], million)),
  ],
  ["properties of the file", [...aProperty, ...repeated([Rec.PROPERTY_REPEAT], million)]],
  ["labels", cell("a", repeated([Rec.TEXT, 0b01000011, ...text("x".repeat(100)), 1, 0], million / 4))],
  ["a name", repeated([Rec.CELLNAME, ...text("x".repeat(20 * million))], 1)],
  ["layers of a cell", cell("a", manyLayers())],
] as const)
  test(`OASIS: ${what} beyond the limit of memory are refused`, () => {
    const { code, message } = refusal(Uint8Array.from([...start, ...records, ...end]), (bytes) =>
      decodeOasis(bytes, { memoryLimit: 16 * mebibyte }),
    );
    assert.equal(code, "memory-limit");
    assert.match(message, /more than 16777216 bytes of memory, the limit; the option "memoryLimit" allows more/);
  });

function manyCells(): number[] {
  return Array.from({ length: 30_000 }, (_, i) => [Rec.PLACEMENT, 0x80, ...text(i.toString(36))]).flat();
}

function manyLayers(): number[] {
  return Array.from({ length: 20_000 }, (_, i) => [Rec.RECTANGLE, 0b01111011, ...unsigned(i), 0, 5, 5, 0, 0]).flat();
}

test("OASIS: only so many names of layers are held against each layer, with a warning", () => {
  const names = repeated([Rec.LAYERNAME, ...text("a"), 3, 1, 3, 0], 20_000);
  const layout = decodeOasis(Uint8Array.from([...start, ...names, ...cell("a", aRectangle), ...end]));
  assert.equal(layout.layers()[0].name, "a");
});

test("OASIS: padding of many MiB says nothing", () => {
  const bytes = Uint8Array.from([...start, ...repeated([Rec.PAD], 64 * mebibyte), ...cell("a", aRectangle), ...end]);
  assert.equal(decodeOasis(bytes).cell("a").shapes("1/0").count, 1);
});

test("gzip: 300 MiB from a file of 300 KiB are refused where no limit is given", () => {
  const elements = Buffer.alloc(300 * mebibyte, Buffer.from(boundary(1, 0, [0, 0, 10, 0, 10, 10, 0, 0])));
  const start = Buffer.from([...header, ...structureStart]);
  const bytes = gzipSync(Buffer.concat([start, elements]));
  const { code, message } = refusal(bytes, (given) => decodeGds(given));
  assert.equal(code, "decompressed-limit");
  assert.match(message, /more than 268435456 bytes, the limit; the option "limit" allows more/);
});

/** BGNSTR and STRNAME "A". */
const structureStart = [0, 28, 5, 2, ...new Array<number>(24).fill(0), 0, 6, 6, 6, 65, 0];
