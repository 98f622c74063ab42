import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodeImageData,
  decodeImageWithMetadata,
  decodeMetadata,
  type PixelEncoding,
  unpackUint12,
} from "../../src/camera/index.ts";
import { withoutUnpackingKernel } from "../../src/camera/unpack-uint12.ts";
import { isReticleError } from "../../src/errors.ts";

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;

/** Bit by bit: of three bytes in hexadecimal digits hg fe dc the pixels are h g e and d c f. */
function unpackedByDigits(bytes: Uint8Array): number[] {
  const pixels: number[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [...bytes.subarray(i, i + 3)].map((byte) => byte.toString(16).padStart(2, "0"));
    pixels.push(Number.parseInt(a + b[1], 16), Number.parseInt(c + b[0], 16));
  }
  return pixels;
}

test("law: packed pixels are read digit by digit, at any address and length", () => {
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 600 });
  fc.assert(
    fc.property(bytes, fc.nat(5), fc.nat(3), (raw, shift, target) => {
      const memory = new Uint8Array(raw.length + shift);
      memory.set(raw, shift);
      const packed = memory.subarray(shift, shift + raw.length - (raw.length % 3));
      const out = new Uint16Array((packed.length / 3) * 2 + target).subarray(target);
      const expected = unpackedByDigits(packed);
      assert.deepEqual([...unpackUint12(packed)], expected);
      assert.equal(unpackUint12(packed, out), out);
      assert.deepEqual([...out], expected);
    }),
  );
});

test("pixels are unpacked in WebAssembly, in several parts, as they are without it", () => {
  for (const count of [128, 16_384, 16_386, 50_000]) {
    const packed = Uint8Array.from({ length: 1.5 * count }, (_, i) => Math.imul(i + count, 0x9e3779b1) >>> 13);
    // What follows the pixels stays as it is.
    const out = new Uint16Array(count + 3).fill(7);
    const expected = withoutUnpackingKernel(() => unpackUint12(packed));
    assert.deepEqual(unpackUint12(packed, out).subarray(0, count), expected);
    assert.deepEqual([...out.subarray(count)], [7, 7, 7]);
  }
});

test("unpacked pixels go to a Uint16Array that has room", () => {
  assert.throws(() => unpackUint12(new Uint8Array(6), new Uint16Array(3)), code("too-short"));
  assert.throws(() => unpackUint12(new Uint8Array(6), new Uint32Array(9) as never), code("dtype"));
  assert.deepEqual([...unpackUint12(Uint8Array.of(0xab, 0xcd, 0xef), new Uint16Array(4))], [0xabd, 0xefc, 0, 0]);
});

test("law: each row of packed pixels begins at its own byte", () => {
  const layout = fc.record({ width: fc.nat(300), height: fc.nat(6), extra: fc.nat(7), shift: fc.nat(3) });
  fc.assert(
    fc.property(layout, fc.infiniteStream(fc.nat(255)), ({ width, height, extra, shift }, bytes) => {
      const stride = Math.ceil(1.5 * width) + extra;
      const data = Uint8Array.from({ length: stride * height + shift }, () => bytes.next().value as number).subarray(
        shift,
      );
      const { image, shared } = decodeImageData(data, { encoding: "Mono12Packed", width, height, stride });
      assert.equal(shared, false);
      assert.deepEqual([...image.shape], [width, height]);
      for (let row = 0; row < height; row++) {
        const whole = new Uint8Array(3 * Math.ceil(width / 2));
        whole.set(data.subarray(row * stride, row * stride + Math.ceil(1.5 * width)));
        const pixels = Array.from({ length: width }, (_, column) => image.get(column, row));
        assert.deepEqual(pixels, unpackedByDigits(whole).slice(0, width));
      }
    }),
  );
});

test("an image shares the bytes it lies in: what is written there is seen", () => {
  const raw = new Uint8Array(24);
  const { image, shared } = decodeImageData(raw, { encoding: "Mono16", width: 3, height: 3, stride: 8 });
  assert.equal(shared, true);
  raw[8 + 2] = 7;
  assert.equal(image.get(1, 1), 7);
  image.set(2, 2, 0x0102);
  assert.deepEqual([...raw.subarray(20, 22)], [2, 1]);
});

test("bytes at an odd address are copied, and it is said", () => {
  const raw = Uint8Array.of(9, 1, 2, 3, 4, 5, 6, 7, 8);
  for (const bytes of [raw.subarray(1), Buffer.from(raw.buffer).subarray(1)]) {
    const { image, shared } = decodeImageData(bytes, { encoding: "Mono16", width: 2, height: 2, stride: 4 });
    assert.equal(shared, false);
    assert.deepEqual([image.get(0, 0), image.get(1, 1)], [0x0201, 0x0807]);
    assert.notEqual(image.data.buffer, raw.buffer);
  }
  const wide = decodeImageData(raw.subarray(2, 6), { encoding: "Mono32", width: 1, height: 1, stride: 4 });
  assert.deepEqual([wide.shared, wide.image.get(0, 0)], [false, 0x05040302]);
});

test("sizes that no image has are named", () => {
  const layout = { encoding: "Mono16", width: 2, height: 2, stride: 4 } as const;
  const raw = new Uint8Array(8);
  for (const wrong of [-1, 1.5, Number.NaN, Infinity, 2 ** 60]) {
    assert.throws(
      () => decodeImageData(raw, { ...layout, width: wrong }),
      (error) => isReticleError(error, "ImageError"),
    );
    assert.throws(
      () => decodeImageData(raw, { ...layout, height: wrong }),
      (error) => isReticleError(error, "ImageError"),
    );
  }
  assert.throws(() => decodeImageData(raw, { ...layout, width: -1 }), code("size"));
  assert.throws(() => decodeImageData(raw, { ...layout, stride: -4 }), code("stride"));
  assert.throws(() => decodeImageData(raw, { ...layout, encoding: "mono16" as PixelEncoding }), code("encoding"));
  for (const encoding of ["Mono16", "Mono12Packed"] as const) {
    assert.throws(() => decodeImageData(raw, { encoding, width: 0, height: 2 ** 40, stride: 0 }), code("size"));
    const rows = 2 ** 31 - 1;
    assert.deepEqual(decodeImageData(raw, { encoding, width: 0, height: rows, stride: 0 }).image.shape, [0, rows]);
  }
  assert.throws(() => decodeImageData(raw, undefined as never), code("options"));
});

/** A chunk: its payload, its id and the length that it gives. */
function chunk(id: number, payload: readonly number[], length = payload.length + 4): number[] {
  return [...payload, ...new Uint8Array(Uint32Array.of(id, length).buffer)];
}
const ticks = (time: bigint) => chunk(1, [...new Uint8Array(BigUint64Array.of(time).buffer)]);
const info = chunk(7, [2, 0, 3, 0, 0, 0, 6, 0]);

test("the frame of metadata is a part of the bytes", () => {
  const pixels = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0];
  const raw = Uint8Array.from([...chunk(0, pixels), ...ticks(2n ** 63n), ...info]);
  const { metadata, image } = decodeMetadata(raw);
  assert.deepEqual(metadata, { height: 2, width: 3, stride: 6, encoding: "Mono16", timestamp: 2n ** 63n });
  assert.equal(image?.buffer, raw.buffer);
  assert.deepEqual([...image!], pixels);
  const decoded = decodeImageWithMetadata(raw);
  assert.equal(decoded.shared, true);
  assert.equal(decoded.timestamp, 2n ** 63n);
  assert.equal(decoded.image.get(2, 1), 6);
});

test("a frame that was cut off leaves the metadata; one of less than its own id is an error", () => {
  const cut = Uint8Array.from([1, 2, ...chunk(0, [], 24), ...ticks(5n)]);
  assert.deepEqual(decodeMetadata(cut), { metadata: { timestamp: 5n }, image: null });
  for (const length of [0, 1, 2, 3]) {
    assert.throws(() => decodeMetadata(Uint8Array.from(chunk(0, [], length))), code("metadata"));
  }
  assert.throws(() => decodeMetadata(Uint8Array.from([...chunk(0, []), ...chunk(0, [])])), code("metadata"));
});

test("of two chunks with the look of the frame the first one counts", () => {
  const other = chunk(7, [9, 0, 9, 0, 0, 3, 9, 0]);
  assert.equal(decodeMetadata(Uint8Array.from([...info, ...other])).metadata.width, 3);
});

test("an encoding that nobody knows is no image", () => {
  const unknown = chunk(7, [1, 0, 1, 0, 0, 200, 2, 0]);
  const raw = Uint8Array.from([...chunk(0, [1, 0]), ...ticks(1n), ...unknown]);
  assert.equal(decodeMetadata(raw).metadata.encoding, "Unknown");
  assert.throws(() => decodeImageWithMetadata(raw), code("encoding"));
});

test("any bytes are metadata or an error, and no frame is larger than they are", () => {
  const someChunk = fc
    .record({
      id: fc.constantFrom(0, 1, 7, 2, 2 ** 32 - 1),
      payload: fc.array(fc.nat(255), { maxLength: 12 }),
      lie: fc.integer(),
    })
    .map(({ id, payload, lie }) => chunk(id, payload, lie % 3 === 0 ? lie >>> 0 : undefined));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(someChunk, { maxLength: 5 }).map((chunks) => Uint8Array.from(chunks.flat())),
  );
  fc.assert(
    fc.property(bytes, (raw) => {
      for (const decode of [decodeMetadata, decodeImageWithMetadata]) {
        try {
          const { image } = decode(raw);
          if (image instanceof Uint8Array) assert.ok(image.length <= raw.length);
        } catch (error) {
          assert.ok(isReticleError(error, "ImageError"), String(error));
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("any bytes and any layout are an image or an error", () => {
  const number = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double(), fc.maxSafeInteger());
  const layout = fc.record({
    encoding: fc.constantFrom<PixelEncoding>(
      "Mono12",
      "Mono12Packed",
      "Mono16",
      "Mono32",
      "" as never,
      "__proto__" as never,
    ),
    width: number,
    height: number,
    stride: number,
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), layout, (raw, one) => {
      try {
        const { image } = decodeImageData(raw, one);
        assert.deepEqual([...image.shape], [one.width, one.height]);
        assert.ok(image.data.byteLength <= 2 * raw.length);
      } catch (error) {
        assert.ok(isReticleError(error, "ImageError"), String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
