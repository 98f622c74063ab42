/** Which picture or array format bytes are of. */
import { isBmp } from "./bmp/index.ts";
import { isNpy, isZip } from "./npy/index.ts";
import { isTiff } from "./tiff/index.ts";

export type ImageFormat = "npy" | "npz" | "png" | "tiff" | "bmp" | "zarr" | "raw";

/** The format by content; null for anything that is no picture or array that is read. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  if (isNpy(bytes)) return "npy";
  if (isZip(bytes)) return "npz";
  if (isTiff(bytes)) return "tiff";
  if (isBmp(bytes)) return "bmp";
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte) ? "png" : null;
}
