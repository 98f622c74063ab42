/**
 * The body of one cell: what elements have in common. Says layers, positions and repetitions only where they differ from
 * the last ones (modal variables); positions are relative to the last, which makes small numbers.
 */
import type { PropertyList } from "../../layout/index.ts";
import type { Warnings } from "../warnings.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { NameCollector } from "./name-collector.ts";
import { PointList } from "./point-list.ts";
import { Rec } from "./records.ts";
import type { Repetition } from "./repetition.ts";
import { PropertyWriter } from "./write-properties.ts";
import { sameRepetition, writeRepetition } from "./write-repetition.ts";

/** Records are put together to blocks of about this many bytes, each compressed by itself. */
const blockSize = 1 << 20;

/** The three positions that OASIS remembers, and which bits say that there is a new one. */
const places = {
  placement: { x: 0x20, y: 0x10, repetition: 8 },
  geometry: { x: 0x10, y: 8, repetition: 4 },
  text: { x: 0x10, y: 8, repetition: 4 },
} as const;
export type PlaceKind = keyof typeof places;

/** The modal variables that are numbers, by where they are kept. */
const variables = {
  layer: 0,
  datatype: 1,
  width: 2,
  height: 3,
  halfWidth: 4,
  begin: 5,
  end: 6,
  radius: 7,
  text: 8,
  textLayer: 9,
  textType: 10,
  cell: 11,
} as const;
export type ModalVariable = keyof typeof variables;

export class CellWriter {
  readonly names: NameCollector;
  readonly warnings: Warnings;
  /** The cell's name, for messages. */
  readonly cell: string;
  /** The record that is being put together is written here: between `begin` and `element`, its own fields. */
  readonly fields = new ByteWriter();
  /** Where the info byte of that record stands. */
  #infoAt = 0;
  readonly #blocks: Uint8Array[] = [];
  readonly #properties: PropertyWriter;
  readonly #positions = { placement: [0, 0], geometry: [0, 0], text: [0, 0] };
  #repetition: Repetition | null = null;
  /** What was said last; NaN for nothing. */
  readonly #said = new Float64Array(Object.keys(variables).length).fill(Number.NaN);
  readonly #points = { polygon: new PointList(), path: new PointList() };
  /** The next list of points is put together here. */
  #scratch = new PointList();

  constructor(cell: string, names: NameCollector, warnings: Warnings) {
    this.cell = cell;
    this.names = names;
    this.warnings = warnings;
    this.#properties = new PropertyWriter(names, warnings, cell);
  }

  /** True, once, where a modal variable has another value than `value`: it is to be written. */
  isNew(variable: ModalVariable, value: number): boolean {
    const at = variables[variable];
    if (this.#said[at] === value) return false;
    this.#said[at] = value;
    return true;
  }

  /** Sets a modal variable that a record changes without saying it. */
  implies(variable: ModalVariable, value: number): void {
    this.#said[variables[variable]] = value;
  }

  /** x,y pairs from `start` to before `end`, relative to the first; null where they are those of the last element. */
  newPoints(kind: "polygon" | "path", xy: ArrayLike<number>, start: number, end: number): PointList | null {
    const next = this.#scratch;
    fillRelative(next, xy, start, end);
    const last = this.#points[kind];
    if (last.length === next.length && samePoints(last, next)) return null;
    this.#points[kind] = next;
    this.#scratch = last;
    return next;
  }

  /** Begins the record of an element, whose own fields follow. */
  begin(type: number): void {
    const { fields } = this;
    if (fields.length >= blockSize) this.#blocks.push(fields.take());
    if (fields.length === 0 && this.#blocks.length === 0) fields.byte(Rec.XYRELATIVE);
    fields.unsigned(type);
    this.#infoAt = fields.length;
    fields.byte(0);
  }

  /** Ends it: its own bits in the info byte, its place, its repetition and its properties. */
  element(
    bits: number,
    kind: PlaceKind,
    x: number,
    y: number,
    repetition: Repetition | null,
    properties: PropertyList,
  ): void {
    // The place comes after the info byte, which says what there is of it.
    const info = bits | this.#place(kind, x, y, repetition);
    this.fields.patch(this.#infoAt, info);
    if (properties.length > 0) this.#properties.write(this.fields, properties);
  }

  /** All blocks of records. */
  finish(): Uint8Array[] {
    if (this.fields.length > 0) this.#blocks.push(this.fields.take());
    return this.#blocks;
  }

  #place(kind: PlaceKind, x: number, y: number, repetition: Repetition | null): number {
    const bits = places[kind];
    const last = this.#positions[kind];
    const { fields } = this;
    let info = 0;
    if (x !== last[0]) {
      info |= bits.x;
      fields.signed(x - last[0]);
      last[0] = x;
    }
    if (y !== last[1]) {
      info |= bits.y;
      fields.signed(y - last[1]);
      last[1] = y;
    }
    if (repetition === null) return info;
    if (this.#repetition !== null && sameRepetition(this.#repetition, repetition)) fields.unsigned(0);
    else writeRepetition(fields, repetition);
    this.#repetition = repetition;
    return info | bits.repetition;
  }
}

function fillRelative(list: PointList, from: ArrayLike<number>, start: number, end: number): void {
  list.start((end - start) / 2);
  const { xy } = list;
  const x = from[start];
  const y = from[start + 1];
  for (let i = start, at = 0; i < end; i += 2, at += 2) {
    xy[at] = from[i] - x;
    xy[at + 1] = from[i + 1] - y;
  }
  list.length = end - start;
}

function samePoints(a: PointList, b: PointList): boolean {
  for (let i = 0; i < a.length; i++) if (a.xy[i] !== b.xy[i]) return false;
  return true;
}
