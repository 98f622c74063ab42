/**
 * Codecs of zarrita that unpack no more than a chunk may have: what a small file claims is looked at before memory is
 * taken for it. gzip and zlib are Node's, which can be bounded; blosc, lz4 and zstd say first how much they hold.
 */
import { ReticleError } from "../../errors.ts";
import { gunzip, inflate } from "../../platform/index.ts";

/** What zarrita knows codecs by: they come when they are first asked for. */
export type CodecRegistry = Map<string, () => Promise<never>>;

interface Meta {
  readonly dataType: string;
  readonly shape: readonly number[];
}

interface Codec {
  readonly kind: "bytes_to_bytes";
  encode(bytes: Uint8Array): unknown;
  decode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

interface CodecEntry {
  readonly fromConfig: (config: unknown, meta: Meta) => Codec;
}

const bounded = new WeakSet<CodecRegistry>();

/** Once for each copy of zarrita. */
export function boundCodecs(registry: CodecRegistry): void {
  if (bounded.has(registry)) return;
  bounded.add(registry);
  for (const prefix of ["", "numcodecs."]) {
    own(registry, `${prefix}gzip`, (bytes, limit) => gunzip(bytes, "a chunk", limit));
    own(registry, `${prefix}zlib`, unzlib);
    checked(registry, `${prefix}blosc`, (bytes) => wordAt(bytes, 4));
    checked(registry, `${prefix}lz4`, (bytes) => wordAt(bytes, 0));
    checked(registry, `${prefix}zstd`, zstdLength);
  }
}

/** A checksum or an index may come on top of the pixels. */
function limitOf({ dataType, shape }: Meta): number {
  const bytes = Number(/(\d+)$/.exec(dataType)?.[1] ?? 8) / 8;
  return shape.reduce((product, size) => product * size, bytes) + 2 ** 16;
}

function own(registry: CodecRegistry, name: string, decode: (bytes: Uint8Array, limit: number) => Uint8Array): void {
  const encode = () => {
    throw new ReticleError("ZarrError", "codec", `codec ${name} is only read here`);
  };
  const entry: CodecEntry = {
    fromConfig: (_, meta) => ({
      kind: "bytes_to_bytes",
      encode,
      decode: (bytes) => decode(bytes, limitOf(meta)),
    }),
  };
  registry.set(name, async () => entry as never);
}

function unzlib(bytes: Uint8Array, limit: number): Uint8Array {
  const out = inflate(bytes, limit);
  if (out === "too-large") throw tooLarge("zlib", limit);
  if (out === "broken") throw new ReticleError("ZarrError", "chunk", "a chunk is no whole zlib stream");
  return out;
}

function checked(registry: CodecRegistry, name: string, claimed: (bytes: Uint8Array) => number): void {
  const load = registry.get(name);
  if (load === undefined) return;
  registry.set(name, async () => {
    const { fromConfig } = (await load()) as CodecEntry;
    const entry: CodecEntry = {
      fromConfig: (config, meta) => {
        const codec = fromConfig(config, meta);
        const limit = limitOf(meta);
        const decode = (bytes: Uint8Array) => {
          if (!(claimed(bytes) <= limit)) throw tooLarge(name, limit);
          return codec.decode(bytes);
        };
        return { kind: "bytes_to_bytes", encode: (bytes) => codec.encode(bytes), decode };
      },
    };
    return entry as never;
  });
}

function tooLarge(name: string, limit: number): ReticleError {
  return new ReticleError(
    "ZarrError",
    "decompressed-limit",
    `a chunk unpacks to more than the ${limit} bytes that it may have (${name})`,
  );
}

function wordAt(bytes: Uint8Array, at: number): number {
  if (bytes.length < at + 4) return Number.NaN;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

/** The content size of a Zstandard frame (RFC 8878, 3.1.1.1), or what its blocks could hold, 128 KiB each, where it says none. */
function zstdLength(bytes: Uint8Array): number {
  if (bytes.length < 6 || wordAt(bytes, 0) !== 0xfd2fb528) return Number.NaN;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const descriptor = bytes[4];
  const isSingle = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3];
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6];
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  if (at + sizeBytes > bytes.length) return Number.NaN;
  if (sizeBytes === 1) return bytes[at];
  if (sizeBytes === 2) return view.getUint16(at, true) + 256;
  if (sizeBytes === 4) return view.getUint32(at, true);
  if (sizeBytes === 8) return Number(view.getBigUint64(at, true));
  let most = 0;
  for (let block = at; block + 3 <= bytes.length; ) {
    const header = bytes[block] | (bytes[block + 1] << 8) | (bytes[block + 2] << 16);
    most += 2 ** 17;
    // A block of one repeated byte has that byte alone.
    block += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
    if (header & 1) break;
  }
  return most - 2 ** 17;
}
