export {
  decodePng,
  encodePng,
  type PngView,
  type ReadPngOptions,
  readPng,
  type WritePngOptions,
  writePng,
} from "./png.ts";
