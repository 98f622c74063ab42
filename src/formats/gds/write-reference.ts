/** Writing references: SREF for one member, AREF for an array that GDSII can say, several AREFs or SREFs for others. */

import { Reference } from "../../layout/index.ts";
import { checkCoordinate } from "../../units.ts";
import type { RecordWriter } from "./record-writer.ts";
import { Rec } from "./records.ts";
import { endElement, writeStrans } from "./write-elements.ts";

/** COLROW is read as signed by some tools. */
const mostAlong = 32767;

export function writeReference(writer: RecordWriter, reference: Reference): void {
  if (!reference.isArray) writeSref(writer, reference);
  else if (reference.offsets !== null) for (const one of reference.members()) writeSref(writer, one);
  else
    for (const block of blocks(writer, reference))
      if (block.isArray) writeAref(writer, block);
      else writeSref(writer, block);
}

function writeSref(writer: RecordWriter, reference: Reference): void {
  writer.empty(Rec.SREF);
  writer.name(Rec.SNAME, reference.cell.name);
  writeStrans(writer, reference.mirror, reference.magnification, reference.rotation);
  writer.point(Rec.XY, reference.dx, reference.dy);
  endElement(writer, reference.properties);
}

/** AREF has three corners: the first member's, and those one step beyond the last column and the last row. */
function writeAref(writer: RecordWriter, reference: Reference): void {
  const { dx, dy, columns, rows } = reference;
  const corner = (value: number) => checkCoordinate(Math.round(value), "corner of an AREF");
  writer.empty(Rec.AREF);
  writer.name(Rec.SNAME, reference.cell.name);
  writeStrans(writer, reference.mirror, reference.magnification, reference.rotation);
  writer.int2(Rec.COLROW, columns, rows);
  writer.int4(
    Rec.XY,
    dx,
    dy,
    corner(dx + columns * reference.columnX),
    corner(dy + columns * reference.columnY),
    corner(dx + rows * reference.rowX),
    corner(dy + rows * reference.rowY),
  );
  endElement(writer, reference.properties);
}

/** Arrays of at most 32767 × 32767 members, none on another, that make up the array. */
function* blocks(writer: RecordWriter, reference: Reference): Generator<Reference> {
  const { columns, rows } = reference;
  const columnStep = longest(reference.columnX, reference.columnY);
  const rowStep = longest(reference.rowX, reference.rowY);
  const onEachOther = (columnStep === 1 ? columns : 1) * (rowStep === 1 ? rows : 1);
  if (onEachOther > mostAlong) {
    const { name } = reference.cell;
    throw writer.error(
      "array-count",
      `${onEachOther} members of an array of "${name}" lie on each other, more than ${mostAlong}`,
    );
  }
  if (columns <= columnStep && rows <= rowStep) {
    yield reference;
    return;
  }
  for (let row = 0; row < rows; row += rowStep) {
    for (let column = 0; column < columns; column += columnStep) {
      const [x, y] = reference.displacement(column, row);
      yield new Reference(reference.cell, {
        ...reference.shape,
        dx: checkCoordinate(reference.dx + x),
        dy: checkCoordinate(reference.dy + y),
        columns: Math.min(columnStep, columns - column),
        rows: Math.min(rowStep, rows - row),
      });
    }
  }
}

/** Members along a vector that one AREF can say: where all lie on each other, its equal corners mean one. */
function longest(x: number, y: number): number {
  return x === 0 && y === 0 ? 1 : mostAlong;
}
