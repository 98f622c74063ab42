/**
 * An OASIS file as a whole: its cells by name, what they hold, the tables of names wherever they stand. Where KLayout and
 * gdstk read a file differently, this reads it as KLayout does; README.md has the list.
 */
import { isReticleError, ReticleError } from "../../errors.ts";
import { Cell, Layer, Layout, layerKey, layerKeys, type Property } from "../../layout/index.ts";
import { defaultDecompressedLimit, type FileBytes, startOf } from "../../platform/index.ts";
import { Warnings } from "../warnings.ts";
import { ByteCursor } from "./byte-cursor.ts";
import { CellFiller, type FillerTarget, propertyCost } from "./cell-filler.ts";
import type { ElementFiller } from "./elements.ts";
import { type FileStart, isOasis, readEnd, readOffsetsAtEnd, readStart, type TableOffset } from "./file-frame.ts";
import { Modal, type NameReference } from "./modal.ts";
import { type NameKind, NameTables } from "./name-tables.ts";
import { readProperty } from "./properties.ts";
import type { ReadOasisOptions } from "./read-oasis.ts";
import { magic, Rec } from "./records.ts";
import { StreamReader, type StreamTarget } from "./stream-reader.ts";

const defaultMemoryLimit = 2 ** 30;
/** Bytes that one takes without what is in it, by a generous estimate. */
const cellCost = 768;

export type FillerMaker = (cursor: ByteCursor, target: FillerTarget) => ElementFiller<unknown>;

const fillCells: FillerMaker = (cursor, target) => new CellFiller(cursor, target);

export class OasisFile implements StreamTarget {
  readonly #bytes: Uint8Array | FileBytes;
  readonly #options: ReadOasisOptions;
  readonly #layers: ReadonlySet<number> | null;
  readonly #cursor: ByteCursor;
  readonly #stream: StreamReader;
  readonly #start: FileStart;
  readonly #cells = new Map<string, Cell>();
  /** The cells that the file contains, in its order. */
  readonly #defined = new Set<Cell>();
  readonly #fileProperties: Property[] = [];
  /** By the cell's name, which may come before or after it. */
  readonly #cellProperties = new Map<string, Property[]>();
  /** Names from tables that lie further on: found by their offsets, else by looking through the whole file. */
  #tables: NameTables | null;
  #collected: NameTables | null = null;

  /** @param fillerOf  makes what takes the elements of all cells in place of the cells */
  constructor(
    bytes: Uint8Array | FileBytes,
    options: ReadOasisOptions,
    warnings: Warnings,
    fillerOf: FillerMaker = fillCells,
  ) {
    if (!isOasis(startOf(bytes, magic.length))) {
      const place = { offset: 0, file: options.file };
      const message = "this is not an OASIS file: it does not start with %SEMI-OASIS and a line end";
      throw new ReticleError("OasisError", "not-oasis", message, { place });
    }
    this.#bytes = bytes;
    this.#options = options;
    this.#layers = options.layers === undefined ? null : layerKeys(options.layers);
    this.#cursor = this.#newCursor(warnings);
    this.#stream = new StreamReader(this.#cursor, this, fillerOf(this.#cursor, this));
    this.#start = readStart(this.#cursor);
    this.#tables = this.#readTables();
  }

  read(): Layout {
    this.readCells();
    return this.#finish();
  }

  /** Reads the whole file and returns the cells that it contains, in its order. */
  readCells(): ReadonlySet<Cell> {
    this.#stream.read();
    readEnd(this.#cursor, this.#start);
    return this.#defined;
  }

  /** For parts of a file that has been read: elements go to another filler, and what there is to warn of has been said. */
  partReader(fillerOf: FillerMaker): StreamReader {
    const cursor = this.#newCursor(new Warnings("OasisError"));
    return new StreamReader(cursor, this, fillerOf(cursor, this));
  }

  /** µm. */
  get dbu(): number {
    return this.#start.dbu;
  }

  define(name: NameReference): Cell {
    const cell = this.cellOf(name);
    if (this.#defined.has(cell))
      throw this.#cursor.error("duplicate-cell", `the file has two cells named "${cell.name}"`);
    this.#defined.add(cell);
    return cell;
  }

  attach(property: Property, cell: string | null): void {
    this.#cursor.spend(propertyCost(property), 1, "properties");
    const list = cell === null ? this.#fileProperties : (this.#cellProperties.get(cell) ?? []);
    list.push(property);
    if (cell !== null) this.#cellProperties.set(cell, list);
  }

  cellOf(reference: NameReference): Cell {
    const name = this.#nameOf("CELLNAME", reference);
    let cell = this.#cells.get(name);
    if (cell === undefined) {
      if (name === "") throw this.#cursor.error("empty-name", "a cell has an empty name");
      this.#cursor.spend(cellCost, 1, "cells");
      cell = new Cell(name, { dbu: this.#start.dbu });
      this.#cells.set(name, cell);
    }
    return cell;
  }

  textOf(reference: NameReference): string {
    return this.#nameOf("TEXTSTRING", reference);
  }

  propertyNameOf(reference: NameReference): string {
    return this.#nameOf("PROPNAME", reference);
  }

  propertyStringOf(reference: NameReference): string {
    return this.#nameOf("PROPSTRING", reference);
  }

  wants(layer: number, datatype: number): boolean {
    return this.#layers === null || this.#layers.has(layerKey(layer, datatype));
  }

  #newCursor(warnings: Warnings): ByteCursor {
    const { file, limit = defaultDecompressedLimit, memoryLimit = defaultMemoryLimit } = this.#options;
    return new ByteCursor(this.#bytes, warnings, file, { decompressed: limit, memory: memoryLimit });
  }

  #nameOf(kind: NameKind, reference: NameReference): string {
    if (typeof reference === "string") return reference;
    const { id } = reference;
    const known = this.#stream.names.name(kind, id) ?? this.#tables?.name(kind, id);
    if (known !== undefined) return known;
    this.#collected ??= this.#collectNames();
    const name = this.#collected.name(kind, id);
    if (name === undefined)
      throw this.#cursor.error("undefined-id", `${kind} ${id} is used, but no ${kind} record defines it`);
    return name;
  }

  /** All names of the file, wherever they are. */
  #collectNames(): NameTables {
    const cursor = this.#newCursor(new Warnings("OasisError"));
    readStart(cursor);
    const stream = new StreamReader(cursor, null, null);
    stream.read();
    return stream.names;
  }

  /** The names in tables that the file gives the places of. */
  #readTables(): NameTables | null {
    const cursor = this.#newCursor(new Warnings("OasisError"));
    const names = new NameTables();
    try {
      const offsets = this.#start.tables ?? readOffsetsAtEnd(cursor, this.#bytes.length);
      for (const [index, offset] of (offsets ?? []).slice(0, 4).entries()) readTable(cursor, names, index, offset);
      return names;
    } catch (error) {
      // Offsets that lead astray are no harm: the names are found without them.
      if (!isReticleError(error, "OasisError")) throw error;
      this.#cursor.warn("table-offset", "the file's offsets of its tables of names are wrong; they are not used");
      return null;
    }
  }

  #finish(): Layout {
    const { file } = this.#options;
    const layout = new Layout({ dbu: this.#start.dbu, file, format: "oasis" });
    for (const cell of this.#defined) layout.add(cell);
    for (const cell of this.#cells.values()) if (!this.#defined.has(cell)) this.#ghost(cell, layout);
    layout.properties = this.#fileProperties;
    for (const [name, properties] of this.#cellProperties) {
      const cell = this.#cells.get(name);
      if (cell !== undefined) cell.properties = properties;
    }
    this.nameLayers(this.#defined);
    this.#checkHierarchy(layout);
    return layout;
  }

  /** A cell that is referred to and not there: kept, so that references have something to point at. */
  #ghost(cell: Cell, layout: Layout): void {
    cell.isGhost = true;
    layout.add(cell);
    this.#cursor.warn("missing-cell", `"${cell.name}" is referred to but is not in the file`);
  }

  nameLayers(cells: Iterable<Cell>): void {
    const { names } = this.#stream;
    if (!names.namesLayers) return;
    const named = new Map<number, Layer>();
    for (const cell of cells) {
      for (const shapes of cell.allShapes) {
        const { key, layer, datatype } = shapes.layer;
        if (!named.has(key)) named.set(key, new Layer(layer, datatype, names.layerName(layer, datatype)));
        shapes.layer = named.get(key)!;
      }
    }
  }

  #checkHierarchy(layout: Layout): void {
    try {
      void layout.cells;
    } catch (cause) {
      if (!isReticleError(cause, "LayoutError")) throw cause;
      throw new ReticleError("OasisError", cause.code, cause.message, { place: { file: this.#options.file }, cause });
    }
  }
}

/** Reads one of the first four tables, if it is there and whole: a table that is not may leave names elsewhere. */
function readTable(cursor: ByteCursor, names: NameTables, index: number, { isStrict, at }: TableOffset): void {
  if (!isStrict || at === 0) return;
  cursor.seek(at);
  const first = Rec.CELLNAME + 2 * index;
  let type = cursor.next();
  if (type !== first && type !== first + 1) throw cursor.unexpected("a name of the table");
  for (; type === first || type === first + 1; type = nextName(cursor)) names.read(cursor);
}

/** The next record that is no PROPERTY. */
function nextName(cursor: ByteCursor): number {
  const modal = new Modal();
  let type = cursor.next();
  for (; type === Rec.PROPERTY || type === Rec.PROPERTY_REPEAT; type = cursor.next()) readProperty(cursor, modal);
  return type;
}
