/** Images and arrays of other programs: shapes and strides as numpy, IOLink and IPSDK have them. */
import assert from "node:assert/strict";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import ndarray from "ndarray";
import { isReticleError } from "../../../src/errors.ts";
import {
  allocateImage,
  contiguityOf,
  fromArray,
  fromNdarray,
  fromPadded,
  ImageView,
  MemoryStream,
  planeOf,
  toNdarray,
  toPadded,
} from "../../../src/image/index.ts";

const code = (name: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === name;
const counted = (length: number) => Uint16Array.from({ length }, (_, i) => i);

test("what is written on either side of fromNdarray and toNdarray is seen on the other", () => {
  const pixels = counted(24);
  const volume = fromNdarray(ndarray(pixels, [2, 3, 4]), "VOLUME");
  const back = toNdarray(volume);
  volume.set(3, 2, 1, 999); // column 3, row 2, slice 1: the last element
  assert.equal(pixels[23], 999);
  back.set(0, 0, 0, 77);
  assert.equal(volume.get(0, 0, 0), 77);
});

test("a type of image that there is not is named with the nearest", () => {
  assert.throws(() => fromNdarray(ndarray(counted(6), [2, 3]), "VOLUM" as "VOLUME"), /did you mean "VOLUME"/);
});

test("vector pixels become a channel axis, unless there is one", () => {
  const vector = allocateImage([12, 4, 6], "VEC3_UINT16", { type: "VOLUME" });
  assert.deepEqual(toNdarray(vector).shape, [6, 4, 12, 3]);
  assert.deepEqual(toNdarray(vector, { order: ["channel", "column", "row", "slice"] }).shape, [3, 12, 4, 6]);
  const spectral = allocateImage([5, 4, 2], "uint8", { type: "MULTISPECTRAL_IMAGE", components: 3 });
  assert.throws(() => toNdarray(spectral), code("axes-duplicate"));
});

test("allocate: zeros, the column fastest, so that numpy's order of it is packed", () => {
  const image = allocateImage([6, 5, 4], "uint16", { type: "VOLUME", spacing: { slice: 0.05 }, kind: "label" });
  assert.deepEqual(image.stride, [1, 6, 30]);
  assert.deepEqual(toNdarray(image).stride, [30, 6, 1]);
  assert.deepEqual([image.type, image.kind, image.spacing], ["VOLUME", "label", { slice: 0.05 }]);
  assert.equal(image.sum(), 0);
  // Interleaved: components side by side, pixels as many apart.
  assert.deepEqual(allocateImage([2, 3], "Vector4u8").array.stride, [4, 8, 1]);
  assert.equal(allocateImage([2, 3], "Vec2f").dtype, "float32");
  assert.deepEqual(allocateImage([0, 3], "uint8").shape, [0, 3]);
});

test("allocate: wrong sizes, types and ranks by their codes", () => {
  assert.throws(() => allocateImage([6, 4], "uint8", { type: "VOLUME" }), code("rank-mismatch"));
  assert.throws(() => allocateImage([6, -4], "uint8"), code("size"));
  assert.throws(() => allocateImage([6, 4.5], "uint8"), code("size"));
  assert.throws(() => allocateImage([6, 4], "uint12"), code("shape-or-dtype"));
  assert.throws(() => allocateImage([6, 4], "VEC0_UINT8"), code("shape-or-dtype"));
  assert.throws(() => allocateImage([1e6, 1e6], "float64"), code("size"));
  assert.throws(() => allocateImage([6, 4], "VEC3_UINT8", { components: 2 }), code("shape-or-dtype"));
  assert.throws(() => allocateImage(6 as never, "uint8"), code("argument"));
  assert.throws(() => allocateImage([6, 4], "bool"), /bool is uint8 with kind: "binary"/);
});

test("UNKNOWN is the type of images whose axes have no names", () => {
  assert.equal(allocateImage([6, 4], "uint8", { type: "UNKNOWN" }).axes, null);
  assert.deepEqual(fromNdarray(ndarray(counted(6), [2, 3]), "UNKNOWN").shape, [2, 3]);
});

test("fromArray: rows and columns, slices, and colours where a geometry says so", () => {
  // IPSDK's createImage(UInt8, 5, 7) has an array of (7, 5).
  const image = fromArray(ndarray(counted(35), [7, 5]), { sizeX: 5, sizeY: 7 });
  assert.deepEqual([image.axes, image.sizeAlong("column")], [["row", "column"], 5]);
  assert.deepEqual(fromArray(ndarray(counted(24), [2, 3, 4])).axes, ["slice", "row", "column"]);
  const rgb = fromArray(ndarray(counted(3 * 2 * 4 * 5), [3, 2, 4, 5]), { sizeX: 5, sizeY: 4, sizeZ: 2, sizeC: 3 });
  assert.deepEqual([rgb.axes, rgb.kind], [["channel", "slice", "row", "column"], "rgb"]);
  assert.deepEqual(fromArray(ndarray(counted(60), [3, 4, 5]), { sizeX: 5, sizeY: 4, sizeC: 3 }).axes?.[0], "channel");
});

test("fromArray: what does not fit its geometry", () => {
  const array = ndarray(counted(35), [7, 5]);
  assert.throws(() => fromArray(array, { sizeX: 7, sizeY: 5 }), code("geometry"));
  assert.throws(() => fromArray(array, { sizeX: 5, sizeY: 7, sizeZ: 1 }), code("geometry"));
  assert.throws(() => fromArray(ndarray(counted(4), [4])), code("rank-mismatch"));
  assert.throws(() => fromArray(ndarray(counted(40), [4, 2, 5]), { sizeX: 5, sizeY: 2, sizeC: 4 }), code("geometry"));
});

// The worked examples of the IPSDK bridge: (5, 7, 9) with rows of 12 elements, and with planes of 9 rows.
test("padded rows: each row in one piece, planes are copied one by one", () => {
  const view = ImageView.from(ndarray(counted(5 * 84), [5, 7, 9], [84, 12, 1]), { axes: ["slice", "row", "column"] });
  const found = contiguityOf(view);
  assert.deepEqual(found, { cContiguous: false, rowContiguous: true, planeContiguous: false, sharable: true });
  const plane = planeOf(view, 2);
  assert.deepEqual([plane.shared, plane.array.data.length, plane.array.get(1, 3)], [false, 63, 2 * 84 + 12 + 3]);
});

test("padded planes: each plane in one piece, nothing is copied", () => {
  const view = ImageView.from(ndarray(counted(5 * 81), [5, 7, 9], [81, 9, 1]), { axes: ["slice", "row", "column"] });
  assert.equal(contiguityOf(view).planeContiguous, true);
  const { array, shared } = planeOf(view, [4]);
  assert.deepEqual([shared, array.offset, array.data === view.data], [true, 4 * 81, true]);
});

test("planes: an axis of size 1 breaks nothing; a plane that there is not is an error", () => {
  const one = ImageView.from(ndarray(counted(99), [1, 7, 9], [99, 9, 1]));
  assert.equal(contiguityOf(one).cContiguous, true);
  const flat = ImageView.from(ndarray(counted(12), [3, 4]));
  assert.equal(planeOf(flat).shared, true);
  assert.throws(() => planeOf(one, 1), code("size"));
  assert.throws(() => planeOf(ImageView.from(counted(4))), code("rank-mismatch"));
  // Overlapping rows are not padding.
  assert.equal(contiguityOf(ImageView.from(ndarray(counted(20), [3, 4], [2, 1]))).sharable, false);
});

test("toPadded: rows and planes begin at aligned bytes, and the pixels are the same", () => {
  const view = ImageView.from(ndarray(counted(2 * 3 * 5), [2, 3, 5]), {
    axes: ["slice", "row", "column"],
    spacing: { row: 2 },
  });
  const padded = toPadded(view, { rowAlign: 16, planeAlign: 64 });
  assert.deepEqual(padded.byteStride, [64, 16, 2]);
  assert.deepEqual(padded.toArray(), view.toArray());
  assert.deepEqual(padded.spacing, { row: 2 });
  assert.equal(padded.sharesMemoryWith(view), false);
  assert.deepEqual(toPadded(view.flip("column"), { rowAlign: 4 }).toArray(), view.flip("column").toArray());
  assert.throws(() => toPadded(view, { rowAlign: 3 }), code("stride"));
});

test("toPadded: rows and columns by their names, and the components of a pixel stay together", () => {
  const canonical = fromNdarray(ndarray(counted(24), [2, 3, 4]), "VOLUME");
  const padded = toPadded(canonical, { rowAlign: 16, planeAlign: 64 });
  assert.deepEqual(
    [padded.axes, padded.byteStride],
    [
      ["column", "row", "slice"],
      [2, 16, 64],
    ],
  );
  assert.deepEqual(padded.toArray(), canonical.toArray());
  const vectors = ImageView.from(counted(30), { shape: [2, 5, 3], axes: ["row", "column"], components: 3 });
  const wide = toPadded(vectors, { rowAlign: 32 });
  assert.deepEqual([wide.array.stride, wide.toArray()], [[16, 3, 1], vectors.toArray()]);
});

test("fromPadded: shares the buffer; strides that hold no row, and short buffers, are errors", () => {
  const bytes = new Uint8Array(64);
  const image = fromPadded(bytes, { dtype: "uint16", shape: [3, 4], rowStride: 16, offset: 8 });
  image.set(2, 3, 0x0201);
  assert.deepEqual([bytes[8 + 32 + 6], bytes[8 + 32 + 7]], [1, 2]);
  assert.deepEqual(image.axes, ["row", "column"]);
  assert.throws(() => fromPadded(bytes, { dtype: "uint16", shape: [3, 4], rowStride: 6 }), code("stride"));
  assert.throws(() => fromPadded(bytes, { dtype: "uint16", shape: [3, 4], rowStride: 9 }), code("stride"));
  assert.throws(() => fromPadded(bytes, { dtype: "uint16", shape: [3, 4], offset: 3 }), code("stride"));
  assert.throws(() => fromPadded(bytes, { dtype: "uint16", shape: [9, 4] }), code("too-short"));
  assert.throws(() => fromPadded(bytes, { dtype: "uint16", shape: [4] }), code("rank-mismatch"));
  assert.throws(() => fromPadded(bytes, { dtype: "uint12" as "uint16", shape: [3, 4] }), code("dtype"));
  assert.throws(() => fromPadded(null as never, { dtype: "uint16", shape: [3, 4] }), code("argument"));
  assert.equal(fromPadded(new DataView(bytes.buffer), { dtype: "uint16", shape: [3, 4] }).data.buffer, bytes.buffer);
});

// Each expectation is what io.BytesIO (an unbuffered raw stream's rules) does in Python.
test("MemoryStream: read, write behind the end, seek, truncate, as io.BytesIO", () => {
  const stream = new MemoryStream(Uint8Array.of(1, 2, 3));
  assert.deepEqual([...stream.read(2)], [1, 2]);
  assert.deepEqual([...stream.read()], [3]);
  assert.deepEqual([...stream.read(5)], []);
  assert.equal(stream.seek(2, 2), 5);
  assert.equal(stream.write(Uint8Array.of(9)), 1);
  assert.deepEqual([...stream.toBytes()], [1, 2, 3, 0, 0, 9]);
  assert.equal(stream.seek(-1, 1), 5);
  assert.equal(stream.truncate(), 5);
  assert.equal(stream.tell(), 5);
  assert.equal(stream.truncate(2), 2);
  stream.seek(0);
  const target = new Uint8Array(4);
  assert.equal(stream.readInto(target), 2);
  assert.deepEqual([...target], [1, 2, 0, 0]);
});

test("MemoryStream: arrays of other types are their memory, as Python's buffers; what has none is an error", () => {
  const stream = new MemoryStream();
  assert.equal(stream.write(Uint16Array.of(0x0201, 0x0403)), 4);
  assert.deepEqual([...stream.toBytes()], [1, 2, 3, 4]);
  stream.seek(1);
  const target = Uint16Array.of(0, 0);
  assert.equal(stream.readInto(target), 3);
  assert.deepEqual([...target], [0x0302, 4]);
  stream.seek(0);
  assert.equal(stream.read(-7).length, 4);
  assert.throws(() => stream.write("abc" as never), code("argument"));
  assert.throws(() => stream.readInto([1] as never), code("argument"));
  assert.throws(() => stream.read(1.5), code("size"));
});

test("MemoryStream: bytes that were cut off do not come back", () => {
  const stream = new MemoryStream(Uint8Array.of(1, 2, 3, 4));
  stream.truncate(1);
  stream.truncate(4);
  assert.deepEqual([...stream.toBytes()], [1, 0, 0, 0]);
});

test("MemoryStream: after close every use is an error; positions before the start, too", () => {
  const stream = new MemoryStream();
  assert.throws(() => stream.seek(-1), code("size"));
  assert.throws(() => stream.seek(0, 3 as 0), code("size"));
  assert.deepEqual([stream.readable, stream.writable, stream.seekable], [true, true, true]);
  stream.close();
  stream.close();
  for (const use of [
    () => stream.read(1),
    () => stream.write(Uint8Array.of(1)),
    () => stream.tell(),
    () => stream.seek(0),
    () => stream.truncate(0),
    () => stream.readable,
    () => stream.toReadable(),
  ])
    assert.throws(use, code("closed"));
});

test("MemoryStream: Node's streams read from it and write to it", async () => {
  const from = new MemoryStream(Uint8Array.from({ length: 200_000 }, (_, i) => i));
  const to = new MemoryStream();
  await pipeline(from.toReadable(), to.toWritable());
  assert.deepEqual(
    to.toBytes(),
    Uint8Array.from({ length: 200_000 }, (_, i) => i),
  );
  assert.equal(from.tell(), 200_000);
});
