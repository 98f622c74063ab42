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
    for (const block of blocks(reference))
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

/** Arrays of at most 32767 × 32767 members that make up the array. */
function* blocks(reference: Reference): Generator<Reference> {
  const { columns, rows } = reference;
  if (columns <= mostAlong && rows <= mostAlong) {
    yield reference;
    return;
  }
  for (let row = 0; row < rows; row += mostAlong) {
    for (let column = 0; column < columns; column += mostAlong) {
      const [x, y] = reference.displacement(column, row);
      yield new Reference(reference.cell, {
        ...reference,
        dx: checkCoordinate(reference.dx + x),
        dy: checkCoordinate(reference.dy + y),
        columns: Math.min(mostAlong, columns - column),
        rows: Math.min(mostAlong, rows - row),
      });
    }
  }
}
