import assert from "node:assert/strict";
import { test } from "node:test";
import { box } from "../../src/geometry/index.ts";
import { cell, Layout, label, layer } from "../../src/layout/index.ts";
import { displaySymbol } from "../../src/view/index.ts";

const metal = layer(1, 0, "metal");
const unit = cell("unit")
  .add(metal, box(0, 0, 10, 10))
  .add([2, 0], label("pin", 5, 5));

test("a cell shows itself as a line of text and a picture", () => {
  const top = cell("top").add(unit.array(2, 2, { pitch: 20 }));
  const bundle = top[displaySymbol]();
  assert.equal(bundle["text/plain"], 'Cell "top": 4 shapes on 2 layers, 1 reference, bbox (0, 0, 30, 30) µm');
  const svg = String(bundle["image/svg+xml"]);
  assert.match(svg, /1\/0 metal/);
  assert.equal(svg.match(/>pin</g)?.length, 4);
});

test("an empty cell shows itself", () => {
  assert.match(
    String(cell("none")[displaySymbol]()["text/plain"]),
    /"none": 0 shapes on 0 layers, 0 references, empty/,
  );
});

test("a layout shows tables of its layers and cells, which agree with its text", () => {
  const bundle = Layout.of(unit, cell("other").add(metal, box(0, 0, 5, 5)))[displaySymbol]();
  assert.match(String(bundle["text/plain"]), /^Layout "LIB": 2 cells, top "unit", "other", 2 layers, bbox/);
  const html = String(bundle["text/html"]);
  assert.ok(html.includes("<td>1/0</td><td>2</td><td>0</td>"));
  assert.ok(html.includes("<td>unit</td><td>1</td><td>0</td><td>0, 0, 10, 10</td>"));
});

test("names in tables are escaped", () => {
  const html = Layout.of(cell("<b>").add(metal, box(0, 0, 1, 1)))[displaySymbol]()["text/html"];
  assert.ok(String(html).includes("&lt;b&gt;"));
});

test("a hierarchy with too many shapes is drawn without its lowest levels", () => {
  let top = cell("C0").add(metal, box(0, 0, 0.004, 0.004));
  for (let level = 1; level <= 28; level++)
    top = cell(`C${level}`)
      .add(metal, box(0, 0, 0.001, 0.001))
      .add(top.at(0, 0), top.at(0.004 * 2 ** level, 0));
  assert.match(String(top[displaySymbol]()["image/svg+xml"]), /the lowest \d+ levels not drawn/);
});
