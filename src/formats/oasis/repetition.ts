/**
 * Repetitions (SEMI P39, section 7.6): one element at many places. The regular ones stay two vectors and two counts,
 * whatever number of members they claim; the others have their displacements, which the file spells out.
 *
 * As KLayout reads them, a step of no length adds no member: what lies twice at one place is there once.
 */
import type { MemberPlaces } from "../../layout/index.ts";
import type { ByteCursor } from "./byte-cursor.ts";

/** Its displacements are those of all members relative to the first. */
export type Repetition = MemberPlaces<readonly number[]>;

/** Reads a repetition of any type but 0, which means the last one again. */
export function readRepetition(cursor: ByteCursor, type: number): Repetition {
  switch (type) {
    case 1: {
      const [columns, rows] = [dimension(cursor), dimension(cursor)];
      return regular(columns, cursor.unsigned(), 0, rows, 0, cursor.unsigned());
    }
    case 2:
      return regular(dimension(cursor), cursor.unsigned(), 0, 1, 0, 0);
    case 3:
      return regular(1, 0, 0, dimension(cursor), 0, cursor.unsigned());
    case 4:
    case 5:
    case 6:
    case 7:
      return spaced(cursor, type);
    case 8: {
      const [columns, rows] = [dimension(cursor), dimension(cursor)];
      cursor.delta();
      const { dx, dy } = cursor;
      cursor.delta();
      return regular(columns, dx, dy, rows, cursor.dx, cursor.dy);
    }
    case 9: {
      const columns = dimension(cursor);
      cursor.delta();
      return regular(columns, cursor.dx, cursor.dy, 1, 0, 0);
    }
    case 10:
    case 11:
      return scattered(cursor, type);
    default:
      throw cursor.error("repetition-type", `${type} is not one of the types of repetitions, 0 to 11`);
  }
}

export function memberCount(repetition: Repetition): number {
  const { offsets, columns, rows } = repetition;
  return offsets === null ? columns * rows : offsets.length / 2;
}

/** Calls `visit` with every member's displacement from the first one. */
export function eachMember(repetition: Repetition | null, visit: (x: number, y: number) => void): void {
  if (repetition === null) {
    visit(0, 0);
    return;
  }
  const { offsets, columns, rows, columnX, columnY, rowX, rowY } = repetition;
  if (offsets !== null) {
    for (let i = 0; i < offsets.length; i += 2) visit(offsets[i], offsets[i + 1]);
    return;
  }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      visit(column * columnX + row * rowX, column * columnY + row * rowY);
}

/** The box around all displacements: left, bottom, right, top. */
export function displacementBox(repetition: Repetition | null): [number, number, number, number] {
  const box: [number, number, number, number] = [0, 0, 0, 0];
  if (repetition === null) return box;
  const { offsets, columns, rows, columnX, columnY, rowX, rowY } = repetition;
  const corners = offsets ?? [
    (columns - 1) * columnX,
    (columns - 1) * columnY,
    (rows - 1) * rowX,
    (rows - 1) * rowY,
    (columns - 1) * columnX + (rows - 1) * rowX,
    (columns - 1) * columnY + (rows - 1) * rowY,
  ];
  for (let i = 0; i < corners.length; i += 2) {
    box[0] = Math.min(box[0], corners[i]);
    box[1] = Math.min(box[1], corners[i + 1]);
    box[2] = Math.max(box[2], corners[i]);
    box[3] = Math.max(box[3], corners[i + 1]);
  }
  return box;
}

/** The file has the count less two. */
function dimension(cursor: ByteCursor): number {
  return cursor.count("dimension of a repetition", Number.MAX_SAFE_INTEGER - 2) + 2;
}

function regular(
  columns: number,
  columnX: number,
  columnY: number,
  rows: number,
  rowX: number,
  rowY: number,
): Repetition {
  return {
    columns: columnX === 0 && columnY === 0 ? 1 : columns,
    rows: rowX === 0 && rowY === 0 ? 1 : rows,
    columnX,
    columnY,
    rowX,
    rowY,
    offsets: null,
  };
}

/** Types 4 to 7: spaces along x (4, 5) or y (6, 7), as they are or as multiples of a grid (5, 7). */
function spaced(cursor: ByteCursor, type: number): Repetition {
  const more = cursor.listLength(dimension(cursor) - 1);
  const grid = type % 2 === 1 ? cursor.unsigned() : 1;
  const offsets = [0, 0];
  let place = 0;
  for (let i = 0; i < more; i++) {
    const space = cursor.unsigned() * grid;
    if (space === 0) continue;
    place += space;
    if (type < 6) offsets.push(place, 0);
    else offsets.push(0, place);
  }
  return asRegular(offsets);
}

/** Types 10 and 11: displacements in any direction, as they are or as multiples of a grid. */
function scattered(cursor: ByteCursor, type: number): Repetition {
  const more = cursor.listLength(dimension(cursor) - 1);
  const grid = type === 11 ? cursor.unsigned() : 1;
  const offsets = [0, 0];
  let [x, y] = [0, 0];
  for (let i = 0; i < more; i++) {
    cursor.delta();
    const [dx, dy] = [cursor.dx * grid, cursor.dy * grid];
    if (dx === 0 && dy === 0) continue;
    x += dx;
    y += dy;
    offsets.push(x, y);
  }
  return asRegular(offsets);
}

/** Equal steps are one vector and a count. */
function asRegular(offsets: readonly number[]): Repetition {
  const count = offsets.length / 2;
  const [dx, dy] = count > 1 ? [offsets[2], offsets[3]] : [0, 0];
  for (let i = 2; i < count; i++)
    if (offsets[2 * i] !== i * dx || offsets[2 * i + 1] !== i * dy)
      return { columns: 1, rows: 1, columnX: 0, columnY: 0, rowX: 0, rowY: 0, offsets };
  return regular(count, dx, dy, 1, 0, 0);
}
