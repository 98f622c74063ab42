/**
 * Tables of names: CELLNAME, TEXTSTRING, PROPNAME and PROPSTRING give numbers to names, LAYERNAME names to layers. A
 * number may be used before its record comes; the reader then looks for all of them at once.
 */
import type { ByteCursor } from "./byte-cursor.ts";
import { Rec } from "./records.ts";

/** In the order of their records. */
export const nameKinds = ["CELLNAME", "TEXTSTRING", "PROPNAME", "PROPSTRING"] as const;
export type NameKind = (typeof nameKinds)[number];

interface LayerRule {
  readonly name: string;
  readonly forText: boolean;
  readonly layers: Interval;
  readonly datatypes: Interval;
}

type Interval = readonly [least: number, most: number];

/** What an entry takes in memory beside its text, bytes. */
const entryCost = 128;
/** Entries of a JavaScript Map end at 2^24. */
const mostNames = 2 ** 24 - 1;
/** Each is held against each layer of the file. */
const mostLayerNames = 10_000;

class NameTable {
  readonly names = new Map<number, string>();
  #isExplicit: boolean | undefined;
  #next = 0;

  /** Reads the rest of a record and returns the name. */
  read(cursor: ByteCursor, kind: NameKind, isExplicit: boolean): string {
    if (this.#isExplicit !== undefined && this.#isExplicit !== isExplicit)
      throw cursor.error("mixed-ids", `${kind} records with and without a number stand in one file`);
    this.#isExplicit = isExplicit;
    cursor.spend(entryCost, 1, "names");
    const name = cursor.text();
    const id = isExplicit ? cursor.unsigned() : this.#next++;
    const there = this.names.get(id);
    if (there !== undefined && there !== name)
      throw cursor.error("duplicate-id", `${kind} ${id} is "${there}" and "${name}" at once`);
    if (this.names.size >= mostNames) throw cursor.error("many-names", `more than ${mostNames} ${kind} records`);
    this.names.set(id, name);
    return name;
  }
}

export class NameTables {
  readonly #tables: readonly NameTable[] = nameKinds.map(() => new NameTable());
  readonly #layers: LayerRule[] = [];

  /** True for the records that a table consists of. */
  static holds(type: number): boolean {
    return type >= Rec.CELLNAME && type <= Rec.LAYERNAME_TEXT;
  }

  /** Reads the rest of the current record, which is one of a table; returns the name of a cell, null for others. */
  read(cursor: ByteCursor): string | null {
    const { type } = cursor;
    if (type >= Rec.LAYERNAME) {
      this.#readLayer(cursor);
      return null;
    }
    const index = (type - Rec.CELLNAME) >> 1;
    const name = this.#tables[index].read(cursor, nameKinds[index], (type - Rec.CELLNAME) % 2 === 1);
    return index === 0 ? name : null;
  }

  #readLayer(cursor: ByteCursor): void {
    const forText = cursor.type === Rec.LAYERNAME_TEXT;
    const rule = { name: cursor.text(), forText, layers: interval(cursor), datatypes: interval(cursor) };
    if (this.#layers.length < mostLayerNames) this.#layers.push(rule);
    else cursor.warn("many-layer-names", `names of layers behind the first ${mostLayerNames} are left out`);
  }

  name(kind: NameKind, id: number): string | undefined {
    return this.#tables[nameKinds.indexOf(kind)].names.get(id);
  }

  get namesLayers(): boolean {
    return this.#layers.length > 0;
  }

  /** The first name that a layer was given for its shapes, else for its texts; empty without one. */
  layerName(layer: number, datatype: number): string {
    const fits = (rule: LayerRule) => isIn(layer, rule.layers) && isIn(datatype, rule.datatypes);
    const found = this.#layers.filter(fits);
    return (found.find((rule) => !rule.forText) ?? found[0])?.name ?? "";
  }
}

/** Any number; up to one; from one on; just one; from one to another. */
function interval(cursor: ByteCursor): Interval {
  const type = cursor.unsigned();
  switch (type) {
    case 0:
      return [0, Infinity];
    case 1:
      return [0, cursor.unsigned()];
    case 2:
      return [cursor.unsigned(), Infinity];
    case 3: {
      const only = cursor.unsigned();
      return [only, only];
    }
    case 4:
      return [cursor.unsigned(), cursor.unsigned()];
    default:
      throw cursor.error("interval-type", `${type} is not one of the types of intervals, 0 to 4`);
  }
}

function isIn(value: number, [least, most]: Interval): boolean {
  return value >= least && value <= most;
}
