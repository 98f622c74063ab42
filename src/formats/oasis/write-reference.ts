/** Writing references: PLACEMENT of the first kind for turns of 90°, of the second for all else; arrays as repetitions. */
import { ReticleError } from "../../errors.ts";
import type { Reference } from "../../layout/index.ts";
import type { CellWriter } from "./cell-writer.ts";
import { Rec } from "./records.ts";
import type { Repetition } from "./repetition.ts";
import { regularRepetition, scatteredRepetition } from "./write-repetition.ts";

/** Members of an array with fractional vectors, which have to be written one by one. */
const mostScattered = 10_000_000;

export function writeReference(writer: CellWriter, reference: Reference): void {
  const { columns, rows, columnX, columnY, rowX, rowY } = reference;
  const isWhole = [columns > 1 ? columnX + columnY : 0, rows > 1 ? rowX + rowY : 0].every(Number.isInteger);
  if (
    reference.offsets === null &&
    isWhole &&
    (columns === 1 || Number.isInteger(columnX)) &&
    (rows === 1 || Number.isInteger(rowX))
  ) {
    writePlacement(writer, reference, 0, 0, regularRepetition(wholeShape(reference)));
    return;
  }
  if (columns * rows > mostScattered) {
    const message = `an array of ${columns} × ${rows} whose vectors are no whole numbers is too large to be written one by one`;
    throw new ReticleError("OasisError", "array", message, { place: { cell: writer.cell } });
  }
  for (let row = 0; row < rows; row++) writeRow(writer, reference, row);
}

/** A side of one member has no vector. */
function wholeShape({ columns, rows, columnX, columnY, rowX, rowY }: Reference): Omit<Repetition, "offsets"> {
  return {
    columns,
    rows,
    columnX: columns > 1 ? columnX : 0,
    columnY: columns > 1 ? columnY : 0,
    rowX: rows > 1 ? rowX : 0,
    rowY: rows > 1 ? rowY : 0,
  };
}

/** One row of an array, its members rounded to the grid as they are drawn. */
function writeRow(writer: CellWriter, reference: Reference, row: number): void {
  const [x, y] = reference.displacement(0, row);
  const offsets: number[] = [];
  for (let column = 0; column < reference.columns; column++) {
    const [u, v] = reference.displacement(column, row);
    offsets.push(u - x, v - y);
  }
  writePlacement(writer, reference, x, y, scatteredRepetition(offsets));
}

/** CNXYRAAF, or CNXYRMAF */
function writePlacement(
  writer: CellWriter,
  reference: Reference,
  x: number,
  y: number,
  repetition: Repetition | null,
): void {
  const { fields } = writer;
  const { magnification, rotation, mirror } = reference;
  const isPlain = magnification === 1 && rotation % 90 === 0;
  writer.begin(isPlain ? Rec.PLACEMENT : Rec.PLACEMENT_ANY);
  let bits = mirror ? 1 : 0;
  const id = writer.names.id("CELLNAME", reference.cell.name);
  if (writer.isNew("cell", id)) {
    bits |= 0xc0;
    fields.unsigned(id);
  }
  if (isPlain) bits |= (rotation / 90) << 1;
  if (!isPlain && magnification !== 1) {
    bits |= 4;
    fields.real(magnification);
  }
  if (!isPlain && rotation !== 0) {
    bits |= 2;
    fields.real(rotation);
  }
  const [dx, dy] = [reference.dx + x, reference.dy + y];
  writer.element(bits, "placement", dx, dy, repetition, reference.properties);
}
