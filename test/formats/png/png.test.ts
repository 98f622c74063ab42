import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { decodePng, encodePng, readImage, readPng } from "../../../src/formats/index.ts";
import { ImageView } from "../../../src/image/index.ts";
import { fixtures, referencePython, withoutPython } from "../../support/project.ts";

interface PngCase {
  readonly name: string;
  readonly file: string;
  readonly shape: number[];
  readonly dtype: string;
  readonly values: number[];
}
const made = JSON.parse(readFileSync(join(fixtures, "numpy-pillow.json"), "utf8")) as { png: PngCase[] };
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const axes = ["row", "column"] as const;

for (const { name, file, shape, dtype, values } of made.png) {
  test(`Pillow's ${name} reads with its values`, () => {
    const view = decodePng(bytesOf(file));
    assert.deepEqual([...view.shape], shape);
    assert.equal(view.dtype, dtype);
    assert.deepEqual([...view.toArray()], values);
    assert.equal(view.direction, "down");
  });
}

test("reading and writing a picture changes no pixel", () => {
  for (const { file, values, shape } of made.png) {
    const again = decodePng(encodePng(decodePng(bytesOf(file))));
    assert.deepEqual([...again.toArray()], values);
    assert.deepEqual([...again.shape], shape);
  }
});

test("rows that go up are written turned over", () => {
  const view = ImageView.from(Uint8Array.of(1, 2, 3, 4), { shape: [2, 2], axes, direction: "up" });
  assert.deepEqual([...decodePng(encodePng(view)).toArray()], [3, 4, 1, 2]);
  assert.deepEqual([...decodePng(encodePng(view.flip("row"))).toArray()], [3, 4, 1, 2]);
});

test("a coverage of 0 to 1 is written as 0 to 255, or to 65535", () => {
  const view = ImageView.from(Float32Array.of(0, 0.25, 0.5, 1), { shape: [1, 4], axes });
  assert.deepEqual([...decodePng(encodePng(view)).toArray()], [0, 64, 128, 255]);
  assert.deepEqual([...decodePng(encodePng(view, { bits: 16 })).toArray()], [0, 16384, 32768, 65535]);
});

test("a value beyond the range is an error where no range is given, else black or white", () => {
  const view = ImageView.from(Float32Array.of(-1, 0.5, 2), { shape: [1, 3], axes });
  assert.throws(
    () => encodePng(view),
    (e) => isReticleError(e, "PngError") && e.code === "range" && /-1, beyond 0\.\.1/.test(e.message),
  );
  assert.deepEqual([...decodePng(encodePng(view, { range: [0, 1] })).toArray()], [0, 128, 255]);
  const nan = ImageView.from(Float32Array.of(Number.NaN), { shape: [1, 1], axes });
  assert.throws(
    () => encodePng(nan, { range: [0, 1] }),
    (e) => isReticleError(e, "PngError"),
  );
});

test("binary images are written black and white", () => {
  const view = ImageView.from(Uint8Array.of(0, 1, 7), { shape: [1, 3], axes, kind: "binary" });
  assert.deepEqual([...decodePng(encodePng(view)).toArray()], [0, 255, 255]);
});

test("planar colours are written interleaved", () => {
  const view = ImageView.from(Uint8Array.of(1, 2, 3, 4, 5, 6), {
    shape: [3, 1, 2],
    axes: ["channel", "row", "column"],
  });
  assert.deepEqual([...decodePng(encodePng(view)).toArray()], [1, 3, 5, 2, 4, 6]);
});

test("what is no picture is an error that says why", () => {
  const wrong: [RegExp, ImageView][] = [
    [/no names/, ImageView.from(new Uint8Array(4), { shape: [2, 2] })],
    [/slice, row, column/, ImageView.from(new Uint8Array(4), { shape: [1, 2, 2], axes: ["slice", "row", "column"] })],
    [/5/, ImageView.from(new Uint8Array(20), { shape: [2, 2, 5], axes: ["row", "column", "channel"] })],
    [/0×2/, ImageView.from(new Uint8Array(0), { shape: [0, 2], axes })],
  ];
  for (const [sentence, view] of wrong) {
    assert.throws(
      () => encodePng(view),
      (e) => isReticleError(e, "PngError") && sentence.test(e.message),
    );
  }
});

test("files are known by their content", async () => {
  assert.deepEqual((await readImage(bytesOf(made.png[0].file))).axes, ["row", "column"]);
  await assert.rejects(readImage(new Uint8Array(0)), /empty/);
  await assert.rejects(readPng(join(fixtures, "raster-small.json")), /no PNG.*raster-small\.json/);
});

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}
function pngOf(width: number, height: number, rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const parts = [
    Buffer.from([0x89, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

test("fewer pixels than the header says are an error, not zeros", () => {
  assert.deepEqual([...decodePng(pngOf(2, 2, Uint8Array.of(0, 1, 2, 0, 3, 4))).toArray()], [1, 2, 3, 4]);
  for (const rows of [Uint8Array.of(0, 1, 2), Uint8Array.of(0, 1, 2, 0, 3), new Uint8Array(0)]) {
    assert.throws(
      () => decodePng(pngOf(2, 2, rows)),
      (e) => isReticleError(e, "PngError"),
    );
  }
});

test("a header of a gigapixel picture is refused before anything is decoded", () => {
  assert.throws(
    () => decodePng(pngOf(100_000, 100_000, Uint8Array.of(0))),
    (e) => isReticleError(e, "PngError") && e.code === "pixel-limit",
  );
});

test("no damaged file does anything but throw a ReticleError or read", () => {
  const seeds = made.png.map(({ file }) => bytesOf(file));
  fc.assert(
    fc.property(
      fc.nat(seeds.length - 1),
      fc.nat(300),
      fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { maxLength: 4 }),
      (which, cut, flips) => {
        const bytes = seeds[which].slice(0, cut < 200 ? cut : undefined);
        for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
        try {
          decodePng(bytes);
        } catch (error) {
          assert.ok(isReticleError(error), String(error));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("a picture that was read can be cropped, picked and reordered without asking for its channels first", () => {
  const view = ImageView.from(Uint8Array.of(1, 2, 3, 4), { shape: [2, 2], axes: ["row", "column"] });
  const read = decodePng(encodePng(view));
  assert.deepEqual([...read.pick({ row: 1 }).toArray()], [3, 4]);
  assert.deepEqual([...read.crop({ column: [1, 2] }).toArray()], [2, 4]);
  assert.deepEqual([...read.reorder(["column", "row"]).toArray()], [1, 3, 2, 4]);
  assert.throws(() => read.pick({ channel: 0 }), { code: "axes-unknown-name" });
});

test("spacings are pixels in a metre (pHYs): as Pillow's dpi", { skip: withoutPython }, () => {
  // 25.4 µm by 50.8 µm: 1000 and 500 dots an inch.
  const view = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes, spacing: { column: 25.4, row: 50.8 } });
  const script = `
import base64, io, json, sys
from PIL import Image
image = Image.open(io.BytesIO(base64.b64decode(sys.argv[1])))
out = io.BytesIO()
Image.new("L", (2, 2)).save(out, "png", dpi=(254, 127))
print(json.dumps([[round(d) for d in image.info["dpi"]], base64.b64encode(out.getvalue()).decode()]))`;
  const png = Buffer.from(encodePng(view)).toString("base64");
  const [dpi, theirs] = JSON.parse(execFileSync(referencePython()!, ["-c", script, png], { encoding: "utf8" }));
  assert.deepEqual(dpi, [1000, 500]);
  assert.deepEqual(decodePng(bytesOf(theirs)).spacing, { row: 200, column: 100 });
});

test("origins, units and small spacings are kept exactly, beside the pixels in a metre", () => {
  const view = ImageView.from(new Uint8Array(6), {
    shape: [2, 3],
    axes,
    spacing: { column: 0.1, row: 0.3 },
    origin: { row: 7 },
    unit: "nm",
    direction: "down",
  });
  const back = decodePng(encodePng(view));
  assert.deepEqual([back.spacing, back.origin, back.unit], [view.spacing, view.origin, view.unit]);
  const up = decodePng(encodePng(view.calibrated({ direction: "up" })));
  assert.deepEqual(
    [up.direction, up.flip("row").spacing, up.flip("row").origin],
    ["down", { column: 0.1, row: 0.3 }, { row: 7 }],
  );
});
