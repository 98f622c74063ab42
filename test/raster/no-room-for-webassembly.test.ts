/** Where a process may not have the addresses that WebAssembly takes, TypeScript gives the same bits. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { box } from "../../src/geometry/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { circle, rect } from "../../src/region/index.ts";

const made = WebAssembly.Instance;
/** As many instances more may be made. */
let room = 0;
class Instance extends made {
  constructor(module: WebAssembly.Module) {
    if (room-- <= 0) throw new RangeError("WebAssembly.Instance(): Out of memory");
    super(module);
  }
}
beforeEach(() => {
  WebAssembly.Instance = Instance;
});

test("without any room, rasters are as they are, and images can be looked at", () => {
  room = 0;
  const slanted = rasterize(
    [
      [
        [0, 0],
        [2, 0],
        [0, 2],
      ],
    ],
    { window: box(0, 0, 2, 2), pitch: 1 },
  );
  assert.deepEqual([...slanted.toArray()], [1, 0.5, 0.5, 0]);
  const upright = rasterize(rect(1), { window: box(0, 0, 1, 1), pitch: 1, overlap: "sum" });
  assert.deepEqual([...upright.toArray()], [0.25]);
  assert.match(String(ImageView.from(new Float32Array([1, 3]), { shape: [1, 2], axes: ["row", "column"] })), /1\.\.3/);
});

test("with room that ends later, rings are added up by whichever way there is", () => {
  const disc = () => rasterize(circle(3), { pitch: 0.01, dtype: "float64" }).toArray();
  room = 0;
  const plain = disc();
  room = 1;
  assert.deepEqual(disc(), plain);
  assert.equal(room, 0, "an instance was made");
});
