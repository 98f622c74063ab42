/** The notebook of masks and what they print, run as a user runs it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readNotebook, textOf } from "../../src/cli/notebook/nbformat.ts";
import { readLayout } from "../../src/formats/index.ts";
import { reticle, temporaryFolder } from "../cli/support.ts";
import { projectRoot } from "../support/project.ts";

test("notebooks/printing.ipynb runs, and its correction makes the errors smaller", async () => {
  const out = join(temporaryFolder(), "printing.ipynb");
  const { code, stderr } = reticle(["run", join(projectRoot, "notebooks", "printing.ipynb"), "-o", out]);
  assert.equal(code, 0, stderr);
  const outputs = readNotebook(out).cells.flatMap((cell) => cell.outputs ?? []);
  const printed = outputs.flatMap((one) => (one.output_type === "stream" ? [textOf(one.text)] : [])).join("");
  // The lines are drawn 130 nm wide and printed within 10 % of that.
  const widths = /^(?:1[23]\d\.\d ?){5}$/m.exec(printed);
  assert.ok(widths, printed);
  const text = outputs.flatMap((one) => ("data" in one ? [textOf(one.data["text/plain"] as string)] : [])).join("\n");
  const threeSigma = (of: string) => Number(/3σ ([\d.]+) nm/.exec(of)![1]);
  const before = threeSigma(/EdgePlacement at .*/.exec(text)![0]);
  const after = threeSigma(/^3: EdgePlacement at .*/m.exec(printed)![0]);
  assert.ok(after < before / 2, `${before} nm before, ${after} after`);
  const written = await readLayout(join(projectRoot, "out", "printed.gds"));
  assert.deepEqual(written.tops[0].layers().map(String), ["1/0", "2/0"]);
});
