/**
 * Edges as lines in the coordinates of a grid: relative to its origin, taken off in integers first, so that coordinates
 * of 10⁹ are as exact as small ones.
 */
import { cornerOf, type GridCorner, type PixelGrid } from "../pixel-grid.ts";

export class EdgeFrame implements GridCorner {
  readonly baseX: number;
  readonly baseY: number;
  readonly fractionX: number;
  readonly fractionY: number;
  readonly width: number;
  readonly height: number;
  /** Edges that reach farther than this lose digits in doubles. */
  readonly #far: number;
  /** What is so near has a column and a row of 31 bits. */
  readonly #nearX: number;
  readonly #nearY: number;

  /** The line of the last edge: x = lineX + (y − lineY) · slope. */
  lineX = 0;
  lineY = 0;
  slope = 0;

  constructor(grid: PixelGrid) {
    const { baseX, baseY, fractionX, fractionY } = cornerOf(grid);
    this.baseX = baseX;
    this.baseY = baseY;
    this.fractionX = fractionX;
    this.fractionY = fractionY;
    this.width = grid.columns * grid.pitchX;
    this.height = grid.rows * grid.pitchY;
    this.#far = 4 * Math.max(this.width, this.height);
    this.#nearX = Math.min(this.#far - 2, 2 ** 30 * grid.pitchX);
    this.#nearY = Math.min(this.#far - 2, 2 ** 30 * grid.pitchY);
  }

  /** True where every edge within a box (left, bottom, right, top from index `at`) is near enough for plain doubles. */
  isNear(boxes: Int32Array, at: number): boolean {
    const { baseX, baseY } = this;
    const nearX = this.#nearX;
    const nearY = this.#nearY;
    return (
      boxes[at] > baseX - nearX &&
      boxes[at + 1] > baseY - nearY &&
      boxes[at + 2] < baseX + nearX &&
      boxes[at + 3] < baseY + nearY
    );
  }

  /** Sets the line through two points (whole numbers relative to the base) of different y, the first one lower. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    this.slope = (x1 - x0) / (y1 - y0);
    const reach = Math.max(Math.abs(x0), Math.abs(x1), Math.abs(y0), Math.abs(y1));
    if (reach <= this.#far || x0 === x1) {
      this.lineX = x0 - this.fractionX;
      this.lineY = y0 - this.fractionY;
    } else this.#farLine(x0, y0, x1, y1);
  }

  /** Refers the line to a point near the grid, which is found exactly. */
  #farLine(x0: number, y0: number, x1: number, y1: number): void {
    const y = Math.min(Math.max(y0, Math.floor(this.height / 2)), y1);
    const height = BigInt(y1 - y0);
    const product = BigInt(x1 - x0) * BigInt(y - y0);
    const whole = product / height;
    this.lineX = x0 + Number(whole) + Number(product % height) / (y1 - y0) - this.fractionX;
    this.lineY = y - this.fractionY;
  }
}
