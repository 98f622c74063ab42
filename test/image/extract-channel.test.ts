/** Channels as images of their own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ndarray from "ndarray";
import { isReticleError } from "../../src/errors.ts";
import { extractChannel, ImageView } from "../../src/image/index.ts";

const numbers = () => Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

test("a channel of an axis and one of vector pixels are the same grey values, and share the memory", () => {
  const spacing = { row: 0.5, column: 0.25 };
  const shape = [2, 2, 3];
  const planes = ImageView.from(numbers(), { shape, axes: ["row", "column", "channel"], kind: "rgb", spacing });
  const vectors = ImageView.from(ndarray(numbers(), shape), { axes: ["row", "column"], components: 3, spacing });
  for (const view of [planes, vectors] as ImageView[]) {
    const green = extractChannel(view, 1);
    assert.deepEqual([...green.toArray()], [2, 5, 8, 11]);
    assert.deepEqual(
      [green.axes, green.kind, green.components, green.spacing],
      [["row", "column"], "scalar", 1, spacing],
    );
    green.set(1, 0, 99);
    assert.equal(view.data[7], 99);
  }
  const turned = vectors.flip("row").reorder(["column", "row"]);
  assert.deepEqual([...extractChannel(turned, 2).toArray()], [9, 3, 12, 6]);
  const nameless = ImageView.from(ndarray(numbers(), shape), { components: 3 });
  assert.deepEqual([...extractChannel(nameless, 0).toArray()], [1, 4, 7, 10]);
});

test("a channel that is not there is an error", () => {
  const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;
  const vectors = ImageView.from(ndarray(numbers(), [4, 3]), { axes: ["row"], components: 3 });
  for (const channel of [-1, 3, 0.5]) assert.throws(() => extractChannel(vectors, channel), code("size"));
  const grey: ImageView = ImageView.from(numbers(), { axes: ["row"] });
  assert.throws(() => extractChannel(grey, 0), code("axes-unknown-name"));
});
