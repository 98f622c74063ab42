/**
 * How many pages a TIFF or BigTIFF file has (TIFF 6.0, section 2; BigTIFF design, 2007), found by following its
 * directories. Done before anything else looks at the file: a chain that comes back to itself would never end.
 */
import { ReticleError } from "../../errors.ts";

/** True for the start of a TIFF or BigTIFF file of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  const isLittle = bytes[0] === 0x49 && bytes[1] === 0x49;
  const isBig = bytes[0] === 0x4d && bytes[1] === 0x4d;
  const [low, high] = isLittle ? [bytes[2], bytes[3]] : [bytes[3], bytes[2]];
  return (isLittle || isBig) && (low === 42 || low === 43) && high === 0;
}

/** Throws a TiffError `tiff` for a file that is none, is cut short, or whose pages never end. */
export function countPages(bytes: Uint8Array, file?: string): number {
  const wrong = (what: string, offset: number) =>
    new ReticleError("TiffError", "tiff", `the file is not a whole TIFF: ${what}`, { place: { file, offset } });
  if (bytes.length < 8 || !isTiff(bytes)) throw wrong("it does not begin as one", 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const isBig = view.getUint16(2, little) === 43;
  const [countSize, entrySize, offsetSize] = isBig ? [8, 20, 8] : [2, 12, 4];
  const offsetAt = (at: number) => (isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  if (isBig && bytes.length < 16) throw wrong("its header is cut short", 0);
  const seen = new Set<number>();
  for (let at = offsetAt(isBig ? 8 : 4); at !== 0; ) {
    if (seen.has(at)) throw wrong("its pages come back to one that was before", at);
    seen.add(at);
    if (at + countSize > bytes.length) throw wrong("a page's directory lies behind its end", at);
    const entries = isBig ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
    const next = at + countSize + entries * entrySize;
    if (next + offsetSize > bytes.length) throw wrong("a page's directory is cut short", at);
    at = offsetAt(next);
  }
  if (seen.size === 0) throw wrong("it has no pages", 4);
  return seen.size;
}
