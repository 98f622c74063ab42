/**
 * The header of a npy file: a Python dictionary of three entries.
 *
 *   \x93NUMPY  major minor  length (2 bytes little-endian in 1.0, 4 in 2.0 and 3.0)
 *   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }   spaces and a line feed up to a multiple of 64
 *
 * Only literals are read; nothing of the text is ever run.
 * Source: numpy's format description, NEP 1 and numpy.lib.format.
 */
import { ReticleError } from "../../errors.ts";

export interface NpyHeader {
  /** The type as numpy writes it: "<f4", "|b1". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the pixels start, in bytes. */
  readonly dataOffset: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && magic.every((byte, i) => bytes[i] === byte);
}

export function decodeNpyHeader(bytes: Uint8Array, file?: string): NpyHeader {
  const fail = (code: string, what: string, offset: number) =>
    new ReticleError("NpyError", code, what, { place: { file, offset } });
  if (!isNpy(bytes)) throw fail("magic", "this is no npy file: it does not begin with \\x93NUMPY", 0);
  const major = bytes[6];
  const minor = bytes[7];
  if (!(major >= 1 && major <= 3) || minor !== 0) {
    throw fail("magic", `version ${major ?? "?"}.${minor ?? "?"} of npy is none of 1.0, 2.0 and 3.0`, 6);
  }
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw fail("data", "the file ends within its header", bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) {
    throw fail(
      "data",
      `the header should be ${length} bytes long, the file has ${bytes.length - start} after it starts`,
      8,
    );
  }
  const text = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length));
  const entries = parseDictionary(text, (what, at) =>
    fail("header", `the header is no dictionary of literals: ${what}`, start + at),
  );
  const { descr, fortran_order: fortranOrder, shape } = Object.fromEntries(entries);
  if (Array.isArray(descr)) throw fail("dtype", "records of several fields (a structured type) are not read", start);
  if (typeof descr !== "string") throw fail("header", "the header names no type", start);
  if (typeof fortranOrder !== "boolean")
    throw fail("header", "the header's fortran_order is neither True nor False", start);
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) {
    throw fail("header", "the header's shape is no tuple of sizes", start);
  }
  return { descr, fortranOrder, shape: shape as number[], dataOffset: start + length };
}

/** Version 1.0, padded so that the pixels start at a multiple of 64. */
export function encodeNpyHeader(descr: string, fortranOrder: boolean, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? "True" : "False"}, 'shape': ${tuple}, }`;
  const total = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(total).fill(0x20);
  bytes.set([...magic, 1, 0, (total - 10) & 0xff, (total - 10) >> 8]);
  for (let i = 0; i < text.length; i++) bytes[10 + i] = text.charCodeAt(i);
  bytes[total - 1] = 0x0a;
  return bytes;
}

type Literal = string | boolean | number | Literal[];

/** {'key': literal, …} of strings, True, False, integers, tuples and lists; nothing else is in such headers. */
function parseDictionary(text: string, fail: (what: string, at: number) => ReticleError): [string, Literal][] {
  const token = /\s*(?:(['"])((?:(?!\1)[^\\])*)\1|(True|False)\b|(-?\d+)L?|([{}()[\],:]))/y;
  let at = 0;
  const next = (): { value?: Literal; mark?: string } => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw fail(`unexpected ${JSON.stringify(text.slice(at, at + 12))}`, at);
    at = token.lastIndex;
    if (match[2] !== undefined) return { value: match[2] };
    if (match[3] !== undefined) return { value: match[3] === "True" };
    if (match[4] !== undefined) return { value: Number(match[4]) };
    return { mark: match[5] };
  };
  const literal = ({ value, mark } = next(), depth = 0): Literal => {
    if (value !== undefined) return value;
    const end = mark === "(" ? ")" : mark === "[" ? "]" : undefined;
    if (end === undefined || depth > 8) throw fail(`unexpected "${mark}"`, at);
    const items: Literal[] = [];
    for (let one = next(); one.mark !== end; one = next()) {
      if (one.mark !== ",") items.push(literal(one, depth + 1));
    }
    return items;
  };
  if (next().mark !== "{") throw fail("it does not begin with {", 0);
  const entries: [string, Literal][] = [];
  for (let one = next(); one.mark !== "}"; one = next()) {
    if (one.mark === ",") continue;
    if (typeof one.value !== "string" || next().mark !== ":") throw fail("an entry is not 'name': value", at);
    entries.push([one.value, literal()]);
  }
  return entries;
}
