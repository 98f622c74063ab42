/**
 * Where the flat shapes of a layer can differ between two layouts: boxes outside of which both cover the same, found from
 * the hierarchies without flattening them. Cells count by what they hold, not by their names.
 */
import { Box, hullBoxes } from "../../geometry/index.ts";
import type { Cell } from "../cell.ts";
import { checkLevels } from "../flatten.ts";
import { childrenFirst, factsOf, referenceBox } from "../hierarchy.ts";
import type { Layout } from "../layout.ts";
import type { Reference } from "../reference.ts";
import type { Shapes } from "../shapes.ts";
import { shapeTexts } from "./diff-shapes.ts";
import { Multiset } from "./multiset.ts";

/** Beyond so many boxes one around them takes their place. */
const mostBoxes = 512;
/** Cells with more shapes of their own are known by their names alone. */
const mostShapes = 10_000;
/** A cell with nothing on the layer, here and below. */
const nothing = 0;

/**
 * @param isChanged  whether two cells of that name differ in shapes of their own on the layer
 * @returns database units of the top cells, which no two of them share a point of
 */
export function changedBoxes(a: Layout, b: Layout, key: number, isChanged: (name: string) => boolean): Box[] {
  const finder = new ChangeFinder(key, (cell) => a.has(cell.name) && b.has(cell.name) && !isChanged(cell.name));
  for (const cell of [...a.tops, ...b.tops]) checkLevels(cell);
  for (const cell of [...childrenFirst(a.tops), ...childrenFirst(b.tops)]) finder.learn(cell);
  const boxes = apart(finder.amongTops(a.tops, b.tops).map(inRange));
  // One look at everything takes less time than many that together see most of it.
  const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0);
  const [around] = boxes.length > 1 ? [boxes.reduce((sum, box) => sum.or(box))] : [];
  return around !== undefined && 2 * area > around.width * around.height ? [around] : boxes;
}

class ChangeFinder {
  readonly #key: number;
  readonly #isShared: (cell: Cell) => boolean;
  /** What a cell holds on the layer, as a number; the same for cells that hold the same. */
  readonly #contents = new Map<Cell, number>();
  readonly #numbers = new Map<string, number>();
  readonly #done = new Map<Cell, Map<Cell, Box[]>>();

  /** @param isShared  whether the other layout has a cell of that name with the same shapes of its own */
  constructor(key: number, isShared: (cell: Cell) => boolean) {
    this.#key = key;
    this.#isShared = isShared;
  }

  /** Children before the cells that place them. */
  learn(cell: Cell): void {
    const text = this.#textOf(cell);
    const known = text === "" ? nothing : (this.#numbers.get(text) ?? this.#numbers.size + 1);
    if (text !== "") this.#numbers.set(text, known);
    this.#contents.set(cell, known);
  }

  amongTops(a: readonly Cell[], b: readonly Cell[]): Box[] {
    const [inA, inB] = this.#remaining(a, b, (cell) => String(this.#contents.get(cell)));
    const boxes = new FewBoxes();
    const others = new Map(inB.map((cell) => [cell.name, cell]));
    for (const cell of inA) {
      const other = others.get(cell.name);
      boxes.add(other === undefined ? this.#whole(cell) : this.#between(cell, other));
      others.delete(cell.name);
    }
    for (const cell of others.values()) boxes.add(this.#whole(cell));
    return boxes.list;
  }

  /** In the coordinates of the two cells. */
  #between(a: Cell, b: Cell): Box[] {
    if (this.#contents.get(a) === this.#contents.get(b)) return [];
    const known = this.#done.get(a)?.get(b);
    if (known !== undefined) return known;
    const boxes = new FewBoxes();
    this.#addOwnChanges(boxes, a.shapesAt(this.#key), b.shapesAt(this.#key));
    this.#addPlacedChanges(boxes, a, b);
    const row = this.#done.get(a) ?? new Map<Cell, Box[]>();
    this.#done.set(a, row.set(b, boxes.list));
    return boxes.list;
  }

  #addOwnChanges(boxes: FewBoxes, a: Shapes | undefined, b: Shapes | undefined): void {
    const counts = new Multiset();
    const [textsA, textsB] = [a, b].map((shapes) => (shapes === undefined ? [] : shapeTexts(shapes)));
    for (const text of textsA) counts.add(text);
    for (const text of textsB) counts.subtract(text);
    boxes.add(boxesOf(a, textsA, new Set(counts.onlyInFirst)));
    boxes.add(boxesOf(b, textsB, new Set(counts.onlyInSecond)));
  }

  #addPlacedChanges(boxes: FewBoxes, a: Cell, b: Cell): void {
    const known = (reference: Reference) => this.#contents.get(reference.cell) !== nothing;
    const [inA, inB] = this.#remaining(a.references.filter(known), b.references.filter(known), (reference) =>
      this.#referenceText(reference),
    );
    const named = (reference: Reference) => `${placeText(reference)} ${reference.cell.name}`;
    const others = new Map(inB.map((reference) => [named(reference), reference]));
    const add = (reference: Reference, changes: readonly Box[]) => {
      for (const box of changes) boxes.add(placedBoxes(reference, box, changes.length));
    };
    for (const reference of inA) {
      const other = others.get(named(reference));
      if (other === undefined) add(reference, this.#whole(reference.cell));
      else add(reference, this.#between(reference.cell, other.cell));
    }
    // Several at one place under one name are rare enough to be counted as changed.
    const pairs = new Set(inA.map(named));
    for (const reference of inB)
      if (!pairs.has(named(reference)) || others.get(named(reference)) !== reference)
        add(reference, this.#whole(reference.cell));
  }

  /** What only the one list has, and what only the other. */
  #remaining<T>(a: readonly T[], b: readonly T[], textOf: (one: T) => string): [T[], T[]] {
    const counts = new Multiset();
    for (const one of a) counts.add(textOf(one));
    for (const one of b) counts.subtract(textOf(one));
    const [first, second] = [new Set(counts.onlyInFirst), new Set(counts.onlyInSecond)];
    return [a.filter((one) => first.has(textOf(one))), b.filter((one) => second.has(textOf(one)))];
  }

  #whole(cell: Cell): Box[] {
    return [factsOf(cell).layers.get(this.#key)?.outer ?? []].flat();
  }

  #textOf(cell: Cell): string {
    const own = this.#ownText(cell);
    const placed = cell.references.filter((one) => this.#contents.get(one.cell) !== nothing);
    if (own === "" && placed.length === 0) return "";
    return `${own}|${placed
      .map((one) => this.#referenceText(one))
      .sort()
      .join(";")}`;
  }

  #ownText(cell: Cell): string {
    const shapes = cell.shapesAt(this.#key);
    if (shapes === undefined || shapes.count === 0) return "";
    if (this.#isShared(cell)) return `name ${JSON.stringify(cell.name)}`;
    return shapes.count > mostShapes ? `one ${cell.madeAt}` : shapeTexts(shapes).sort().join(";");
  }

  #referenceText(reference: Reference): string {
    return `${this.#contents.get(reference.cell)} ${placeText(reference)}`;
  }
}

function placeText(reference: Reference): string {
  const { dx, dy, rotation, mirror, magnification, columns, rows, columnX, columnY, rowX, rowY, offsets } = reference;
  const array = reference.isArray ? [columns, rows, columnX, columnY, rowX, rowY, offsets ?? ""].join(" ") : "";
  return `${dx} ${dy} ${rotation} ${mirror} ${magnification} ${array}`;
}

/** The boxes of the shapes whose texts are among those that are wanted. */
function* boxesOf(
  shapes: Shapes | undefined,
  texts: readonly string[],
  wanted: ReadonlySet<string>,
): Generator<Box, void> {
  if (shapes === undefined || wanted.size === 0) return;
  const hulls = hullBoxes(shapes.outlines());
  for (const [i, text] of texts.entries())
    if (wanted.has(text)) yield new Box(hulls[4 * i], hulls[4 * i + 1], hulls[4 * i + 2], hulls[4 * i + 3]);
}

/** Where a box of a cell lies in the cell that places it: for each member, or for all of them together. */
function placedBoxes(reference: Reference, box: Box, others: number): Box[] {
  if (reference.count * others > mostBoxes) return [referenceBox(reference, box)];
  return Array.from(reference.members(), (member) => referenceBox(member, box));
}

/** Boxes, or one around all of them where they are too many: a cell that has changed may be placed a million times. */
class FewBoxes {
  list: Box[] = [];
  #isOne = false;

  add(boxes: Iterable<Box>): void {
    for (const box of boxes) {
      if (this.#isOne) this.list[0] = this.list[0].or(box);
      else if (this.list.push(box) > mostBoxes) {
        this.list = [this.list.reduce((sum, one) => sum.or(one))];
        this.#isOne = true;
      }
    }
  }
}

/** Boxes of arrays may reach beyond the coordinates that there are. */
function inRange({ left, bottom, right, top }: Box): Box {
  const side = (value: number) => Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), value));
  return new Box(side(left), side(bottom), side(right), side(top));
}

/** Boxes that hold these and do not touch each other. */
function apart(boxes: readonly Box[]): Box[] {
  const out: Box[] = [];
  for (let box of boxes) {
    for (let i = 0; i < out.length; ) {
      if (!out[i].touches(box)) i++;
      else {
        box = box.or(out[i]);
        out.splice(i, 1);
        // It may touch what it did not before.
        i = 0;
      }
    }
    out.push(box);
  }
  return out;
}
