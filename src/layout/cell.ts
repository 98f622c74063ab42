/** A cell: shapes by layer, and references to other cells. One of the two containers that fill up (Layout is the other). */
import { checkArgument, describe, optionsOf, ReticleError } from "../errors.ts";
import type { Box, BoxTree, PolygonSet, PolygonSource } from "../geometry/index.ts";
import { type BooleanOperation, Region } from "../region/index.ts";
import { checkDbu, defaultDbu, sameDbu } from "../units.ts";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../view/index.ts";
import { addShape, type Shape } from "./add-shape.ts";
import { nextChange } from "./clock.ts";
import { copyCell } from "./edits/copy-cells.ts";
import { type FlatLabel, labelsInMicrons } from "./flat-labels.ts";
import { flatten } from "./flatten.ts";
import { eachOf, isListOfReferences } from "./given-lists.ts";
import { combine } from "./hierarchical/combine.ts";
import { childrenFirst, factsOf, findCycle } from "./hierarchy.ts";
import { isLayerLike, type Layer, type LayerLike, toLayer } from "./layer.ts";
import { cellBundle, cellText } from "./pictures/display.ts";
import { Picture } from "./pictures/picture.ts";
import type { PictureOptions } from "./pictures/picture-style.ts";
import type { PropertyList } from "./properties.ts";
import {
  type ArrayOptions,
  arrayed,
  type PlacementOptions,
  placed,
  Reference,
  scattered,
  type Vector,
} from "./reference.ts";
import { referenceTree } from "./reference-tree.ts";
import { Shapes } from "./shapes.ts";
import { unknownLayer } from "./unknown-layer.ts";
import { WaitingReferences } from "./waiting-references.ts";
import { type Instance, type InstanceOptions, walk } from "./walk.ts";
import { windowInDbu } from "./window-in-dbu.ts";

export interface CellOptions {
  /** Database unit, µm: 0.001 where not given. */
  readonly dbu?: number;
}

export interface PolygonOptions {
  /** What is looked at, µm. */
  readonly window?: Box;
  /** Levels of references that are followed: 0 for none; all where not given. */
  readonly depth?: number;
  /** Most polygons before flattening is refused: 20 million. */
  readonly limit?: number;
  /** What a layer that is not there is: an "error" that lists those there are, where not given, or "empty". */
  readonly ifMissing?: "error" | "empty";
}

/** Names of the options. */
export const polygonNames = ["window", "depth", "limit", "ifMissing"] as const;

export type BooleanOptions = Pick<PolygonOptions, "limit" | "ifMissing">;

const fewReferences = 32;

/** For the edits of this room alone: gives a cell other references, whose cells have its grid. */
export let setReferences: (cell: Cell, references: Reference[]) => void;

const booleans: readonly BooleanOperation[] = ["or", "and", "not", "xor"];

/** A named group of shapes and references. Lengths are µm; what it keeps are whole database units. */
export class Cell {
  /** Database unit, µm. */
  readonly dbu: number;
  /** True for a cell that a file refers to without containing it. */
  isGhost = false;
  /** What OASIS files attach to the cell as a whole; GDSII has no place for it. */
  properties: PropertyList = [];
  /** clock.ts's number when the cell was made. */
  readonly madeAt = nextChange();
  #name: string;
  readonly #shapes = new Map<number, Shapes>();
  #placed: Reference[] = [];
  /** Behind those of `#placed`. */
  #waiting: WaitingReferences | null = null;
  #children = new Set<Cell>();
  #changed = nextChange();
  #tree: { readonly tree: BoxTree; readonly madeAt: number } | null = null;

  constructor(name: string, options: CellOptions = {}) {
    const { dbu = defaultDbu } = optionsOf(options, "LayoutError", ["dbu"]);
    this.#name = checkName(name);
    this.dbu = checkDbu(dbu);
  }

  static {
    setReferences = (cell, references) => {
      cell.#changed = nextChange();
      cell.#placed = references;
      cell.#waiting = null;
      cell.#children = new Set(references.map((reference) => reference.cell));
    };
  }

  get name(): string {
    return this.#name;
  }
  /**
   * Gives the cell another name; its references know it by itself, not by its name. Returns the cell.
   * `Layout.rename` also looks whether the name is free.
   */
  rename(name: string): this {
    this.#name = checkName(name);
    this.#changed = nextChange();
    return this;
  }

  /**
   * Adds shapes to a layer (regions, boxes, paths, labels, lists of them), or references. Returns the cell.
   * @example cell("top").add(layer(1, 0), box(0, 0, 10, 10)).add(unit.at(20, 0));
   */
  add(layer: LayerLike, ...shapes: (Shape | readonly Shape[])[]): this;
  add(...references: (Reference | readonly Reference[])[]): this;
  add(first: LayerLike | Reference | readonly Reference[], ...rest: unknown[]): this {
    if (first instanceof Reference || isListOfReferences(first)) {
      for (const reference of eachOf([first, ...rest])) this.#addReference(reference as Reference);
      return this;
    }
    if (!isLayerLike(first)) throw noLayer(this.name, first);
    const shapes = this.shapes(first);
    for (const shape of eachOf(rest)) addShape(this, shapes, shape as Shape);
    return this;
  }

  /**
   * Takes references out: those given, lists of them, or all to a cell. Returns the cell. A child that nothing places any more stays
   * in a layout only where it was added to it. Throws a LayoutError `unknown-reference`; nothing is changed then.
   * @example top.remove(top.references.filter(({ rotation }) => rotation === 180)); top.remove(via)
   */
  remove(...gone: readonly (Reference | Cell | readonly (Reference | Cell)[])[]): this {
    const own = new Set<unknown>([...this.references, ...this.#children]);
    const set = new Set(eachOf(gone));
    for (const one of set) if (!own.has(one)) throw notPlaced(this.name, one);
    setReferences(
      this,
      this.references.filter((reference) => !set.has(reference) && !set.has(reference.cell)),
    );
    return this;
  }

  /**
   * Takes its own shapes and labels of these layers away, or of all layers where none are given; references stay, and so
   * do the cells below. Returns the cell.
   * @example const wider = top.region("1/0", { depth: 0 }).sized(0.1); top.clear("1/0").add("1/0", wider)
   */
  clear(...layers: readonly LayerLike[]): this {
    const keys = layers.length === 0 ? this.#shapes.keys() : layers.map((like) => toLayer(like).key);
    for (const key of keys) {
      const shapes = this.#shapes.get(key);
      shapes?.takeOver(new Shapes(shapes.layer));
    }
    return this;
  }

  /**
   * For readers of files: places a cell once, in database units and quarter turns. Its Reference is made when it is looked
   * at. The cell must have the same database unit.
   */
  place(cell: Cell, dx: number, dy: number, quarterTurns: number, mirror: boolean): void {
    this.#changed = nextChange();
    this.#waiting ??= new WaitingReferences();
    if (this.#waiting.push(cell, dx, dy, quarterTurns, mirror)) this.#children.add(cell);
  }

  /** A cell of another name with the same shapes, in arrays of its own, and references to the same cells. */
  copy(name: string): Cell {
    return copyCell(this, name);
  }

  /** A reference to this cell, moved to (x, y), µm. */
  at(x: number, y: number, options: PlacementOptions = {}): Reference {
    return placed(this, x, y, options);
  }

  /** A reference to columns × rows of this cell: `unit.array(4, 3, { pitch: [20, 20] })`, µm. */
  array(columns: number, rows: number, options: ArrayOptions): Reference {
    return arrayed(this, columns, rows, options);
  }

  /**
   * One reference to this cell at many points, µm, for what is no regular array: `via.places([[0, 0], [3, 1], [7, 2]])`.
   * OASIS keeps it as one repetition, GDSII as single references. Throws a LayoutError `places` for no points.
   */
  places(points: readonly Vector[], options: PlacementOptions = {}): Reference {
    return scattered(this, points, options);
  }

  /** Its own references, in the order in which they were added; arrays are one each. */
  get references(): readonly Reference[] {
    return this.#allPlaced();
  }
  /** The cells that it refers to, each once. */
  get children(): ReadonlySet<Cell> {
    return this.#children;
  }
  /**
   * All cells below it, each once, children before those that place them.
   * Throws a LayoutError `recursive-cells` where a cell contains itself.
   */
  descendants(): Cell[] {
    return childrenFirst([this]).slice(0, -1);
  }
  /** Levels of references below it: 0 for a cell without references. Throws a LayoutError `recursive-cells`. */
  get depth(): number {
    return factsOf(this).depth;
  }
  /** True where it, or a cell below it, contains itself: such cells can be made, but not measured, shown or written. */
  get isRecursive(): boolean {
    return findCycle([this]) !== null;
  }

  /**
   * Every placed cell below, outer ones before what they hold, one by one as they are asked for: arrays are never
   * expanded before. Throws a LayoutError `recursive-cells`, `depth`, and `unknown-cell` for an `of` that is not below.
   * @example for (const { cell, at, path } of top.instances({ of: "via", window: box(0, 0, 50, 50) })) console.log(at);
   */
  instances(options: InstanceOptions = {}): Generator<Instance> {
    optionsOf(options, "LayoutError", ["window", "depth", "of"]);
    return walk(this, options, options.window === undefined ? null : windowInDbu(options.window, this.dbu));
  }

  /** Its own shapes, layer by layer, in the order in which the layers came. */
  get allShapes(): IterableIterator<Shapes> {
    return this.#shapes.values();
  }
  get isEmpty(): boolean {
    return (
      this.#placed.length === 0 &&
      this.#waiting === null &&
      [...this.allShapes].every((s) => s.count + s.labels.count === 0)
    );
  }

  /** Its own shapes of a layer, made where there are none: flat arrays in database units, to read and to add to. */
  shapes(like: LayerLike): Shapes {
    const layer = toLayer(like);
    const there = this.#shapes.get(layer.key);
    if (there !== undefined) return there;
    const shapes = new Shapes(layer);
    this.#shapes.set(layer.key, shapes);
    return shapes;
  }
  /** Its own shapes of the layer with a key (`Layer.key`), if any. */
  shapesAt(key: number): Shapes | undefined {
    return this.#shapes.get(key);
  }

  /** Layers with shapes or labels, here and below, sorted. */
  layers(): Layer[] {
    const facts = [...factsOf(this).layers.values()].filter((f) => f.shapes + f.labels > 0);
    return facts.map((f) => f.layer).sort((a, b) => a.key - b.key);
  }

  /** The box around all shapes and labels, here and below, µm; null where there are none. */
  get bbox(): Box | null {
    return factsOf(this).bbox?.toMicrons(this.dbu) ?? null;
  }
  /** The same for one layer. */
  bboxOf(layer: LayerLike): Box | null {
    return factsOf(this).layers.get(toLayer(layer).key)?.bbox?.toMicrons(this.dbu) ?? null;
  }

  /**
   * The polygons of a layer through all levels, database units: those whose boxes touch the window, whole.
   * Throws a LayoutError `unknown-layer` where neither the cell nor one below has the layer (`ifMissing: "empty"` takes it
   * as empty), `flatten-limit` where there are too many.
   */
  polygonsOf(layer: LayerLike, options: PolygonOptions = {}): PolygonSet {
    const { window, depth, limit } = optionsOf(options, "LayoutError");
    return flatten(this, this.#known(layer, options), {
      window: window && windowInDbu(window, this.dbu),
      depth,
      limit,
    });
  }

  /** The polygons of a layer through all levels as a region, cut at the window where one is given. */
  region(layer: LayerLike, options: PolygonOptions = {}): Region {
    const region = Region.of(this.polygonsOf(layer, options), { dbu: this.dbu });
    return options.window === undefined ? region : region.clip(options.window);
  }

  /**
   * A boolean between two layers, here and below, as `region(a).and(region(b))` and so on give it, or the union of one
   * layer. Cells that stand alone, as members of arrays do, are combined once however often they are placed.
   * Throws what `polygonsOf` does.
   * @example chip.boolean("not", "10/0", "12/0")
   */
  boolean(operation: BooleanOperation, a: LayerLike, b: LayerLike, options?: BooleanOptions): Region;
  boolean(operation: "or", layer: LayerLike): Region;
  boolean(operation: BooleanOperation, a: LayerLike, b?: LayerLike, options: BooleanOptions = {}): Region {
    checkArgument(booleans.includes(operation), operation, "LayoutError", `one of ${booleans.join(", ")}`);
    const first = this.#known(a, options);
    const keys = b === undefined ? ([first] as const) : ([first, this.#known(b, options)] as const);
    return Region.of(combine(this, operation, keys, options.limit), { dbu: this.dbu, isMerged: true });
  }

  /**
   * The labels of a layer through all levels with their positions, µm: `top.labelsOf("10/0")[0].text`.
   * Throws a LayoutError `unknown-layer`, and `flatten-limit` where there are more than `limit` (a million).
   */
  labelsOf(layer: LayerLike, options: Pick<PolygonOptions, "limit" | "ifMissing"> = {}): FlatLabel[] {
    return labelsInMicrons(this, this.#known(layer, options), options.limit ?? 1_000_000);
  }

  /** The polygons of a layer by window, for whatever rasterizes or draws; only what a window holds is looked at. */
  source(layer: LayerLike, options: Omit<PolygonOptions, "window"> = {}): PolygonSource {
    const key = this.#known(layer, options);
    return { dbu: this.dbu, polygonsIn: (window, check) => flatten(this, key, { ...options, window }, check) };
  }

  /** Its own references with a member whose box touches a window (database units). */
  referencesIn(window: Box): Iterable<Reference> {
    const { references } = this;
    if (references.length <= fewReferences) return references;
    const { madeAt } = factsOf(this);
    if (this.#tree?.madeAt !== madeAt) this.#tree = { tree: referenceTree(references), madeAt };
    return Array.from(this.#tree.tree.touching(window), (index) => references[index]);
  }

  /** clock.ts's number of the latest change to the cell itself. */
  get changed(): number {
    let latest = this.#changed;
    for (const shapes of this.#shapes.values()) if (shapes.changed > latest) latest = shapes.changed;
    return latest;
  }

  /**
   * The cell, shown with layer properties, in a window or with some layers: `top.picture({ properties: await readLyp("a.lyp") })`.
   */
  picture(options: PictureOptions = {}): Picture {
    return new Picture(
      () => this.toString(),
      (chosen) => cellBundle(this, chosen),
      options,
    );
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    return cellText(this);
  }

  [displaySymbol](): MimeBundle {
    return cellBundle(this);
  }

  #known(like: LayerLike, options: PolygonOptions): number {
    const { ifMissing = "error" } = optionsOf(options, "LayoutError", polygonNames);
    const layer = toLayer(like);
    if (ifMissing === "empty" || factsOf(this).layers.has(layer.key)) return layer.key;
    throw unknownLayer(layer, this.layers(), `cell "${this.name}"`);
  }

  #allPlaced(): Reference[] {
    this.#waiting?.appendTo(this.#placed);
    this.#waiting = null;
    return this.#placed;
  }

  #addReference(reference: Reference): void {
    if (!(reference instanceof Reference)) {
      throw new ReticleError(
        "LayoutError",
        "reference",
        `what was added to "${this.name}" behind a reference is no reference; shapes need their layer first: add(layer, …)`,
      );
    }
    const { cell } = reference;
    if (!sameDbu(cell.dbu, this.dbu)) {
      throw new ReticleError(
        "LayoutError",
        "dbu-mismatch",
        `cell "${cell.name}" has a database unit of ${cell.dbu} µm, "${this.name}" one of ${this.dbu} µm; they must be the same`,
      );
    }
    this.#changed = nextChange();
    this.#allPlaced().push(reference);
    this.#children.add(cell);
  }
}

function notPlaced(name: string, one: unknown): ReticleError {
  const what =
    one instanceof Cell
      ? `a reference to cell "${one.name}"`
      : one instanceof Reference
        ? `this reference to cell "${one.cell.name}"`
        : `${describe(one)}, which is no reference`;
  return new ReticleError(
    "LayoutError",
    "unknown-reference",
    `cell "${name}" does not have ${what}; its references are cell.references`,
  );
}

function checkName(name: string): string {
  if (typeof name !== "string" || name === "")
    throw new ReticleError("LayoutError", "cell-name", "a cell needs a name that is not empty");
  return name;
}

/** Nothing is ever added in silence to no layer: a cell has to be placed, a shape needs its layer. */
function noLayer(name: string, first: unknown): ReticleError {
  const hint =
    first instanceof Cell
      ? `cell "${first.name}" was added to "${name}" without a place; place it with at(x, y) or array(…)`
      : `what was added first to "${name}" is neither a layer nor a reference; shapes need their layer first: add(layer, …)`;
  return new ReticleError("LayoutError", "layer-missing", hint);
}

/** An empty cell: `const top = cell("top")`; its grid is 1 nm, or `cell("top", { dbu: 0.0005 })`. */
export function cell(name: string, options: CellOptions = {}): Cell {
  return new Cell(name, options);
}
