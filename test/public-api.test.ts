/** The exports of the package, frozen: whoever changes them changes this list, too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as reticle from "../src/index.ts";

test("the public surface", () => {
  const names = `
    Box Cell Figure ImageView Instance Label Layer Layout Path PolygonSet PolygonSetBuilder Reference Region ReticleError
    Transform box cell circle cm cross decodeGds decodeImage decodeNpy decodeOasis decodePng displaySymbol ellipse encodeGds encodeNpy encodeOasis
    encodePng gdsInfo isReticleError label layer layoutInfo mimeBundle mm nm onWarning path plot polygon racetrack rasterize readGds
    readImage readLayout readNpy readOasis readPng rect regularPolygon ring sector show stack text um writeGds writeImage writeLayout writeNpy writeOasis writePng
  `;
  assert.deepEqual(Object.keys(reticle).sort(), names.trim().split(/\s+/));
});
