/** The notebook of images, run as a user runs it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readNotebook, textOf } from "../../src/cli/notebook/nbformat.ts";
import { reticle, temporaryFolder } from "../cli/support.ts";
import { projectRoot, referencePython } from "../support/project.ts";

test("notebooks/images.ipynb runs, and its files hold what was written", () => {
  const out = join(temporaryFolder(), "images.ipynb");
  const python = referencePython();
  const { code, stderr } = reticle(["run", join(projectRoot, "notebooks", "images.ipynb"), "-o", out], {
    env: python === null ? {} : { RETICLE_PYTHON: python },
  });
  assert.equal(code, 0, stderr);
  const outputs = readNotebook(out).cells.flatMap((cell) => cell.outputs ?? []);
  const printed = outputs.flatMap((one) => (one.output_type === "stream" ? [textOf(one.text)] : [])).join("");
  assert.match(printed, /sharpest at z = 0 µm\nturned, same memory: true\n/);
  assert.match(printed, /level 2: 9 × 75 × 200 row spacing 0\.08 µm\n/);
  // Means of 4 × 4 pixels, which 300 and 800 are multiples of, have the same mean.
  const [, fine, coarse] = /mean of both levels: ([\d.]+) ([\d.]+)/.exec(printed)!;
  assert.ok(Math.abs(Number(fine) - Number(coarse)) < 2e-6, printed);
  assert.match(printed, /same pixels: true\n/);
  assert.equal(printed.includes("no scipy here"), python === null);
  assert.equal(outputs.filter((one) => "data" in one && "image/png" in one.data).length >= 3, true);
});
