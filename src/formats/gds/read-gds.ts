/**
 * Reading GDSII: one pass over the bytes (Calma GDSII Stream Format Manual, release 6.0). Where KLayout and gdstk read a
 * file differently, this reads it as KLayout does; README.md has the list.
 */
import { isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import { Cell, type LayerLike, Layout, layerKeys, toLayer, windowInDbu } from "../../layout/index.ts";
import { checkBytes, type FileBytes, type FileName, pathOrBytes, withPlainBytes } from "../../platform/index.ts";
import { Warnings } from "../warnings.ts";
import type { ElementTarget } from "./element-records.ts";
import { ElementReader } from "./elements.ts";
import { contextCell, isGds, notGds } from "./gds-start.ts";
import { decodeText } from "./gds-text.ts";
import { NameIndex } from "./name-index.ts";
import { RecordReader } from "./record-reader.ts";
import { isElement, Rec } from "./records.ts";
import { readUnits } from "./units.ts";
import { Skeleton, type StructurePlan, WindowPlan, wholeFile } from "./window-plan.ts";

export interface ReadGdsOptions {
  /** Only shapes and labels on these layers; all where not given. */
  readonly layers?: readonly LayerLike[];
  /**
   * Only what lies in this window of the top cells, µm: shapes and labels whose boxes touch it, and those elsewhere in
   * cells that are placed there and elsewhere, too. Cells without any are left out. The file is read twice.
   */
  readonly window?: Box;
  /** What the file is called in messages, where bytes are given. */
  readonly file?: string;
  /** Bytes that a compressed file may grow to: 64 times its own, at least 256 MiB and at most 4 GiB. */
  readonly limit?: number;
}

/**
 * Reads a GDSII file, compressed with gzip or not, from a path or from its bytes: `await readGds("chip.gds.gz")`.
 * Large files are read piece by piece. Throws a GdsError that names the byte, the record and the cell;
 * a FileError where the file cannot be read.
 */
export async function readGds(source: FileName | Uint8Array, options: ReadGdsOptions = {}): Promise<Layout> {
  return readSource(pathOrBytes(source), options);
}

/** The same from bytes, at once. */
export function decodeGds(bytes: Uint8Array, options: ReadGdsOptions = {}): Layout {
  return readSource(checkBytes(bytes), options);
}

function readSource(source: string | Uint8Array, options: ReadGdsOptions): Layout {
  optionsOf(options, "GdsError", ["layers", "window", "file", "limit"]);
  const named = typeof source === "string" ? { file: source, ...options } : options;
  return withPlainBytes(source, named, (bytes) => readPlainGds(bytes, named));
}

/** What is not compressed, or no more. */
export function readPlainGds(source: Uint8Array | FileBytes, options: ReadGdsOptions): Layout {
  const warnings = new Warnings("GdsError");
  const { window } = options;
  try {
    if (window === undefined) return new GdsFile(source, options, warnings, wholeFile).read();
    const skeleton = new Skeleton();
    const { cells, tops, dbu } = new GdsFile(source, options, warnings, skeleton).read();
    const plan = new WindowPlan(cells, tops, skeleton, windowInDbu(window, dbu));
    // What there is to warn of has been found.
    return new GdsFile(source, options, new Warnings("GdsError"), plan).read();
  } finally {
    warnings.flush();
  }
}

class GdsFile implements ElementTarget {
  readonly #reader: RecordReader;
  readonly #elements: ElementReader;
  readonly #plan: StructurePlan;
  readonly #options: ReadGdsOptions;
  readonly #layers: ReadonlySet<number> | null;
  readonly #cells = new Map<string, Cell>();
  readonly #names = new NameIndex<Cell>();
  /** The cells that the file contains, in its order. */
  readonly #defined = new Set<Cell>();
  #name = "LIB";
  #dbu = 0.001;
  #userUnit = 1;

  constructor(source: Uint8Array | FileBytes, options: ReadGdsOptions, warnings: Warnings, plan: StructurePlan) {
    this.#plan = plan;
    this.#reader = new RecordReader(source, warnings, options.file);
    if (!isGds(this.#reader.bytes)) throw notGds(options.file);
    this.#options = options;
    this.#layers = options.layers === undefined ? null : layerKeys(options.layers);
    this.#elements = new ElementReader(this.#reader, this);
  }

  read(): Layout {
    this.#header();
    const reader = this.#reader;
    while (reader.type !== Rec.ENDLIB) {
      if (reader.type !== Rec.BGNSTR) throw reader.unexpected("BGNSTR or ENDLIB");
      this.#structure();
      reader.next();
    }
    return this.#finish();
  }

  cellNamed(bytes: Uint8Array, start: number, end: number): Cell {
    return this.#names.find(bytes, start, end, () => this.#cellNamed(decodeText(bytes, start, end)));
  }

  #cellNamed(name: string): Cell {
    let cell = this.#cells.get(name);
    if (cell === undefined) {
      cell = new Cell(name, { dbu: this.#dbu });
      this.#cells.set(name, cell);
    }
    return cell;
  }

  wants(layer: number, datatype: number): boolean {
    return this.#layers === null || this.#layers.has(toLayer([layer, datatype]).key);
  }

  /** HEADER, BGNLIB and what else comes before the first structure; leaves the reader on that. */
  #header(): void {
    const reader = this.#reader;
    reader.expect(Rec.HEADER);
    reader.expect(Rec.BGNLIB);
    for (let type = reader.next(); type !== Rec.BGNSTR && type !== Rec.ENDLIB; type = reader.next()) {
      switch (type) {
        case Rec.LIBNAME:
          this.#name = reader.text();
          break;
        case Rec.UNITS:
          ({ dbu: this.#dbu, userUnit: this.#userUnit } = readUnits(reader));
          break;
        case Rec.LIBDIRSIZE:
        case Rec.SRFNAME:
        case Rec.LIBSECUR:
        case Rec.REFLIBS:
        case Rec.FONTS:
        case Rec.ATTRTABLE:
        case Rec.STYPTABLE:
        case Rec.GENERATIONS:
        case Rec.FORMAT:
        case Rec.MASK:
        case Rec.ENDMASKS:
          break;
        default:
          throw reader.unexpected("a record of the library's header");
      }
    }
  }

  #structure(): void {
    const reader = this.#reader;
    const at = reader.offset;
    reader.expect(Rec.STRNAME);
    const name = reader.text();
    if (name === "") throw reader.error("empty-name", "a structure has an empty name");
    const cell = name === contextCell || !this.#plan.wants(name) ? null : this.#define(name, at);
    this.#elements.sink = cell && this.#plan.sink(cell);
    this.#elements.window = cell && this.#plan.window(cell);
    reader.cell = name;
    for (let type = reader.next(); type !== Rec.ENDSTR; type = reader.next()) {
      if (type === Rec.STRCLASS) continue;
      if (!isElement(type)) throw reader.unexpected("an element or ENDSTR");
      this.#elements.read();
    }
    if (cell !== null) this.#plan.ended(cell);
    reader.cell = undefined;
  }

  #define(name: string, at: number): Cell {
    const cell = this.#cellNamed(name);
    if (this.#defined.has(cell))
      throw this.#reader.error("duplicate-cell", `the file has two structures named "${name}"`, at);
    this.#defined.add(cell);
    return cell;
  }

  #finish(): Layout {
    const { file } = this.#options;
    const layout = new Layout({ name: this.#name, dbu: this.#dbu, userUnit: this.#userUnit, file, format: "gds" });
    for (const cell of this.#defined) layout.add(cell);
    if (this.#plan.hasGhosts) {
      for (const cell of this.#cells.values()) if (!this.#defined.has(cell)) this.#ghost(cell, layout);
    }
    this.#checkHierarchy(layout);
    return layout;
  }

  /** A cell that is referred to and not there: kept, so that references have something to point at. */
  #ghost(cell: Cell, layout: Layout): void {
    cell.isGhost = true;
    layout.add(cell);
    this.#reader.warn("missing-cell", `"${cell.name}" is referred to but is not in the file`);
  }

  #checkHierarchy(layout: Layout): void {
    try {
      void layout.cells;
    } catch (cause) {
      if (!isReticleError(cause, "LayoutError")) throw cause;
      throw new ReticleError("GdsError", cause.code, cause.message, { place: { file: this.#options.file }, cause });
    }
  }
}
