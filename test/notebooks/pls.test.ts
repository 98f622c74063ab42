/** The notebook of the .pls language, run as a user runs it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readNotebook, textOf } from "../../src/cli/notebook/nbformat.ts";
import { reticle, temporaryFolder } from "../cli/support.ts";
import { projectRoot } from "../support/project.ts";

test("notebooks/pls.ipynb runs, and measures what its programs say", () => {
  const out = join(temporaryFolder(), "pls.ipynb");
  const { code, stderr } = reticle(["run", join(projectRoot, "notebooks", "pls.ipynb"), "-o", out]);
  assert.equal(code, 0, stderr);
  const outputs = readNotebook(out).cells.flatMap((cell) => cell.outputs ?? []);
  const streams = outputs.flatMap((one) => (one.output_type === "stream" ? [[one.name, textOf(one.text)]] : []));
  assert.deepEqual(
    streams.filter(([name]) => name === "stderr"),
    [],
  );
  const printed = streams.map(([, text]) => text).join("");
  // A square of 100 µm² with rounded corners, which lose (4 − π), without the letters.
  const metal = Number(/metal ([\d.]+) µm²/.exec(printed)![1]);
  assert.ok(metal > 85 && metal < 99.2, printed);
  // π·(10² − 7²) + 4²; chords of a nanometre lose less than 0.1.
  const ring = Number(/ring ([\d.]+) µm²/.exec(printed)![1]);
  assert.ok(Math.abs(ring - (Math.PI * 51 + 16)) < 0.1, printed);
  assert.match(printed, /lines 5 3\.\.25\n/);
  assert.match(printed, /program\.pls:3:14: error\[unknown-method\]/);
  assert.match(printed, /line 8: rect\(pitch \/ 2, length\), called in line 15/);
  assert.equal(outputs.filter((one) => "data" in one && "image/svg+xml" in one.data).length >= 3, true);
});
