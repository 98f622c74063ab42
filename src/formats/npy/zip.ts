/**
 * As much of ZIP (PKWARE's APPNOTE 6.3.10) as npz files need: stored and deflated entries, ZIP64 sizes, as numpy writes
 * them. Sizes are believed only where the bytes are there, and what is unpacked is bounded.
 */
import { ReticleError } from "../../errors.ts";
import { crc32, deflateRaw, inflateRaw } from "../../platform/index.ts";

const localMark = 0x04034b50;
const centralMark = 0x02014b50;
const endMark = 0x06054b50;
const end64Mark = 0x06064b50;
const locator64Mark = 0x07064b50;
const stored = 0;
const deflated = 8;
/** The end record, and the longest comment behind it. */
const endSize = 22;
const mostComment = 0xffff;
/** What a 32-bit field says where the number stands in a ZIP64 field. */
const elsewhere = 0xffffffff;
/** 1 January 1980, so that the same entries give the same bytes. */
const noDate = 0x21;

/** True for the start of a zip archive, also of an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All entries. Throws a FormatError `zip` for what is none, and `decompressed-limit` above so many bytes in all. */
export function readZip(bytes: Uint8Array, { limit, file }: { limit: number; file?: string }): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wrong = (what: string, offset?: number) =>
    new ReticleError("FormatError", "zip", `the file is not a whole zip archive: ${what}`, { place: { file, offset } });
  const { count, start } = directoryOf(view, wrong);
  const entries: ZipEntry[] = [];
  let left = limit;
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== centralMark)
      throw wrong("its directory is cut short", at);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const { size, packedSize, offset } = sizesOf(view, at, nameLength, extraLength, () => wrong(`entry "${name}"`, at));
    if (flags & 1) throw wrong(`entry "${name}" is encrypted`, at);
    if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localMark) {
      throw wrong(`entry "${name}" is not where the directory says`, offset);
    }
    const data = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    if (data + packedSize > bytes.length) throw wrong(`entry "${name}" is cut short`, data);
    if (size > left) {
      throw new ReticleError(
        "FormatError",
        "decompressed-limit",
        `entry "${name}" has ${size} bytes, which makes more than ${limit}, the limit, in all`,
        { place: { file } },
      );
    }
    const packed = bytes.subarray(data, data + packedSize);
    const content = method === stored ? packed : method === deflated ? inflateRaw(packed, size) : null;
    if (content === null) throw wrong(`entry "${name}" is packed by method ${method}; 0 and 8 are read`, at);
    if (typeof content === "string" || content.length !== size || crc32(content) !== crc) {
      throw wrong(`entry "${name}" is damaged`, data);
    }
    left -= size;
    entries.push({ name, bytes: content });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

function directoryOf(view: DataView, wrong: (what: string) => ReticleError): { count: number; start: number } {
  const least = Math.max(0, view.byteLength - endSize - mostComment);
  for (let at = view.byteLength - endSize; at >= least; at--) {
    if (view.getUint32(at, true) !== endMark) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (at >= 20 && view.getUint32(at - 20, true) === locator64Mark) {
      const end64 = Number(view.getBigUint64(at - 12, true));
      if (end64 + 56 <= view.byteLength && view.getUint32(end64, true) === end64Mark) {
        return {
          count: Number(view.getBigUint64(end64 + 32, true)),
          start: Number(view.getBigUint64(end64 + 48, true)),
        };
      }
    }
    return { count, start };
  }
  throw wrong("it has no directory");
}

/** Of a directory's entry: what does not fit 32 bits stands in the ZIP64 field, in this order. */
function sizesOf(view: DataView, at: number, nameLength: number, extraLength: number, wrong: () => ReticleError) {
  const fields = [24, 20, 42].map((place) => view.getUint32(at + place, true));
  const end = at + 46 + nameLength + extraLength;
  if (end > view.byteLength) throw wrong();
  for (let extra = at + 46 + nameLength; extra + 4 <= end; ) {
    const length = view.getUint16(extra + 2, true);
    if (view.getUint16(extra, true) === 1) {
      let field = extra + 4;
      for (let i = 0; i < 3; i++) {
        if (fields[i] !== elsewhere) continue;
        if (field + 8 > Math.min(end, extra + 4 + length)) throw wrong();
        fields[i] = Number(view.getBigUint64(field, true));
        field += 8;
      }
    }
    extra += 4 + length;
  }
  return { size: fields[0], packedSize: fields[1], offset: fields[2] };
}

/** Throws a FormatError `zip` where something does not fit the 32-bit fields. */
export function writeZip(entries: readonly ZipEntry[], compress: boolean): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const nameBytes = new TextEncoder().encode(name);
    const packed = compress ? deflateRaw(bytes) : bytes;
    if (Math.max(bytes.length, packed.length, offset) >= elsewhere || entries.length > 0xffff) {
      throw new ReticleError(
        "FormatError",
        "zip",
        `"${name}" does not fit an archive of 4 GiB; write npy files instead`,
      );
    }
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(2, 0x800, true); // names are UTF-8
    common.setUint16(4, compress ? deflated : stored, true);
    common.setUint16(8, noDate, true);
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, packed.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, nameBytes.length, true);
    const shared = new Uint8Array(common.buffer);
    const local = new Uint8Array(30 + nameBytes.length);
    new DataView(local.buffer).setUint32(0, localMark, true);
    local.set(shared, 4);
    local.set(nameBytes, 30);
    const central = new Uint8Array(46 + nameBytes.length);
    const view = new DataView(central.buffer);
    view.setUint32(0, centralMark, true);
    view.setUint16(4, 20, true);
    central.set(shared, 6);
    view.setUint32(42, offset, true);
    central.set(nameBytes, 46);
    parts.push(local, packed);
    directory.push(central);
    offset += local.length + packed.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = new DataView(new ArrayBuffer(endSize));
  end.setUint32(0, endMark, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return [...parts, ...directory, new Uint8Array(end.buffer)];
}
