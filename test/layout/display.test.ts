import assert from "node:assert/strict";
import { test } from "node:test";
import { onWarning } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, LayerProperties, Layout, label, layer, layoutInfo } from "../../src/layout/index.ts";
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

const properties = LayerProperties.of(
  { source: "2/0", name: "pins", visible: false },
  { source: "3/0", name: "above", fillColor: "#00ff00", ditherPattern: "I1" },
  { source: "1/0", name: "copper", fillColor: "#112233", frameColor: "#445566" },
);

test("layer properties name, colour, order and hide the layers of a picture and its table", () => {
  const top = cell("top")
    .add(metal, box(0, 0, 10, 10))
    .add([2, 0], box(0, 0, 1, 1))
    .add([3, 0], box(2, 2, 3, 3));
  const bundle = Layout.of(top).picture({ properties })[displaySymbol]();
  const svg = String(bundle["image/svg+xml"]);
  assert.match(svg, /<path fill="#112233" fill-opacity="0.38" stroke="#445566"/);
  assert.match(svg, />1\/0 copper</);
  assert.ok(!svg.includes("2/0"));
  assert.ok(svg.indexOf('fill="#00ff00" fill-opacity="0"') < svg.indexOf('fill="#112233"'));
  assert.match(String(bundle["text/html"]), /<td>2\/0 pins \(hidden\)<\/td>/);
  assert.equal(bundle["text/plain"], Layout.of(top).toString());
});

test("a picture of a window and of some layers shows those alone", () => {
  const top = cell("top")
    .add(metal, box(0, 0, 10, 10), box(90, 90, 99, 99))
    .add([3, 0], box(2, 2, 3, 3));
  const svg = String(top.picture({ window: box(0, 0, 20, 20), layers: [metal] })[displaySymbol]()["image/svg+xml"]);
  assert.match(svg, /shown 21\.2\d* µm × 21\.2\d* µm/);
  assert.equal(svg.match(/M[\d.]+ [\d.]+H/g)?.length, 1);
  assert.ok(!svg.includes("3/0"));
});

test("what a reference moves out of the 32-bit range is told, not drawn", () => {
  const wide = cell("wide").add(metal, box(2_147_483, 0, 2_147_483.6, 1));
  const top = cell("top").add(wide.at(1, 0));
  for (const shown of [top, Layout.of(top)]) {
    const svg = String(shown[displaySymbol]()["image/svg+xml"]);
    assert.match(svg, /not drawn: .*is outside -2147483648\.\.2147483647/);
  }
  const warnings: string[] = [];
  const stop = onWarning(({ code }) => warnings.push(code));
  const info = layoutInfo(Layout.of(top));
  stop();
  assert.equal(info.layers["1/0"].area_um2, null);
  assert.equal(info.layers["1/0"].shapes, 1);
  assert.deepEqual(warnings, ["coordinate-range"]);
});

test("top cells that are too wide to lie side by side are told, not drawn", () => {
  const half = 2_147_483.6;
  const tops = ["a", "b"].map((name) => cell(name).add(metal, box(-half, -half, half, half)));
  assert.match(String(Layout.of(...tops)[displaySymbol]()["text/html"]), /not drawn/);
});
