/** Programs that must not compile: each line under `@ts-expect-error` is an error, or the build fails. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Axes, ImageView, stack } from "../../src/image/index.ts";

function wrongPrograms(): void {
  const view = ImageView.from(new Float32Array(24), { shape: [2, 3, 4], axes: ["slice", "row", "column"] });
  // @ts-expect-error an axis is missing
  view.reorder(["row", "column"]);
  // @ts-expect-error an axis comes twice
  view.reorder(["row", "row", "column"]);
  // @ts-expect-error there is no channel
  view.reorder(["channel", "row", "column"]);
  // @ts-expect-error no such axis anywhere
  view.reorder(["slice", "row", "colum"]);
  // @ts-expect-error there is no channel
  view.pick({ channel: 0 });
  // @ts-expect-error an index is a number
  view.pick({ slice: "0" });
  // @ts-expect-error a range has two ends
  view.crop({ row: [1] });
  // @ts-expect-error slice is gone
  view.pick({ slice: 0 }).sizeAlong("slice");
  // @ts-expect-error row is gone
  view.mean("row").coordinates("row");
  // @ts-expect-error there is no channel
  view.flip("channel");
  // @ts-expect-error there is no channel
  view.median("channel");
  // @ts-expect-error there is no channel
  view.project("max", "channel");
  // @ts-expect-error an index lies along one axis
  view.argmax("row", "column");
  // @ts-expect-error slice is gone
  view.percentile(50, "slice").std("slice");
  // @ts-expect-error what is calculated with a number has no new axes
  view.plus(1).mean("channel");
  // @ts-expect-error no such type of pixels
  view.to("uint7");
  // @ts-expect-error a mask is uint8
  const mask: ImageView<Float32Array, readonly ["slice", "row", "column"]> = view.threshold(1);
  // @ts-expect-error the order of the axes is part of the type
  const wrongOrder: ImageView<Float32Array, readonly ["row", "column", "slice"]> = view;
  // @ts-expect-error so is the type of the pixels
  const wrongPixels: ImageView<Uint8Array, readonly ["slice", "row", "column"]> = view;
  // @ts-expect-error without names there is no axis to pick
  ImageView.from(new Float32Array(2)).pick({ row: 0 });
  // @ts-expect-error views that are stacked have one type of pixels
  stack<Float32Array, Axes, "channel">([ImageView.from(new Uint8Array(2), { axes: ["row"] })], "channel");
  void mask;
  void wrongOrder;
  void wrongPixels;
}

test("right programs keep their axes in the type", () => {
  const view = ImageView.from(new Float32Array(24), { shape: [2, 3, 4], axes: ["slice", "row", "column"] });
  const turned: ImageView<Float32Array, readonly ["column", "slice", "row"]> = view.reorder(["column", "slice", "row"]);
  const plane: ImageView<Float32Array, readonly ["row", "column"]> = view.pick({ slice: 1 });
  const profile: ImageView<Float64Array, readonly ["row"]> = view.mean("slice", "column");
  const colours: ImageView<Float32Array, readonly ["row", "column", "channel"]> = stack([plane, plane], "channel");
  const any: ImageView = view;
  assert.deepEqual(
    [turned.shape[0], plane.shape[0], profile.shape[0], colours.shape[2], any.shape.length],
    [4, 3, 3, 2, 3],
  );
  assert.equal(typeof wrongPrograms, "function");
});
