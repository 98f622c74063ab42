/** Which picture or array format bytes are of. */
import { isNpy } from "./npy/index.ts";

export type ImageFormat = "npy" | "png";

/** The format by content; null for anything that is no picture or array that is read. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  if (isNpy(bytes)) return "npy";
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte) ? "png" : null;
}
