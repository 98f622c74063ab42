/**
 * What a page sees of a cell that has too many polygons to be sent: those of a window where they are not too many, else a
 * bit for each pixel of each layer, which the page colours. So a chip of any size is shown whole, and its shapes are there
 * as one comes near.
 */
import { isReticleError } from "../../errors.ts";
import { Box, type PolygonSet } from "../../geometry/index.ts";
import { type Cell, type Layer, LayerProperties, render } from "../../layout/index.ts";
import { packed } from "./packed.ts";
import { shownPolygons } from "./shown-polygons.ts";

/** Polygons of all layers of a part. */
const mostPolygons = 200_000;
/** Pixels of a side of a mask; a finer screen shows each of them as several. */
const mostPixels = 4096;

export interface PartRequest {
  readonly cell: Cell;
  /** Those that are switched on. */
  readonly layers: readonly Layer[];
  /** µm. */
  readonly window: Box;
  /** Pixels of the canvas. */
  readonly size: readonly [width: number, height: number];
}

export function partBytes(request: PartRequest): Uint8Array {
  // With room around it, so that not every step asks again.
  for (const room of [0.5, 0]) {
    const window = wider(request.window, room);
    const sets = polygonsIn(request, window);
    if (sets === null) continue;
    const layers = sets.map(({ xy, rings, polygons }, i) => ({
      key: `${request.layers[i]}`,
      lengths: [xy.length, rings.length, polygons.length],
    }));
    return packed(
      { window: window.toArray(), mask: null, layers },
      sets.flatMap(({ xy, rings, polygons }) => [xy, rings, polygons]),
    );
  }
  return maskBytes(request);
}

function wider({ left, bottom, right, top, width, height }: Box, room: number): Box {
  return new Box(left - room * width, bottom - room * height, right + room * width, top + room * height);
}

/** Null where there are too many. */
function polygonsIn({ cell, layers }: PartRequest, window: Box): PolygonSet[] | null {
  let left = mostPolygons;
  const sets: PolygonSet[] = [];
  for (const layer of layers) {
    try {
      const set = shownPolygons(cell, layer, { window, limit: left });
      left -= set.count;
      sets.push(set);
    } catch (error) {
      if (isReticleError(error, "LayoutError") && error.code === "flatten-limit") return null;
      throw error;
    }
  }
  return sets;
}

function maskBytes({ cell, layers, window, size: [width, height] }: PartRequest): Uint8Array {
  const shrink = Math.min(1, mostPixels / Math.max(width, height));
  const size = [Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink))] as const;
  const header = {
    window: window.toArray(),
    mask: size,
    layers: layers.map((layer) => ({ key: `${layer}`, lengths: [0, 0, 0] })),
  };
  const masks = layers.map((layer) => maskOf(cell, layer, window, size));
  return packed(header, masks);
}

/** A bit a pixel, the rows from the top, each row and the whole filled up to words of 32 bits. */
function maskOf(cell: Cell, layer: Layer, window: Box, size: readonly [number, number]): Uint32Array {
  const black = { source: `${layer}`, fillColor: "#000000", frameColor: "#000000", ditherPattern: "I0" };
  const layers = LayerProperties.of(black);
  const picture = render(cell, { window, size, layers, labels: false, frames: false });
  const [width, height] = size;
  const pixels = picture.flip("row").toArray();
  const stride = Math.ceil(width / 32);
  const bits = new Uint32Array(stride * height);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += 4)
      if (pixels[at] < 128) bits[row * stride + (column >> 5)] |= 1 << (column & 31);
  return bits;
}
