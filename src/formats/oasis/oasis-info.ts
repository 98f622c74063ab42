/** What an OASIS file holds, without a layout being built: its records are read, and counted. */
import { optionsOf } from "../../errors.ts";
import type { Cell } from "../../layout/index.ts";
import { type FileBytes, type FileName, pathOrBytes, withPlainBytes } from "../../platform/index.ts";
import { type ElementCounts, type ElementKind, ElementTable } from "../element-counts.ts";
import { Warnings } from "../warnings.ts";
import type { ElementFiller } from "./elements.ts";
import { OasisFile } from "./oasis-file.ts";
import type { PointList } from "./point-list.ts";
import type { ReadOasisOptions } from "./read-oasis.ts";
import { memberCount, type Repetition } from "./repetition.ts";

export type OasisInfoOptions = Pick<ReadOasisOptions, "file" | "limit" | "memoryLimit">;

export interface OasisInfo {
  /** µm. */
  readonly dbu: number;
  /** Names, in the order of the file. */
  readonly cells: readonly string[];
  /** Those that no other refers to. */
  readonly tops: readonly string[];
  /** Those that are referred to and not there. */
  readonly missing: readonly string[];
  /** PLACEMENT records; one with a repetition is one. */
  readonly references: number;
  /** By "layer/datatype", sorted by number: elements of cells, each member of a repetition counted; a RECTANGLE is a box. */
  readonly layers: Readonly<Record<string, ElementCounts>>;
}

/**
 * Database unit, names, layers and counts of an OASIS file, from a path or from its bytes, in little memory:
 * `(await oasisInfo("chip.oas")).layers`.
 * Throws an OasisError that names the byte, the record and the cell; a FileError where the file cannot be read.
 */
export async function oasisInfo(source: FileName | Uint8Array, options: OasisInfoOptions = {}): Promise<OasisInfo> {
  optionsOf(options, "OasisError", ["file", "limit", "memoryLimit"]);
  const from = pathOrBytes(source);
  const named = typeof from === "string" ? { file: from, ...options } : options;
  return withPlainBytes(from, named, (bytes) => plainOasisInfo(bytes, named));
}

/** Of what is not compressed as a whole, or no more. */
export function plainOasisInfo(bytes: Uint8Array | FileBytes, options: OasisInfoOptions): OasisInfo {
  const warnings = new Warnings("OasisError");
  try {
    const { file, limit, memoryLimit } = options;
    const counter = new ElementCounter();
    const found = new OasisFile(bytes, { file, limit, memoryLimit }, warnings, () => counter);
    const cells = [...found.readCells()];
    const { placed, references, table } = counter;
    const names = (list: Iterable<Cell>) => Array.from(list, (cell) => cell.name);
    const there = new Set(cells);
    return {
      dbu: found.dbu,
      cells: names(cells),
      tops: names(cells.filter((cell) => !placed.has(cell))),
      missing: names([...placed].filter((cell) => !there.has(cell))),
      references,
      layers: table.toObject(),
    };
  } finally {
    warnings.flush();
  }
}

type Counts = Record<ElementKind, number>;

class ElementCounter implements ElementFiller<Counts> {
  readonly table = new ElementTable();
  readonly placed = new Set<Cell>();
  references = 0;
  isFilling = false;
  /** They say nothing that is counted. */
  readonly takesProperties = false;

  start(cell: Cell | null): void {
    this.isFilling = cell !== null;
  }

  shapes(layer: number, datatype: number): Counts {
    return this.table.of(layer, datatype);
  }

  box(counts: Counts, _x: number, _y: number, _w: number, _h: number, repetition: Repetition | null): void {
    counts.boxes += members(repetition);
  }

  ring(counts: Counts, _points: PointList, _x: number, _y: number, repetition: Repetition | null): void {
    counts.polygons += members(repetition);
  }

  path(
    counts: Counts,
    _points: PointList,
    _shape: unknown,
    _x: number,
    _y: number,
    repetition: Repetition | null,
  ): void {
    counts.paths += members(repetition);
  }

  label(counts: Counts, _text: string, _x: number, _y: number, repetition: Repetition | null): void {
    counts.labels += members(repetition);
  }

  reference(cell: Cell): void {
    this.placed.add(cell);
    this.references++;
  }

  property(): void {}

  begin(): void {}
}

function members(repetition: Repetition | null): number {
  return repetition === null ? 1 : memberCount(repetition);
}
