/** The exports of the package, frozen: whoever changes them changes this list, too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as reticle from "../src/index.ts";

test("the public surface", () => {
  const names = `
    Box Cell EdgePairs Edges Figure ImageView Instance Label Layer LayerProperties Layout LayoutDiff Path PolygonSet
    PolygonSetBuilder Reference Region ReticleError Transform background box cell circle cm connectedComponents cross
    decodeGds decodeImage decodeImageData decodeImageWithMetadata decodeLyp decodeMetadata decodeNpy decodeOasis
    decodePng diff displaySymbol ellipse encodeGds encodeLyp encodeNpy encodeOasis encodePng encodeSvg fvb fvbImages
    gdsInfo isReticleError label layer layoutInfo mimeBundle mm nm onWarning parametric path plot polygon racetrack
    rasterize readGds readImage readLayout readLyp readNpy readOasis readPng rect regularPolygon ring sector show stack
    text um unpackUint12 writeGds writeImage writeLayout writeLyp writeNpy writeOasis writePng writeSvg
  `;
  assert.deepEqual(Object.keys(reticle).sort(), names.trim().split(/\s+/));
});
