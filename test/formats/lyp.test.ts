/** Layer properties: what KLayout sees in a file, what it sees in ours, and what is wrong with a broken one. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { decodeLyp, encodeLyp, readLyp, writeLyp } from "../../src/formats/index.ts";
import {
  type CustomPattern,
  type LayerEntryOptions,
  LayerProperties,
  type ListedLayer,
  layer,
} from "../../src/layout/index.ts";
import { shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const lyp = (inside: string) => decodeLyp(new TextEncoder().encode(`<layer-properties>${inside}</layer-properties>`));

/** Each layer of each file without its groups, as KLayout's LayerPropertiesIterator gives it. */
const ask = `
import json, sys
import klayout.lay as lay
def style(index, own, pattern):
    # KLayout numbers its own patterns first, and gives equal patterns of the file one number.
    return "" if index < 0 else "I%d" % index if index < own else pattern(index).strip()
def layers(path):
    view = lay.LayoutView(); view.create_layout(True)
    text = open(path, encoding="utf-8").read()
    if "layer-properties-tabs" not in text:
        # Alone, KLayout would leave out what means no layer of its layout.
        text = text.replace("<layer-properties>", "<layer-properties-tabs><layer-properties>").replace("</layer-properties>", "</layer-properties></layer-properties-tabs>")
        path += ".tabs"
        open(path, "w", encoding="utf-8").write(text)
    view.load_layer_props(path)
    found = []
    it = view.begin_layers(0)
    while not it.at_end():
        node = it.current()
        if not node.has_children():
            color = lambda value: "#%06x" % (value & 0xffffff)
            found.append([node.name, node.source_(True), color(node.eff_fill_color()), color(node.eff_frame_color()), style(node.dither_pattern, 47, view.get_stipple), style(node.line_style, 8, view.get_line_style),
                          node.width, node.visible, node.valid, node.transparent, node.marked, node.xfill, node.animation])
        it.next()
    return found
print(json.dumps([layers(path) for path in sys.argv[1:]]))
`;

async function seenByKLayout(...paths: string[]): Promise<unknown[][][]> {
  const { stdout, stderr } = await runPython(["-c", ask, ...paths], { cwd: tmpdir() });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout) as unknown[][][];
}

const asSeen = ({ tabs: [tab] }: LayerProperties, one: ListedLayer, seen: readonly unknown[]) => [
  one.name,
  one.source,
  // What a layer does not say, KLayout chooses.
  one.shownFillColor ?? seen[2],
  one.shownFrameColor ?? seen[3],
  one.ditherPattern === undefined ? seen[4] : patternOf(one.ditherPattern, tab.ditherPatterns),
  one.lineStyle === undefined ? "" : patternOf(one.lineStyle, tab.lineStyles),
  one.width ?? -1,
  one.visible,
  one.valid,
  one.transparent,
  one.marked,
  one.xfill,
  one.animation,
];

const patternOf = (style: string, own: readonly CustomPattern[]) =>
  style.startsWith("C") ? own[Number(style.slice(1))].rows.join("\n") : style;

const real = ["sky130.lyp", "sg13g2.lyp", "EBeam.lyp"];

test("readLyp and writeLyp, names, sources, colours, patterns, visibility: as KLayout's LayerPropertiesIterator", {
  skip: withoutPython || withoutShared,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const copies = real.map((name) => join(folder, name));
    for (const [i, name] of real.entries()) writeFileSync(copies[i], readFileSync(shared("data", "layouts", name)!));
    const written = copies.map((path) => `${path}.written`);
    for (const [i, path] of copies.entries()) await writeLyp(written[i], await readLyp(path));
    const seen = await seenByKLayout(...copies, ...written);
    for (const [i, path] of copies.entries()) {
      const properties = await readLyp(path);
      assert.equal(properties.layers.length, seen[i].length);
      const ours = properties.layers.map((one, k) => asSeen(properties, one, seen[i][k]));
      assert.deepEqual(ours, seen[i], real[i]);
      assert.deepEqual(seen[real.length + i], seen[i], `${real[i]} as it was written`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const color = fc.constantFrom(undefined, "#336699", "#ff0000", "#000000", "#ffffff");
const brightness = fc.integer({ min: -255, max: 255 });
const entryFields = {
  source: fc.constantFrom(
    "1/0@1",
    "*/*@*",
    "*/0@1",
    "2/*@*",
    "METAL@1",
    "METAL 7/0@1",
    "'a b'@2",
    "3",
    "1/0@1 #0..2",
    "1/0@1 (r90 *2 0,0)",
    "%2@1",
  ),
  name: fc.constantFrom("", "metal", "a <&> \"b\" 'c'", "métal ✓", " spaces "),
  fillColor: color,
  frameColor: color,
  fillBrightness: brightness,
  frameBrightness: brightness,
  ditherPattern: fc.constantFrom(undefined, "I0", "I5", "C0", "C1"),
  lineStyle: fc.constantFrom(undefined, "I2", "C0"),
  width: fc.constantFrom(undefined, 0, 1, 3),
  valid: fc.boolean(),
  visible: fc.boolean(),
  transparent: fc.boolean(),
  marked: fc.boolean(),
  xfill: fc.boolean(),
  animation: fc.integer({ min: 0, max: 3 }),
  expanded: fc.boolean(),
};
const leaf = fc.record({ ...entryFields, members: fc.constant([]) });
const group = fc.record({ ...entryFields, members: fc.array(leaf, { maxLength: 3 }) });
/** Up to three levels. */
const entry: fc.Arbitrary<LayerEntryOptions> = fc.record({
  ...entryFields,
  members: fc.array(fc.oneof(leaf, group), { maxLength: 3 }),
});

test("law: decodeLyp(encodeLyp(properties)) = properties, whatever the groups hold", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      const properties = LayerProperties.of(...entries);
      assert.deepEqual(decodeLyp(encodeLyp(properties)).tabs, properties.tabs);
    }),
  );
});

/** KLayout leaves out layers that its layout does not have where a source has stars, and works transforms out. */
const plainSources = ({ source, members = [], ...rest }: LayerEntryOptions): LayerEntryOptions => ({
  ...rest,
  source: /[#(%]|@2/.test(source) || (members.length === 0 && source.includes("*")) ? "5/0@1" : source,
  members: members.map(plainSources),
});

test("LayerProperties.layers, what groups hand down: as KLayout's LayerPropertiesNode", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const path = join(folder, "random.lyp");
    const [entries] = fc.sample(fc.array(entry, { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 11 });
    const properties = new LayerProperties([
      {
        name: "first",
        entries: LayerProperties.of(...entries.map(plainSources)).entries,
        ditherPatterns: ["*.", ".*"].map((row, order) => ({ name: row, order: order + 1, rows: [row, ".."] })),
        lineStyles: [{ name: "dots", order: 1, rows: ["*.."] }],
      },
      { name: "second", entries: [], ditherPatterns: [], lineStyles: [] },
    ]);
    await writeLyp(path, properties);
    const [seen] = await seenByKLayout(path);
    assert.ok(seen.length > 60, String(seen.length));
    assert.deepEqual(
      properties.layers.map((one, i) => asSeen(properties, one, seen[i])),
      seen,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("propertiesOf finds the first entry for a layer, by numbers, stars or name", () => {
  const properties = LayerProperties.of(
    { source: "8/0", name: "Metal1", fillColor: "#39bfff" },
    { source: "9/*", name: "any 9" },
    { source: "VIA", name: "by name" },
    { source: "*/*@*", name: "group", visible: false, members: [{ source: "10/0", name: "inside" }] },
  );
  assert.equal(properties.propertiesOf("8/0")?.name, "Metal1");
  assert.equal(properties.propertiesOf([9, 44])?.name, "any 9");
  assert.equal(properties.propertiesOf(layer(77, 0, "VIA"))?.name, "by name");
  assert.equal(properties.propertiesOf("77/0"), null);
  const inside = properties.propertiesOf(10);
  assert.deepEqual([inside?.visible, inside?.groups], [false, ["group"]]);
});

test("elements that are not known, comments, CDATA and entities do no harm, and are kept", () => {
  const properties = lyp(
    `<!-- a > b --><properties><source>1/0</source><name>a&amp;<![CDATA[<b>]]>&#65;&#x42;</name><width/><width>2.0</width><new at="&lt;1"><deep>x</deep></new></properties>`,
  );
  assert.equal(properties.propertiesOf("1/0")?.name, "a&<b>AB");
  assert.equal(properties.propertiesOf("1/0")?.width, 2);
  assert.deepEqual(properties.entries[0].others?.[0].attributes, { at: "<1" });
  assert.deepEqual(decodeLyp(encodeLyp(properties)).tabs, properties.tabs);
});

test("the text encoding is what the file says", () => {
  const text = `<?xml version="1.0" encoding="iso-8859-1"?><layer-properties><name>\u00b5m</name></layer-properties>`;
  assert.equal(decodeLyp(Buffer.from(text, "latin1")).tabs[0].name, "µm");
  assert.equal(decodeLyp(Buffer.from(`\ufeff${text}`, "utf16le")).tabs[0].name, "µm");
  const wrong = Buffer.from(text.replace("iso-8859-1", "utf-8"), "latin1");
  assert.throws(
    () => decodeLyp(wrong),
    (error) => isReticleError(error, "LypError") && error.code === "encoding",
  );
});

test("what is wrong with a file is told with line and column", () => {
  const cases: [string, string, RegExp][] = [
    ["<layer-properties>\n <properties>", "xml", /<properties> is not closed.*line 2, column 2/],
    ["<layer-properties>\n <name>a</nam></layer-properties>", "xml", /<\/name> is expected here.*line 2, column 9/],
    ["<foo/>", "not-lyp", /the first element is <foo>/],
    ["", "xml", /the first element is missing/],
    ["<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "xml", /document type is not allowed/],
    ["<layer-properties>&nope;</layer-properties>", "xml", /&nope; is no entity/],
    ["<a>".repeat(100), "xml", /deeper than 64/],
    ["<layer-properties/><b/>", "xml", /something behind/],
  ];
  const field = (name: string, text: string) =>
    `<layer-properties><properties>\n<${name}>${text}</${name}></properties></layer-properties>`;
  cases.push([field("visible", "maybe"), "value", /"maybe" in <visible> is not true or false.*line 2, column 1/]);
  cases.push([field("width", "2.7"), "value", /"2.7" in <width> is not a whole number/]);
  cases.push([field("fill-color", "red"), "color", /"red" is not of the form #rrggbb/]);
  cases.push([field("source", "1/"), "source-syntax", /source "1\/" cannot be understood from "\/" on/]);
  cases.push([field("dither-pattern", "x"), "value", /I5 or C5/]);
  for (const [text, code, message] of cases) {
    assert.throws(
      () => decodeLyp(new TextEncoder().encode(text)),
      (error) => isReticleError(error, "LypError") && error.code === code && message.test(error.message),
      text.slice(0, 80),
    );
  }
});

test("no garbled file does more than be refused", () => {
  const whole = encodeLyp([{ source: "1/0", name: "a", fillColor: "#123456", members: [{ source: "2/0@*" }] }]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
      const bytes = whole.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      try {
        decodeLyp(bytes);
      } catch (error) {
        assert.ok(isReticleError(error, "LypError"), String(error));
      }
    }),
    { numRuns: 500 },
  );
});

test("a file beyond the limit is refused before it is parsed", async () => {
  const bytes = encodeLyp([{ source: "1/0" }]);
  assert.throws(() => decodeLyp(bytes, { limit: 100 }), /more than 100, the limit/);
});
