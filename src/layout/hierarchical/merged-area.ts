/**
 * The area that a layer of a cell covers, without all of it being flattened: what is placed and overlaps nothing else
 * counts as often as it is placed with the area of its cell, which is worked out once. What overlaps is opened, level by
 * level, until it stands alone or is polygons; those are merged flat, in the end, all together.
 */
import {
  type Affine,
  type Box,
  BoxTree,
  Hits,
  hullBoxes,
  type PolygonSet,
  PolygonSetBuilder,
  Transform,
} from "../../geometry/index.ts";
import { unionArea } from "../../region/index.ts";
import { checkCoordinate } from "../../units.ts";
import type { Cell } from "../cell.ts";
import { checkCount, checkLevels } from "../flatten.ts";
import { Flattener } from "../flattener.ts";
import { childrenFirst, factsOf, type LayerFacts, referenceBox } from "../hierarchy.ts";
import { placed } from "../local-window.ts";
import { allMembers } from "../members.ts";
import type { Reference } from "../reference.ts";
import { isRigid } from "../rigid.ts";

/** A placed cell with fewer polygons is opened at once: polygons cost less than what is kept of an instance. */
const fewPolygons = 64;

/** A reference where it is placed in the cell whose area is asked for: one member, or an array without overlaps. */
interface Instance {
  readonly reference: Reference;
  /** Of the cell that the reference stands in. */
  readonly outside: Affine;
  /** Of one member; null for all members of an array. */
  readonly member: Affine | null;
  readonly box: Box;
}

/** What a cell was opened to. */
interface Found {
  readonly flat: PolygonSetBuilder;
  /** Into the same. */
  readonly flattener: Flattener;
  instances: Instance[];
}

/** Polygons that a hierarchy may be opened to: some seconds and a gigabyte, which a file of few kilobytes can ask for. */
const mostOpened = 5_000_000;

/**
 * Square database units. Throws a LayoutError `flatten-limit` where more than `limit` polygons have to be looked at; where it
 * is not given, 5 million, or as many as there are without opening anything.
 */
export function mergedArea(cell: Cell, key: number, limit?: number): number {
  checkLevels(cell);
  limit ??= Math.max(mostOpened, storedShapes(cell, key));
  return new AreaOf(cell, key, limit).of(cell);
}

function storedShapes(top: Cell, key: number): number {
  return childrenFirst([top]).reduce((sum, cell) => sum + (cell.shapesAt(key)?.count ?? 0), 0);
}

class AreaOf {
  readonly #top: Cell;
  readonly #key: number;
  readonly #limit: number;
  readonly #done = new Map<Cell, number>();
  /** Cells in and below which everything is turned by quarters and keeps its size: they are the same wherever they are. */
  readonly #rigid = new Map<Cell, boolean>();

  constructor(top: Cell, key: number, limit: number) {
    this.#top = top;
    this.#key = key;
    this.#limit = limit;
    for (const cell of childrenFirst([top]))
      this.#rigid.set(
        cell,
        cell.references.every((reference) => this.#isSame(reference)),
      );
  }

  of(cell: Cell): number {
    const known = this.#done.get(cell);
    if (known !== undefined) return known;
    const flat = new PolygonSetBuilder(0, 0);
    const found: Found = {
      flat,
      flattener: new Flattener(this.#key, flat, { check: () => this.#check(found) }),
      instances: [],
    };
    let area = 0;
    this.#open(cell, Transform.identity, found);
    while (found.instances.length > 0) {
      const { alone, crowded } = sorted(flat.view(), found.instances);
      for (const { reference, member } of alone)
        area += this.of(reference.cell) * (member === null ? reference.count : 1);
      found.instances = [];
      for (const one of crowded) this.#openInstance(one, found);
    }
    area += unionArea(flat.view());
    this.#done.set(cell, area);
    return area;
  }

  /** One level of a cell: its own polygons, and what it places. */
  #open(cell: Cell, outside: Affine, found: Found): void {
    const own = cell.shapesAt(this.#key);
    if (own !== undefined && own.count > 0) found.flat.append(own.outlines(), outside);
    this.#check(found);
    for (const reference of cell.references) {
      const facts = this.#factsOf(reference.cell);
      if (facts === null) continue;
      const isWhole = reference.count > 1 && isSpaced(reference, reference.transform.box(facts.outer!));
      if (!this.#isSame(reference)) this.#flatten(reference, outside, found);
      else if (reference.count === 1 || isWhole) {
        const box = outside.box(referenceBox(reference, facts.outer!));
        const member = isWhole ? null : outside.times(reference.transform);
        if (facts.shapes * reference.count <= fewPolygons) this.#flatten(reference, outside, found);
        else found.instances.push({ reference, outside, member, box: checked(box) });
      } else this.#openArray(reference, outside, facts, found);
    }
  }

  #openInstance({ reference, outside, member }: Instance, found: Found): void {
    const facts = this.#factsOf(reference.cell)!;
    if (member === null) this.#openArray(reference, outside, facts, found);
    else this.#open(reference.cell, member, found);
  }

  /** Each member by itself. */
  #openArray(reference: Reference, outside: Affine, facts: LayerFacts, found: Found): void {
    if (facts.shapes <= fewPolygons) {
      this.#flatten(reference, outside, found);
      return;
    }
    const first = outside.times(reference.transform);
    for (const [column, row] of allMembers(reference)) {
      const member = placed(first, outside, ...reference.displacement(column, row));
      found.instances.push({ reference, outside, member, box: checked(member.box(facts.outer!)) });
      this.#check(found);
    }
  }

  #flatten(reference: Reference, outside: Affine, { flattener }: Found): void {
    const first = outside.times(reference.transform);
    for (const [column, row] of allMembers(reference))
      flattener.visit(reference.cell, placed(first, outside, ...reference.displacement(column, row)), null, Infinity);
  }

  #check({ flat: { polygonCount, vertexCount }, instances }: Found): void {
    checkCount(this.#top, this.#key, polygonCount + instances.length, vertexCount, this.#limit);
  }

  /** True where what is placed has the area of its cell. */
  #isSame(reference: Reference): boolean {
    return isRigid(reference) && this.#rigid.get(reference.cell) === true;
  }

  #factsOf(cell: Cell): LayerFacts | null {
    const facts = factsOf(cell).layers.get(this.#key);
    return facts === undefined || facts.shapes === 0 || facts.outer === null ? null : facts;
  }
}

/** Instances whose boxes overlap nothing (they may touch), and the others. */
function sorted(flat: PolygonSet, instances: readonly Instance[]): { alone: Instance[]; crowded: Instance[] } {
  const polygons = hullBoxes(flat);
  const boxes = new Int32Array(polygons.length + 4 * instances.length);
  boxes.set(polygons);
  instances.forEach(({ box }, i) => {
    boxes.set(box.toArray(), polygons.length + 4 * i);
  });
  const tree = new BoxTree(boxes);
  const hits = new Hits();
  const alone: Instance[] = [];
  const crowded: Instance[] = [];
  instances.forEach((instance, i) => {
    const { left, bottom, right, top } = instance.box;
    // The boxes are whole: what shares an inner point shares one half a unit inside.
    tree.search(left + 0.5, bottom + 0.5, right - 0.5, top - 0.5, hits);
    const self = polygons.length / 4 + i;
    let isAlone = true;
    for (let k = 0; k < hits.count && isAlone; k++) isAlone = hits.items[k] === self;
    (isAlone ? alone : crowded).push(instance);
  });
  return { alone, crowded };
}

/** True where no two members of an array overlap, whose first has this box: seen at once for steps along the axes only. */
function isSpaced(
  { columns, rows, columnX, columnY, rowX, rowY, offsets }: Reference,
  { width, height }: Box,
): boolean {
  if (offsets !== null || ![columnX, columnY, rowX, rowY].every(Number.isInteger)) return false;
  const fits = (ax: number, ay: number, bx: number, by: number) =>
    (columns === 1 || (ay === 0 && Math.abs(ax) >= width)) && (rows === 1 || (bx === 0 && Math.abs(by) >= height));
  const turned = (ax: number, ay: number, bx: number, by: number) =>
    (columns === 1 || (ax === 0 && Math.abs(ay) >= height)) && (rows === 1 || (by === 0 && Math.abs(bx) >= width));
  return fits(columnX, columnY, rowX, rowY) || turned(columnX, columnY, rowX, rowY);
}

function checked(box: Box): Box {
  for (const side of box.toArray()) checkCoordinate(side);
  return box;
}
