/** Metadata of Zarr stores: version 2 (for OME-Zarr 0.4) and version 3 (for 0.5). */
import type { Dtype } from "../../image/index.ts";

export type ZarrCompression = "gzip" | "none";

export interface ArrayAbout {
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly dtype: Dtype;
  readonly isBool: boolean;
  readonly compression: ZarrCompression;
  readonly dimensionNames: readonly string[];
}

export interface StoreLayout {
  /** Files of the group, by their names, as what is in their JSON. */
  group(
    ome: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, object>>;
  array(about: ArrayAbout): Readonly<Record<string, object>>;
  chunkKey(place: readonly number[]): string;
}

const gzipLevel = 5;

const names: Readonly<Record<Dtype, readonly [v2: string, v3: string]>> = {
  uint8: ["|u1", "uint8"],
  uint8_clamped: ["|u1", "uint8"],
  int8: ["|i1", "int8"],
  uint16: ["<u2", "uint16"],
  int16: ["<i2", "int16"],
  uint32: ["<u4", "uint32"],
  int32: ["<i4", "int32"],
  float32: ["<f4", "float32"],
  float64: ["<f8", "float64"],
  bigint64: ["<i8", "int64"],
  biguint64: ["<u8", "uint64"],
};

const zarr2: StoreLayout = {
  group: (ome, more) => ({
    ".zgroup": { zarr_format: 2 },
    ".zattrs": { ...ome, ...more },
  }),
  array: ({ shape, chunks, dtype, isBool, compression }) => ({
    ".zarray": {
      zarr_format: 2,
      shape,
      chunks,
      dtype: isBool ? "|b1" : names[dtype][0],
      compressor: compression === "none" ? null : { id: "gzip", level: gzipLevel },
      fill_value: isBool ? false : 0,
      order: "C",
      filters: null,
      dimension_separator: "/",
    },
  }),
  chunkKey: (place) => (place.length === 0 ? "0" : place.join("/")),
};

const zarr3: StoreLayout = {
  group: (ome, more) => ({
    "zarr.json": { zarr_format: 3, node_type: "group", attributes: { ome, ...more } },
  }),
  array: ({ shape, chunks, dtype, isBool, compression, dimensionNames }) => ({
    "zarr.json": {
      zarr_format: 3,
      node_type: "array",
      shape,
      data_type: isBool ? "bool" : names[dtype][1],
      chunk_grid: { name: "regular", configuration: { chunk_shape: chunks } },
      chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
      fill_value: isBool ? false : 0,
      codecs: [
        { name: "bytes", configuration: { endian: "little" } },
        ...(compression === "none" ? [] : [{ name: "gzip", configuration: { level: gzipLevel } }]),
      ],
      dimension_names: dimensionNames,
      attributes: {},
    },
  }),
  chunkKey: (place) => ["c", ...place].join("/"),
};

export const storeLayouts = { "0.4": zarr2, "0.5": zarr3 } as const;
