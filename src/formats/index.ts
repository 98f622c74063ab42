export { decodeGds, encodeGds, type ReadGdsOptions, readGds, type WriteGdsOptions, writeGds } from "./gds/index.ts";
export {
  decodeLayout,
  type ReadLayoutOptions,
  readLayout,
  type WriteLayoutOptions,
  writeLayout,
} from "./layout-files.ts";
