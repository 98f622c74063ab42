/** Long texts of outputs, which cross the threads as bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { jsonFrame } from "../../kernel/wire/json-frame.ts";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();

test("text that comes as bytes is written as JSON.stringify writes text", () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', "\\", "\n", "\t", "\u0000", "\u001f", "\u007f", "é", "\u{1f600}"),
      fc.string({ maxLength: 3 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), text, (texts, plain) => {
      const whole = [...texts];
      const data = Object.fromEntries(whole.map((one, at) => [`text/${at}`, Buffer.from(one)]));
      const bytes = Object.fromEntries(Object.entries(data).map(([type, one]) => [type, new Uint8Array(one)]));
      const given = { before: plain, data: { ...bytes, short: plain }, after: [1, { deep: plain }] };
      const asText = {
        before: plain,
        data: { ...Object.fromEntries(whole.map((one, at) => [`text/${at}`, one])), short: plain },
        after: [1, { deep: plain }],
      };
      assert.deepEqual(JSON.parse(jsonFrame(given).toString()), JSON.parse(JSON.stringify(asText)));
    }),
  );
});

test("a long text is shown letter by letter, whatever it holds", async () => {
  const unit = 'a"\\\n\t\u0001é漢\u{1f600}';
  const text = unit.repeat(40_000);
  const code = `const long = ${JSON.stringify(unit)}.repeat(40_000);`;
  const bundle = '{ "text/html": long, "text/plain": "short", "application/json": { long } }';
  const [shown] = await kernel.outputs(`${code} display(${bundle}, { raw: true });`);
  assert.deepEqual(shown.output_type === "display_data" && shown.data, {
    "text/html": text,
    "text/plain": "short",
    "application/json": { long: text },
  });
  const [result] = await kernel.outputs(`({ [Symbol.for("Jupyter.display")]() { return ${bundle} } })`);
  assert.equal(result.output_type === "execute_result" && result.data["text/html"], text);
});

test("half a pair of surrogates stays what it is, and a cell may take the name Buffer", async () => {
  const code = "var Buffer: any = 3; display({ 'text/html': '\\ud800' + 'x'.repeat(3e5) }, { raw: true });";
  const [shown] = await kernel.outputs(code);
  assert.equal(shown.output_type === "display_data" && String(shown.data["text/html"]).slice(0, 2), "\ud800x");
  const [other] = await kernel.outputs("display({ 'text/html': 'y'.repeat(3e5) }, { raw: true });");
  assert.equal(other.output_type === "display_data" && String(other.data["text/html"]), "y".repeat(3e5));
  await kernel.outputs("%reset -f");
});

test("a long text is shown again when its display is updated", async () => {
  await kernel.outputs("const shown = display({ 'text/html': 'a'.repeat(3e5) }, { raw: true });");
  const [again] = await kernel.outputs(
    "shown.update({ 'text/html': 'b'.repeat(3e5) }); display({ 'text/html': 'c'.repeat(3e5) }, { raw: true });",
  );
  assert.equal(again.output_type === "display_data" && again.data["text/html"], "c".repeat(3e5));
});
