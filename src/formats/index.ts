export { decodeBmp, encodeBmp, type ReadBmpOptions, readBmp, type WriteBmpOptions, writeBmp } from "./bmp/index.ts";
export type { ElementCounts } from "./element-counts.ts";
export {
  type FieldEntry,
  type FieldFormat,
  type FieldManifest,
  type WriteFieldsOptions,
  writeFields,
} from "./fields/index.ts";
export {
  decodeGds,
  encodeGds,
  type GdsInfo,
  type GdsInfoOptions,
  gdsInfo,
  type ReadGdsOptions,
  readGds,
  type WriteGdsOptions,
  writeGds,
} from "./gds/index.ts";
export { type ImageFormat, imageFormatOf } from "./image-format.ts";
export { fileFormatOf, type ImageInfo, type ImageInfoOptions, imageInfo } from "./image-info.ts";
export { decodeImage, type ReadImageOptions, readImage, type WriteImageOptions, writeImage } from "./images.ts";
export { encodeJson, type WriteJsonOptions, writeJson } from "./json/index.ts";
export {
  decodeLayout,
  type LayoutFileInfo,
  type LayoutFileInfoOptions,
  layoutFileInfo,
  type ReadLayoutOptions,
  readLayout,
  type WriteLayoutOptions,
  writeLayout,
} from "./layout-files.ts";
export { decodeLyp, encodeLyp, type ReadLypOptions, readLyp, writeLyp } from "./lyp/index.ts";
export {
  decodeNpy,
  decodeNpz,
  encodeNpy,
  encodeNpz,
  type NpzArrays,
  type ReadNpyOptions,
  type ReadNpzOptions,
  readNpy,
  readNpz,
  type WriteNpyOptions,
  type WriteNpzOptions,
  writeNpy,
  writeNpz,
} from "./npy/index.ts";
export {
  decodeOasis,
  encodeOasis,
  type OasisInfo,
  type OasisInfoOptions,
  oasisInfo,
  type ReadOasisOptions,
  readOasis,
  type WriteOasisOptions,
  writeOasis,
} from "./oasis/index.ts";
export { encodePdf, type WritePdfOptions, writePdf } from "./pdf/index.ts";
export {
  decodePng,
  encodePng,
  type PngView,
  type ReadPngOptions,
  readPng,
  type WritePngOptions,
  writePng,
} from "./png/index.ts";
export { type RawLayout, type ReadRawOptions, readRaw, type WriteRawOptions, writeRaw } from "./raw/index.ts";
export { encodeSvg, type WriteSvgOptions, writeSvg } from "./svg/index.ts";
export { encodeTiff, type ReadTiffOptions, readTiff, type WriteTiffOptions, writeTiff } from "./tiff/index.ts";
export { isZarr, type ReadZarrOptions, readZarr, type WriteZarrOptions, writeZarr, zarrImages } from "./zarr/index.ts";
