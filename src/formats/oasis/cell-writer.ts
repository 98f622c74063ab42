/**
 * The body of one cell: what elements have in common. Says layers, positions and repetitions only where they differ from
 * the last ones (modal variables); positions are relative to the last, which makes small numbers.
 */
import type { PropertyList } from "../../layout/index.ts";
import type { Warnings } from "../warnings.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { NameCollector } from "./name-collector.ts";
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

export class CellWriter {
  readonly names: NameCollector;
  readonly warnings: Warnings;
  /** The cell's name, for messages. */
  readonly cell: string;
  /** The fields of the record that is being put together. */
  readonly fields = new ByteWriter();
  readonly #body = new ByteWriter();
  readonly #blocks: Uint8Array[] = [];
  readonly #properties: PropertyWriter;
  readonly #positions = { placement: [0, 0], geometry: [0, 0], text: [0, 0] };
  readonly #tail = new ByteWriter();
  #repetition: Repetition | null = null;
  /** What was said last, by the name of the modal variable. */
  readonly #said = new Map<string, number>();
  #points: Record<"polygon" | "path", ArrayLike<number>> = { polygon: [], path: [] };

  constructor(cell: string, names: NameCollector, warnings: Warnings) {
    this.cell = cell;
    this.names = names;
    this.warnings = warnings;
    this.#properties = new PropertyWriter(names, warnings, cell);
  }

  /** True, once, where a modal variable has another value than `value`: it is to be written. */
  isNew(variable: string, value: number): boolean {
    if (this.#said.get(variable) === value) return false;
    this.#said.set(variable, value);
    return true;
  }

  /** Sets a modal variable that a record changes without saying it. */
  implies(variable: string, value: number): void {
    this.#said.set(variable, value);
  }

  /** As `isNew`, for lists of points. */
  areNew(variable: "polygon" | "path", xy: ArrayLike<number>): boolean {
    const last = this.#points[variable];
    if (last.length === xy.length && samePoints(last, xy)) return false;
    this.#points[variable] = xy;
    return true;
  }

  /** Writes an element out of its own bits and `fields`, its place, its repetition and its properties. */
  element(
    type: number,
    bits: number,
    kind: PlaceKind,
    x: number,
    y: number,
    repetition: Repetition | null,
    properties: PropertyList,
  ): void {
    this.#startRecord();
    const info = bits | this.#place(kind, x, y, repetition);
    this.#body.unsigned(type);
    this.#body.byte(info);
    this.#body.move(this.fields);
    this.#body.move(this.#tail);
    if (properties.length > 0) this.#properties.write(this.#body, properties);
  }

  /** All blocks of records. */
  finish(): Uint8Array[] {
    if (this.#body.length > 0) this.#blocks.push(this.#body.take());
    return this.#blocks;
  }

  #startRecord(): void {
    if (this.#body.length >= blockSize) this.#blocks.push(this.#body.take());
    if (this.#body.length === 0 && this.#blocks.length === 0) this.#body.byte(Rec.XYRELATIVE);
  }

  #place(kind: PlaceKind, x: number, y: number, repetition: Repetition | null): number {
    const bits = places[kind];
    const last = this.#positions[kind];
    let info = 0;
    if (x !== last[0]) {
      info |= bits.x;
      this.#tail.signed(x - last[0]);
      last[0] = x;
    }
    if (y !== last[1]) {
      info |= bits.y;
      this.#tail.signed(y - last[1]);
      last[1] = y;
    }
    if (repetition === null) return info;
    if (this.#repetition !== null && sameRepetition(this.#repetition, repetition)) this.#tail.unsigned(0);
    else writeRepetition(this.#tail, repetition);
    this.#repetition = repetition;
    return info | bits.repetition;
  }
}

function samePoints(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
