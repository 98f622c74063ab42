import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { concat, ImageView, split } from "../../src/image/index.ts";

const axes = ["slice", "row", "column"] as const;
const volume = () =>
  ImageView.from(
    new Uint16Array(60).map((_, i) => i),
    { shape: [3, 4, 5], axes, spacing: { row: 0.5 } },
  );

test("law: parts of an image, put together again along any axis, are the image; they share its memory", () => {
  fc.assert(
    fc.property(fc.constantFrom(...axes), fc.integer({ min: 1, max: 6 }), fc.boolean(), (axis, size, flipped) => {
      const view = flipped ? volume().flip("row") : volume();
      const parts = split(view, axis, size);
      assert.ok(parts.every((part) => part.sharesMemoryWith(view)));
      const again = concat(parts, axis);
      assert.deepEqual([...again.shape], [...view.shape]);
      assert.deepEqual(again.toArray(), view.toArray());
      assert.deepEqual([again.spacing, again.origin], [view.spacing, view.origin]);
      assert.ok(again.isContiguous && !again.sharesMemoryWith(view));
    }),
  );
});

test("concat refuses what differs, split sizes that are none", () => {
  const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;
  const view: ImageView = volume();
  assert.throws(() => concat([view, view.crop({ row: [0, 2] })], "column"), code("shape-or-dtype"));
  assert.throws(() => concat([view], "channel"), code("axes-unknown-name"));
  assert.throws(() => concat([], "row"), code("size"));
  assert.throws(() => split(view, "row", 0), code("size"));
});
