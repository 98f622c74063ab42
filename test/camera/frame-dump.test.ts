import assert from "node:assert/strict";
import { test } from "node:test";
import { type CameraStep, FrameDump, type PixelEncoding, SimulatedCamera } from "../../src/camera/index.ts";
import { isReticleError } from "../../src/errors.ts";

/** Pixel (column, row) of frame i is 100·i + 10·row + column. */
function camera(
  script: readonly CameraStep[],
  others: { encoding?: PixelEncoding; stride?: number; metadata?: boolean } = {},
) {
  return new SimulatedCamera({
    width: 3,
    height: 2,
    draw: (pixels, { index, width }) =>
      pixels.set(Array.from(pixels, (_, i) => 100 * index + 10 * Math.floor(i / width) + (i % width))),
    clock: "simulated",
    script,
    ...others,
  });
}

const frame = (i: number) => [0, 10, 1, 11, 2, 12].map((pixel) => pixel + 100 * i);

for (const encoding of ["Mono12", "Mono12Packed", "Mono16", "Mono32"] as const) {
  test(`frames of ${encoding} at every padding of rows and slots are dumped whole`, async () => {
    for (const extra of [0, 4, 8]) {
      for (const metadata of [true, false]) {
        const least = { Mono12: 6, Mono12Packed: 5, Mono16: 6, Mono32: 12 }[encoding];
        const dump = new FrameDump(camera([0, 0, 0, 0], { encoding, stride: least + extra, metadata }), () => {});
        const { images, timestamps } = await dump.start(4).done;
        assert.deepEqual(images.axes, ["sequence", "column", "row"]);
        assert.deepEqual([...images.shape], [4, 3, 2]);
        assert.deepEqual([...images.toArray()], [0, 1, 2, 3].flatMap(frame));
        assert.equal(timestamps.length, 4);
      }
    }
  });
}

test("unpacked frames are one view on the circular buffer", async () => {
  const { images } = await new FrameDump(camera([0, 0, 0]), () => {}).start(3).done;
  // 12 bytes of pixels, 40 of chunks, 4 of padding: slots of 56 bytes, 28 elements.
  assert.deepEqual([...images.stride], [28, 1, 3]);
});

test("a camera that ends early, or at once, gives what it has", async () => {
  for (const [script, frames] of [
    [[0, "timeout", 0, "nodata"], 2],
    [["nodata"], 0],
  ] as const) {
    const { images, timestamps } = await new FrameDump(camera(script), () => {}).start(9).done;
    assert.deepEqual([...images.shape], [frames, 3, 2]);
    assert.equal(timestamps.length, frames);
  }
});

test("the means of columns have the axes sequence and column", async () => {
  const { images } = await new FrameDump(camera([0, 0]), () => {}, { fvb: true }).start(2).done;
  assert.deepEqual(images.axes, ["sequence", "column"]);
  assert.deepEqual([...images.toArray()], [5, 6, 7, 105, 106, 107]);
});

test("metadata that cannot be read costs the time and not the frame", async () => {
  const { images, timestamps } = await new FrameDump(camera([0.5, "damaged", 0.25]), () => {}).start(3).done;
  assert.deepEqual([...timestamps], [500_000n, 0n, 750_000n]);
  assert.equal(images.get(1, 2, 1), 112);
});

test("a dump asks for a function and for a number of images", async () => {
  assert.throws(() => new FrameDump(camera([]), null as never), TypeError);
  const dump = new FrameDump(camera([0]), () => {});
  for (const count of [0, -1, 1.5]) {
    assert.throws(
      () => dump.start(count),
      (error) => isReticleError(error, "CameraError") && error.code === "size",
    );
  }
  await assert.rejects(
    dump.start(2 ** 50).done,
    (error) => isReticleError(error, "CameraError") && error.code === "size",
  );
});

test("a fault stops the camera and rejects done; a signal keeps what has come", async () => {
  const faulty = camera([0, "error", 0]);
  await assert.rejects(new FrameDump(faulty, () => {}).start(3).done, (error) => isReticleError(error, "CameraError"));
  assert.equal(faulty.acquiring, false);
  const endless = new SimulatedCamera({ width: 2, height: 2, frameRate: 200 });
  const { images } = await new FrameDump(endless, () => {}, { signal: AbortSignal.timeout(40) }).start(1000).done;
  assert.ok(images.shape[0] > 0 && images.shape[0] < 1000);
});
