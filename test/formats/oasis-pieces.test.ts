/** Files and CBLOCKs that do not fit into what is held of them at a time: the same layout, the same errors. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { isReticleError, type ReticleError } from "../../src/errors.ts";
import { decodeOasis, readLayout, readOasis } from "../../src/formats/index.ts";
import type { Layout } from "../../src/layout/index.ts";
import { cell, delta, end, polygon, Rec, rectangle, start, text, unsigned } from "./oasis-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "large.oas");

/** Rectangles one unit apart, with a long text, a polygon of many points and padding between them. */
function records(count: number, padding = 0): Buffer {
  const one = (i: number) => Buffer.from(rectangle(i % 1000, Math.floor(i / 1000), 10, 20));
  const points = polygon([4, ...unsigned(60_000), ...Array.from({ length: 60_000 }, (_, i) => delta(i % 7, 1)).flat()]);
  const label = [Rec.TEXT, 0b01011011, ...text("x".repeat(1_500_000)), 2, 3, 10, 12];
  const list = Array.from({ length: count }, (_, i) => one(i));
  return Buffer.concat([
    ...list.slice(0, 1000),
    Buffer.from(label),
    Buffer.alloc(padding),
    Buffer.from(points),
    ...list.slice(1000),
  ]);
}

const block = (content: Buffer, declared = content.length) => {
  const packed = deflateRawSync(content);
  return Buffer.concat([Buffer.from([Rec.CBLOCK, 0, ...unsigned(declared), ...unsigned(packed.length)]), packed]);
};
const file = (content: Buffer) => Buffer.concat([Buffer.from([...start, ...cell("a")]), content, Buffer.from(end)]);

function holds(layout: Layout, count: number): void {
  const shapes = layout.cell("a").shapes("1/0");
  assert.equal(shapes.boxes.length / 4, count);
  let sum = 0;
  for (const value of shapes.boxes) sum += value;
  // left + bottom + right + top of each: 2 (x + y) + 30.
  const expected = Array.from({ length: count }, (_, i) => 2 * ((i % 1000) + Math.floor(i / 1000)) + 30);
  assert.equal(
    sum,
    expected.reduce((a, b) => a + b),
  );
  assert.equal(shapes.polygons.vertexCount, 60_001);
  assert.equal(layout.cell("a").shapes("2/3").labels.texts[0].length, 1_500_000);
}

test("a file of several MiB is read in pieces", async () => {
  writeFileSync(path, file(records(200_000)));
  holds(await readOasis(path), 200_000);
  holds(await readLayout(path), 200_000);
});

test("a CBLOCK of 20 MiB is read in pieces, from a file, from gzip and from memory, whatever it says of its size", async () => {
  const content = records(200_000, 2 ** 24);
  for (const bytes of [file(block(content)), file(block(content, 10))]) {
    writeFileSync(path, bytes);
    holds(await readOasis(path), 200_000);
    holds(decodeOasis(bytes), 200_000);
  }
  const padding = Buffer.alloc(2 ** 25, Rec.PAD);
  writeFileSync(path, gzipSync(file(Buffer.concat([block(content), padding]))));
  holds(await readOasis(path), 200_000);
});

test("what is broken is so in pieces, too: at the same byte", async () => {
  const error = async (work: () => unknown): Promise<ReticleError> => {
    try {
      await work();
    } catch (caught) {
      if (isReticleError(caught)) return caught;
      throw caught;
    }
    throw new Error("nothing was thrown");
  };
  const plain = file(records(200_000));
  for (const length of [plain.length - 1, 2 ** 20, 2 ** 20 + 1, 3_000_000]) {
    writeFileSync(path, plain.subarray(0, length));
    const [whole, pieces] = [
      await error(() => decodeOasis(plain.subarray(0, length))),
      await error(() => readOasis(path)),
    ];
    assert.equal(pieces.code, "truncated");
    assert.deepEqual({ ...pieces.place, file: undefined }, { ...whole.place, file: undefined });
    assert.match(pieces.message, new RegExp(`the file ends after ${length} bytes`));
  }
  const packed = block(records(200_000, 2 ** 24));
  const cut = Buffer.from(file(packed));
  cut.fill(255, start.length + (packed.length >> 1), start.length + (packed.length >> 1) + 1000);
  assert.equal((await error(() => decodeOasis(cut))).code, "cblock");
  const bomb = file(block(Buffer.alloc(50_000_000), 5));
  assert.equal((await error(() => decodeOasis(bomb, { limit: 40_000_000 }))).code, "decompressed-limit");
});
