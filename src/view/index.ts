export { toBase64 } from "./base64.ts";
export {
  type LayoutPicture,
  type LayoutSvgOptions,
  layoutSvg,
  type PictureLayer,
  type PicturePolygons,
} from "./layout-svg.ts";
export { type Displayable, displaySymbol, isDisplayable, type MimeBundle, mimeBundle } from "./mime.ts";
export { paletteColor } from "./palette.ts";
export { decodePng, defaultPixelLimit, encodePng, type PngPixels } from "./png.ts";
export { escapeText } from "./svg-text.ts";
