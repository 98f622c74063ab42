/** The exports of the package, frozen: whoever changes them changes this list, too. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import * as reticle from "../src/index.ts";
import { projectRoot } from "./support/project.ts";

test("the public surface", () => {
  const names = `
    Box CameraError Cell CompiledPls EdgePairs Edges Figure FrameDump FrameServer ImageView Instance Label Layer
    LayerProperties Layout LayoutDiff MemoryStream Path PolygonSet PolygonSetBuilder Reference Region ReticleError
    SimulatedCamera Transform aerialImage allocate background box boxFilter cell circle closing cm compilePls concat
    connectedComponents contiguityOf contours copyInto cross cutline decodeFrame decodeGds decodeImage decodeImageData
    decodeImageWithMetadata decodeLyp decodeMetadata decodeNpy decodeNpz decodeOasis decodePng diff dilation
    displaySymbol distanceTransform drawOn edgePlacement ellipse encodeBmp encodeGds encodeJson encodeLyp encodeNpy encodeNpz
    encodeOasis encodePdf encodePng encodeSvg encodeTiff erosion extractChannel fieldsOf formatPls fourier fromArray
    fromBinaryArray fromLabelArray fromNdarray fromPadded fromRgbArray fvb fvbImages gaussian gdsInfo imageInfo
    inverseFourier isReticleError label labelComponents layer layoutFileInfo layoutInfo medianFilter mimeBundle mm nm oasisInfo offGridEdges
    onWarning opening orderFromNdarray parametric path phaseCorrelation planeOf plot pls polygon powerSpectrum python
    racetrack rasterize readBmp readGds readImage readLayout readLyp readNpy readNpz readOasis readPng readRaw
    readTiff readZarr rect regionProperties regularPolygon render resample ring sector show slotBytes split stack text
    toBitmap toNdarray toPadded um unpackUint12 writeBmp writeFields writeGds writeImage writeJson writeLayout
    writeLyp writeNpy writeNpz writeOasis writePdf writePng writeRaw writeSvg writeTiff writeZarr zarrImages
  `;
  assert.deepEqual(Object.keys(reticle).sort(), names.trim().split(/\s+/));
});

test("what the package exports never changes, so that cells may have it as plain properties", () => {
  const folder = join(projectRoot, "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const changing = files.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\bexport (?:let|var) (\w+)/g)].map((match) => match[1]),
  );
  assert.deepEqual(
    changing.filter((name) => name in reticle),
    [],
  );
  // The search finds what there is.
  assert.ok(changing.includes("setReferences"));
});

test("within other values, too, a cell, a region or an image says what it is", () => {
  const { Layout, allocate, box, cell, diff, path, plot, rect } = reticle;
  const shape = rect(2);
  const one = cell("one").add([1, 0], shape, box(0, 0, 1, 1));
  const values = [
    shape,
    shape.edges(),
    shape.width(3),
    one,
    Layout.of(one),
    path(
      [
        [0, 0],
        [1, 0],
      ],
      { width: 1 },
    ),
  ];
  const others = [diff(Layout.of(one), Layout.of(one)), allocate([2, 3], "uint8"), plot.line([{ y: [0, 1] }])];
  for (const value of [...values, ...others]) {
    const text = inspect([value], { breakLength: Infinity });
    assert.equal(text, `[ ${String(value).replaceAll("\n", "\n  ")} ]`);
    assert.doesNotMatch(text, /madeAt|knownMerged|Symbol/);
  }
});
