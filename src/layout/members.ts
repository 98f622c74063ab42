/** The members of an array: all, those that touch a window (without trying them all), or no more than a picture shows. */
import type { Box } from "../geometry/index.ts";
import { referenceBox } from "./hierarchy.ts";
import type { MemberPlaces } from "./member-places.ts";
import { Reference } from "./reference.ts";

/**
 * (column, row) of every member of `reference` whose box touches `window`, both in the parent's database units.
 * @param box the box of the referenced cell, in its own
 */
export function* membersIn(reference: Reference, box: Box, window: Box): Generator<[column: number, row: number]> {
  const first = referenceBox(
    new Reference(reference.cell, { ...reference.shape, columns: 1, rows: 1, offsets: null }),
    box,
  );
  // How far a member may be moved so that it still touches; a unit more, since members are rounded to the grid.
  const x: Range = [window.left - first.right - 1, window.right - first.left + 1];
  const y: Range = [window.bottom - first.top - 1, window.top - first.bottom + 1];
  yield* membersWithin(reference, x, y);
}

/** (column, row) of the members that lie from the first one as far along x and along y as the ranges say. */
export function* membersWithin(places: MemberPlaces, x: Range, y: Range): Generator<[column: number, row: number]> {
  const { columns, rows, columnX, columnY, rowX, rowY, offsets } = places;
  if (offsets !== null) {
    const count = offsets.length / 2;
    for (let i = 0; i < count; i++) if (holds(x, offsets[2 * i]) && holds(y, offsets[2 * i + 1])) yield [i, 0];
    return;
  }
  for (const row of steps(outer(x, y, columnX, columnY, rowX, rowY, columns), rows)) {
    const range = intersect(solve(x, columnX, row * rowX), solve(y, columnY, row * rowY));
    for (const column of steps(range, columns)) yield [column, row];
  }
}

/** (column, row) of every member. */
export function* allMembers({ columns, rows }: Reference): Generator<[column: number, row: number]> {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) yield [column, row];
}

/** An array over the same place with members no nearer to each other than `least`, as far as the first one has them. */
export function thinned(reference: Reference, least: number): Reference {
  const { columns, rows, columnX, columnY, rowX, rowY, offsets } = reference;
  if (offsets !== null || columns * rows === 1) return reference;
  const fewer = (count: number, x: number, y: number) =>
    Math.min(count, Math.ceil(((count - 1) * Math.hypot(x, y)) / least) + 1);
  const fewColumns = fewer(columns, columnX, columnY);
  const fewRows = fewer(rows, rowX, rowY);
  if (fewColumns === columns && fewRows === rows) return reference;
  const across = (columns - 1) / Math.max(1, fewColumns - 1);
  const up = (rows - 1) / Math.max(1, fewRows - 1);
  return new Reference(reference.cell, {
    ...reference.shape,
    columns: fewColumns,
    rows: fewRows,
    columnX: columnX * across,
    columnY: columnY * across,
    rowX: rowX * up,
    rowY: rowY * up,
  });
}

export type Range = readonly [least: number, most: number];

function holds(range: Range, value: number): boolean {
  return value >= range[0] && value <= range[1];
}

/** Rows that can hold a member at all: the range of rows for the extreme columns. */
function outer(x: Range, y: Range, ax: number, ay: number, bx: number, by: number, columns: number): Range {
  const last = columns - 1;
  const wide = (range: Range, a: number): Range => [range[0] - Math.max(0, a * last), range[1] - Math.min(0, a * last)];
  return intersect(solve(wide(x, ax), bx, 0), solve(wide(y, ay), by, 0));
}

/** The n with range[0] ≤ n·step + shift ≤ range[1]. */
function solve(range: Range, step: number, shift: number): Range {
  const least = range[0] - shift;
  const most = range[1] - shift;
  if (step === 0) return least <= 0 && most >= 0 ? [-Infinity, Infinity] : [0, -1];
  return step > 0 ? [least / step, most / step] : [most / step, least / step];
}

function intersect(a: Range, b: Range): Range {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

function* steps(range: Range, count: number): Generator<number> {
  const end = Math.min(count - 1, Math.floor(range[1]));
  for (let n = Math.max(0, Math.ceil(range[0])); n <= end; n++) yield n;
}
