import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeImageWithMetadata, FrameServer, SimulatedCamera, slotBytes } from "../../src/camera/index.ts";
import { isReticleError } from "../../src/errors.ts";

const wait = { timeoutMs: 100, copy: false, requeue: true };
const is = (code: string) => (error: unknown) => isReticleError(error, "CameraError") && error.code === code;

test("slots are frames padded to eight bytes", () => {
  assert.deepEqual([0, 1, 7, 8, 9, 18].map(slotBytes), [0, 8, 8, 8, 16, 24]);
});

test("the chunks of a frame tell all that is needed to decode it", async () => {
  const camera = new SimulatedCamera({ width: 7, height: 5, encoding: "Mono12Packed", stride: 13, clock: "simulated" });
  camera.queueBuffer(1);
  camera.start();
  const { image, timestamp } = decodeImageWithMetadata(await camera.waitBuffer(wait));
  assert.deepEqual([...image.shape], [7, 5]);
  assert.equal(timestamp, 10_000n);
  assert.ok(image.max() > 2000 && image.max() <= 4095);
});

test("frames come by the clock, whether or not somebody waits", async () => {
  const camera = new SimulatedCamera({ width: 2, height: 2, frameRate: 500 });
  camera.queueBuffer(3);
  camera.start();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const times = [];
  for (let i = 0; i < 4; i++) times.push(camera.decodeImage(await camera.waitBuffer(wait)).timestamp);
  // Three had a slot; then some were lost.
  assert.deepEqual(times.slice(0, 3), [2000n, 4000n, 6000n]);
  assert.ok(times[3] > 20_000n);
  assert.ok(camera.framesLost >= 10);
  camera.stop();
});

test("a wait ends with the camera, and times out", async () => {
  const camera = new SimulatedCamera({ width: 2, height: 2, frameRate: 0.1 });
  camera.queueBuffer(1);
  camera.start();
  await assert.rejects(camera.waitBuffer({ ...wait, timeoutMs: 10 }), is("TIMEDOUT"));
  const waiting = camera.waitBuffer({ ...wait, timeoutMs: 60_000 });
  setTimeout(() => camera.stop(), 5);
  await assert.rejects(waiting, is("NODATA"));
});

test("a slot that is not queued again is gone; a copy stays", async () => {
  const camera = new SimulatedCamera({
    width: 1,
    height: 1,
    metadata: false,
    clock: "simulated",
    draw: (pixels, { index }) => pixels.fill(index),
  });
  camera.queueBuffer(2);
  camera.start();
  const copy = await camera.waitBuffer({ ...wait, copy: true });
  await camera.waitBuffer(wait);
  assert.deepEqual([...(await camera.waitBuffer({ ...wait, requeue: false }))], [2, 0]);
  await camera.waitBuffer({ ...wait, requeue: false });
  await assert.rejects(camera.waitBuffer(wait), is("NODATA"));
  assert.deepEqual([...copy], [0, 0]);
});

test("a server loses no frame of a camera by the clock that has slots enough", async () => {
  const camera = new SimulatedCamera({ width: 8, height: 8, frameRate: 200 });
  const times: bigint[] = [];
  for await (const { n, timestamp } of FrameServer.of(camera, { nbuffers: 2000 })) {
    times.push(timestamp);
    if (n === 9) break;
  }
  assert.deepEqual(
    times,
    Array.from({ length: 10 }, (_, i) => BigInt(5000 * (i + 1))),
  );
});

test("options that no camera has are named", () => {
  assert.throws(() => new SimulatedCamera({ width: 0 }), is("size"));
  assert.throws(() => new SimulatedCamera({ height: 1e9 }), is("size"));
  assert.throws(() => new SimulatedCamera({ width: 4, stride: 7 }), is("stride"));
  assert.throws(() => new SimulatedCamera({ width: 4, stride: 9 }), is("stride"));
  assert.throws(() => new SimulatedCamera({ frameRate: 0 }), is("frame-rate"));
  assert.throws(() => new SimulatedCamera({ script: ["broken" as never] }), is("script"));
  assert.throws(
    () => new SimulatedCamera({ encoding: "RGB" as never }),
    (error) => isReticleError(error, "ImageError"),
  );
  assert.throws(() => new SimulatedCamera().queueBuffer(2 ** 45), is("size"));
});
