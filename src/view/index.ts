export {
  type LayoutPicture,
  type LayoutSvgOptions,
  layoutSvg,
  type PictureLayer,
  type PicturePolygons,
} from "./layout-svg.ts";
export { type Displayable, displaySymbol, isDisplayable, type MimeBundle, mimeBundle } from "./mime.ts";
export { paletteColor } from "./palette.ts";
