/** Writing repetitions, each by the type that says it shortest. */
import type { ByteWriter } from "./byte-writer.ts";
import type { Repetition } from "./repetition.ts";

/** A regular array of two or more members with whole vectors. A side of one member, or without a length, counts for nothing. */
export function regularRepetition(shape: Omit<Repetition, "offsets">): Repetition | null {
  const { columnX, columnY, rowX, rowY } = shape;
  const columns = columnX === 0 && columnY === 0 ? 1 : shape.columns;
  const rows = rowX === 0 && rowY === 0 ? 1 : shape.rows;
  return columns * rows === 1 ? null : { columns, rows, columnX, columnY, rowX, rowY, offsets: null };
}

/** Members at x,y pairs relative to the first: an array where all steps are equal. Steps of no length are lost. */
export function scatteredRepetition(offsets: readonly number[]): Repetition | null {
  const count = offsets.length / 2;
  if (count < 2) return null;
  const [columnX, columnY] = [offsets[2], offsets[3]];
  let isEven = true;
  for (let i = 2; i < count && isEven; i++)
    isEven = offsets[2 * i] === i * columnX && offsets[2 * i + 1] === i * columnY;
  const shape = { columns: count, rows: 1, columnX, columnY, rowX: 0, rowY: 0 };
  return isEven ? regularRepetition(shape) : { ...shape, offsets };
}

export function sameRepetition(a: Repetition, b: Repetition): boolean {
  if (a === b) return true;
  if (a.offsets !== null || b.offsets !== null) return false;
  const keys = ["columns", "rows", "columnX", "columnY", "rowX", "rowY"] as const;
  return keys.every((key) => a[key] === b[key]);
}

export function writeRepetition(writer: ByteWriter, repetition: Repetition): void {
  const { columns, rows, columnX, columnY, rowX, rowY, offsets } = repetition;
  if (offsets !== null) writeScattered(writer, offsets);
  else if (rows === 1) writeLine(writer, columns, columnX, columnY);
  else if (columns === 1) writeLine(writer, rows, rowX, rowY);
  else if (columnY === 0 && rowX === 0 && columnX > 0 && rowY > 0) {
    for (const number of [1, columns - 2, rows - 2, columnX, rowY]) writer.unsigned(number);
  } else {
    for (const number of [8, columns - 2, rows - 2]) writer.unsigned(number);
    writer.delta(columnX, columnY);
    writer.delta(rowX, rowY);
  }
}

function writeLine(writer: ByteWriter, count: number, x: number, y: number): void {
  const type = y === 0 && x > 0 ? 2 : x === 0 && y > 0 ? 3 : 9;
  writer.unsigned(type);
  writer.unsigned(count - 2);
  if (type === 9) writer.delta(x, y);
  else writer.unsigned(x + y);
}

function writeScattered(writer: ByteWriter, offsets: readonly number[]): void {
  const flat = isAlong(offsets, 1) ? 4 : isAlong(offsets, 0) ? 6 : 10;
  writer.unsigned(flat);
  writer.unsigned(offsets.length / 2 - 2);
  for (let i = 2; i < offsets.length; i += 2) {
    const [dx, dy] = [offsets[i] - offsets[i - 2], offsets[i + 1] - offsets[i - 1]];
    if (flat === 10) writer.delta(dx, dy);
    else writer.unsigned(dx + dy);
  }
}

/** True where members follow each other along one axis, upwards: the `other` coordinate is always 0. */
function isAlong(offsets: readonly number[], other: number): boolean {
  for (let i = 2; i < offsets.length; i += 2)
    if (offsets[i + other] !== 0 || offsets[i + 1 - other] < offsets[i - 1 - other]) return false;
  return true;
}
