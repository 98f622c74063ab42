/** The table "What each format keeps" in docs/formats.md, cell by cell: each is what a round trip shows. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { readImage, type WriteImageOptions, writeImage } from "../../src/formats/index.ts";
import {
  type AnyImageView,
  type Axes,
  type Axis,
  allocate,
  type Dtype,
  type ImageKind,
  ImageView,
  type TypedArray,
} from "../../src/image/index.ts";
import { projectRoot } from "../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-kept-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const formats: Readonly<Record<string, readonly [file: string, options: WriteImageOptions]>> = {
  npy: ["a.npy", {}],
  npz: ["a.npz", {}],
  PNG: ["a.png", {}],
  BMP: ["a.bmp", {}],
  "TIFF (OME)": ["a.tif", { metadata: "ome" }],
  "TIFF (ImageJ)": ["a.tif", { metadata: "imagej" }],
  "TIFF (none)": ["a.tif", { metadata: "none" }],
  "OME-Zarr 0.5": ["a.zarr", { version: "0.5" }],
  "OME-Zarr 0.4": ["a.zarr", { version: "0.4" }],
  raw: ["a.raw", {}],
};

/** null where the format refuses it. */
type RoundTrip = (view: AnyImageView) => Promise<AnyImageView | null>;

const roundTrip =
  (file: string, options: WriteImageOptions): RoundTrip =>
  async (view) => {
    try {
      await writeImage(join(folder, file), view, options);
    } catch (error) {
      assert.ok(isReticleError(error), String(error));
      return null;
    }
    return readImage(join(folder, file));
  };

const image = (about: object = {}, dtype: Dtype = "uint8") => {
  const data = allocate(dtype, 6);
  for (let i = 0; i < 6; i++) data[i] = (typeof data[i] === "bigint" ? BigInt(i) : i) as never;
  return ImageView.from(data, { shape: [2, 3], axes: ["row", "column"] as Axes, direction: "down", ...about });
};
const same = (a: unknown, b: unknown) => {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
};
/** Of a record of axes; float noise of pixels in a metre is none. */
const rounded = (record: object) =>
  Object.fromEntries(
    Object.entries(record).map(([axis, value]) => [
      axis,
      typeof value === "number" ? Number(value.toPrecision(7)) : value,
    ]),
  );

const spacing = { row: 0.5, column: 0.25 };
const ask: Readonly<Record<string, (trip: RoundTrip) => Promise<string>>> = {
  "names of axes": async (trip) => {
    const names: Axes = ["sequence", "channel", "slice", "row", "column"];
    const full = ImageView.from(
      Uint8Array.from({ length: 16 }, (_, i) => i),
      { shape: [2, 2, 2, 2, 1], axes: names, direction: "down" },
    );
    for (const [view, word] of [
      [full, "all"],
      [full.pick({ sequence: 0, channel: 0 }), "slices"],
      [image(), "row, column"],
    ] as const) {
      const back = await trip(view as AnyImageView);
      if (back === null || back.axes === null) continue;
      const order = (view as AnyImageView).axes as Axes;
      if (back.axes.length !== order.length || !order.every((axis) => (back.axes as Axes).includes(axis))) continue;
      if (same((back as ImageView<TypedArray, Axes>).reorder(order).toArray(), view.toArray())) return word;
    }
    return "no";
  },
  types: async (trip) => {
    const all: Dtype[] = [
      "uint8",
      "int8",
      "uint16",
      "int16",
      "uint32",
      "int32",
      "float32",
      "float64",
      "bigint64",
      "biguint64",
    ];
    const kept: string[] = [];
    for (const dtype of all) {
      // Pictures are grey by their range: what comes back is another type.
      const back = await trip(image({}, dtype)).catch(() => null);
      if (back !== null && back.dtype === dtype && same([...back.toArray()], [...image({}, dtype).toArray()]))
        kept.push(dtype);
    }
    if (kept.length === all.length) return "all";
    return kept.length === 8 ? "up to 32 bits, floats" : kept.join(", ");
  },
  spacing: async (trip) => {
    const back = await trip(image({ spacing }));
    return back !== null && same(rounded(back.spacing), spacing) ? "yes" : "no";
  },
  origin: async (trip) => {
    const origin = { row: 3, column: -1.5 };
    const back = await trip(image({ spacing, origin }));
    return back !== null && same(rounded(back.origin), origin) ? "yes" : "no";
  },
  unit: async (trip) => {
    const back = await trip(image({ spacing: { row: 50, column: 20 }, unit: "nm" }));
    if (back === null || Object.keys(back.unit).length === 0) return "no";
    if (same(back.unit, { row: "nm", column: "nm" }) && same(rounded(back.spacing), { row: 50, column: 20 }))
      return "yes";
    return same(back.unit, { row: "µm", column: "µm" }) && same(rounded(back.spacing), { row: 0.05, column: 0.02 })
      ? "as µm"
      : "wrong";
  },
  "rows that go up": async (trip) => {
    const up = image({ direction: "up" });
    const back = (await trip(up)) as ImageView<TypedArray, Axes> | null;
    if (back === null) return "no";
    if (back.direction === "up") return same(back.toArray(), up.toArray()) ? "yes" : "wrong";
    if (back.direction === null) return same(back.toArray(), up.toArray()) ? "in order" : "wrong";
    return same([...back.flip("row").toArray()], [...up.toArray()]) ? "turned over" : "wrong";
  },
  kind: async (trip) => {
    const kept: ImageKind[] = [];
    const bits = ImageView.from(Uint8Array.of(0, 1, 1, 0, 0, 1), {
      shape: [2, 3],
      axes: ["row", "column"],
      kind: "binary",
    });
    const colours = ImageView.from(
      Uint8Array.from({ length: 18 }, (_, i) => i),
      { shape: [2, 3, 3], axes: ["row", "column", "channel"], kind: "rgb" },
    );
    for (const view of [bits, colours, image({ kind: "label" })] as AnyImageView[]) {
      const back = (await trip(view)) as ImageView<TypedArray, Axes> | null;
      if (
        back !== null &&
        back.kind === view.kind &&
        same(
          [
            ...(view.kind === "rgb" && back.axes !== null
              ? back.reorder(["row", "column", "channel"] as Axis[])
              : back
            ).toArray(),
          ],
          [...view.toArray()],
        )
      )
        kept.push(view.kind);
    }
    return kept.length === 3 ? "all" : kept.join(", ") || "no";
  },
};

const text = readFileSync(join(projectRoot, "docs", "formats.md"), "utf8");
const [, section = ""] = text.split("## What each format keeps");
const rows = section.split("\n").filter((line) => line.startsWith("|"));
const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
const [head = "", , ...body] = rows;

test("the table has every format and every question", () => {
  assert.deepEqual(cells(head).slice(1), Object.keys(ask));
  assert.deepEqual(
    body.slice(0, Object.keys(formats).length).map((line) => cells(line)[0]),
    Object.keys(formats),
  );
});

for (const [name, [file, options]] of Object.entries(formats)) {
  test(`what ${name} keeps is what the table says`, async () => {
    const answers: string[] = [];
    for (const question of Object.values(ask)) answers.push(await question(roundTrip(file, options)));
    const line = `| ${[name, ...answers].join(" | ")} |`;
    assert.equal(body.find((one) => cells(one)[0] === name) ?? "", line);
  });
}
