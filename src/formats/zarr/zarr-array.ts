/**
 * Zarr arrays, versions 2 and 3, chunk by chunk through zarrita: one chunk is in memory beside the pixels, and a shape is
 * only believed where the files are there. The one file that knows `zarrita`.
 */
import { ReticleError } from "../../errors.ts";
import { allocate, type Dtype, packedStride, sizeOf, type TypedArray } from "../../image/index.ts";
import type { Folder } from "../../platform/index.ts";
import type { Box } from "../cropped-reading.ts";
import { boundCodecs } from "./bounded-codecs.ts";
import { chunkPlaces, copyBlock } from "./chunks.ts";

export interface ZarrNode {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** null for a group. */
  readonly array: ZarrArray | null;
}

export interface ZarrArray {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly isBool: boolean;
  readonly dimensionNames: readonly string[] | undefined;
  /** All pixels, or those of a box, packed; no more chunks are read than it lies in. */
  read(box?: Box): Promise<TypedArray>;
}

/** Smaller claims are believed: chunks that are missing are the fill value's. */
const smallBytes = 2 ** 26;
/** As for TIFF: no coding is better. */
const mostPacked = 2 ** 16;
const mostChunks = 2 ** 20;

const dtypes: Readonly<Record<string, Dtype>> = {
  bool: "uint8",
  uint8: "uint8",
  int8: "int8",
  uint16: "uint16",
  int16: "int16",
  uint32: "uint32",
  int32: "int32",
  uint64: "biguint64",
  int64: "bigint64",
  float16: "float32",
  float32: "float32",
  float64: "float64",
};

export interface OpenOptions {
  /** Bytes of pixels; those that a limit was given for are believed. */
  readonly limit: number;
  readonly isGiven: boolean;
  readonly file: string;
}

/** An array or a group of a store. Throws a ZarrError `zarr` where there is none. */
export async function openZarr(folder: Folder, path: string, options: OpenOptions): Promise<ZarrNode> {
  const zarr = await import("zarrita");
  boundCodecs(zarr.registry as never);
  const store = {
    get: async (key: string) => folder.read(key),
    getRange: async (key: string, part: never) => folder.readPart(key, part),
  };
  const fail = failing(options.file);
  const node = await zarr.open(zarr.root(store).resolve(path)).catch(fail);
  if (node.kind === "group") return { attributes: node.attrs ?? {}, array: null };
  const { shape, chunks, dtype } = node;
  const known = dtypes[dtype];
  if (known === undefined) {
    throw new ReticleError(
      "ZarrError",
      "dtype",
      `an array of ${dtype} is not read; types are ${Object.keys(dtypes).join(", ")}`,
      { place: { file: options.file } },
    );
  }
  checkSizes(shape, chunks, fail);
  return {
    attributes: node.attrs ?? {},
    array: {
      shape,
      dtype: known,
      isBool: dtype === "bool",
      dimensionNames: node.dimensionNames,
      async read(box = { starts: shape.map(() => 0), counts: shape }) {
        checkClaims({ box, chunks, dtype: known }, folder, path, options);
        const pixels = allocate(known, sizeOf(box.counts));
        for (const place of chunkPlaces(box, chunks)) {
          const chunk = await node.getChunk(place).catch(fail);
          const data = chunk.data as unknown as TypedArray;
          const values = dtype === "bool" ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data;
          if (values.length !== sizeOf(chunk.shape))
            fail(new Error(`chunk ${place.join("/")} has ${values.length} pixels of ${sizeOf(chunk.shape)}`));
          putChunk(values, chunk.shape, chunk.stride, place, pixels, box);
        }
        return pixels;
      },
    },
  };
}

function failing(file: string): (cause: unknown) => never {
  return (cause) => {
    let inner = cause;
    while (inner instanceof Error && inner.name === "CodecPipelineError" && inner.cause !== undefined)
      inner = inner.cause;
    const place = { file };
    if (inner instanceof ReticleError) {
      const { tag, code, message } = inner;
      throw new ReticleError(tag === "FormatError" ? "ZarrError" : tag, code, message, { place, cause });
    }
    const { name = "", message = String(cause) } = (inner ?? {}) as Error;
    if (name === "NotFoundError")
      throw new ReticleError("ZarrError", "zarr", "there is no Zarr array or group", { place, cause });
    // float16 needs a Node that has an array for it (24).
    const code = name === "UnknownCodecError" ? "codec" : /data ?type/i.test(message) ? "dtype" : "zarr";
    throw new ReticleError("ZarrError", code, `the store cannot be read: ${message}`, { place, cause });
  };
}

interface Claims {
  readonly box: Box;
  readonly chunks: readonly number[];
  readonly dtype: Dtype;
}

function checkSizes(shape: unknown, chunks: unknown, fail: (cause: unknown) => never): void {
  const areSizes = (sizes: unknown, least: number) =>
    Array.isArray(sizes) && sizes.every((size) => Number.isSafeInteger(size) && size >= least);
  const isArray = areSizes(shape, 0) && areSizes(chunks, 1);
  if (!isArray || (shape as number[]).length !== (chunks as number[]).length)
    fail(new Error(`shape ${shape} in chunks of ${chunks} is none of an array`));
}

/** Before anything is allocated for them. */
function checkClaims({ box, chunks, dtype }: Claims, folder: Folder, path: string, options: OpenOptions): void {
  const { limit, isGiven, file } = options;
  const wrong = (code: string, message: string) => new ReticleError("ZarrError", code, message, { place: { file } });
  const { starts, counts: shape } = box;
  const bytes = allocate(dtype, 0).BYTES_PER_ELEMENT;
  const needed = Math.max(sizeOf(shape), shape.includes(0) ? 0 : sizeOf(chunks)) * bytes;
  const shown = `shape ${shape.join("×")} of ${dtype} in chunks of ${chunks.join("×")} takes ${needed} bytes`;
  if (!(needed <= limit)) throw wrong("decompressed-limit", `${shown}, more than ${limit}, the limit`);
  const count = shape.reduce((product, size, i) => {
    const first = Math.floor(starts[i] / chunks[i]);
    return product * (Math.ceil((starts[i] + size) / chunks[i]) - first);
  }, 1);
  if (count > mostChunks) throw wrong("decompressed-limit", `${count} chunks are more than ${mostChunks}, the limit`);
  if (isGiven || needed <= smallBytes) return;
  const there = folder.bytesBelow(path, needed / mostPacked);
  if (there * mostPacked < needed) {
    throw wrong(
      "decompressed-limit",
      `${shown}, and its files have ${there}; a limit that is given is believed: { limit: ${needed} }`,
    );
  }
}

/** Puts what of a chunk lies within a box to its place. */
function putChunk(
  data: TypedArray,
  chunkShape: readonly number[],
  chunkStride: readonly number[],
  place: readonly number[],
  pixels: TypedArray,
  { starts, counts: shape }: Box,
): void {
  const stride = packedStride(shape);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  // Of the chunk from `first` on, in the box from `to` on.
  const begins = place.map((index, axis) => index * chunkShape[axis] - starts[axis]);
  const first = begins.map((begin) => Math.max(0, -begin));
  const to = begins.map((begin) => Math.max(0, begin));
  const counts = chunkShape.map((size, axis) => Math.min(size - first[axis], shape[axis] - to[axis]));
  const from = sum(first.map((index, axis) => index * chunkStride[axis]));
  const at = sum(to.map((index, axis) => index * stride[axis]));
  copyBlock({ data, stride: chunkStride, at: from }, { data: pixels, stride, at }, counts);
}
