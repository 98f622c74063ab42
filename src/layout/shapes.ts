/**
 * The shapes of one layer of one cell, in flat typed arrays of database units: polygons, boxes, paths (kept as paths)
 * and labels. Rectangular polygons are kept as boxes, whoever adds them, as GDSII readers do. Nothing is ever removed;
 * edits put other arrays in the place of all.
 */
import {
  type Affine,
  Box,
  BoxTree,
  hullBoxes,
  IntList,
  type PathShape,
  PolygonSet,
  PolygonSetBuilder,
  pathOutline,
} from "../geometry/index.ts";
import { inspectSymbol } from "../view/index.ts";
import { nextChange } from "./clock.ts";
import type { PolygonTarget } from "./flattener.ts";
import { LabelList } from "./label-list.ts";
import type { Layer } from "./layer.ts";
import { PathList } from "./paths/path-list.ts";
import { boxesIn, indicesIn, scan } from "./polygon-boxes.ts";
import type { PropertyList } from "./properties.ts";

export type ShapeKind = "polygon" | "box" | "path" | "label";

const fewShapes = 32;
/** A look at every box takes a hundredth to a three-hundredth of the time in which a tree of them is made. */
const fewWindows = 100;
const none: ReadonlyMap<number, PropertyList> = new Map();

export class Shapes {
  /** Its numbers never change; a reader that meets the layer's name later than its shapes puts in one with the name. */
  layer: Layer;
  // Made when they are needed: a library has thousands of layers in cells, most with nothing but a few boxes.
  #paths: PathList | null = null;
  #labels: LabelList | null = null;
  #polygons = new PolygonSetBuilder(0, 0);
  /** left, bottom, right, top of each polygon: a window looks at these alone. */
  #polygonBoxes = new IntList(0);
  #boxes = new IntList(0);
  #properties: Partial<Record<ShapeKind, Map<number, PropertyList>>> | null = null;
  // The box around all polygons and boxes, kept while they come: looking through a chip for it takes longer than a window.
  #left = 2 ** 31 - 1;
  #bottom = 2 ** 31 - 1;
  #right = -(2 ** 31);
  #top = -(2 ** 31);
  /** Number of the latest change (clock.ts). */
  changed = nextChange();
  // The same set until the next change: what is found out of it, as for a picture, is kept with it.
  #polygonView: PolygonSet | null = null;
  #all: PolygonSet | null = null;
  #pathOutlines: PolygonSet | null = null;
  #bbox: Box | null | undefined;
  #tree: BoxTree | null = null;
  /** That were asked for since the last change. */
  #windows = 0;

  constructor(layer: Layer) {
    this.layer = layer;
  }

  get paths(): PathList {
    return (this.#paths ??= new PathList());
  }
  get labels(): LabelList {
    return (this.#labels ??= new LabelList());
  }
  /** Polygons that are not boxes. */
  get polygons(): PolygonSet {
    return (this.#polygonView ??= this.#polygons.view());
  }
  /** left, bottom, right, top of each box. */
  get boxes(): Int32Array {
    return this.#boxes.view();
  }
  get polygonCount(): number {
    return this.#polygons.polygonCount;
  }
  get boxCount(): number {
    return this.#boxes.length / 4;
  }
  /** Polygons, boxes and paths: what has, or could have, an area. */
  get count(): number {
    return this.polygonCount + this.boxCount + (this.#paths?.count ?? 0);
  }

  get pathCount(): number {
    return this.#paths?.count ?? 0;
  }
  countOf(kind: ShapeKind): number {
    if (kind === "polygon") return this.polygonCount;
    return kind === "box" ? this.boxCount : kind === "path" ? this.pathCount : this.labelCount;
  }
  get labelCount(): number {
    return this.#labels?.count ?? 0;
  }

  /**
   * A ring of x,y pairs, as a box where it is an axis-parallel rectangle, else as a polygon.
   * The repeated first point that formats write is not kept. Returns the kind, whose last element it now is.
   */
  addRing(xy: ArrayLike<number>, start = 0, end = xy.length): ShapeKind {
    this.#touch();
    if (end - start > 2 && xy[start] === xy[end - 2] && xy[start + 1] === xy[end - 1]) end -= 2;
    if ((end - start === 8 && isRectangle(xy, start)) || (end - start === 6 && isThereAndBack(xy, start))) {
      const x0 = xy[start];
      const y0 = xy[start + 1];
      const x2 = xy[start + 4];
      const y2 = xy[start + 5];
      this.#pushBox(Math.min(x0, x2), Math.min(y0, y2), Math.max(x0, x2), Math.max(y0, y2));
      return "box";
    }
    this.#polygons.polygon(xy, start, end - start);
    this.#keepBox(xy, start, end);
    return "polygon";
  }

  /** A ring of more than four vertices, without the first one again: the first `length` numbers of `xy`, whose box is known. */
  addPolygon(xy: Int32Array, length: number, left: number, bottom: number, right: number, top: number): void {
    this.#touch();
    this.#polygons.polygon(xy, 0, length);
    this.#keepBoxOf(left, bottom, right, top);
  }

  addBox(left: number, bottom: number, right: number, top: number): void {
    this.#touch();
    this.#pushBox(left, bottom, right, top);
  }

  /** All polygons of a set, those with holes too. Returns the kind of the last one. */
  addPolygons(set: PolygonSet): ShapeKind {
    this.#touch();
    let kind: ShapeKind = "polygon";
    for (let polygon = 0; polygon < set.count; polygon++) {
      const ring = set.polygons[polygon];
      if (set.polygons[polygon + 1] - ring === 1)
        kind = this.addRing(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1]);
      else {
        kind = "polygon";
        this.#polygons.appendRange(set, polygon, polygon + 1);
        this.#keepBox(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1]);
      }
    }
    return kind;
  }

  /** Many boxes at once: the first `length` numbers are left, bottom, right, top of each. */
  addBoxes(boxes: Int32Array, length = boxes.length): void {
    this.#touch();
    this.#boxes.pushAll(boxes, 0, length);
    this.#reachAll(boxes, 0, length);
  }

  /** Polygons of which none is a rectangle, nor is one when it is transformed, all at once. */
  addPolygonsOnly(set: PolygonSet, transform: Affine | null = null): void {
    this.#touch();
    const first = this.#polygons.polygonCount;
    this.#polygons.append(set, transform);
    const { xy, rings, polygons } = this.#polygons.view();
    for (let i = first; i < polygons.length - 1; i++)
      this.#keepBox(xy, 2 * rings[polygons[i]], 2 * rings[polygons[i] + 1]);
  }

  addPath(spine: ArrayLike<number>, shape: PathShape, start = 0, end = spine.length): void {
    this.#touch();
    this.paths.add(spine, shape, start, end);
  }

  /** @param code as `labelCode` makes it */
  addLabel(text: string, x: number, y: number, code: number, magnification = 1): void {
    this.#touch();
    this.labels.add(text, x, y, code, magnification);
  }

  /** Properties of the element `index` of a kind; none where it has none. */
  propertiesOf(kind: ShapeKind, index: number): PropertyList {
    return this.#properties?.[kind]?.get(index) ?? [];
  }
  setProperties(kind: ShapeKind, index: number, properties: PropertyList): void {
    this.#touch();
    const all = (this.#properties ??= {});
    if (properties.length === 0) all[kind]?.delete(index);
    else (all[kind] ??= new Map()).set(index, properties);
  }
  /** The elements of a kind that have properties, by index. */
  propertiesBy(kind: ShapeKind): ReadonlyMap<number, PropertyList> {
    return this.#properties?.[kind] ?? none;
  }
  /** Elements of any kind that have properties. */
  get withProperties(): number {
    return Object.values(this.#properties ?? {}).reduce((sum, map) => sum + map.size, 0);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  /** "Shapes of 1/0 metal: 2 boxes, 1 polygon". */
  toString(): string {
    const kinds = { box: "boxes", polygon: "polygons", path: "paths", label: "labels" } as const;
    const counts = (Object.keys(kinds) as ShapeKind[])
      .filter((kind) => this.countOf(kind) > 0)
      .map((kind) => `${this.countOf(kind)} ${this.countOf(kind) === 1 ? kind : kinds[kind]}`);
    return `Shapes of ${`${this.layer} ${this.layer.name}`.trim()}: ${counts.join(", ") || "none"}`;
  }

  /** Holds what `other`, which is not to be used any more, held; what was here is gone. */
  takeOver(other: Shapes): void {
    this.#touch();
    this.#paths = other.#paths;
    this.#labels = other.#labels;
    this.#polygons = other.#polygons;
    this.#polygonBoxes = other.#polygonBoxes;
    this.#boxes = other.#boxes;
    this.#properties = other.#properties;
    [this.#left, this.#bottom, this.#right, this.#top] = [other.#left, other.#bottom, other.#right, other.#top];
  }

  /** Polygons, then boxes, then path outlines, all as polygons. Made once, until the next change. */
  outlines(): PolygonSet {
    if (this.#all !== null) return this.#all;
    if (this.boxCount === 0 && this.paths.count === 0) return (this.#all = this.polygons);
    const builder = new PolygonSetBuilder(this.vertexCount, this.count);
    builder.append(this.polygons);
    builder.rectangles(this.boxes);
    builder.append(this.pathOutlines());
    return (this.#all = builder.view());
  }

  /** The outlines of the paths alone. */
  pathOutlines(): PolygonSet {
    this.#pathOutlines ??= this.#paths === null ? PolygonSet.empty : outlinesOf(this.#paths);
    return this.#pathOutlines;
  }

  /** Vertices of all outlines. */
  get vertexCount(): number {
    return this.polygons.vertexCount + 4 * this.boxCount + this.pathOutlines().vertexCount;
  }

  /** The box around all shapes and label positions, database units; null for none. */
  get bbox(): Box | null {
    if (this.#bbox !== undefined) return this.#bbox;
    const isThere = this.polygonCount + this.boxCount > 0;
    const polygons = isThere ? new Box(this.#left, this.#bottom, this.#right, this.#top) : null;
    const parts = [polygons, this.#pathBox(), this.#labels?.bbox() ?? null];
    return (this.#bbox = parts.reduce((sum, part) => (sum === null ? part : part === null ? sum : sum.or(part)), null));
  }

  /** As KLayout's: a round end counts as the square around it, which is larger where a path is slanted. */
  #pathBox(): Box | null {
    const paths = this.#paths;
    let box = this.pathOutlines().bbox();
    for (let i = 0; box !== null && i < this.pathCount; i++) {
      const shape = paths!.shapeOf(i);
      if (!shape.round) continue;
      const { spine, start, end } = paths!.spineOf(i);
      box = box.or(Box.around(pathOutline(spine, { ...shape, round: false }, start, end))!);
    }
    return box;
  }

  /** Appends all outlines, transformed, in the order of `outlines()`, which need not be made for that. */
  appendTo(target: PolygonTarget, transform: Affine | null): void {
    if (this.polygonCount > 0) target.append(this.polygons, transform);
    if (this.boxCount > 0) target.rectangles(this.boxes, transform);
    if (this.pathCount > 0) target.append(this.pathOutlines(), transform);
  }

  /** Appends the outlines whose boxes touch a window, transformed, in the order of `outlines()`. */
  appendTouching(target: PolygonTarget, window: Box, transform: Affine | null): void {
    const { bbox } = this;
    if (bbox === null || !bbox.touches(window)) return;
    if (window.contains(bbox)) {
      this.appendTo(target, transform);
      return;
    }
    if (this.#isSeldomAsked()) {
      target.appendChosen(this.polygons, indicesIn(this.#polygonBoxes.view(), window), transform);
      target.rectangles(boxesIn(this.boxes, window), transform);
      target.appendChosen(this.pathOutlines(), scan(this.pathOutlines(), window), transform);
    } else target.appendChosen(this.outlines(), this.#boxTree().touching(window), transform);
  }

  /** Indices into `outlines()` of the polygons whose boxes touch a window, ascending; null for all of them. */
  touching(window: Box): Uint32Array | null {
    const { bbox } = this;
    if (bbox === null || !bbox.touches(window)) return new Uint32Array(0);
    if (window.contains(bbox)) return null;
    return this.#isSeldomAsked() ? scan(this.outlines(), window) : this.#boxTree().touching(window);
  }

  /** A tree is made when about as much time has been spent without one. */
  #isSeldomAsked(): boolean {
    return this.count <= fewShapes || (this.#tree === null && this.#windows++ < fewWindows);
  }

  #boxTree(): BoxTree {
    return (this.#tree ??= new BoxTree(hullBoxes(this.outlines())));
  }

  #pushBox(left: number, bottom: number, right: number, top: number): void {
    this.#boxes.push4(left, bottom, right, top);
    this.#reach(left, bottom);
    this.#reach(right, top);
  }

  /** The box of a polygon's hull, which was added. */
  #keepBox(xy: ArrayLike<number>, start: number, end: number): void {
    let left = xy[start];
    let bottom = xy[start + 1];
    let right = left;
    let top = bottom;
    for (let i = start + 2; i < end; i += 2) {
      const x = xy[i];
      const y = xy[i + 1];
      if (x < left) left = x;
      else if (x > right) right = x;
      if (y < bottom) bottom = y;
      else if (y > top) top = y;
    }
    this.#keepBoxOf(left, bottom, right, top);
  }

  #keepBoxOf(left: number, bottom: number, right: number, top: number): void {
    this.#polygonBoxes.push4(left, bottom, right, top);
    this.#reach(left, bottom);
    this.#reach(right, top);
  }

  #reachAll(xy: ArrayLike<number>, start: number, end: number): void {
    for (let i = start; i < end; i += 2) this.#reach(xy[i], xy[i + 1]);
  }

  #reach(x: number, y: number): void {
    if (x < this.#left) this.#left = x;
    if (x > this.#right) this.#right = x;
    if (y < this.#bottom) this.#bottom = y;
    if (y > this.#top) this.#top = y;
  }

  #touch(): void {
    this.changed = nextChange();
    this.#polygonView = null;
    this.#all = null;
    this.#pathOutlines = null;
    this.#bbox = undefined;
    this.#tree = null;
    this.#windows = 0;
  }
}

function outlinesOf(paths: PathList): PolygonSet {
  if (paths.count === 0) return PolygonSet.empty;
  const builder = new PolygonSetBuilder(4 * paths.count, paths.count);
  for (let i = 0; i < paths.count; i++) {
    const { spine, start, end } = paths.spineOf(i);
    builder.polygon(pathOutline(spine, paths.shapeOf(i), start, end));
  }
  return builder.view();
}

/** Three points of which the last two are one, along an axis: to KLayout a rectangle without area. */
function isThereAndBack(xy: ArrayLike<number>, at: number): boolean {
  const isPoint = xy[at + 2] === xy[at + 4] && xy[at + 3] === xy[at + 5];
  return isPoint && (xy[at] === xy[at + 2] || xy[at + 1] === xy[at + 3]);
}

/**
 * Indexed and not destructured: this runs once for every polygon of a file. A rectangle without width or height is one,
 * too, in either direction: its first two points may be the same.
 */
function isRectangle(xy: ArrayLike<number>, at: number): boolean {
  return isUprightFirst(xy, at) || isLevelFirst(xy, at);
}

function isUprightFirst(xy: ArrayLike<number>, at: number): boolean {
  return xy[at] === xy[at + 2] && xy[at + 3] === xy[at + 5] && xy[at + 4] === xy[at + 6] && xy[at + 7] === xy[at + 1];
}

function isLevelFirst(xy: ArrayLike<number>, at: number): boolean {
  return xy[at + 1] === xy[at + 3] && xy[at + 2] === xy[at + 4] && xy[at + 5] === xy[at + 7] && xy[at + 6] === xy[at];
}
