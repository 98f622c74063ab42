/**
 * What an element consists of, and in which order (Calma manual, "Stream Syntax in Backus Naur Representation"). KLayout
 * refuses what is not so; gdstk reads any order. Here it is refused: an element without its LAYER has none that could be
 * guessed.
 */
import { Rec, recordName } from "./records.ts";

type RecordType = (typeof Rec)[keyof typeof Rec];

interface ElementSyntax {
  /** Records that must be there. */
  readonly required: readonly RecordType[];
  /** Others that may be, but for flags and properties, which every element may have. */
  readonly optional: readonly RecordType[];
}

const turned = [Rec.STRANS, Rec.MAG, Rec.ANGLE];
const syntax: Partial<Record<RecordType, ElementSyntax>> = {
  [Rec.BOUNDARY]: { required: [Rec.LAYER, Rec.DATATYPE, Rec.XY], optional: [] },
  [Rec.BOX]: { required: [Rec.LAYER, Rec.BOXTYPE, Rec.XY], optional: [] },
  [Rec.PATH]: {
    required: [Rec.LAYER, Rec.DATATYPE, Rec.XY],
    optional: [Rec.PATHTYPE, Rec.WIDTH, Rec.BGNEXTN, Rec.ENDEXTN],
  },
  [Rec.TEXT]: {
    required: [Rec.LAYER, Rec.TEXTTYPE, Rec.XY, Rec.STRING],
    optional: [Rec.PRESENTATION, Rec.PATHTYPE, Rec.WIDTH, ...turned],
  },
  [Rec.SREF]: { required: [Rec.SNAME, Rec.XY], optional: turned },
  [Rec.AREF]: { required: [Rec.SNAME, Rec.COLROW, Rec.XY], optional: turned },
};

const flags = [
  Rec.ELFLAGS,
  Rec.PLEX,
  Rec.ELKEY,
  Rec.LINKTYPE,
  Rec.LINKKEYS,
  Rec.SPACING,
  Rec.UINTEGER,
  Rec.USTRING,
  Rec.STRTYPE,
];
const properties = [Rec.PROPATTR, Rec.PROPVALUE];

// Groups that follow one another; within one the order is free, as every reader has it.
const groups: readonly (readonly RecordType[])[] = [
  flags,
  [Rec.LAYER, Rec.SNAME],
  [Rec.DATATYPE, Rec.TEXTTYPE, Rec.BOXTYPE, Rec.NODETYPE],
  [Rec.PRESENTATION, Rec.PATHTYPE, Rec.WIDTH, Rec.BGNEXTN, Rec.ENDEXTN, ...turned, Rec.COLROW],
  [Rec.XY],
  [Rec.STRING],
  properties,
];
const recordTypes = Math.max(...Object.values(Rec)) + 1;
const groupOf = new Uint8Array(recordTypes);
for (const [index, group] of groups.entries()) for (const type of group) groupOf[type] = index;
/** Records that may come again in one element; XY may in a BOUNDARY. The last STRANS, MAG and ANGLE count. */
const repeats = new Set<number>([...turned, ...properties, ...flags]);

/** By the element's first record: 1 for a record that it may hold. NODE, which is read over, may hold all of these. */
const allowed = new Map<number, Uint8Array>();
for (const kind of [Rec.BOUNDARY, Rec.BOX, Rec.PATH, Rec.TEXT, Rec.SREF, Rec.AREF, Rec.NODE]) {
  const { required, optional } = syntax[kind] ?? { required: groups.flat(), optional: [] };
  const types = new Uint8Array(recordTypes);
  for (const type of [...flags, ...properties, ...required, ...optional]) types[type] = 1;
  allowed.set(kind, types);
}

/** The records of one element, looked at as they come. */
export class ElementOrder {
  #kind = 0;
  #allowed: Uint8Array = new Uint8Array(recordTypes);
  #group = 0;
  /** Where `#element` stands for a record, the element has it. */
  readonly #seen = new Uint32Array(recordTypes);
  #element = 0;

  /** @param kind  the element's first record */
  start(kind: number): void {
    this.#kind = kind;
    this.#allowed = allowed.get(kind)!;
    this.#group = 0;
    this.#element = (this.#element + 1) >>> 0;
  }

  /** What is wrong with the element's next record; null where nothing is. */
  next(type: number): string | null {
    if (type >= recordTypes || this.#allowed[type] === 0)
      return `${recordName(type)} was found where a record of ${withArticle(this.#kind)} belongs`;
    const group = groupOf[type];
    if (group < this.#group) return `${recordName(type)} comes too late in ${withArticle(this.#kind)}`;
    if (this.#seen[type] === this.#element && !repeats.has(type) && !(type === Rec.XY && this.#kind === Rec.BOUNDARY))
      return `${withArticle(this.#kind)} has a second ${recordName(type)}`;
    this.#seen[type] = this.#element;
    this.#group = group;
    return null;
  }

  /** A record that the element, which has ended, has not; null where it has all that it needs. */
  missing(): string | null {
    for (const type of syntax[this.#kind as RecordType]?.required ?? [])
      if (this.#seen[type] !== this.#element) return `${withArticle(this.#kind)} has no ${recordName(type)}`;
    return null;
  }
}

function withArticle(kind: number): string {
  const name = recordName(kind);
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
