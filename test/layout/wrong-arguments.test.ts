/** What a notebook user gets wrong most easily must be one sentence, and never be taken in silence. */
import assert from "node:assert/strict";
import { lstatSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, encodeGds, encodeOasis, readLayout, writeGds } from "../../src/formats/index.ts";
import { ImageView, stack } from "../../src/image/index.ts";
import { cell, Layout, label, layer, path } from "../../src/layout/index.ts";
import { polygon, rect, text } from "../../src/region/index.ts";

const metal = layer(1, 0);

function fails(code: string, sentence: RegExp, work: () => unknown): void {
  assert.throws(work, (error: unknown) => {
    assert.ok(isReticleError(error), String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  });
}

test("a cell without a place, and a shape without a layer, are refused", () => {
  const unit = cell("unit").add(metal, rect(1));
  fails("layer-missing", /cell "unit" was added to "top" without a place/, () => cell("top").add(unit as never));
  fails("layer-missing", /shapes need their layer first/, () => cell("top").add(rect(1) as never));
  fails("layer-missing", /neither a layer nor a reference/, () => cell("top").add([rect(1)] as never));
  fails("layer-missing", /neither a layer nor a reference/, () => cell("top").add(undefined as never, rect(1)));
  fails("reference", /is no reference/, () => cell("top").add(unit.at(0, 0), rect(1) as never));
});

test("unknown path ends and label anchors are refused", () => {
  fails("path-ends", /path ends "butt" are none of flush, round, extended, square and \[begin, end\]/, () =>
    path([[0, 0]], { width: 1, ends: "butt" as never }),
  );
  fails("label-anchor", /label anchor "x" is not one of/, () => label("a", 0, 0, { anchor: "x" as never }));
});

test("what is no cell, no layer and no pitch is refused", () => {
  const unit = cell("unit").add(metal, rect(1));
  const chip = Layout.of(unit);
  const nothing = undefined as never;
  fails("not-a-cell", /undefined is no cell, and no name of one of layout "LIB"/, () => chip.flatten(nothing));
  fails("not-a-cell", /undefined is no cell/, () => Layout.of(nothing));
  fails("not-a-cell", /undefined is no cell/, () => chip.cell(nothing));
  fails("cell-name", /needs a name/, () => cell(nothing));
  fails("layer-syntax", /undefined is no layer/, () => unit.polygonsOf(nothing));
  fails("layers", /layers are a list/, () => decodeGds(encodeGds(unit), { layers: "1/0" as never }));
  fails("pitch", /an array of "unit" needs its pitch/, () => unit.array(2, 2, nothing));
  fails("size", /text\("A"\) needs either height or width/, () => text("A"));
  fails("points", /a polygon of no points/, () => polygon(nothing));
  fails("not-a-layout", /a cell or a layout/, () => encodeOasis(nothing));
});

test("a file is a path, a file: URL or bytes", async () => {
  for (const wrong of [undefined, 5, new ArrayBuffer(4), {}])
    await assert.rejects(readLayout(wrong as never), (error) => isReticleError(error, "FileError"));
  await assert.rejects(readLayout(new URL("https://example.org/a.gds")), /https:\/\/example.org\/a.gds is neither/);
  fails("path", /"a.gds" is none of them/, () => decodeGds("a.gds" as never));
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const url = pathToFileURL(join(folder, "a b.gds"));
  await writeGds(url, cell("unit").add(metal, rect(1)));
  assert.equal((await readLayout(url)).cells.length, 1);
  rmSync(folder, { recursive: true });
});

const linux = process.platform === "linux" ? false : "devices and links as on Linux";

test("a link stays a link, a device stays a device", { skip: linux }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const [file, link, device] = ["a.gds", "link.gds", "null.gds"].map((name) => join(folder, name));
  const unit = cell("unit").add(metal, rect(1));
  await writeGds(file, unit);
  symlinkSync(file, link);
  symlinkSync("/dev/null", device);
  await writeGds(link, Layout.of(unit, cell("more")));
  await writeGds(device, unit);
  assert.ok(lstatSync(link).isSymbolicLink() && lstatSync(device).isSymbolicLink());
  assert.ok(statSync("/dev/null").isCharacterDevice());
  assert.equal((await readLayout(file)).cells.length, 2);
  rmSync(folder, { recursive: true });
});

test("a depth that is no number of levels is refused", () => {
  for (const depth of [-1, Number.NaN, 0.5])
    fails("depth", /is not a whole number of levels/, () => cell("a").add(metal, rect(1)).region(metal, { depth }));
});

test("regions are combined with regions only", () => {
  const unit = cell("unit").add(metal, rect(1));
  for (const other of [unit, [unit], [[rect(1)]], undefined])
    fails("operand", /a region is combined with regions/, () => rect(1).or(other as never));
});

test("what is written as GDSII is a cell or a layout", () => {
  for (const what of [rect(1), undefined])
    fails("not-a-layout", /what is written is a cell or a layout/, () => encodeGds(what as never));
});

test("an unknown kind, a spacing without an axis, and a stack of unnamed axes are refused", () => {
  const view = ImageView.from(new Float32Array(12), { shape: [3, 4], axes: ["row", "column"] });
  fails("shape-or-dtype", /kind "colour" is none of/, () => view.as("colour" as never));
  fails("calibration", /spacing 2 names no axis/, () => view.calibrated({ spacing: 2 as never }));
  const unnamed = ImageView.from(new Float32Array(3));
  fails("axes-unknown", /views whose axes have no names/, () => stack([unnamed] as never, "channel"));
});
