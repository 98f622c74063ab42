/** The exports of the package, frozen: whoever changes them changes this list, too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as reticle from "../src/index.ts";

test("the public surface", () => {
  const names = `
    Box CameraError Cell CompiledPls EdgePairs Edges Figure FrameDump FrameServer ImageView Instance Label Layer
    LayerProperties Layout LayoutDiff MemoryStream Path PolygonSet PolygonSetBuilder Reference Region ReticleError
    SimulatedCamera Transform allocate background box boxFilter cell circle closing cm compilePls concat
    connectedComponents contiguityOf copyInto cross decodeFrame decodeGds decodeImage decodeImageData
    decodeImageWithMetadata decodeLyp decodeMetadata decodeNpy decodeNpz decodeOasis decodePng diff dilation
    displaySymbol distanceTransform drawOn ellipse encodeBmp encodeGds encodeJson encodeLyp encodeNpy encodeNpz
    encodeOasis encodePdf encodePng encodeSvg encodeTiff erosion extractChannel fieldsOf formatPls fourier fromArray
    fromBinaryArray fromLabelArray fromNdarray fromPadded fromRgbArray fvb fvbImages gaussian gdsInfo imageInfo
    inverseFourier isReticleError label labelComponents layer layoutFileInfo layoutInfo medianFilter mimeBundle mm nm oasisInfo offGridEdges
    onWarning opening orderFromNdarray parametric path phaseCorrelation planeOf plot pls polygon powerSpectrum python
    racetrack rasterize readBmp readGds readImage readLayout readLyp readNpy readNpz readOasis readPng readRaw
    readTiff readZarr rect regionProperties regularPolygon render resample ring sector show slotBytes split stack text
    toBitmap toNdarray toPadded um unpackUint12 writeBmp writeFields writeGds writeImage writeJson writeLayout
    writeLyp writeNpy writeNpz writeOasis writePdf writePng writeRaw writeSvg writeTiff writeZarr
  `;
  assert.deepEqual(Object.keys(reticle).sort(), names.trim().split(/\s+/));
});
