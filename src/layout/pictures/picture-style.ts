/** What a picture of a cell or a layout shows: which layers, in which order, called and coloured how. */
import { checkArgument } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import type { PictureLayer } from "../../view/index.ts";
import { type Layer, type LayerLike, layerKeys } from "../layer.ts";
import { LayerProperties } from "../layer-properties/layer-properties.ts";

export interface PictureOptions {
  /** Names, colours, order and visibility of layers; those that it does not know are drawn above the others. */
  readonly properties?: LayerProperties;
  /** Only these layers. */
  readonly layers?: readonly LayerLike[];
  /** What is shown, µm: everything. */
  readonly window?: Box;
  /** The drawing is at most this wide, pixels: 560. */
  readonly width?: number;
  /** The drawing is at most this high, pixels: 420. */
  readonly height?: number;
}

/** The visible layers that were asked for; the properties' first is drawn first, below the others, as in KLayout. */
export function drawnLayers(layers: readonly Layer[], { properties, layers: asked }: PictureOptions): Layer[] {
  checkProperties(properties);
  const keys = asked === undefined ? null : layerKeys(asked);
  const wanted = layers.filter(({ key }) => keys === null || keys.has(key));
  if (properties === undefined) return wanted;
  const position = new Map(wanted.map((layer) => [layer.key, properties.positionOf(layer)]));
  const place = ({ key }: Layer) => (position.get(key) === -1 ? Infinity : position.get(key)!);
  return wanted
    .filter((layer) => properties.propertiesOf(layer)?.visible !== false)
    .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** Throws a LayoutError `argument` where something else was given. */
export function checkProperties(properties: LayerProperties | undefined): void {
  const isRight = properties === undefined || properties instanceof LayerProperties;
  checkArgument(isRight, properties, "LayoutError", "layer properties, as readLyp gives them,");
}

/** "8/0 Metal1" and its colours. */
export function layerStyle(
  layer: Layer,
  properties: LayerProperties | undefined,
): Pick<PictureLayer, "name" | "color" | "frameColor" | "fillOpacity"> {
  const found = properties?.propertiesOf(layer) ?? null;
  const name = found?.name || layer.name;
  return {
    name: name === "" ? `${layer}` : `${layer} ${name}`,
    ...(found && { color: found.shownFillColor, frameColor: found.shownFrameColor }),
    ...(found && { fillOpacity: opacityOf(found.ditherPattern) }),
  };
}

/** KLayout's first pattern is solid, its second hollow; the others let through what lies below. */
function opacityOf(pattern: string | undefined): number {
  return pattern === "I0" ? 0.7 : pattern === "I1" ? 0 : 0.38;
}
