/**
 * The first look at a file of which a window is read: cells get their references, and of shapes and labels no more is kept
 * than boxes around those of some kilobytes of records, with what is needed to begin reading there.
 */
import { Box, type PathShape, pathOutline } from "../../../geometry/index.ts";
import type { Cell, Property, ReferenceShape } from "../../../layout/index.ts";
import type { ByteCursor, Mark } from "../byte-cursor.ts";
import { CellFiller, type FillerTarget } from "../cell-filler.ts";
import { checkCoordinate, checkPointRange, checkRange } from "../coordinate-range.ts";
import type { ElementFiller } from "../elements.ts";
import { Modal } from "../modal.ts";
import type { PointList } from "../point-list.ts";
import { displacementBox, type Repetition } from "../repetition.ts";

/** Records of one cell that follow each other: where they start, what was said before, where their shapes lie. */
export class Stretch {
  readonly from: Mark;
  readonly modal: Modal;
  /** Database units of the cell; nothing while left > right. */
  left = Number.POSITIVE_INFINITY;
  bottom = Number.POSITIVE_INFINITY;
  right = Number.NEGATIVE_INFINITY;
  top = Number.NEGATIVE_INFINITY;

  constructor(from: Mark, modal: Modal) {
    this.from = from;
    this.modal = modal;
  }

  touches(window: Box): boolean {
    return (
      this.left <= window.right && this.right >= window.left && this.bottom <= window.top && this.top >= window.bottom
    );
  }
}

/** Records of about so many bytes share a box. */
const stretchLength = 2 ** 13;
/** What a stretch takes in memory without lists of points, bytes. */
const stretchCost = 512;

export class Skeleton implements ElementFiller<true> {
  /** The stretches of each cell that has elements, in the file's order. */
  readonly stretches = new Map<Cell, Stretch[]>();
  readonly #cursor: ByteCursor;
  readonly #target: FillerTarget;
  /** For the references. */
  readonly #cells: CellFiller;
  #current: Stretch[] | null = null;
  #last: Stretch | null = null;
  readonly #copies = new Map<PointList, PointList>();

  constructor(cursor: ByteCursor, target: FillerTarget) {
    this.#cursor = cursor;
    this.#target = target;
    this.#cells = new CellFiller(cursor, target);
  }

  get isFilling(): boolean {
    return this.#current !== null;
  }
  /** Those of references: others are read when their shapes are. */
  get takesProperties(): boolean {
    return this.#cells.takesProperties;
  }

  start(cell: Cell | null): void {
    this.#cells.start(cell);
    this.#current = cell === null ? null : [];
    this.#last = null;
    if (cell !== null) this.stretches.set(cell, this.#current!);
  }

  begin(modal: Modal): void {
    this.#cells.begin();
    if (this.#current === null) return;
    const { mark } = this.#cursor;
    const from = this.#last?.from;
    if (from !== undefined && from.block === mark.block && mark.at - from.at < stretchLength) return;
    this.#cursor.spend(stretchCost, 1, "stretches of records");
    this.#last = new Stretch(mark, this.#copyOf(modal));
    this.#current.push(this.#last);
  }

  shapes(layer: number, datatype: number): true | null {
    return this.#target.wants(layer, datatype) ? true : null;
  }

  box(_: true, x: number, y: number, w: number, h: number, repetition: Repetition | null): void {
    checkRange(this.#cursor, x, y, x + w, y + h, repetition);
    this.#reach(x, y, x + w, y + h, repetition);
  }

  ring(_: true, points: PointList, x: number, y: number, repetition: Repetition | null): void {
    checkPointRange(this.#cursor, points, x, y, repetition);
    const { left, bottom, right, top } = points;
    this.#reach(x + left, y + bottom, x + right, y + top, repetition);
  }

  path(_: true, points: PointList, shape: PathShape, x: number, y: number, repetition: Repetition | null): void {
    checkPointRange(this.#cursor, points, x, y, repetition);
    for (const value of [shape.width, shape.beginExtension, shape.endExtension]) checkCoordinate(this.#cursor, value);
    const box = pathBox(points, shape);
    if (box !== null) this.#reach(x + box.left, y + box.bottom, x + box.right, y + box.top, repetition);
  }

  label(_: true, _text: string, x: number, y: number, repetition: Repetition | null): void {
    checkRange(this.#cursor, x, y, x, y, repetition);
    this.#reach(x, y, x, y, repetition);
  }

  reference(cell: Cell, shape: ReferenceShape, repetition: Repetition | null): void {
    this.#cells.reference(cell, shape, repetition);
  }

  property(property: Property): void {
    this.#cells.property(property);
  }

  #reach(left: number, bottom: number, right: number, top: number, repetition: Repetition | null): void {
    const last = this.#last!;
    const [x1, y1, x2, y2] = repetition === null ? nowhere : displacementBox(repetition);
    if (left + x1 < last.left) last.left = left + x1;
    if (bottom + y1 < last.bottom) last.bottom = bottom + y1;
    if (right + x2 > last.right) last.right = right + x2;
    if (top + y2 > last.top) last.top = top + y2;
  }

  /** Lists of points are read into again and again; what has not changed since the last copy is not copied. */
  #copyOf(modal: Modal): Modal {
    const copy = Object.assign(new Modal(), modal);
    copy.polygonPoints &&= this.#copyOfList(copy.polygonPoints);
    copy.pathPoints &&= this.#copyOfList(copy.pathPoints);
    return copy;
  }

  #copyOfList(list: PointList): PointList {
    const known = this.#copies.get(list);
    if (known?.version === list.version) return known;
    this.#cursor.spend(8 * list.length, list.length / 2, "points");
    const copy = list.copy();
    this.#copies.set(list, copy);
    return copy;
  }
}

const nowhere = [0, 0, 0, 0] as const;

/** The box around a path's outline, relative to its first point. */
export function pathBox(points: PointList, shape: PathShape): Box | null {
  const outline = pathOutline(points.xy, shape, 0, points.length);
  return outline.length === 0 ? null : Box.around(outline);
}
