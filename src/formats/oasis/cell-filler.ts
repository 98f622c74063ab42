/**
 * Puts what a record says into the cell: at every place of its repetition, inside the range of coordinates, with the
 * properties that follow it. Nothing is made before it is known to fit into the memory that may be taken.
 */
import type { PathShape } from "../../geometry/index.ts";
import {
  type Cell,
  layerKey,
  type Property,
  Reference,
  type ReferenceShape,
  type ShapeKind,
  type Shapes,
} from "../../layout/index.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { checkCoordinate, checkPointRange, checkRange, largest, smallest } from "./coordinate-range.ts";
import type { ElementFiller } from "./elements.ts";
import type { PointList } from "./point-list.ts";
import { eachMember, memberCount, type Repetition } from "./repetition.ts";

/** What elements take in memory, bytes, by a generous estimate: outlines and boxes that are made of them later included. */
const cost = {
  box: 48,
  point: 16,
  ring: 32,
  path: 64,
  label: 64,
  reference: 320,
  place: 8,
  property: 192,
  layer: 1024,
} as const;

const oneMember = { columns: 1, rows: 1, offsets: null };

/** A list of its own with so many values, whose texts are paid for where they are read. */
export function propertyCost(property: Property): number {
  return cost.property + 16 * property.length;
}

export interface FillerTarget {
  /** False for a layer that was not asked for. */
  wants(layer: number, datatype: number): boolean;
}

/** The shapes that the last record added, which the next PROPERTY records are about. */
interface Added {
  readonly shapes: Shapes;
  readonly kind: ShapeKind;
  readonly first: number;
  readonly end: number;
}

export class CellFiller implements ElementFiller<Shapes> {
  readonly #cursor: ByteCursor;
  readonly #target: FillerTarget;
  #cell: Cell | null = null;
  #added: Added | null = null;
  /** References are finished by their properties, and wait for them. */
  #placed: { readonly cell: Cell; readonly shapes: ReferenceShape[] } | null = null;
  #properties: Property[] = [];
  #shapes: Shapes | null = null;
  #shapesKey = -1;
  #ring = new Int32Array(64);

  constructor(cursor: ByteCursor, target: FillerTarget) {
    this.#cursor = cursor;
    this.#target = target;
  }

  get isFilling(): boolean {
    return this.#cell !== null;
  }

  get takesProperties(): boolean {
    return this.#added !== null || this.#placed !== null;
  }

  start(cell: Cell | null): void {
    this.begin();
    this.#cell = cell;
    this.#shapesKey = -1;
  }

  shapes(layer: number, datatype: number): Shapes | null {
    const key = layerKey(layer, datatype);
    if (key !== this.#shapesKey) {
      this.#shapesKey = key;
      this.#shapes = this.#target.wants(layer, datatype) ? this.#shapesOf(key, layer, datatype) : null;
    }
    return this.#shapes;
  }

  #shapesOf(key: number, layer: number, datatype: number): Shapes {
    const cell = this.#cell!;
    if (cell.shapesAt(key) === undefined) this.#cursor.spend(cost.layer, 1, "layers of cells");
    return cell.shapes([layer, datatype]);
  }

  box(shapes: Shapes, x: number, y: number, w: number, h: number, repetition: Repetition | null): void {
    checkRange(this.#cursor, x, y, x + w, y + h, repetition);
    const first = shapes.boxCount;
    if (repetition === null) {
      this.#cursor.spend(cost.box, 1, "boxes");
      shapes.addBox(x, y, x + w, y + h);
    } else {
      this.#spendMembers(repetition, cost.box, "boxes");
      eachMember(repetition, (dx, dy) => shapes.addBox(x + dx, y + dy, x + w + dx, y + h + dy));
    }
    this.#added = { shapes, kind: "box", first, end: shapes.boxCount };
  }

  ring(shapes: Shapes, points: PointList, x: number, y: number, repetition: Repetition | null): void {
    const { length } = points;
    checkPointRange(this.#cursor, points, x, y, repetition);
    this.#spendMembers(repetition, cost.ring + (cost.point * length) / 2, "polygons");
    const [boxes, polygons] = [shapes.boxCount, shapes.polygonCount];
    const ring = this.#scratch(length);
    if (repetition === null) {
      moved(points, x, y, ring);
      shapes.addRing(ring, 0, length);
    } else
      eachMember(repetition, (dx, dy) => {
        moved(points, x + dx, y + dy, ring);
        shapes.addRing(ring, 0, length);
      });
    this.#added =
      shapes.boxCount > boxes
        ? { shapes, kind: "box", first: boxes, end: shapes.boxCount }
        : { shapes, kind: "polygon", first: polygons, end: shapes.polygonCount };
  }

  path(shapes: Shapes, points: PointList, shape: PathShape, x: number, y: number, repetition: Repetition | null): void {
    const { length } = points;
    checkPointRange(this.#cursor, points, x, y, repetition);
    for (const value of [shape.width, shape.beginExtension, shape.endExtension]) checkCoordinate(this.#cursor, value);
    this.#spendMembers(repetition, cost.path + (cost.point * length) / 2, "paths");
    const first = shapes.paths.count;
    const spine = this.#scratch(length);
    eachMember(repetition, (dx, dy) => {
      moved(points, x + dx, y + dy, spine);
      shapes.addPath(spine, shape, 0, length);
    });
    this.#added = { shapes, kind: "path", first, end: shapes.paths.count };
  }

  label(shapes: Shapes, text: string, x: number, y: number, repetition: Repetition | null): void {
    checkRange(this.#cursor, x, y, x, y, repetition);
    this.#spendMembers(repetition, cost.label, "labels");
    const first = shapes.labels.count;
    eachMember(repetition, (dx, dy) => shapes.addLabel(text, x + dx, y + dy, 0));
    this.#added = { shapes, kind: "label", first, end: shapes.labels.count };
  }

  /** A placed cell; a repetition is one array, regular or not. */
  reference(cell: Cell, shape: ReferenceShape, repetition: Repetition | null): void {
    const { dx = 0, dy = 0 } = shape;
    checkRange(this.#cursor, dx, dy, dx, dy, repetition);
    const { columns, rows, offsets } = repetition ?? oneMember;
    if (columns > largest || rows > largest)
      throw this.#cursor.error("repetition", `an array of ${columns} × ${rows} is beyond ${largest} along a side`);
    if (repetition === null || offsets === null) {
      this.#cursor.spend(cost.reference, 1, "references");
      this.#placed = { cell, shapes: [repetition === null ? shape : { ...shape, ...repetition, offsets: null }] };
    } else if (offsets.every((offset) => offset >= smallest && offset <= largest)) {
      this.#cursor.spend(cost.reference + cost.place * (offsets.length / 2), 1, "references");
      this.#placed = { cell, shapes: [{ ...shape, offsets: Int32Array.from(offsets) }] };
    } else {
      // Members may lie in range and further apart than an array can say.
      this.#spendMembers(repetition, cost.reference, "references");
      const shapes: ReferenceShape[] = [];
      eachMember(repetition, (x, y) => shapes.push({ ...shape, dx: dx + x, dy: dy + y }));
      this.#placed = { cell, shapes };
    }
  }

  property(property: Property): void {
    this.#cursor.spend(propertyCost(property), 1, "properties");
    this.#properties.push(property);
  }

  begin(): void {
    const properties = this.#properties;
    if (this.#placed !== null) this.#finishReferences(this.#placed);
    else if (this.#added !== null && properties.length > 0) {
      const { shapes, kind, first, end } = this.#added;
      const members = end - first;
      this.#cursor.spend(cost.property * members, members, "elements with properties");
      for (let i = first; i < end; i++) shapes.setProperties(kind, i, properties);
    }
    this.#added = null;
    this.#placed = null;
    if (properties.length > 0) this.#properties = [];
  }

  #finishReferences({ cell, shapes }: { readonly cell: Cell; readonly shapes: readonly ReferenceShape[] }): void {
    const properties = this.#properties;
    for (const shape of shapes)
      this.#cell!.add(new Reference(cell, properties.length > 0 ? { ...shape, properties } : shape));
  }

  #scratch(length: number): Int32Array {
    if (length > this.#ring.length) this.#ring = new Int32Array(2 * length);
    return this.#ring;
  }

  #spendMembers(repetition: Repetition | null, bytes: number, kind: string): void {
    const count = repetition === null ? 1 : memberCount(repetition);
    this.#cursor.spend(count * bytes, count, kind);
  }
}

function moved({ xy, length }: PointList, x: number, y: number, out: Int32Array): void {
  for (let i = 0; i < length; i += 2) {
    out[i] = x + xy[i];
    out[i + 1] = y + xy[i + 1];
  }
}
