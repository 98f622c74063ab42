// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a cell with a template literal
/** `%%pls` in a real kernel, and the template in a cell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile } from "../kernel/support.ts";

const kernel = kernelForFile({ language: true });

test("%%pls shows a layout as a picture, and keeps it as a variable with its type", async () => {
  const [output, ...more] = await kernel.outputs("%%pls pad\nSYMBOL main\n  LAYER 1\n    rect(10) - rect(4)\n");
  assert.deepEqual(more, []);
  assert.ok(output.output_type === "execute_result");
  assert.match(String(output.data["image/svg+xml"]), /^<svg/);
  const outputs = await kernel.outputs('const area: number = pad.cell("main").region(1).area;\narea');
  // Its type is known: no error of it beside the result.
  assert.deepEqual(
    outputs.map((one) => (one.output_type === "execute_result" ? one.data["text/plain"] : one)),
    ["84"],
  );
  // And it is not any, of which everything may be asked.
  const wrong = await kernel.fails("%%check\nconst count: number = pad.cells;");
  assert.match(wrong, /TS2322: Type 'readonly Cell\[\]' is not assignable to type 'number'/);
});

test("%%pls without a name shows, and declares nothing", async () => {
  assert.match((await kernel.shows("%%pls\nSYMBOL main\nLAYER 1\nrect(1)"))!, /^Layout/);
});

test("errors of %%pls name the cell's own lines", async () => {
  const text = await kernel.fails("%%pls bad\nSYMBOL main\n  LAYER 1\n    circle(3)\n");
  assert.match(text, /^PlsError: In\[\d+\]:4:5: error\[unknown-function\]/);
  assert.match(text, /\n *circle\(3\)\n *\^{6}/);
});

test("%%pls refuses a name that is none", async () => {
  assert.match(await kernel.fails("%%pls 3d\nSYMBOL main"), /%%pls takes the name of a variable, and "3d" is none/);
});

test("the template in a cell", async () => {
  const code = 'import { circle, pls } from "reticle";\npls`SYMBOL main\n  LAYER 1\n    rect(${10}) - ${circle(3)}`';
  assert.match((await kernel.shows(code))!, /^Layout "LIB": 1 cell, top "main"/);
});
