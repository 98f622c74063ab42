export {
  type LayoutPicture,
  type LayoutSvgOptions,
  layoutSvg,
  type PictureLayer,
  type PicturePolygons,
} from "./layout-svg.ts";
export { type Displayable, displaySymbol, inspectSymbol, isDisplayable, type MimeBundle, mimeBundle } from "./mime.ts";
export type { Mix } from "./painting/canvas.ts";
export type { CanvasFrame } from "./painting/frame.ts";
export {
  type LayerPaint,
  type PaintedLayer,
  type PaintOptions,
  paintLayers,
  type Rgb,
  rgbOf,
  transparentMix,
} from "./painting/paint-layers.ts";
export type { PolygonPainter } from "./painting/polygon-painter.ts";
export {
  customDash,
  customStipple,
  dashCount,
  dashOf,
  isHollow,
  isSolid,
  movedDown,
  type Stipple,
  stippleCount,
  stippleOf,
} from "./painting/stipples.ts";
export { type Glyph, type PlacedText, TextPainter, type Typeface } from "./painting/texts.ts";
export { paletteColor, paletteSize } from "./palette.ts";
export { Figure } from "./plot/figure.ts";
export type { FigureOptions } from "./plot/figure-model.ts";
export type { HeatmapData, ImageLike } from "./plot/image-grid.ts";
export {
  type HeatmapOptions,
  type HistogramOptions,
  type Plot,
  plot,
  type Series,
  type SeriesInput,
} from "./plot/plot.ts";
export type { PlotlyFigure } from "./plot/plotly.ts";
export { decodePng, defaultPixelLimit, encodePng, type PngPixels } from "./png.ts";
export { type ShowOptions, show } from "./show.ts";
export { escapeText, lengthText, niceStep } from "./svg-text.ts";
