/**
 * Walks over the records of an OASIS stream from START to END: cells go to a target, names to tables. Without a target
 * only the names are collected.
 */
import type { Cell, Property } from "../../layout/index.ts";
import type { ByteCursor, Mark } from "./byte-cursor.ts";
import type { FillerTarget } from "./cell-filler.ts";
import { type ElementFiller, ElementReader, type ElementTarget } from "./elements.ts";
import { Modal, type NameReference } from "./modal.ts";
import { NameTables } from "./name-tables.ts";
import { type PropertyTarget, readProperty, resolveProperty } from "./properties.ts";
import { isElement, Rec } from "./records.ts";

export interface StreamTarget extends ElementTarget, FillerTarget, PropertyTarget {
  /** The cell that is defined here. */
  define(name: NameReference): Cell;
  /** A property of the file, or of the cell with a name. */
  attach(property: Property, cell: string | null): void;
}

/** Reads over all elements. */
const noFiller: ElementFiller<never> = {
  isFilling: false,
  takesProperties: false,
  start: () => {},
  shapes: () => null,
  box: () => {},
  ring: () => {},
  path: () => {},
  label: () => {},
  reference: () => {},
  property: () => {},
  begin: () => {},
};

export class StreamReader {
  readonly names = new NameTables();
  readonly #cursor: ByteCursor;
  readonly #target: StreamTarget | null;
  readonly #filler: ElementFiller<unknown>;
  readonly #elements: ElementReader;
  #isInCell = false;
  /** What a property belongs to where it follows no element: the file (null), a cell by name, or nothing. */
  #owner: { readonly cell: string | null } | null = { cell: null };

  constructor(cursor: ByteCursor, target: StreamTarget | null, filler: ElementFiller<unknown> | null) {
    this.#cursor = cursor;
    this.#target = target;
    this.#filler = filler ?? noFiller;
    // Without a target no cell is ever filled, and nothing is asked of it.
    this.#elements = new ElementReader(cursor, this.#filler, target as StreamTarget);
  }

  /** Reads up to END, which is the current record then. */
  read(): void {
    const cursor = this.#cursor;
    for (let type = cursor.next(); type !== Rec.END; type = cursor.next()) this.#record(type);
    this.#leaveCell();
  }

  /**
   * Reads elements of a cell from a mark on, where `modal` was said before, up to another mark or to the end of the cell.
   * The cell has been started.
   */
  readPart(from: Mark, modal: Modal, to: Mark | null): void {
    const cursor = this.#cursor;
    cursor.goTo(from);
    this.#elements.modal = modal;
    this.#isInCell = true;
    this.#owner = null;
    for (let type = cursor.next(); isOfCell(type); type = cursor.next()) {
      if (to !== null && cursor.isAt(to)) return;
      this.#record(type);
    }
  }

  #record(type: number): void {
    if (isElement(type)) {
      this.#needCell();
      this.#owner = null;
      this.#elements.read();
    } else if (type === Rec.PROPERTY || type === Rec.PROPERTY_REPEAT) this.#property();
    else if (type === Rec.CELL || type === Rec.CELL_ID) this.#cell(type);
    else if (NameTables.holds(type)) {
      this.#leaveCell();
      const cell = this.names.read(this.#cursor);
      this.#owner = cell === null ? null : { cell };
    } else this.#otherRecord(type);
  }

  #otherRecord(type: number): void {
    const cursor = this.#cursor;
    switch (type) {
      case Rec.XELEMENT:
      case Rec.XGEOMETRY:
        this.#needCell();
        this.#owner = null;
        this.#elements.skipExtension();
        break;
      case Rec.XNAME:
      case Rec.XNAME_ID:
        this.#leaveCell();
        this.#owner = null;
        cursor.unsigned();
        cursor.skipText();
        if (type === Rec.XNAME_ID) cursor.unsigned();
        cursor.warn("extension", "an extension whose meaning is not known is left out");
        break;
      default:
        throw cursor.unexpected("a cell, a name or END");
    }
  }

  #cell(type: number): void {
    const cursor = this.#cursor;
    this.#leaveCell();
    const name = type === Rec.CELL ? cursor.text() : { id: cursor.unsigned() };
    this.#elements.modal = new Modal();
    this.#isInCell = true;
    if (this.#target === null) return;
    const cell = this.#target.define(name);
    cursor.cell = cell.name;
    this.#owner = { cell: cell.name };
    this.#filler.start(cell);
  }

  #leaveCell(): void {
    this.#filler.start(null);
    this.#cursor.cell = undefined;
    this.#isInCell = false;
  }

  #needCell(): void {
    if (!this.#isInCell) throw this.#cursor.unexpected("a cell, a name or END");
  }

  #property(): void {
    const raw = readProperty(this.#cursor, this.#elements.modal);
    if (this.#target === null) return;
    if (this.#filler.takesProperties) {
      const property = resolveProperty(raw, this.#target);
      if (property !== null) this.#filler.property(property);
    } else if (this.#owner !== null) {
      const property = resolveProperty(raw, this.#target);
      if (property !== null) this.#target.attach(property, this.#owner.cell);
    } else if (!raw.isStandard && !this.#isInCell) {
      this.#cursor.warn("property", "a property of a name that is no cell's is left out");
    }
  }
}

function isOfCell(type: number): boolean {
  const others: readonly number[] = [Rec.PROPERTY, Rec.PROPERTY_REPEAT, Rec.XELEMENT, Rec.XGEOMETRY];
  return isElement(type) || others.includes(type);
}
