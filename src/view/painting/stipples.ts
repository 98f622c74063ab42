/**
 * Stipples and dashes: bit patterns that repeat from the lower left corner of a picture. Those with numbers are the ones
 * that KLayout shows under them, as they were seen in its pictures.
 */

/** Bits that repeat in both directions. */
export interface Stipple {
  readonly width: number;
  readonly height: number;
  /** 1 where it paints, row by row from the lowest. */
  readonly bits: Uint8Array;
}

/** Width, then the rows from the lowest, in hexadecimal; the lowest bit is on the left. */
const stipples = [
  "1: 1",
  "1: 0",
  "2: 2 1",
  "4: 0 4 0 1",
  "4: 8 4 2 1",
  "8: 80 40 20 10 8 4 2 1",
  "4: 9 c 6 3",
  "8: 81 c0 60 30 18 c 6 3",
  "4: 2 4 8 1",
  "8: 2 4 8 10 20 40 80 1",
  "4: 6 c 9 3",
  "8: 6 c 18 30 60 c0 81 3",
  "4: a 4 a 1",
  "8: 82 44 28 10 28 44 82 1",
  "4: c c 3 3",
  "8: 87 cc 78 30 78 cc 87 3",
  "8: f0 f0 f0 f0 f f f f",
  "8: 50 22 5 22",
  "8: 70 22 7 22",
  "8: 0 7c 28 10 0 8f 5 2",
  "8: 0 10 28 7c 0 2 5 8f",
  "8: 40 f1 40 44 4 1f 4 44",
  "8: 0 f1 0 0 0 1f 0 0",
  "8: 60 18 6 81",
  "8: 6 18 60 81",
  "4: 1 8 8 4 4 2 2 1",
  "4: 8 1 1 2 2 4 4 8",
  "8: 66 18 66 81",
  "4: 0 1 a 4",
  "8: 0 c1 22 1c",
  "8: f5 de bb f6 5f ed 7b af",
  "8: a 21 44 9 a0 12 84 50",
  "2: 1",
  "4: 2",
  "4: 6",
  "8: 8",
  "8: 18",
  "1: 0 1",
  "1: 0 0 1 0",
  "1: 0 1 1 0",
  "1: 0 0 0 0 1 0 0 0",
  "1: 0 0 0 1 1 0 0 0",
  "2: 1 3",
  "4: 2 2 f 2",
  "4: 6 f f 6",
  "8: 8 8 8 8 ff 8 8 8",
  "8: 18 18 18 ff ff 18 18 18",
];

/** Along the line; a star paints. */
const dashes = ["*", "*.", "**..**", "***..**..***", "*..*", "**.*.*", "*****..*****", "***..*.*..**"];

export const stippleCount = stipples.length;
export const dashCount = dashes.length;

/** The stipple that KLayout has under a number: 0 is solid, 1 hollow. */
export function stippleOf(index: number): Stipple {
  const [width, rows] = stipples[index].split(":");
  return stippleFrom(
    rows
      .trim()
      .split(" ")
      .map((row) => Array.from({ length: Number(width) }, (_, i) => (Number.parseInt(row, 16) >> i) & 1)),
  );
}

/** The dashes that KLayout has under a number: 0 is a solid line. */
export function dashOf(index: number): Uint8Array {
  return bitsOf(dashes[index]);
}

/** A stipple of rows of stars and points, from the highest, as `.lyp` files have them; solid where there are none. */
export function customStipple(rows: readonly string[]): Stipple {
  return rows.length === 0 || rows[0] === ""
    ? stippleOf(0)
    : stippleFrom([...rows].reverse().map((row) => [...bitsOf(row)]));
}

/** Dashes of one row of stars and points; a solid line where there are none. */
export function customDash(row: string | undefined): Uint8Array {
  return row ? bitsOf(row) : dashOf(0);
}

/** The same stipple some rows lower. */
export function movedDown({ width, height, bits }: Stipple, rows: number): Stipple {
  const from = (rows % height) * width;
  return { width, height, bits: Uint8Array.from(bits, (_, i) => bits[(i + from) % bits.length]) };
}

/**
 * A stipple so many times as large, as KLayout draws it out: each bit is a square, and where two bits touch at their corners only,
 * the squares beside them are filled up to their middles, so that slanted lines stay lines. As its pictures show it, that is where
 * of the two bits one is the end of a line.
 */
export function enlarged({ width, height, bits }: Stipple, times: number): Stipple {
  if (times === 1) return { width, height, bits };
  const isSet = (x: number, y: number) => bits[((y + height) % height) * width + ((x + width) % width)] === 1;
  const isFilled = (x: number, y: number, dx: number, dy: number) =>
    isSet(x + dx, y) &&
    isSet(x, y + dy) &&
    !((isSet(x - dx, y + dy) || isSet(x - dx, y)) && (isSet(x + dx, y - dy) || isSet(x, y - dy)));
  const half = Math.floor(times / 2);
  const large = new Uint8Array(bits.length * times ** 2);
  for (let row = 0, i = 0; row < height * times; row++)
    for (let column = 0; column < width * times; column++, i++) {
      const [x, y] = [Math.floor(column / times), Math.floor(row / times)];
      const [dx, dy] = [column % times < half ? -1 : 1, row % times < half ? -1 : 1];
      large[i] = isSet(x, y) || isFilled(x, y, dx, dy) ? 1 : 0;
    }
  return { width: width * times, height: height * times, bits: large };
}

export function isSolid({ bits }: Stipple): boolean {
  return bits.every((bit) => bit === 1);
}

export function isHollow({ bits }: Stipple): boolean {
  return !bits.includes(1);
}

function bitsOf(row: string): Uint8Array {
  return Uint8Array.from(row, (sign) => (sign === "*" ? 1 : 0));
}

function stippleFrom(rows: readonly (readonly number[])[]): Stipple {
  const width = Math.max(...rows.map((row) => row.length));
  const bits = rows.flatMap((row) => Array.from({ length: width }, (_, i) => row[i] ?? 0));
  return { width, height: rows.length, bits: Uint8Array.from(bits) };
}
