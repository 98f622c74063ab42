/** A mask of pixels that polygons are filled into (a pixel counts where its centre is inside), and its outline. */
export class PixelMask {
  readonly width: number;
  readonly height: number;
  readonly #cells: Uint8Array;
  /** Crossings of the open polygon with the rows' centre lines: row, x and direction. */
  #crossings: { row: number; x: number; turn: number }[] = [];

  constructor(width: number, height: number) {
    this.width = Math.max(1, Math.ceil(width));
    this.height = Math.max(1, Math.ceil(height));
    this.#cells = new Uint8Array(this.width * this.height);
  }

  /** A box below two pixels in either direction: the pixels whose centres it holds, at least one row and column. */
  markBox(x1: number, y1: number, x2: number, y2: number): void {
    if (Math.min(x2 - x1, y2 - y1) >= 2) return;
    const [left, right] = cellRange(x1, x2, this.width);
    const [top, bottom] = cellRange(y1, y2, this.height);
    for (let row = top; row < bottom; row++) this.#cells.fill(1, row * this.width + left, row * this.width + right);
  }

  /** True where every pixel that a shape in the box could fill is filled. */
  covers(x1: number, y1: number, x2: number, y2: number): boolean {
    const [left, right] = cellRange(x1, x2, this.width);
    const [top, bottom] = cellRange(y1, y2, this.height);
    for (let row = top; row < bottom; row++) {
      const start = row * this.width;
      if (this.#cells.subarray(start + left, start + right).includes(0)) return false;
    }
    return true;
  }

  /** An edge of the polygon that `fillEdges` will fill. */
  edge(x1: number, y1: number, x2: number, y2: number): void {
    const low = Math.max(0, Math.ceil(Math.min(y1, y2) - 0.5));
    const high = Math.min(this.height, Math.ceil(Math.max(y1, y2) - 0.5));
    const slope = (x2 - x1) / (y2 - y1);
    for (let row = low; row < high; row++) {
      this.#crossings.push({ row, x: x1 + (row + 0.5 - y1) * slope, turn: y2 > y1 ? 1 : -1 });
    }
  }

  /** Fills the edges seen since the last call by the non-zero rule. */
  fillEdges(): void {
    const crossings = this.#crossings.sort((a, b) => a.row - b.row || a.x - b.x);
    this.#crossings = [];
    let winding = 0;
    for (let i = 0; i + 1 < crossings.length; i++) {
      const { row, x, turn } = crossings[i];
      winding += turn;
      if (crossings[i + 1].row !== row) winding = 0;
      if (winding === 0) continue;
      const left = clamp(Math.ceil(x - 0.5), this.width);
      const right = clamp(Math.ceil(crossings[i + 1].x - 0.5), this.width);
      if (right > left) this.#cells.fill(1, row * this.width + left, row * this.width + right);
    }
  }

  /** SVG path data: rectangles of equal runs in neighbouring rows; coarser where there would be too many. */
  pathData(): string {
    for (let size = 1; ; size *= 2) {
      const rectangles = this.#rectangles(size);
      if (rectangles.length <= 40_000 || size >= 16) return rectangles.join("");
    }
  }

  #rectangles(size: number): string[] {
    const parts: string[] = [];
    let open = new Map<string, { left: number; right: number; top: number }>();
    const rows = Math.ceil(this.height / size);
    for (let row = 0; row <= rows; row++) {
      const next = new Map<string, { left: number; right: number; top: number }>();
      for (const [left, right] of row < rows ? this.#runs(row, size) : []) {
        const key = `${left} ${right}`;
        next.set(key, open.get(key) ?? { left, right, top: row });
      }
      for (const [key, { left, right, top }] of open) {
        if (next.has(key)) continue;
        parts.push(`M${left * size} ${top * size}H${right * size}V${row * size}H${left * size}Z`);
      }
      open = next;
    }
    return parts;
  }

  #runs(row: number, size: number): [number, number][] {
    const runs: [number, number][] = [];
    const columns = Math.ceil(this.width / size);
    let start = -1;
    for (let column = 0; column <= columns; column++) {
      const isSet = column < columns && this.#isSet(column, row, size);
      if (isSet && start < 0) start = column;
      if (!isSet && start >= 0) {
        runs.push([start, column]);
        start = -1;
      }
    }
    return runs;
  }

  /** At least half of a block of pixels. */
  #isSet(column: number, row: number, size: number): boolean {
    if (size === 1) return this.#cells[row * this.width + column] === 1;
    let sum = 0;
    for (let y = row * size; y < Math.min(this.height, (row + 1) * size); y++) {
      for (let x = column * size; x < Math.min(this.width, (column + 1) * size); x++) {
        sum += this.#cells[y * this.width + x];
      }
    }
    return 2 * sum >= size * size;
  }
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}

/** The pixels whose centres lie in low..high, at least the one around its middle, within 0..size. */
function cellRange(low: number, high: number, size: number): [number, number] {
  let first = Math.ceil(low - 0.5);
  let end = Math.ceil(high - 0.5);
  if (end <= first) {
    first = Math.floor((low + high) / 2);
    end = first + 1;
  }
  return [clamp(first, size), clamp(end, size)];
}
