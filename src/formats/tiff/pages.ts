/**
 * The pages of a TIFF or BigTIFF file (TIFF 6.0, section 2; BigTIFF design, 2007), found by following its directories.
 * Done before anything else looks at the file: a chain that comes back to itself would never end.
 */
import { ReticleError } from "../../errors.ts";
import type { TiffBytes } from "./tiff-bytes.ts";

/** True for the start of a TIFF or BigTIFF file of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  const isLittle = bytes[0] === 0x49 && bytes[1] === 0x49;
  const isBig = bytes[0] === 0x4d && bytes[1] === 0x4d;
  const [low, high] = isLittle ? [bytes[2], bytes[3]] : [bytes[3], bytes[2]];
  return (isLittle || isBig) && (low === 42 || low === 43) && high === 0;
}

/** Bytes of a number of each field type; TIFF 6.0 section 2, BigTIFF's 16 to 18. */
const fieldBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/** Tags that are looked at here (TIFF 6.0, section 8). */
export const tiffTags = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  resolutionUnit: 296,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  sampleFormat: 339,
} as const;

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its numbers lie in the file. */
  readonly at: number;
}

/** Read at once: a directory and what lies around it. */
const directoryBytes = 4096;
/** Places of strips: more of them take more memory than any picture's pixels are worth. */
const mostNumbers = 2 ** 24;
/** What a TIFF, other than a BigTIFF, could have at most. */
const mostFields = 2 ** 16;

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** One page's directory: its fields are read when they are asked for. */
export class TiffPage {
  readonly isLittle: boolean;
  readonly #bytes: TiffBytes;
  readonly #fields = new Map<number, Field>();

  constructor(bytes: TiffBytes, isLittle: boolean) {
    this.#bytes = bytes;
    this.isLittle = isLittle;
  }

  set(tag: number, field: Field): void {
    this.#fields.set(tag, field);
  }

  /** How many numbers a field has; 0 where there is none. */
  count(tag: number): number {
    return this.#fields.get(tag)?.count ?? 0;
  }

  /** A field's whole numbers; a rational's value. `otherwise` where there is none, or of another type. */
  numbers(tag: number, otherwise: readonly number[] = []): readonly number[] {
    const field = this.#fields.get(tag);
    if (field === undefined) return otherwise;
    const { type, count, at } = field;
    const [little, size] = [this.isLittle, fieldBytes[type]];
    if (count > mostNumbers) throw new Error(`its field ${tag} has ${count} numbers`);
    const view = viewOf(this.#bytes.part(at, count * size, directoryBytes));
    const read: ((at: number) => number) | undefined = {
      1: (place: number) => view.getUint8(place),
      3: (place: number) => view.getUint16(place, little),
      4: (place: number) => view.getUint32(place, little),
      5: (place: number) => view.getUint32(place, little) / view.getUint32(place + 4, little),
      16: (place: number) => Number(view.getBigUint64(place, little)),
    }[type];
    return read === undefined ? otherwise : Array.from({ length: count }, (_, i) => read(i * size));
  }

  number(tag: number, otherwise = Number.NaN): number {
    return this.numbers(tag)[0] ?? otherwise;
  }

  /** A field of text, UTF-8, without the zero at its end. */
  text(tag: number): string {
    const field = this.#fields.get(tag);
    if (field === undefined || field.type > 2) return "";
    return new TextDecoder().decode(this.#bytes.part(field.at, field.count)).replace(/\0+$/, "");
  }
}

/**
 * Follows the directories of a file. Throws a TiffError `tiff` for a file that is none, is cut short, whose pages never
 * end, or a field of which claims more numbers than the file has: memory is taken by that claim when it is decoded.
 */
export function pagesOf(bytes: TiffBytes, file?: string): TiffPage[] {
  const wrong = (what: string, offset: number) =>
    new ReticleError("TiffError", "tiff", `the file is not a whole TIFF: ${what}`, { place: { file, offset } });
  const start = bytes.part(0, 16, directoryBytes);
  if (start.length < 8 || !isTiff(start)) throw wrong("it does not begin as one", 0);
  const little = start[0] === 0x49;
  const isBig = viewOf(start).getUint16(2, little) === 43;
  const [countSize, entrySize, offsetSize] = isBig ? [8, 20, 8] : [2, 12, 4];
  const wideAt = (view: DataView, at: number) =>
    isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  if (isBig && start.length < 16) throw wrong("its header is cut short", 0);
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  for (let at = wideAt(viewOf(start), isBig ? 8 : 4); at !== 0; ) {
    if (seen.has(at)) throw wrong("its pages come back to one that was before", at);
    seen.add(at);
    if (at + countSize > bytes.length) throw wrong("a page's directory lies behind its end", at);
    const counted = viewOf(bytes.part(at, countSize, directoryBytes));
    const entries = isBig ? Number(counted.getBigUint64(0, little)) : counted.getUint16(0, little);
    const size = countSize + entries * entrySize + offsetSize;
    if (entries > mostFields) throw wrong(`a page's directory claims ${entries} fields`, at);
    if (at + size > bytes.length) throw wrong("a page's directory is cut short", at);
    const directory = viewOf(bytes.part(at, size, directoryBytes));
    const page = new TiffPage(bytes, little);
    for (let entry = countSize; entry < size - offsetSize; entry += entrySize) {
      const tag = directory.getUint16(entry, little);
      const type = directory.getUint16(entry + 2, little);
      const count = wideAt(directory, entry + 4);
      const length = count * (fieldBytes[type] ?? 0);
      const value = entry + 4 + offsetSize;
      const place = length > offsetSize ? wideAt(directory, value) : at + value;
      if (place + length > bytes.length) {
        throw wrong(`its field ${tag} claims ${count} numbers, more than the file has`, at + entry);
      }
      if (fieldBytes[type] > 0) page.set(tag, { type, count, at: place });
    }
    pages.push(page);
    at = wideAt(directory, size - offsetSize);
  }
  if (pages.length === 0) throw wrong("it has no pages", 4);
  return pages;
}
