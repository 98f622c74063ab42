/** Programs that TypeScript must reject, each with what it says: what a notebook's user reads under the cell. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { projectRoot } from "../support/project.ts";

/** One line each, and a part of the message. */
const wrong: readonly (readonly [program: string, message: string])[] = [
  [`volume.reorder(["row", "column"]);`, `Source has 2 element(s) but target requires 3.`],
  [`volume.reorder(["row", "row", "column"]);`, `Type '"row"' is not assignable to type '"slice"'.`],
  [
    `volume.reorder(["channel", "row", "column"]);`,
    `Type '"channel"' is not assignable to type '"column" | "row" | "slice"'.`,
  ],
  [
    `volume.reorder(["slice", "row", "colum"]);`,
    `Type '"colum"' is not assignable to type '"column" | "row" | "slice"'. Did you mean '"column"'?`,
  ],
  [`volume.reorder(["slice", "row", "column", "channel"]);`, `Source has 4 element(s) but target allows only 3.`],
  [`volume.crop({ channel: [0, 1] });`, `Type 'number[]' is not assignable to type '"there is no axis channel here"'.`],
  [`volume.crop({ row: [1] });`, `Type '[number]' is not assignable to type 'readonly [from: number, to: number]'.`],
  [`volume.crop({ row: 1 });`, `Type 'number' is not assignable to type 'readonly [from: number, to: number]'.`],
  [
    `volume.crop({ colum: [0, 1] });`,
    `Object literal may only specify known properties, but 'colum' does not exist in type 'ForAxes<readonly ["slice`,
  ],
  [
    `volume.cropAt({ sequence: [0, 1] });`,
    `Type 'number[]' is not assignable to type '"there is no axis sequence here"'.`,
  ],
  [`volume.pick({ channel: 0 });`, `Type 'number' is not assignable to type '"there is no axis channel here"'.`],
  [`volume.pick({ slice: "0" });`, `Type 'string' is not assignable to type 'number'.`],
  [
    `volume.pick({ slice: 0 }).pick({ slice: 0 });`,
    `Type 'number' is not assignable to type '"there is no axis slice here"'.`,
  ],
  [
    `volume.pick({ slice: 0, row: 0 }).reorder(["column", "row"]);`,
    `Source has 2 element(s) but target allows only 1.`,
  ],
  [`volume.pickAt({ channel: 0.5 });`, `Type 'number' is not assignable to type '"there is no axis channel here"'.`],
  [
    `volume.pickAt({ slice: 0.5 }, "cubic");`,
    `Argument of type '"cubic"' is not assignable to parameter of type '"interpolated"'.`,
  ],
  [
    `volume.project("max", "channel");`,
    `Argument of type '"channel"' is not assignable to parameter of type '"column" | "row" | "slice"'.`,
  ],
  [
    `volume.project("mode", "row");`,
    `Argument of type '"mode"' is not assignable to parameter of type 'Extreme | Projection'.`,
  ],
  [
    `volume.project("max", "slice").mean("slice");`,
    `Argument of type '"slice"' is not assignable to parameter of type '"column" | "row"'.`,
  ],
  [`stack([image, volume], "channel");`, `readonly ["slice", "row", "column"]>' is not assignable`],
  [`stack([image, image], "time");`, `Argument of type '"time"' is not assignable to parameter of type 'Axis'.`],
  [`stack([image, bytes], "channel");`, `Type 'ImageView<Uint8Array`],
  [
    `concat([volume, volume], "channel");`,
    `Argument of type '"channel"' is not assignable to parameter of type '"column" | "row" | "slice"'.`,
  ],
  [`concat([image, volume], "row");`, `readonly ["slice", "row", "column"]>' is not assignable`],
  [`concat([image, bytes], "row");`, `Type 'ImageView<Uint8Array`],
  [
    `split(volume, "sequence", 2);`,
    `Argument of type '"sequence"' is not assignable to parameter of type '"column" | "row" | "slice"'.`,
  ],
  [`image.plus(unnamed).mean("row");`, `Argument of type '"row"' is not assignable to parameter of type 'never'.`],
  [`unnamed.mean("row");`, `Argument of type '"row"' is not assignable to parameter of type 'never'.`],
  [
    `image.plus(row).mean("slice");`,
    `Argument of type '"slice"' is not assignable to parameter of type '"column" | "row"'.`,
  ],
  [
    `const sum: ImageView<Float32Array, readonly ["column", "row"]> = image.plus(row);`,
    `readonly ["row", "column"]>' is not assignable`,
  ],
  [`const sum: ImageView<Uint8Array, readonly ["row", "column"]> = bytes.plus(bytes);`, `Type 'ImageView<Float64Array`],
  [`image.plus("1");`, `Argument of type 'string'`],
  [`image.as("mask");`, `Argument of type '"mask"' is not assignable to parameter of type 'ImageKind'.`],
  [
    `image.reinterpret(["row", "column"], { kind: "colour" });`,
    `Type '"colour"' is not assignable to type 'ImageKind | undefined'.`,
  ],
  [
    `const mask: ImageView<Float32Array, readonly ["row", "column"]> = image.threshold(1);`,
    `Type 'ImageView<Uint8Array`,
  ],
  [`image.compare("above", 1);`, `Argument of type '"above"' is not assignable to parameter of type 'Comparison'.`],
  [`image.to("uint12");`, `Argument of type '"uint12"' is not assignable to parameter of type 'Dtype'.`],
  [`gaussian(image, { sigma: 1, axes: ["slice"] });`, `Type '"slice"' is not assignable to type '"column" | "row"'.`],
  [
    `await readNpy("a.npy", { axes: ["row", "column"], crop: { slice: [0, 1] } });`,
    `Type 'number[]' is not assignable to type '"there is no axis slice here"'.`,
  ],
  [
    `resample(image, { size: { slice: 2 } });`,
    `Type 'number' is not assignable to type '"there is no axis slice here"'.`,
  ],
  [`boxFilter(image, { border: "zero" });`, `Type '"zero"' is not assignable to type 'Border | undefined'.`],
  [`phaseCorrelation(image, volume);`, `readonly ["slice", "row", "column"]>' is not assignable`],
  [`copyInto(image, bytes);`, `'ImageView<Uint8Array`],
  [
    `ImageView.from(new Float32Array(4), { axes: ["row", "colum"] });`,
    `Type 'string[]' is not assignable to type 'null | undefined'.`,
  ],
  [
    `ImageView.from([1, 2, 3], { axes: ["row"] });`,
    `Argument of type 'number[]' is not assignable to parameter of type 'NdArray<TypedArray> | TypedArray'.`,
  ],
];

const before =
  `import { boxFilter, concat, copyInto, gaussian, ImageView, phaseCorrelation, readNpy, resample, split, stack } from "../src/index.js";
const volume = ImageView.from(new Float32Array(24), { shape: [2, 3, 4], axes: ["slice", "row", "column"] });
const image = ImageView.from(new Float32Array(12), { shape: [3, 4], axes: ["row", "column"] });
const bytes = ImageView.from(new Uint8Array(12), { shape: [3, 4], axes: ["row", "column"] });
const row = ImageView.from(new Float32Array(4), { axes: ["column"] });
const unnamed = ImageView.from(new Float32Array(12));
`.split("\n");

test("wrong programs do not compile, and each is told why", () => {
  const dist = join(projectRoot, "dist");
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, "wrong-"));
  try {
    const file = join(folder, "programs.ts");
    // Each in a block of its own, on a line of its own.
    writeFileSync(file, [...before, ...wrong.map(([program]) => `{ ${program} }`)].join("\n"));
    const tsc = join(projectRoot, "node_modules/typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--target",
      "es2023",
      "--module",
      "nodenext",
      "--ignoreConfig",
      "--pretty",
      "false",
    ];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, file], { encoding: "utf8", cwd: folder });
    const said = new Map<number, string>();
    let line = -1;
    for (const text of stdout.split("\n")) {
      const place = /^\S*programs\.ts\((\d+),\d+\): (.*)/.exec(text);
      if (place) line = Number(place[1]) - before.length - 1;
      said.set(line, `${said.get(line) ?? ""}${place ? place[2] : text}\n`);
    }
    const first = [...said.keys()].filter((key) => key < 0);
    assert.deepEqual(first.map((key) => said.get(key)?.trim()).filter(Boolean), []);
    for (const [i, [program, message]] of wrong.entries()) {
      assert.ok(said.get(i)?.includes(message), `${program}\nsays ${said.get(i) ?? "nothing"}and not ${message}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
