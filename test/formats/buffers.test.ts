/** Node's Buffers are Uint8Arrays whose slice() is a view, and small ones lie in a pool at any address. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeBmp,
  decodeNpy,
  decodePng,
  encodeBmp,
  encodeNpy,
  encodePng,
  encodeTiff,
  readTiff,
} from "../../src/formats/index.ts";
import { ImageView, MemoryStream } from "../../src/image/index.ts";

const image = ImageView.from(Uint16Array.of(1, 2, 3, 4, 5, 600), { shape: [2, 3], axes: ["row", "column"] });
const small = image.crop({ column: [0, 2] }).to("uint8", { saturate: true });

/** The same bytes in the middle of a larger memory, at an odd address. */
function pooled(bytes: Uint8Array): Buffer {
  const memory = Buffer.alloc(bytes.length + 64, 0xaa);
  memory.set(bytes, 33);
  return memory.subarray(33, 33 + bytes.length);
}

test("a picture or an array is read from a Buffer at any address, and stays as it was", async () => {
  const bigEndian = encodeNpy(image);
  bigEndian[Buffer.from(bigEndian).indexOf("<u2")] = ">".charCodeAt(0);
  const files: [Uint8Array, (bytes: Uint8Array) => Promise<ImageView> | ImageView, number[]][] = [
    [encodeNpy(image), decodeNpy, [...image.toArray()]],
    // The bytes of each number in the other order.
    [bigEndian, decodeNpy, [0x100, 0x200, 0x300, 0x400, 0x500, 0x5802]],
    [encodePng(image), decodePng, [...image.toArray()]],
    [encodeTiff(image), readTiff, [...image.toArray()]],
    [encodeBmp(small), decodeBmp, [...small.toArray()]],
  ];
  for (const [bytes, read, wanted] of files) {
    const given = pooled(bytes);
    assert.deepEqual([...(await read(given)).toArray()], wanted);
    assert.deepEqual(new Uint8Array(given), bytes);
  }
});

test("a MemoryStream begins with a copy of a Buffer", () => {
  const given = pooled(Uint8Array.of(1, 2, 3));
  const stream = new MemoryStream(given);
  stream.write(Uint8Array.of(9));
  assert.deepEqual(
    [[...given], [...stream.toBytes()]],
    [
      [1, 2, 3],
      [9, 2, 3],
    ],
  );
});
