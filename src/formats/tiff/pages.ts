/**
 * The pages of a TIFF or BigTIFF file (TIFF 6.0, section 2; BigTIFF design, 2007), found by following its directories.
 * Done before anything else looks at the file: a chain that comes back to itself would never end.
 */
import { ReticleError } from "../../errors.ts";

/** True for the start of a TIFF or BigTIFF file of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  const isLittle = bytes[0] === 0x49 && bytes[1] === 0x49;
  const isBig = bytes[0] === 0x4d && bytes[1] === 0x4d;
  const [low, high] = isLittle ? [bytes[2], bytes[3]] : [bytes[3], bytes[2]];
  return (isLittle || isBig) && (low === 42 || low === 43) && high === 0;
}

/** Bytes of a number of each field type; TIFF 6.0 section 2, BigTIFF's 16 to 18. */
const fieldBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const stripOffsets = 273;
const tileOffsets = 324;

/** What the file says of a page, as far as it is looked at before decoding. */
export interface PageSummary {
  /** Strips or tiles that the page has places of. */
  readonly blocks: number;
}

/**
 * Follows the directories of a file. Throws a TiffError `tiff` for a file that is none, is cut short, whose pages never
 * end, or a field of which claims more numbers than the file has: memory is taken by that claim when it is decoded.
 */
export function pagesOf(bytes: Uint8Array, file?: string): PageSummary[] {
  const wrong = (what: string, offset: number) =>
    new ReticleError("TiffError", "tiff", `the file is not a whole TIFF: ${what}`, { place: { file, offset } });
  if (bytes.length < 8 || !isTiff(bytes)) throw wrong("it does not begin as one", 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const isBig = view.getUint16(2, little) === 43;
  const [countSize, entrySize, offsetSize] = isBig ? [8, 20, 8] : [2, 12, 4];
  const wideAt = (at: number) => (isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  if (isBig && bytes.length < 16) throw wrong("its header is cut short", 0);
  const pages: PageSummary[] = [];
  const seen = new Set<number>();
  for (let at = wideAt(isBig ? 8 : 4); at !== 0; ) {
    if (seen.has(at)) throw wrong("its pages come back to one that was before", at);
    seen.add(at);
    if (at + countSize > bytes.length) throw wrong("a page's directory lies behind its end", at);
    const entries = isBig ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
    const next = at + countSize + entries * entrySize;
    if (next + offsetSize > bytes.length) throw wrong("a page's directory is cut short", at);
    let blocks = 0;
    for (let entry = at + countSize; entry < next; entry += entrySize) {
      const tag = view.getUint16(entry, little);
      const count = wideAt(entry + 4);
      const size = count * (fieldBytes[view.getUint16(entry + 2, little)] ?? 0);
      const isElsewhere = size > offsetSize;
      if (isElsewhere && wideAt(entry + 4 + offsetSize) + size > bytes.length) {
        throw wrong(`its field ${tag} claims ${count} numbers, more than the file has`, entry);
      }
      if (tag === stripOffsets || tag === tileOffsets) blocks = count;
    }
    pages.push({ blocks });
    at = wideAt(next);
  }
  if (pages.length === 0) throw wrong("it has no pages", 4);
  return pages;
}
