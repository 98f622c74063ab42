/** GDSII streams made by hand, byte by byte, independent of the writer. */
import { Rec } from "../../src/formats/gds/records.ts";

export { Rec };

export function record(type: number, data: number, ...payload: readonly number[]): number[] {
  const length = payload.length + 4;
  return [length >> 8, length & 255, type, data, ...payload];
}
export const int2 = (type: number, ...values: readonly number[]) =>
  record(type, 2, ...values.flatMap((v) => [(v >> 8) & 255, v & 255]));
export const int4 = (type: number, ...values: readonly number[]) =>
  record(type, 3, ...values.flatMap((v) => [(v >> 24) & 255, (v >> 16) & 255, (v >> 8) & 255, v & 255]));
export const bits = (type: number, value: number) => record(type, 1, value >> 8, value & 255);
export const text = (type: number, value: string) => {
  const bytes = [...value].map((c) => c.charCodeAt(0));
  return record(type, 6, ...bytes, ...(bytes.length % 2 ? [0] : []));
};

/** 0.001, 1e-9, 1, 2, 90 and 450 as eight-byte reals: worked out by hand, as fractions of 2^56 times powers of 16. */
export const reals = {
  "0.001": [0x3e, 0x41, 0x89, 0x37, 0x4b, 0xc6, 0xa7, 0xf0],
  "1e-9": [0x39, 0x44, 0xb8, 0x2f, 0xa0, 0x9b, 0x5a, 0x54],
  "1": [0x41, 0x10, 0, 0, 0, 0, 0, 0],
  "2": [0x41, 0x20, 0, 0, 0, 0, 0, 0],
  "90": [0x42, 0x5a, 0, 0, 0, 0, 0, 0],
  "450": [0x43, 0x1c, 0x20, 0, 0, 0, 0, 0],
} as const;

const noTime = new Array(12).fill(0);
export const header = [
  ...int2(Rec.HEADER, 600),
  ...int2(Rec.BGNLIB, ...noTime),
  ...text(Rec.LIBNAME, "LIB"),
  ...record(Rec.UNITS, 5, ...reals["0.001"], ...reals["1e-9"]),
];
export const end = record(Rec.ENDEL, 0);

export const structure = (name: string, ...elements: readonly number[][]) => [
  ...int2(Rec.BGNSTR, ...noTime),
  ...text(Rec.STRNAME, name),
  ...elements.flat(),
  ...record(Rec.ENDSTR, 0),
];
export const boundary = (layer: number, datatype: number, xy: readonly number[], ...more: readonly number[][]) => [
  ...record(Rec.BOUNDARY, 0),
  ...int2(Rec.LAYER, layer),
  ...int2(Rec.DATATYPE, datatype),
  ...int4(Rec.XY, ...xy),
  ...more.flat(),
  ...end,
];
export const path = (width: number, xy: readonly number[], ...before: readonly number[][]) => [
  ...record(Rec.PATH, 0),
  ...int2(Rec.LAYER, 1),
  ...int2(Rec.DATATYPE, 0),
  ...before.flat(),
  ...int4(Rec.WIDTH, width),
  ...int4(Rec.XY, ...xy),
  ...end,
];
export const aref = (name: string, columns: number, rows: number, xy: readonly number[]) => [
  ...record(Rec.AREF, 0),
  ...text(Rec.SNAME, name),
  ...int2(Rec.COLROW, columns, rows),
  ...int4(Rec.XY, ...xy),
  ...end,
];
export const sref = (name: string, x: number, y: number, ...before: readonly number[][]) => [
  ...record(Rec.SREF, 0),
  ...text(Rec.SNAME, name),
  ...before.flat(),
  ...int4(Rec.XY, x, y),
  ...end,
];

export function library(...structures: readonly number[][]): Uint8Array {
  return Uint8Array.from([...header, ...structures.flat(), ...record(Rec.ENDLIB, 0)]);
}
