/** Hands on what touches a window of the cell: of a repetition, the members that do. */
import type { Box, PathShape } from "../../../geometry/index.ts";
import { type Cell, membersWithin, type Property, type Shapes } from "../../../layout/index.ts";
import type { ByteCursor } from "../byte-cursor.ts";
import { CellFiller, type FillerTarget } from "../cell-filler.ts";
import type { ElementFiller } from "../elements.ts";
import type { PointList } from "../point-list.ts";
import type { Repetition } from "../repetition.ts";
import { pathBox } from "./skeleton.ts";

/** What a member takes until it is put into the cell, bytes. */
const memberCost = 48;

/** `undefined` for no member at all. */
type Members = Repetition | null | undefined;

export class WindowFiller implements ElementFiller<Shapes> {
  readonly #cursor: ByteCursor;
  readonly #cells: CellFiller;
  #window: Box | null = null;

  constructor(cursor: ByteCursor, target: FillerTarget) {
    this.#cursor = cursor;
    this.#cells = new CellFiller(cursor, target);
  }

  /** What follows goes into this cell where it touches the window, database units. */
  startWithin(cell: Cell, window: Box): void {
    this.#cells.start(cell);
    this.#window = window;
  }

  start(cell: Cell | null): void {
    this.#cells.start(cell);
  }
  get isFilling(): boolean {
    return this.#cells.isFilling;
  }
  get takesProperties(): boolean {
    return this.#cells.takesProperties;
  }
  begin(): void {
    this.#cells.begin();
  }
  property(property: Property): void {
    this.#cells.property(property);
  }
  /** The first look at the file has found them. */
  reference(): void {}

  shapes(layer: number, datatype: number): Shapes | null {
    return this.#cells.shapes(layer, datatype);
  }

  box(shapes: Shapes, x: number, y: number, w: number, h: number, repetition: Repetition | null): void {
    const members = this.#touching(x, y, x + w, y + h, repetition);
    if (members !== undefined) this.#cells.box(shapes, x, y, w, h, members);
  }

  ring(shapes: Shapes, points: PointList, x: number, y: number, repetition: Repetition | null): void {
    const { left, bottom, right, top } = points;
    const members = this.#touching(x + left, y + bottom, x + right, y + top, repetition);
    if (members !== undefined) this.#cells.ring(shapes, points, x, y, members);
  }

  path(shapes: Shapes, points: PointList, shape: PathShape, x: number, y: number, repetition: Repetition | null): void {
    const box = pathBox(points, shape);
    if (box === null) return;
    const members = this.#touching(x + box.left, y + box.bottom, x + box.right, y + box.top, repetition);
    if (members !== undefined) this.#cells.path(shapes, points, shape, x, y, members);
  }

  label(shapes: Shapes, text: string, x: number, y: number, repetition: Repetition | null): void {
    const members = this.#touching(x, y, x, y, repetition);
    if (members !== undefined) this.#cells.label(shapes, text, x, y, members);
  }

  #touching(left: number, bottom: number, right: number, top: number, repetition: Repetition | null): Members {
    const window = this.#window!;
    if (repetition === null) {
      const isOutside = left > window.right || right < window.left || bottom > window.top || top < window.bottom;
      return isOutside ? undefined : null;
    }
    const { columnX, columnY, rowX, rowY, offsets } = repetition;
    const found: number[] = [];
    const x = [window.left - right, window.right - left] as const;
    const y = [window.bottom - top, window.top - bottom] as const;
    for (const [column, row] of membersWithin(repetition, x, y)) {
      this.#cursor.spend(memberCost, found.length / 2 + 1, "members of a repetition in the window");
      if (offsets !== null) found.push(offsets[2 * column], offsets[2 * column + 1]);
      else found.push(column * columnX + row * rowX, column * columnY + row * rowY);
    }
    this.#cursor.giveBack((memberCost * found.length) / 2);
    return found.length === 0 ? undefined : { ...repetition, offsets: found };
  }
}
