import assert from "node:assert/strict";
import { test } from "node:test";
import { CameraError, type CameraStep, type FrameImage, FrameServer, SimulatedCamera } from "../../src/camera/index.ts";
import { isReticleError, onWarning, type ReticleWarning } from "../../src/errors.ts";

/** Frame i has the number i in every pixel. */
function numbered(script?: readonly CameraStep[], others = {}) {
  return new SimulatedCamera({
    width: 5,
    height: 3,
    draw: (pixels, { index }) => pixels.fill(index),
    clock: "simulated",
    script,
    ...others,
  });
}

async function warnings(work: () => unknown): Promise<ReticleWarning[]> {
  const heard: ReticleWarning[] = [];
  const deafen = onWarning((warning) => heard.push(warning));
  try {
    await work();
  } finally {
    deafen();
  }
  return heard;
}

test("a frame is a view on the circular buffer, which later frames write over", async () => {
  const frames: FrameImage[] = [];
  const values: number[] = [];
  const server = new FrameServer(numbered([0, 0, 0, 0]), (_, image) => {
    frames.push(image);
    values.push(image.get(4, 2));
  });
  assert.equal(await server.start({ nbuffers: 2 }).done, 4);
  assert.deepEqual(values, [0, 1, 2, 3]);
  assert.deepEqual(
    frames.map((image) => image.get(4, 2)),
    [2, 3, 2, 3],
  );
  assert.equal(frames[0].data.buffer, frames[3].data.buffer);
  assert.deepEqual(frames[0].axes, ["column", "row"]);
  assert.deepEqual(
    [frames[0].shape, frames[0].stride],
    [
      [5, 3],
      [1, 5],
    ],
  );
});

/** A clock that also goes on while a frame is being worked on. */
class SlowlyServed extends SimulatedCamera {
  worked = 0;
  override now() {
    return super.now() + this.worked;
  }
}

test("the interval begins when the function is done with a frame", async () => {
  // Frames each 9 ms, at most 50 a second. Work of 15 ms a frame: served at 9, done at 24, so that the next one comes at
  // 44 or later: on a clock that is now 15 ms ahead, frames are at 33, 42, 51. Done at 66, the next one at 86: 93.
  const served = async (seconds: number) => {
    const camera = new SlowlyServed({ width: 1, height: 1, clock: "simulated", script: new Array(9).fill(0.009) });
    const at: number[] = [];
    const work = () => {
      at.push(Math.round(camera.now() * 1000));
      camera.worked += seconds;
    };
    await new FrameServer(camera, work, null, { frameRateMax: 50 }).start().done;
    return at;
  };
  assert.deepEqual(await served(0.015), [9, 51, 93]);
  assert.deepEqual(await served(0), [9, 36, 63]);
});

test("what is called must be a function; a wrong completion is warned of and not called", async () => {
  assert.throws(() => new FrameServer(numbered(), "no" as never), TypeError);
  const heard = await warnings(async () => {
    assert.equal(await new FrameServer(numbered([0]), () => {}, 5 as never).start().done, 1);
  });
  assert.deepEqual(
    heard.map(({ code }) => code),
    ["completion"],
  );
});

test("a rate or a number of slots that is none is an error", () => {
  const is = (code: string) => (error: unknown) => isReticleError(error, "CameraError") && error.code === code;
  assert.throws(() => new FrameServer(numbered(), () => {}, null, { frameRateMax: -1 }), is("frame-rate"));
  assert.throws(() => new FrameServer(numbered(), () => {}).start({ frameRateMax: Number.NaN }), is("frame-rate"));
  assert.throws(() => new FrameServer(numbered(), () => {}).start({ nbuffers: 0 }), is("size"));
});

test("a fault of the camera rejects done, stops the camera and does not complete", async () => {
  const camera = numbered([0, "error", 0]);
  let completed = false;
  const server = new FrameServer(
    camera,
    () => {},
    () => (completed = true),
  ).start();
  await assert.rejects(server.done, (error) => isReticleError(error, "CameraError") && error.code === "hardware");
  assert.deepEqual([completed, camera.acquiring, server.isRunning], [false, false, false]);
});

test("an error of the function stops the camera, and is a warning where nobody asks", async () => {
  const camera = numbered();
  const heard = await warnings(async () => {
    new FrameServer(camera, () => {
      throw new Error("mine");
    }).start();
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  assert.equal(camera.acquiring, false);
  assert.deepEqual(
    heard.map(({ code }) => code),
    ["ended"],
  );
  assert.match(heard[0].message, /mine/);
});

test("a function that returns a promise is waited for", async () => {
  let open = 0;
  const server = new FrameServer(numbered([0, 0, 0]), async () => {
    assert.equal(open++, 0);
    await new Promise((resolve) => setTimeout(resolve, 2));
    open--;
  });
  assert.equal(await server.start().done, 3);
});

test("stop waits until the camera was stopped; within the function it does not wait for itself", async () => {
  const camera = numbered();
  const server = new FrameServer(camera, () => {}).start();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await server.stop();
  assert.equal(camera.acquiring, false);
  const inside: FrameServer = new FrameServer(camera, async (n) => {
    if (n === 2) await inside.stop();
  });
  assert.equal(await inside.start().done, 3);
});

test("an endless camera that takes no time leaves others their turn, and a signal ends it", async () => {
  const signal = AbortSignal.timeout(30);
  const served = await new FrameServer(numbered(), () => {}, null, { signal }).start().done;
  assert.ok(served > 0);
  assert.equal(await new FrameServer(numbered(), () => {}, null, { signal }).start().done, 0);
});

test("a loop gets every frame before the next one comes, and leaving it stops the camera", async () => {
  const camera = numbered();
  const values: number[] = [];
  for await (const { n, data, timestamp } of FrameServer.of(camera, { nbuffers: 1 })) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    values.push(data.get(0, 0));
    assert.equal(timestamp, BigInt(10_000 * (n + 1)));
    if (n === 3) break;
  }
  assert.deepEqual(values, [0, 1, 2, 3]);
  assert.equal(camera.acquiring, false);
});

test("a loop ends with the camera's frames, with stop, with a signal, and throws the camera's errors", async () => {
  const count = async (server: FrameServer, each: (n: number) => unknown = () => {}) => {
    let frames = 0;
    for await (const { n } of server) {
      frames++;
      await each(n);
    }
    return frames;
  };
  assert.equal(await count(FrameServer.of(numbered([0, "timeout", 0, "nodata", 0]))), 2);
  const stopped = FrameServer.of(numbered());
  assert.equal(await count(stopped, (n) => (n === 1 ? stopped.stop() : null)), 2);
  const aborted = new AbortController();
  assert.equal(
    await count(FrameServer.of(numbered(), { signal: aborted.signal }), (n) => n === 4 && aborted.abort()),
    5,
  );
  await assert.rejects(count(FrameServer.of(numbered([0, new RangeError("broken")]))), RangeError);
});

test("a server can be started again, but not while it runs", async () => {
  const camera = numbered([0, 0]);
  const server = new FrameServer(camera, () => {});
  server.start();
  assert.throws(
    () => server.start(),
    (error) => error instanceof CameraError && error.code === "running",
  );
  assert.equal(await server.done, 2);
  assert.equal(await server.start().done, 2);
});
