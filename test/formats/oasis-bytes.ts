/** OASIS streams made by hand, byte by byte, independent of the writer. */
import { deflateRawSync } from "node:zlib";
import { Rec } from "../../src/formats/oasis/records.ts";

export { Rec };

/** Seven bits a byte, least significant first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  return [...bytes, rest];
}
export const signed = (value: number) => unsigned(2 * Math.abs(value) + (value < 0 ? 1 : 0));
export const text = (value: string) => [...unsigned(value.length), ...[...value].map((c) => c.charCodeAt(0))];
/** Of the second form: any direction. */
export const delta = (x: number, y: number) => [...unsigned(4 * Math.abs(x) + (x < 0 ? 2 : 0) + 1), ...signed(y)];

export const magic = [...text("%SEMI-OASIS\r\n")].slice(1);
export const start = [...magic, Rec.START, ...text("1.0"), 0, ...unsigned(1000), 0, ...new Array(12).fill(0)];
/** Record, padding of 252 bytes with its length in two, validation scheme 0. */
export const end = [Rec.END, ...unsigned(252), ...new Array(252).fill(0), 0];

export const cell = (name: string, ...elements: readonly number[][]) => [Rec.CELL, ...text(name), ...elements.flat()];

/** A rectangle with all that it can say; layer 1/0. */
export const rectangle = (x: number, y: number, w: number, h: number, repetition: readonly number[] = []) => [
  Rec.RECTANGLE,
  0b01111011 | (repetition.length > 0 ? 4 : 0),
  1,
  0,
  ...unsigned(w),
  ...unsigned(h),
  ...signed(x),
  ...signed(y),
  ...repetition,
];
export const polygon = (points: readonly number[], x = 0, y = 0) => [
  Rec.POLYGON,
  0b00111011,
  1,
  0,
  ...points,
  ...signed(x),
  ...signed(y),
];
export const path = (halfWidth: number, extensions: readonly number[], points: readonly number[]) => [
  Rec.PATH,
  0b11111011,
  1,
  0,
  ...unsigned(halfWidth),
  ...extensions,
  ...points,
  ...signed(0),
  ...signed(0),
];
/** Of the first kind, by name, with turns of 90°. */
export const placement = (
  name: string,
  x: number,
  y: number,
  turns = 0,
  flip = false,
  repetition: readonly number[] = [],
) => [
  Rec.PLACEMENT,
  0b10110000 | (turns << 1) | (flip ? 1 : 0) | (repetition.length > 0 ? 8 : 0),
  ...text(name),
  ...signed(x),
  ...signed(y),
  ...repetition,
];

/** A CBLOCK; `declared` is what it says of its size. */
export function cblock(records: readonly number[], declared = records.length): number[] {
  const packed = deflateRawSync(Uint8Array.from(records));
  return [Rec.CBLOCK, 0, ...unsigned(declared), ...unsigned(packed.length), ...packed];
}

export function file(...records: readonly number[][]): Uint8Array {
  return Uint8Array.from([...start, ...records.flat(), ...end]);
}
