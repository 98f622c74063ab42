/** Layouts as a person knows them, coloured layer by layer, straight into pixels. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { Box } from "../../geometry/index.ts";
import { ImageView } from "../../image/index.ts";
import { checkSignal, type WorkSignal } from "../../raster/index.ts";
import { formatLength } from "../../units.ts";
import { type CanvasFrame, type PolygonPainter, paintLayers, rgbOf } from "../../view/index.ts";
import { Cell } from "../cell.ts";
import { checkDepth, flatten, flattenInto } from "../flatten.ts";
import { type Layer, type LayerLike, layerKeys, toLayer } from "../layer.ts";
import { checkColor } from "../layer-properties/layer-entry.ts";
import { LayerProperties } from "../layer-properties/layer-properties.ts";
import { Layout } from "../layout.ts";
import { shownCell } from "../pictures/display.ts";
import { unknownLayer } from "../unknown-layer.ts";
import { blendedBytes, blendLayers } from "./blend-layers.ts";
import { cellFrames } from "./cell-frames.ts";
import { shownLayers } from "./shown-layers.ts";
import { shownTexts } from "./shown-texts.ts";
import { pixelFace } from "./typeface.ts";
import { paintedBytes, type ViewWindow, viewWindow } from "./view-window.ts";

export interface RenderOptions {
  /** What is shown, µm; everything where it is not given. */
  readonly window?: Box;
  /** Pixels: the longer side has 1024 where neither this nor `pitch` is given. Pixels are square: the window is extended. */
  readonly size?: readonly [width: number, height: number];
  /** Size of a pixel, µm, instead of `size`. */
  readonly pitch?: number;
  /** Colours, stipples, order and visibility, as `readLyp` gives them: what they do not list is not shown. Or some layers. */
  readonly layers?: LayerProperties | readonly LayerLike[];
  /** Only these of the layers that would be shown. */
  readonly only?: readonly LayerLike[];
  /** "#rrggbb": white. */
  readonly background?: string;
  /** Each pixel is the mean of so many times so many, 1 to 8: 1. */
  readonly oversampling?: number;
  /** Layers are mixed by the exact area that they cover in each pixel, instead of drawn as lines and whole pixels. */
  readonly antialias?: boolean;
  /** Levels of references that are followed: 0 for a cell's own shapes; all where not given. */
  readonly depth?: number;
  /** Labels are shown, in the colour of their layer's outlines and always as large: true. */
  readonly labels?: boolean;
  /** Cells that `depth` leaves out are shown as boxes, with their names where there is room: true. */
  readonly frames?: boolean;
  /**
   * Most shapes of a layer that are drawn before the rest is refused: 50 million. What is no rectangle counts once more for each
   * eight rows of pixels that its edges cross.
   */
  readonly limit?: number;
  /** Looked at before each layer and all along, as `rasterize` does: aborted work throws the signal's reason. */
  readonly signal?: WorkSignal;
}

/** A picture: red, green, blue and alpha of each pixel; rows grow upwards with y, as those of rasters do. */
export type Rendering = ImageView<Uint8ClampedArray, readonly ["row", "column", "channel"]>;

/**
 * A cell or a layout in its layers' colours, as KLayout shows it: stipples, outlines, labels, order, transparency. The axes of the
 * picture hold the window that it shows, µm: it begins with the corner of a pixel, where KLayout moves it to the next middle of one
 * that is a whole number of pixels from the layout's origin. `view.flip("row").toArray()` has the bytes from the top, as canvases want them.
 * Throws a RasterError for windows and sizes that have no meaning, a LayoutError for layers and stipples that are unknown.
 * @example render(layout, { layers: await readLyp("chip.lyp"), window: box(0, 0, 200, 100), size: [1024, 512] })
 */
export function render(source: Cell | Layout, options: RenderOptions = {}): Rendering {
  if (!(source instanceof Layout) && !(source instanceof Cell))
    throw new ReticleError("LayoutError", "source", "what is rendered is a cell or a layout");
  const cell = source instanceof Layout ? shownCell(source) : source;
  const given = optionsOf(options, "LayoutError", [
    "window",
    "size",
    "pitch",
    "layers",
    "only",
    "background",
    "oversampling",
    "antialias",
    "depth",
    "labels",
    "frames",
    "limit",
    "signal",
  ]);
  const { depth = Infinity, oversampling = 1, antialias = false, labels = true, frames = true, limit = 5e7 } = given;
  const { signal } = given;
  checkDepth(depth);
  for (const shown of [labels, frames, antialias])
    checkArgument(typeof shown === "boolean", shown, "LayoutError", "true or false for labels, frames and antialias");
  checkArgument(typeof limit === "number" && limit > 0, limit, "LayoutError", "a limit above 0");
  checkSignal(signal, "LayoutError");
  if (!(Number.isInteger(oversampling) && oversampling >= 1 && oversampling <= 8))
    throw new ReticleError("RasterError", "oversampling", `oversampling ${oversampling} is not a whole number in 1..8`);
  if (antialias && oversampling > 1)
    throw new ReticleError("RasterError", "oversampling", "oversampling and antialias exclude each other");
  const background = rgbOf(checkColor(options.background ?? "#ffffff"));
  const layers = layersOf(cell, options);
  const view = viewWindow(
    shownWindow(cell, options.window),
    options,
    oversampling ** 2,
    antialias ? blendedBytes : paintedBytes,
  );
  const seen = seenIn(view, cell.dbu);
  const frame = frameOf(view, cell.dbu);
  const typeface = pixelFace(oversampling);
  const check = signal && (() => signal.throwIfAborted());
  const how = { width: view.columns, height: view.rows, frame, background, oversampling, typeface, check };
  const part = { window: seen, depth, frame: { ...frame, scale: frame.scale * oversampling }, check };
  // What lies within a pixel is one, whatever it looks like.
  const detail = 1 / part.frame.scale;
  const shown = layers.map(({ layer, layer: { key }, paint }) => ({
    paint,
    polygons: () => flatten(cell, key, { window: seen, depth }, check),
    draw: (painter: PolygonPainter) => {
      const checkAll = () => {
        check?.();
        if (painter.count > limit) throw tooManyShapes(cell, layer, limit);
      };
      flattenInto(painter, cell, key, { window: seen, depth, detail, check: checkAll });
    },
    texts: () => (labels ? shownTexts(cell, key, part) : []),
  }));
  const all = frames ? [cellFrames(cell, background, part), ...shown] : shown;
  return calibrated(antialias ? blendLayers(all, how) : paintLayers(all, how), view);
}

function tooManyShapes(cell: Cell, layer: Layer, limit: number): ReticleError {
  const message = `layer ${layer} of "${cell.name}" has more than ${formatLength(limit)} shapes to be drawn; take a smaller window, fewer levels (depth) or a larger limit`;
  return new ReticleError("LayoutError", "flatten-limit", message);
}

function layersOf(cell: Cell, { layers, only }: RenderOptions) {
  const properties = layers instanceof LayerProperties ? layers : undefined;
  const listed = properties === undefined ? (layers as readonly LayerLike[] | undefined) : undefined;
  if (listed !== undefined && only !== undefined)
    throw new ReticleError(
      "LayoutError",
      "layers",
      "`only` chooses among layer properties: a list of layers has no others",
    );
  const asked = listed ?? only;
  const there = cell.layers();
  if (asked !== undefined) {
    layerKeys(asked); // says so where it is no list
    const known = new Set(there.map(({ key }) => key));
    for (const layer of asked.map(toLayer))
      if (!known.has(layer.key)) throw unknownLayer(layer, there, `cell "${cell.name}"`);
  }
  return shownLayers(there, properties, asked);
}

/** A box around everything may be a line or a point; a window that was asked for may not. */
function shownWindow(cell: Cell, asked: Box | undefined): Box {
  if (asked === undefined) {
    const around = cell.bbox ?? new Box(0, 0, 1, 1);
    const { left, bottom, right, top, width, height } = around;
    return width > 0 || height > 0 ? around : new Box(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5);
  }
  if (!(typeof asked === "object" && asked !== null && "left" in asked && "bottom" in asked))
    throw noWindow(`${asked} is no box: box(left, bottom, right, top) in µm`);
  // Also of another copy of this package.
  const window = new Box(asked.left, asked.bottom, asked.right, asked.top);
  const { left, bottom, right, top } = window;
  if (![left, bottom, right, top].every(Number.isFinite)) throw noWindow(`${window} has sides that are no numbers`);
  if (!(left < right && bottom < top))
    throw noWindow(`${window} has no area: left must be below right, and bottom below top`);
  return window;
}

function noWindow(why: string): ReticleError {
  return new ReticleError("RasterError", "window", `the window ${why}`);
}

/** The picture and the lines around it that reach into it, database units. */
function seenIn({ left, bottom, pitch, columns, rows }: ViewWindow, dbu: number): Box {
  const air = 8 * pitch;
  const side = (value: number, round: (value: number) => number) =>
    Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), round(value / dbu)));
  return new Box(
    side(left - air, Math.floor),
    side(bottom - air, Math.floor),
    side(left + columns * pitch + air, Math.ceil),
    side(bottom + rows * pitch + air, Math.ceil),
  );
}

function frameOf({ left, bottom, pitch }: ViewWindow, dbu: number): CanvasFrame {
  return { left: left / dbu, bottom: bottom / dbu, scale: dbu / pitch };
}

function calibrated(pixels: Uint8ClampedArray, { left, bottom, pitch, columns, rows }: ViewWindow): Rendering {
  const tidy = (value: number) => Number(value.toPrecision(14));
  return ImageView.from(pixels, {
    shape: [rows, columns, 4],
    axes: ["row", "column", "channel"],
    kind: "rgb",
    spacing: { row: tidy(pitch), column: tidy(pitch) },
    origin: { row: tidy(bottom + pitch / 2), column: tidy(left + pitch / 2) },
    direction: "up",
  });
}
