/** Fields of a mask in files, as a pattern generator's program reads them. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isReticleError } from "../../../src/errors.ts";
import { type FieldManifest, readImage, writeFields } from "../../../src/formats/index.ts";
import { box } from "../../../src/geometry/index.ts";
import { rasterize } from "../../../src/raster/index.ts";
import { circle } from "../../../src/region/index.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-fields-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const disc = circle(5);
const grid = { window: box(-6, -6, 6.1, 6.1), pitch: 0.1 };
const options = { ...grid, size: [50, 40], shared: 2 } as const;

test("the files of all formats, put where the manifest says, are the whole raster", async () => {
  const whole = rasterize(disc, { ...grid, dtype: "float64" });
  for (const format of ["png", "tiff", "bmp", "npy"] as const) {
    for (const bits of [1, 8] as const) {
      const to = join(folder, format, String(bits));
      const told: number[] = [];
      const written = await writeFields(to, disc, { ...options, format, bits, onProgress: (n) => told.push(n) });
      const manifest = JSON.parse(readFileSync(join(to, "manifest.json"), "utf8")) as FieldManifest;
      assert.deepEqual(manifest, JSON.parse(JSON.stringify(written)));
      assert.equal(told.at(-1), manifest.fields.length);
      assert.equal(readdirSync(to).length, manifest.fields.length + 1);
      let open = 0;
      for (const field of manifest.fields) {
        const image = await readImage(join(to, field.file));
        const values = [...image.toArray()].map(Number);
        const white = bits === 1 && (format !== "png" || image.kind === "binary") ? 1 : 255;
        // µm over a pitch of 0.1 µm from −6 on.
        const first = [Math.round((field.origin[1] + 6) / 0.1), Math.round((field.origin[0] + 6) / 0.1)];
        for (const [i, value] of values.entries()) {
          const [row, column] = [first[0] + 39 - Math.floor(i / 50), first[1] + (i % 50)];
          const covered = row < whole.shape[0] && column < whole.shape[1] ? whole.get(row, column) : 0;
          const wanted = bits === 1 ? (covered >= 0.5 ? 1 : 0) : Math.floor(covered * 255 + 0.5) / 255;
          assert.equal(value / white, wanted, `${field.file} row ${row} column ${column}`);
        }
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length / white;
        assert.ok(Math.abs(field.open - mean) < 1e-12);
        open += field.open;
      }
      assert.ok(open > 0);
    }
  }
});

test("the first row is the lowest where that is asked for", async () => {
  const [top, bottom] = ["top", "bottom"].map((name) => join(folder, name));
  const { fields } = await writeFields(top, disc, { ...options, bits: 1, format: "bmp" });
  await writeFields(bottom, disc, { ...options, bits: 1, format: "bmp", firstRow: "bottom" });
  const one = await readImage(join(top, fields[0].file));
  const other = await readImage(join(bottom, fields[0].file));
  assert.deepEqual([...one.flip("row" as never).toArray()], [...other.toArray()]);
});

test("choices that there are not are errors, before anything is written", async () => {
  const to = join(folder, "none");
  for (const [wrong, name] of [
    [{ format: "gif" }, "format"],
    [{ bits: 4 }, "bits"],
    [{ firstRow: "left" }, "first-row"],
    [{ name: "../field" }, "name"],
    [{ threshold: 2 }, "threshold"],
  ] as const) {
    const isRight = (error: unknown) => isReticleError(error, "RasterError") && error.code === name;
    await assert.rejects(writeFields(to, disc, { ...options, ...(wrong as object) }), isRight);
  }
  assert.deepEqual(readdirSync(folder).includes("none"), false);
});
