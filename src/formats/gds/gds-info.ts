/** What a GDSII file holds, without a layout being built: one look at its records. */
import { optionsOf } from "../../errors.ts";
import { type FileBytes, type FileName, pathOrBytes, withPlainBytes } from "../../platform/index.ts";
import { type ElementCounts, type ElementKind, ElementTable } from "../element-counts.ts";
import { Warnings } from "../warnings.ts";
import { contextCell, isGds, notGds } from "./gds-start.ts";
import { RecordReader } from "./record-reader.ts";
import { Rec } from "./records.ts";
import { readUnits } from "./units.ts";

export interface GdsInfoOptions {
  /** What the file is called in messages, where bytes are given. */
  readonly file?: string;
  /** Bytes that a compressed file may grow to: 64 times its own, at least 256 MiB and at most 4 GiB. */
  readonly limit?: number;
}

export interface GdsInfo {
  readonly name: string;
  /** µm. */
  readonly dbu: number;
  /** µm. */
  readonly userUnit: number;
  /** Names, in the order of the file. */
  readonly cells: readonly string[];
  /** Those that no other refers to. */
  readonly tops: readonly string[];
  /** Those that are referred to and not there. */
  readonly missing: readonly string[];
  /** SREF and AREF elements; an array is one. */
  readonly references: number;
  /** By "layer/datatype", sorted by number: elements as the file has them; a BOUNDARY is a polygon, whatever its corners. */
  readonly layers: Readonly<Record<string, ElementCounts>>;
}

/**
 * Names, units, layers and counts of a GDSII file, compressed with gzip or not, from a path or from its bytes:
 * `(await gdsInfo("chip.gds")).layers`.
 * Throws a GdsError that names the byte, the record and the cell; a FileError where the file cannot be read.
 */
export async function gdsInfo(source: FileName | Uint8Array, options: GdsInfoOptions = {}): Promise<GdsInfo> {
  optionsOf(options, "GdsError", ["file", "limit"]);
  const from = pathOrBytes(source);
  const named = typeof from === "string" ? { file: from, ...options } : options;
  return withPlainBytes(from, named, (bytes) => plainGdsInfo(bytes, named));
}

/** Of what is not compressed, or no more. */
export function plainGdsInfo(source: Uint8Array | FileBytes, { file }: GdsInfoOptions): GdsInfo {
  const warnings = new Warnings("GdsError");
  try {
    return new Scan(new RecordReader(source, warnings, file), file).run();
  } finally {
    warnings.flush();
  }
}

const kinds = new Map<number, ElementKind>([
  [Rec.BOUNDARY, "polygons"],
  [Rec.BOX, "boxes"],
  [Rec.PATH, "paths"],
  [Rec.TEXT, "labels"],
]);

class Scan {
  readonly #reader: RecordReader;
  readonly #cells = new Set<string>();
  readonly #placed = new Set<string>();
  readonly #layers = new ElementTable();
  #references = 0;
  #name = "LIB";
  #dbu = 0.001;
  #userUnit = 1;

  constructor(reader: RecordReader, file: string | undefined) {
    this.#reader = reader;
    if (!isGds(reader.bytes)) throw notGds(file);
  }

  run(): GdsInfo {
    const reader = this.#reader;
    let isContext = false;
    for (let type = reader.next(); type !== Rec.ENDLIB; type = reader.next()) {
      if (type === Rec.LIBNAME) this.#name = reader.text();
      else if (type === Rec.UNITS) ({ dbu: this.#dbu, userUnit: this.#userUnit } = readUnits(reader));
      else if (type === Rec.STRNAME) {
        reader.cell = reader.text();
        isContext = reader.cell === contextCell;
        if (!isContext) this.#cells.add(reader.cell);
      } else if (type === Rec.ENDSTR) reader.cell = undefined;
      else if (type === Rec.SREF || type === Rec.AREF) this.#reference(isContext);
      else if (kinds.has(type)) this.#element(type, isContext);
    }
    const cells = [...this.#cells];
    return {
      name: this.#name,
      dbu: this.#dbu,
      userUnit: this.#userUnit,
      cells,
      tops: cells.filter((name) => !this.#placed.has(name)),
      missing: [...this.#placed].filter((name) => !this.#cells.has(name)),
      references: this.#references,
      layers: this.#layers.toObject(),
    };
  }

  #reference(isContext: boolean): void {
    const reader = this.#reader;
    while (reader.nextOfElement()) {
      if (reader.type === Rec.SNAME && !isContext) this.#placed.add(reader.text());
    }
    if (!isContext) this.#references++;
  }

  #element(kind: number, isContext: boolean): void {
    const reader = this.#reader;
    let layer = 0;
    let datatype = 0;
    while (reader.nextOfElement()) {
      const { type } = reader;
      if (type === Rec.LAYER) layer = reader.uint16();
      else if (type === Rec.DATATYPE || type === Rec.TEXTTYPE || type === Rec.BOXTYPE) datatype = reader.uint16();
    }
    if (isContext) return;
    this.#layers.of(layer, datatype)[kinds.get(kind) ?? "polygons"]++;
  }
}
