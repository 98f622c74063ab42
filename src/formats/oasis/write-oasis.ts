/**
 * Writing OASIS (SEMI P39). The same layout gives the same bytes. Names stand in tables before the cells, a cell's
 * elements in compressed blocks; END carries the CRC-32 of all that comes before it.
 */
import { optionsOf, ReticleError } from "../../errors.ts";
import { Cell, type Layer, Layout } from "../../layout/index.ts";
import { crc32, deflateRaw, type FileName, gzip, writeFileAtomic } from "../../platform/index.ts";
import { tidyNumber } from "../tidy-number.ts";
import { Warnings } from "../warnings.ts";
import { ByteWriter } from "./byte-writer.ts";
import { CellWriter } from "./cell-writer.ts";
import { endLength } from "./file-frame.ts";
import { NameCollector } from "./name-collector.ts";
import { nameKinds } from "./name-tables.ts";
import { magic, Rec } from "./records.ts";
import { writeShapes } from "./write-elements.ts";
import { PropertyWriter } from "./write-properties.ts";
import { writeReference } from "./write-reference.ts";

export interface WriteOasisOptions {
  /** False writes elements and names as they are, without compression: true. */
  readonly compress?: boolean;
  /** True says where the tables of names are and that they are complete, so that cells can be read one by one: false. */
  readonly strict?: boolean;
}

/**
 * Writes a layout, or a cell with all that it refers to, as OASIS: `await writeOasis("demo.oas", top)`; compressed as a
 * whole, too, where the name ends with ".gz". The file appears whole or not at all.
 * Throws an OasisError for what OASIS cannot hold, a FileError where the file cannot be written.
 */
export async function writeOasis(path: FileName, what: Cell | Layout, options: WriteOasisOptions = {}): Promise<void> {
  const bytes = encodeOasis(what, options);
  writeFileAtomic(path, /\.gz$/i.test(String(path)) ? gzip(bytes) : bytes);
}

/** The bytes of the OASIS file. */
export function encodeOasis(what: Cell | Layout, options: WriteOasisOptions = {}): Uint8Array {
  const warnings = new Warnings("OasisError");
  try {
    return encode(what instanceof Cell ? Layout.of(what) : what, options, warnings);
  } finally {
    warnings.flush();
  }
}

function encode(layout: Layout, options: WriteOasisOptions, warnings: Warnings): Uint8Array {
  const { compress = true, strict = false } = optionsOf(options, "OasisError", ["compress", "strict"]);
  if (!(layout instanceof Layout))
    throw new ReticleError(
      "OasisError",
      "not-a-layout",
      "what is written is a cell or a layout; a region goes into a cell first",
    );
  const names = new NameCollector(warnings);
  // Cells first: what they name makes the tables.
  const cells = layout.cells.filter((cell) => !cell.isGhost).map((cell) => encodeCell(cell, names, warnings, compress));
  const fileProperties = new ByteWriter();
  new PropertyWriter(names, warnings, undefined).write(fileProperties, layout.properties);
  const writer = new ByteWriter();
  writeStart(writer, layout.dbu);
  writer.bytes(fileProperties.take());
  const offsets: number[] = [];
  for (const table of [...nameKinds.map((kind) => names.table(kind)), layerTable(layout)]) {
    offsets.push(table.length === 0 ? 0 : writer.length);
    writeBlock(writer, table, compress);
  }
  for (const cell of cells) writer.bytes(cell);
  writeEnd(writer, strict ? offsets : null);
  return writer.take();
}

function encodeCell(cell: Cell, names: NameCollector, warnings: Warnings, compress: boolean): Uint8Array {
  const body = new CellWriter(cell.name, names, warnings);
  const id = names.id("CELLNAME", cell.name);
  for (const reference of cell.references) writeReference(body, reference);
  for (const shapes of cell.allShapes) writeShapes(body, shapes);
  const writer = new ByteWriter();
  writer.unsigned(Rec.CELL_ID);
  writer.unsigned(id);
  new PropertyWriter(names, warnings, cell.name).write(writer, cell.properties);
  for (const block of body.finish()) writeBlock(writer, block, compress);
  return writer.take();
}

function writeStart(writer: ByteWriter, dbu: number): void {
  writer.bytes(Uint8Array.from(magic));
  writer.unsigned(Rec.START);
  writer.text("1.0");
  writer.real(tidyNumber(1 / dbu));
  // The offsets of the tables stand in END.
  writer.unsigned(1);
}

/** Takes a tenth to a third less time than zlib's usual 6 on records of layouts, for one to three percent more bytes. */
const blockLevel = 4;

/** Records as they are, or as a CBLOCK where that is shorter. */
function writeBlock(writer: ByteWriter, records: Uint8Array, compress: boolean): void {
  const packed = compress ? deflateRaw(records, blockLevel) : records;
  if (packed.length + 12 >= records.length) {
    writer.bytes(records);
    return;
  }
  for (const number of [Rec.CBLOCK, 0, records.length, packed.length]) writer.unsigned(number);
  writer.bytes(packed);
}

/** LAYERNAME, for shapes and for texts, of the layers that have a name. */
function layerTable(layout: Layout): Uint8Array {
  const writer = new ByteWriter();
  for (const { layer, datatype, name } of namedLayers(layout)) {
    for (const type of [Rec.LAYERNAME, Rec.LAYERNAME_TEXT]) {
      writer.unsigned(type);
      writer.text(name);
      for (const number of [3, layer, 3, datatype]) writer.unsigned(number);
    }
  }
  return writer.take();
}

function namedLayers(layout: Layout): Iterable<Layer> {
  const named = new Map<number, Layer>();
  for (const cell of layout.cells)
    for (const { layer } of cell.allShapes) if (layer.name !== "" && !named.has(layer.key)) named.set(layer.key, layer);
  return named.values();
}

/** END with the six pairs of flag and offset (there is no table of XNAMEs), padded to its fixed length. */
function writeEnd(writer: ByteWriter, offsets: readonly number[] | null): void {
  const start = writer.length;
  writer.unsigned(Rec.END);
  for (const offset of offsets === null ? new Array<number>(6).fill(0) : [...offsets, 0]) {
    writer.unsigned(offsets === null ? 0 : 1);
    writer.unsigned(offset);
  }
  // Two bytes for the length of the padding, one for the scheme, four for the sum.
  const padding = endLength - (writer.length - start) - 7;
  writer.unsigned(padding);
  writer.bytes(new Uint8Array(padding));
  writer.unsigned(1);
  const sum = writer.sum(crc32);
  for (const shift of [0, 8, 16, 24]) writer.byte((sum >>> shift) & 255);
}
