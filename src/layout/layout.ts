/** A layout: a file's worth of cells on one grid (gdstk: Library; KLayout: Layout). */
import { optionsOf } from "../errors.ts";
import { type PolygonSet, PolygonSetBuilder, type PolygonSource } from "../geometry/index.ts";
import { Region } from "../region/index.ts";
import { checkDbu } from "../units.ts";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../view/index.ts";
import { Cell, type PolygonOptions, polygonNames, setReferences } from "./cell.ts";
import { CellLibrary } from "./edits/cell-library.ts";
import { cellsWithDbu } from "./edits/change-dbu.ts";
import { copyCells, removeReferences, replaceReferences } from "./edits/copy-cells.ts";
import { flattenCell } from "./edits/flatten-cell.ts";
import { type LayerMap, layerMoves, mapLayers } from "./edits/map-layers.ts";
import { type DuplicateRule, mergeCells } from "./edits/merge-layouts.ts";
import { snapCells } from "./edits/snap.ts";
import { nameTaken, uniqueName } from "./edits/unique-name.ts";
import { type Check, type FlatPolygonsOptions, flatten } from "./flatten.ts";
import { childrenFirst, factsOf } from "./hierarchy.ts";
import { type LayerLike, toLayer } from "./layer.ts";
import { layoutBundle, layoutText } from "./pictures/display.ts";
import { Picture } from "./pictures/picture.ts";
import type { PictureOptions } from "./pictures/picture-style.ts";
import { unknownLayer } from "./unknown-layer.ts";
import { windowInDbu } from "./window-in-dbu.ts";

export interface FlattenOptions {
  /** Levels of references that are dissolved; all where not given. */
  readonly depth?: number;
  /** Only references to these cells are dissolved, at any level; others stay, where they are. */
  readonly cells?: readonly (Cell | string)[];
  /** True where cells that nothing places any more are kept, as top cells. */
  readonly keepCells?: boolean;
  /** Most shapes, labels and references that may come of it: 20 million. */
  readonly limit?: number;
}

export class Layout extends CellLibrary {
  /** A layout of these cells and of all that they refer to. */
  static of(...cells: readonly Cell[]): Layout {
    return new Layout().add(...cells);
  }

  /**
   * Gives a cell another name. Throws a LayoutError `unknown-cell`, and `duplicate-cell` where the name is taken.
   * @example chip.rename("nand2", "NAND2");
   */
  rename(cell: Cell | string, name: string): this {
    const one = this.own(cell);
    if (one.name !== name && this.has(name)) throw nameTaken(name, this.where);
    one.rename(name);
    return this;
  }

  /** A layout of the same cells, each a copy: what is done to one of the two does not touch the other. */
  copy(): Layout {
    const copies = copyCells(childrenFirst(this.cells), (cell) => cell.name);
    return this.#like(this.cells.map((cell) => copies.get(cell)!));
  }

  /**
   * Puts a copy of a cell into the layout and returns it: named `as`, else as the cell with "$1" (or "$2"…) behind. Its
   * references place the same cells or, `withChildren`, copies of them, with such names.
   * Throws a LayoutError `unknown-cell` or `duplicate-cell`.
   */
  copyOf(cell: Cell | string, options: { readonly as?: string; readonly withChildren?: boolean } = {}): Cell {
    const one = this.own(cell);
    const { as, withChildren = false } = optionsOf(options, "LayoutError", ["as", "withChildren"]);
    if (as !== undefined && this.has(as)) throw nameTaken(as, this.where);
    const taken = new Set(as === undefined ? [] : [as]);
    const free = (name: string) => {
      const unique = uniqueName(name, (other) => taken.has(other) || this.has(other));
      taken.add(unique);
      return unique;
    };
    const copies = copyCells(withChildren ? childrenFirst([one]) : [one], (each) =>
      each === one && as !== undefined ? as : free(each.name),
    );
    const copy = copies.get(one)!;
    this.add(copy);
    return copy;
  }

  /**
   * Takes a cell out, and all references to it. The cells that it placed stay, or go as well where nothing else places
   * them (`withChildren`). Throws a LayoutError `unknown-cell`.
   */
  remove(cell: Cell | string, options: { readonly withChildren?: boolean } = {}): this {
    const { withChildren = false } = optionsOf(options, "LayoutError", ["withChildren"]);
    const gone = this.own(cell);
    return this.#edit(!withChildren, (cells) => removeReferences(cells, gone), gone);
  }

  /**
   * Makes what a cell's references place, through all levels, the cell's own: paths stay paths, labels and properties of
   * shapes are kept, properties of references are not. Coordinates of turned and magnified references are rounded once.
   * Cells that nothing places any more leave the layout, unless `keepCells`.
   * Throws a LayoutError `unknown-cell`, `flatten-limit`, `depth` or `recursive-cells`; nothing is changed then.
   * @example chip.flatten("top"); chip.flatten("top", { depth: 1 }); chip.flatten("top", { cells: ["via"] });
   */
  flatten(cell: Cell | string, options: FlattenOptions = {}): this {
    const one = this.own(cell);
    const {
      depth,
      limit,
      cells,
      keepCells = false,
    } = optionsOf(options, "LayoutError", ["depth", "cells", "keepCells", "limit"]);
    const chosen = cells === undefined ? null : new Set(cells.map((each) => this.own(each)));
    return this.#edit(keepCells, () => flattenCell(one, { depth, limit, cells: chosen }));
  }

  /**
   * Puts in the place of every reference to `child` in a cell what `child` holds, its references included: one level.
   * As `flatten(cell, { cells: [child], depth: 1 })`.
   */
  explode(cell: Cell | string, child: Cell | string, options: Pick<FlattenOptions, "limit" | "keepCells"> = {}): this {
    return this.flatten(cell, { ...options, cells: [child], depth: 1 });
  }

  /**
   * Lets all references to a cell place another, which may be new to the layout. Where the other one holds the first,
   * that reference stays, so that a cell can be wrapped. The first cell leaves the layout where nothing places it any
   * more, unless `keepCells`. Throws a LayoutError `unknown-cell`, `dbu-mismatch` or `duplicate-cell`.
   * @example chip.replace("via", viaNew);
   */
  replace(cell: Cell | string, by: Cell | string, options: Pick<FlattenOptions, "keepCells"> = {}): this {
    const { keepCells = false } = optionsOf(options, "LayoutError", ["keepCells"]);
    const one = this.own(cell);
    const other = by instanceof Cell ? by : this.cell(by);
    this.sameGrid(other);
    const before = this.parentsOf(one).map((parent) => ({ parent, references: [...parent.references] }));
    const added = this.cells.filter((each) => this.wasAdded(each));
    try {
      this.#edit(keepCells, (cells) => replaceReferences(cells, one, other));
      this.listing;
    } catch (error) {
      for (const { parent, references } of before) setReferences(parent, references);
      this.setAdded(added);
      throw error;
    }
    return this;
  }

  /**
   * Copies the cells of another layout (or of a cell and all below it) into this one. Where a name is taken: "error", "rename"
   * (the new cell gets "$1"…), "keep" (the cell that is here stands for both) or "replace" (it gets the other's contents).
   * A cell that is missing in one of the two is taken from the other, whatever the rule. Cells that nothing places any more
   * do not stay, and those that only a cell places that is not taken do not come.
   * Throws a LayoutError `duplicate-cell`, `recursive-cells`, or `dbu-mismatch`: bring both to one grid with `withDbu`.
   * @example chip.merge(frame.withDbu(chip.dbu), { onDuplicate: "rename" });
   */
  merge(other: Layout | Cell, options: { readonly onDuplicate?: DuplicateRule } = {}): this {
    const { onDuplicate = "error" } = optionsOf(options, "LayoutError", ["onDuplicate"]);
    const theirs = other instanceof Layout ? other.cells : Layout.of(other).cells;
    if (theirs.length > 0) this.adoptDbu(other.dbu);
    for (const cell of theirs) this.sameGrid(cell);
    let added: readonly Cell[] = [];
    const ours = this.listing.byName;
    this.#edit(false, () => {
      added = mergeCells(ours, theirs, onDuplicate, this.where);
    });
    for (const cell of added) this.add(cell);
    return this;
  }

  /**
   * Moves shapes and labels of layers to other layers in all cells, all at once, so that layers can change places; null
   * takes them away. What comes to a layer joins what is there. Throws a LayoutError `layer-map`, and `unknown-layer` for
   * a layer that no cell has, unless `ifMissing: "empty"`.
   * @example chip.mapLayers({ "1/0": "10/0", "10/0": "1/0", "63/0": null });
   */
  mapLayers(map: LayerMap, options: Pick<PolygonOptions, "ifMissing"> = {}): this {
    const { ifMissing = "error" } = optionsOf(options, "LayoutError", ["ifMissing"]);
    const moves = layerMoves(map);
    const there = this.layers();
    const known = new Set(there.map(({ key }) => key));
    for (const { from } of moves.values())
      if (ifMissing !== "empty" && !known.has(from.key)) throw unknownLayer(from, there, this.where);
    mapLayers(this.cells, moves, there);
    return this;
  }

  /**
   * A copy of the layout with another database unit (µm), in which everything stays where it is. What lies between the
   * points of a coarser grid is rounded, with one warning `off-grid`. Throws a LayoutError `coordinate-range` where
   * something leaves the 32-bit range.
   */
  withDbu(dbu: number): Layout {
    const copies = cellsWithDbu(childrenFirst(this.cells), checkDbu(dbu));
    return this.#like(
      this.cells.map((cell) => copies.get(cell)!),
      dbu,
    );
  }

  /**
   * Moves all vertices, labels and references onto a coarser grid, µm, in place: `chip.snap(5 * nm)`. Paths stay paths where
   * their corners are then on the grid, else their outlines are snapped; what has no area left goes, with a warning.
   * Throws a LayoutError `grid` where it is no whole multiple of the database unit.
   */
  snap(grid: number): this {
    snapCells(this.cells, grid, this.dbu);
    return this;
  }

  /**
   * The polygons of a layer of all top cells, flat, database units: those whose boxes touch the window, whole.
   * Throws a LayoutError `unknown-layer` where no cell has the layer; `ifMissing: "empty"` takes it as empty.
   */
  polygonsOf(layer: LayerLike, options: PolygonOptions = {}): PolygonSet {
    const { window, depth, limit } = optionsOf(options, "LayoutError");
    return this.#flat(this.#known(layer, options), { window: window && windowInDbu(window, this.dbu), depth, limit });
  }

  /** The polygons of a layer of all top cells as a region, cut at the window where one is given. */
  region(layer: LayerLike, options: PolygonOptions = {}): Region {
    const region = Region.of(this.polygonsOf(layer, options), { dbu: this.dbu });
    return options.window === undefined ? region : region.clip(options.window);
  }

  /** The polygons of a layer by window, for whatever rasterizes or draws. */
  source(layer: LayerLike, options: Omit<PolygonOptions, "window"> = {}): PolygonSource {
    const key = this.#known(layer, options);
    return { dbu: this.dbu, polygonsIn: (window, check) => this.#flat(key, { ...options, window }, check) };
  }

  /**
   * The layout, shown with layer properties, in a window or with some layers: `chip.picture({ properties: await readLyp("a.lyp") })`.
   */
  picture(options: PictureOptions = {}): Picture {
    return new Picture(
      () => this.toString(),
      (chosen) => layoutBundle(this, chosen),
      options,
    );
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  override toString(): string {
    return layoutText(this, this.title);
  }

  [displaySymbol](): MimeBundle {
    return layoutBundle(this);
  }

  #flat(key: number, options: FlatPolygonsOptions, check?: Check): PolygonSet {
    const sets = this.tops.map((cell) => flatten(cell, key, options, check)).filter((set) => set.count > 0);
    if (sets.length === 1) return sets[0];
    const builder = new PolygonSetBuilder();
    for (const set of sets) builder.append(set);
    return builder.view();
  }

  #known(like: LayerLike, options: PolygonOptions): number {
    const { ifMissing = "error" } = optionsOf(options, "LayoutError", polygonNames);
    const layer = toLayer(like);
    if (ifMissing === "empty" || this.tops.some((cell) => factsOf(cell).layers.has(layer.key))) return layer.key;
    throw unknownLayer(layer, this.layers(), this.where);
  }

  /** @param gone a cell that leaves, which nothing places any more after `work` */
  #edit(keepCells: boolean, work: (cells: readonly Cell[]) => void, gone?: Cell): this {
    const { cells, tops } = this.listing;
    work(cells);
    const roots = (keepCells ? cells : tops).filter((cell) => cell !== gone);
    const stay = new Set(childrenFirst(roots));
    this.setAdded(cells.filter((cell) => stay.has(cell) && (keepCells || this.wasAdded(cell))));
    return this;
  }

  #like(cells: Iterable<Cell>, dbu = this.dbu): Layout {
    const { name, userUnit, file, format } = this;
    const layout = new Layout({ name, dbu, userUnit, file, format });
    layout.properties = this.properties;
    for (const cell of cells) layout.add(cell);
    return layout;
  }
}
