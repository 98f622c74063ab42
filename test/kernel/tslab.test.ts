/** tslab's display API. The expected bundles are those that tslab 1.0.22 itself hands to Jupyter. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();

async function bundles(code: string): Promise<unknown[]> {
  const outputs = await kernel.outputs(code);
  return outputs.map((output) => ("data" in output ? output.data : output));
}

test("every kind of display has tslab's MIME type", async () => {
  const shown = await bundles(`
    import * as tslab from "tslab";
    tslab.display.html("<b>x</b>"); tslab.display.markdown("# a"); tslab.display.svg("<svg/>");
    tslab.display.javascript("1"); tslab.display.latex("x"); tslab.display.text("t");
    tslab.display.png(new Uint8Array([1, 2, 3])); tslab.display.jpeg(Buffer.from([2])); tslab.display.gif(Buffer.from([1]));
    tslab.display.pdf(new Uint8Array([4])); tslab.display.raw("a/b", "c"); tslab.display.raw("a/b", new Uint8Array([9]));
  `);
  assert.deepEqual(shown, [
    { "text/html": "<b>x</b>" },
    { "text/markdown": "# a" },
    { "image/svg+xml": "<svg/>" },
    { "text/javascript": "1" },
    { "text/latex": "x" },
    { "text/plain": "t" },
    { "image/png": "AQID" },
    { "image/jpeg": "Ag==" },
    { "image/gif": "AQ==" },
    { "application/pdf": "BA==" },
    { "a/b": "c" },
    { "a/b": "CQ==" },
  ]);
});

test("newDisplay overwrites its one output", async () => {
  const code = `import { newDisplay } from "tslab"; const d = newDisplay(); d.html("one"); d.html("two"); d.text("three");`;
  assert.deepEqual(await bundles(code), [{ "text/plain": "three" }]);
});

test("versions names tslab, TypeScript and Node", async () => {
  assert.equal(
    await kernel.shows(`import { versions } from "tslab"; versions.tslab + " " + versions.node`),
    `'1.0.22 ${process.version}'`,
  );
});
