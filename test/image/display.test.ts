import assert from "node:assert/strict";
import { test } from "node:test";
import { displayBundle } from "../../src/image/display.ts";
import { displayPixels, ImageView } from "../../src/image/index.ts";
import { decodePng, displaySymbol, mimeBundle } from "../../src/view/index.ts";

const axes = ["row", "column"] as const;

function pngOf(view: object): ReturnType<typeof decodePng> {
  const bundle = mimeBundle(view) as Record<string, string>;
  return decodePng(Buffer.from(bundle["image/png"], "base64"));
}

test("text and HTML agree, and a picture is always there", () => {
  const view = ImageView.from(Float32Array.of(0, 0.25, 0.5, 1), {
    shape: [2, 2],
    axes,
    spacing: { row: 0.01, column: 0.01 },
    direction: "up",
  });
  const bundle = view[displaySymbol]();
  const text = "ImageView row×column 2×2 float32, 0..1, 0.01 µm a pixel, rows up";
  assert.equal(bundle["text/plain"], text);
  assert.equal(String(view), text);
  assert.ok((bundle["text/html"] as string).includes(text));
  assert.match(bundle["text/html"] as string, /row \(up\).*2.*column/s);
  assert.ok(bundle["image/png"]);
});

test("rows that go up are drawn turned over, rows that go down are not", () => {
  const data = Uint8Array.of(0, 0, 255, 255);
  for (const [direction, topLeft] of [
    ["up", 255],
    ["down", 0],
  ] as const) {
    const view = ImageView.from(data, { shape: [2, 2], axes, direction });
    assert.equal(displayPixels(view)!.data[0], topLeft);
  }
});

test("a view whose columns come first is drawn upright all the same", () => {
  const view = ImageView.from(Uint8Array.of(0, 1, 2, 3, 4, 5), { shape: [2, 3], axes });
  assert.deepEqual(displayPixels(view.reorder(["column", "row"])), displayPixels(view));
});

test("small images are enlarged in whole steps, large ones averaged", () => {
  const small = displayPixels(ImageView.from(Uint8Array.of(0, 9), { shape: [1, 2], axes }))!;
  assert.deepEqual([small.width, small.height, small.zoom], [192, 96, 96]);
  // 2000 columns of 0 and 1 in turn: pairs have the mean 1/2 everywhere.
  const stripes = ImageView.from(
    new Uint8Array(2000).map((_, i) => i % 2),
    { shape: [1, 2000], axes },
  );
  const large = displayPixels(stripes)!;
  assert.deepEqual([large.width, large.height, large.zoom], [1000, 1, 0.5]);
  assert.deepEqual(new Set(large.data), new Set([128]));
});

test("values are scaled from the least to the largest; NaN is black", () => {
  const pixels = displayPixels(ImageView.from(Float64Array.of(-5, 0, 5, Number.NaN), { shape: [1, 4], axes }))!;
  const shown = [0, 1, 2, 3].map((i) => pixels.data[i * pixels.zoom]);
  assert.deepEqual(shown, [0, 128, 255, 0]);
  assert.deepEqual(pixels.range, [-5, 5]);
});

test("colours are shown as they are, planar or interleaved", () => {
  const planar = ImageView.from(Uint8Array.of(200, 10, 100, 20, 50, 30), {
    shape: [3, 1, 2],
    axes: ["channel", "row", "column"],
    kind: "rgb",
  });
  const { data, channels, width } = pngOf(planar);
  assert.equal(channels, 3);
  assert.deepEqual([...data.subarray(0, 3)], [200, 100, 50]);
  assert.deepEqual([...data.subarray(3 * width - 3, 3 * width)], [10, 20, 30]);
});

test("labels are shown in colours, 0 in black, and are not averaged", () => {
  const labels = ImageView.from(Uint32Array.of(0, 1, 2, 11), { shape: [1, 4], axes, kind: "label" });
  const pixels = displayPixels(labels)!;
  const at = (column: number) => [...pixels.data.subarray(3 * column * pixels.zoom, 3 * column * pixels.zoom + 3)];
  // The palette's first two colours; the eleventh label has the first again.
  assert.deepEqual([at(0), at(1), at(2), at(3)], [[0, 0, 0], [0x25, 0x63, 0xa8], [0xd1, 0x49, 0x5b], at(1)]);
  const large = ImageView.from(new Uint8Array(2048 * 4).fill(3, 1), { shape: [4, 2048], axes, kind: "label" });
  assert.deepEqual([...displayPixels(large)!.data.subarray(0, 6)], [0, 0, 0, 0x2e, 0x8b, 0x57]);
  assert.match(String(displayBundle(large)["text/html"]), /one of 2×2 pixels is shown/);
});

test("a volume shows its middle slice and says so", () => {
  const view = ImageView.from(new Uint16Array(40), { shape: [5, 2, 4], axes: ["slice", "row", "column"] });
  assert.match(mimeBundle(view) && (view[displaySymbol]()["text/plain"] as string), /shown: slice 2$/);
});

test("what is no picture shows its text and table", () => {
  for (const view of [
    ImageView.from(new Float64Array(3)),
    ImageView.from(new Float64Array(3), { axes: ["row"] }),
    ImageView.from(new Float64Array(0), { shape: [0, 3], axes }),
    ImageView.from(Float64Array.of(1), { shape: [] }),
  ]) {
    const bundle = view[displaySymbol]();
    assert.equal(bundle["image/png"], undefined);
    assert.ok((bundle["text/html"] as string).includes(String(view)));
  }
});
