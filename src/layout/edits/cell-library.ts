/** The cells of a layout by name, and what they are to each other. */
import { didYouMean, optionsOf, ReticleError } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import { checkDbu, defaultDbu, sameDbu } from "../../units.ts";
import type { Cell } from "../cell.ts";
import { latestChange } from "../clock.ts";
import { childrenFirst, findCycle } from "../hierarchy.ts";
import type { Layer } from "../layer.ts";
import { type Listing, listCells } from "../listing.ts";
import type { PropertyList } from "../properties.ts";

export interface LayoutOptions {
  /** As the file calls its library; "LIB" where not given. */
  readonly name?: string;
  /** Database unit, µm: that of the first cell, else 0.001. */
  readonly dbu?: number;
  /** The user unit that a file names, µm: 1. Nothing is scaled by it. */
  readonly userUnit?: number;
  /** Where it was read from, for messages. */
  readonly file?: string;
  /** "gds", "oasis": the format that it was read from. */
  readonly format?: string;
}

/** What a Layout is before it is edited or drawn. */
export abstract class CellLibrary {
  readonly name: string;
  readonly userUnit: number;
  readonly file: string | undefined;
  readonly format: string | undefined;
  /** What OASIS files attach to the file as a whole; GDSII has no place for it. */
  properties: PropertyList = [];
  #dbu: number | undefined;
  #added = new Set<Cell>();
  #listing: Listing | null = null;

  constructor(options: LayoutOptions = {}) {
    const {
      name = "LIB",
      dbu,
      userUnit = 1,
      file,
      format,
    } = optionsOf(options, "LayoutError", ["name", "dbu", "userUnit", "file", "format"]);
    this.name = name;
    this.#dbu = dbu === undefined ? undefined : checkDbu(dbu);
    this.userUnit = userUnit;
    this.file = file;
    this.format = format;
  }

  /** Adds cells; those that they refer to belong to the layout as well. Returns the layout. */
  add(...cells: readonly Cell[]): this {
    for (const cell of cells) {
      checkCell(cell, this.where);
      this.adoptDbu(cell.dbu);
      this.sameGrid(cell);
      this.#added.add(cell);
    }
    this.#listing = null;
    return this;
  }

  /** Database unit, µm. */
  get dbu(): number {
    return this.#dbu ?? defaultDbu;
  }

  /**
   * All cells: those added, in that order, then those that they refer to, children first.
   * Throws a LayoutError `duplicate-cell` where two have the same name, `recursive-cells` where one contains itself.
   */
  get cells(): readonly Cell[] {
    return this.listing.cells;
  }

  /** The cells that no other refers to. */
  get tops(): readonly Cell[] {
    return this.listing.tops;
  }

  has(name: string): boolean {
    return this.listing.byName.has(name);
  }

  /** The cell of that name. Throws a LayoutError `unknown-cell` with the nearest names. */
  cell(name: string): Cell {
    const { byName } = this.listing;
    const found = byName.get(name);
    if (found !== undefined) return found;
    if (typeof name !== "string") throw noCell(name, this.where);
    throw new ReticleError(
      "LayoutError",
      "unknown-cell",
      `cell "${name}" is not in ${this.where}${didYouMean(name, byName.keys()) || cellsThere(byName)}`,
    );
  }

  /** The cells that place this one. Throws a LayoutError `unknown-cell`. */
  parentsOf(cell: Cell | string): readonly Cell[] {
    return this.listing.parents.get(this.own(cell)) ?? [];
  }
  /** The cells that this one is in, however many levels up, each once; parents before those that place them. */
  ancestorsOf(cell: Cell | string): readonly Cell[] {
    const found = new Set(this.parentsOf(cell));
    for (const one of found) for (const parent of this.parentsOf(one)) found.add(parent);
    return childrenFirst(this.cells).filter((one) => found.has(one));
  }
  /** True where a cell contains itself: then most else throws a LayoutError `recursive-cells`, which names the cycle. */
  get isRecursive(): boolean {
    return findCycle(this.#added) !== null;
  }

  /** Layers with shapes or labels in any cell, sorted. */
  layers(): Layer[] {
    const found = new Map<number, Layer>();
    for (const cell of this.tops)
      for (const layer of cell.layers()) if (!found.get(layer.key)?.name) found.set(layer.key, layer);
    return [...found.values()].sort((a, b) => a.key - b.key);
  }

  /** The box around all top cells, µm; null where there is nothing. */
  get bbox(): Box | null {
    return this.tops.reduce<Box | null>(
      (sum, { bbox }) => (sum === null ? bbox : bbox === null ? sum : sum.or(bbox)),
      null,
    );
  }

  /** For messages. */
  protected get title(): string {
    return this.file === undefined ? `"${this.name}"` : (this.file.split(/[\\/]/).pop() ?? this.file);
  }

  protected get where(): string {
    return this.file === undefined ? `layout ${this.title}` : this.title;
  }

  protected setAdded(cells: Iterable<Cell>): void {
    this.#added = new Set(cells);
    this.#listing = null;
  }

  protected wasAdded(cell: Cell): boolean {
    return this.#added.has(cell);
  }

  /** A layout that has no cell yet takes the grid of the first. */
  protected adoptDbu(dbu: number): void {
    this.#dbu ??= dbu;
  }

  protected sameGrid(cell: Cell): void {
    if (sameDbu(cell.dbu, this.dbu)) return;
    const message = `cell "${cell.name}" has a database unit of ${cell.dbu} µm, the layout one of ${this.dbu} µm; they must be the same`;
    throw new ReticleError("LayoutError", "dbu-mismatch", message);
  }

  /** The cell of that name, or that cell where it is in the layout. */
  protected own(cell: Cell | string): Cell {
    if (typeof cell === "string") return this.cell(cell);
    checkCell(cell, this.where);
    if (this.listing.byName.get(cell.name) === cell) return cell;
    const message = `cell "${cell.name}" that was given is not one of ${this.where}`;
    throw new ReticleError("LayoutError", "unknown-cell", message);
  }

  protected get listing(): Listing {
    if (this.#listing?.madeAt !== latestChange()) this.#listing = listCells(this.#added);
    return this.#listing;
  }
}

function checkCell(cell: unknown, where: string): void {
  if (typeof cell !== "object" || cell === null || !("dbu" in cell && "references" in cell)) throw noCell(cell, where);
}

function noCell(value: unknown, where: string): ReticleError {
  return new ReticleError("LayoutError", "not-a-cell", `${value} is no cell, and no name of one of ${where}`);
}

/** What may be asked for in the place of a name that is near to none. */
function cellsThere(byName: ReadonlyMap<string, Cell>): string {
  if (byName.size === 0) return '; it has no cells yet: layout.add(cell("TOP")) puts one there';
  const names = [...byName.keys()].slice(0, mostNamed).map((name) => `"${name}"`);
  return `; it has ${names.join(", ")}${byName.size > mostNamed ? ` and ${byName.size - mostNamed} more` : ""}`;
}

const mostNamed = 5;
