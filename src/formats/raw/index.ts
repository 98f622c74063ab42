export {
  type ReadRawOptions,
  readDescribedRaw,
  readRaw,
  type WriteRawOptions,
  writeDescribedRaw,
  writeRaw,
} from "./raw.ts";
export type { RawLayout } from "./raw-layout.ts";
