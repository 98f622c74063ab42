/** What the own shapes of two cells on one layer do not share, whatever their order. */
import { ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { formatLength, fromDbu } from "../../units.ts";
import type { PropertyList } from "../properties.ts";
import type { ShapeKind, Shapes } from "../shapes.ts";
import { Multiset } from "./multiset.ts";

export interface ShapesDiff {
  /** Polygons, boxes and paths. */
  readonly shapesOnlyInA: number;
  readonly shapesOnlyInB: number;
  /** "A1 at (1, 2) µm". */
  readonly labelsOnlyInA: readonly string[];
  readonly labelsOnlyInB: readonly string[];
  /** Shapes and labels that both have, with other properties. */
  readonly properties: number;
}

/** Null where they hold the same. */
export function diffShapes(a: Shapes | undefined, b: Shapes | undefined, dbu: number): ShapesDiff | null {
  if (a !== undefined && b !== undefined && isIdentical(a, b)) return null;
  checkCount((a?.count ?? 0) + (a?.labelCount ?? 0), (b?.count ?? 0) + (b?.labelCount ?? 0), a ?? b);
  const [plain, full, labels, fullLabels] = [new Multiset(), new Multiset(), new Multiset(), new Multiset()];
  for (const [shapes, add] of [
    [a, "add"],
    [b, "subtract"],
  ] as const) {
    if (shapes === undefined) continue;
    for (const [text, properties] of elements(shapes)) {
      plain[add](text);
      full[add](text + properties);
    }
    for (const [text, properties] of labelTexts(shapes, dbu)) {
      labels[add](text);
      fullLabels[add](text + properties);
    }
  }
  const [shapesOnlyInA, shapesOnlyInB] = [plain.onlyInFirst.length, plain.onlyInSecond.length];
  const [labelsOnlyInA, labelsOnlyInB] = [labels.onlyInFirst, labels.onlyInSecond];
  const changed = full.onlyInFirst.length - shapesOnlyInA;
  const changedLabels = fullLabels.onlyInFirst.length - labelsOnlyInA.length;
  const properties = changed + changedLabels;
  const all = shapesOnlyInA + shapesOnlyInB + labelsOnlyInA.length + labelsOnlyInB.length + properties;
  return all === 0 ? null : { shapesOnlyInA, shapesOnlyInB, labelsOnlyInA, labelsOnlyInB, properties };
}

/** Entries of a JavaScript Map end at 2^24. */
const mostElements = 8_000_000;

function checkCount(a: number, b: number, shapes: Shapes | undefined): void {
  if (Math.max(a, b) <= mostElements) return;
  const message = `layer ${shapes?.layer} has ${Math.max(a, b)} shapes and labels in one cell, more than the ${mostElements} that are compared one by one`;
  throw new ReticleError("LayoutError", "diff-limit", message);
}

/** True where the arrays are the same, which says the most of large files without looking at each shape. */
function isIdentical(a: Shapes, b: Shapes): boolean {
  if (a.withProperties + b.withProperties + a.pathCount + b.pathCount + a.labelCount + b.labelCount > 0) return false;
  const [p, q] = [a.polygons, b.polygons];
  return (
    isSameList(a.boxes, b.boxes) &&
    isSameList(p.xy, q.xy) &&
    isSameList(p.rings, q.rings) &&
    isSameList(p.polygons, q.polygons)
  );
}

function isSameList(a: Int32Array | Uint32Array, b: Int32Array | Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A text for each polygon, box and path, in the order of `outlines()`: the same for the same shape. */
export function shapeTexts(shapes: Shapes): string[] {
  return Array.from(elements(shapes), ([text]) => text);
}

function* elements(shapes: Shapes): Generator<[element: string, properties: string]> {
  const { polygons, boxes } = shapes;
  for (let i = 0; i < polygons.count; i++) yield [polygonText(polygons, i), propertyText(shapes, "polygon", i)];
  for (let i = 0; i < boxes.length; i += 4)
    yield [`box ${boxes[i]} ${boxes[i + 1]} ${boxes[i + 2]} ${boxes[i + 3]}`, propertyText(shapes, "box", i / 4)];
  for (let i = 0; i < shapes.pathCount; i++) {
    const { spine, start, end } = shapes.paths.spineOf(i);
    const { width, beginExtension, endExtension, round } = shapes.paths.shapeOf(i);
    const text = `path ${spine.subarray(start, end)} ${width} ${beginExtension} ${endExtension} ${round}`;
    yield [text, propertyText(shapes, "path", i)];
  }
}

/** The same text whatever vertex a ring starts from, and whichever way round it goes. */
function polygonText(set: PolygonSet, index: number): string {
  const rings: string[] = [];
  for (let ring = set.polygons[index]; ring < set.polygons[index + 1]; ring++)
    rings.push(ringText(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1]));
  return `polygon ${rings[0]} ${rings.slice(1).sort().join(" ")}`;
}

function ringText(xy: Int32Array, start: number, end: number): string {
  let first = start;
  for (let i = start + 2; i < end; i += 2)
    if (xy[i] < xy[first] || (xy[i] === xy[first] && xy[i + 1] < xy[first + 1])) first = i;
  const forwards = [...xy.subarray(first, end), ...xy.subarray(start, first)];
  const backwards = forwards.slice(0, 2);
  for (let i = forwards.length - 2; i > 0; i -= 2) backwards.push(forwards[i], forwards[i + 1]);
  const [a, b] = [String(forwards), String(backwards)];
  return a < b ? a : b;
}

function* labelTexts(shapes: Shapes, dbu: number): Generator<[label: string, properties: string]> {
  const { labels } = shapes;
  const micron = (value: number) => formatLength(fromDbu(value, dbu));
  for (let i = 0; i < shapes.labelCount; i++) {
    const { quarterTurns, mirror } = labels.poseOf(i);
    const magnification = labels.magnificationOf(i);
    const place = `at (${micron(labels.xy[2 * i])}, ${micron(labels.xy[2 * i + 1])}) µm`;
    const pose = `${quarterTurns === 0 ? "" : `, turned ${90 * quarterTurns}°`}${mirror ? ", mirrored" : ""}${magnification === 1 ? "" : `, × ${formatLength(magnification)}`}`;
    yield [`${JSON.stringify(labels.texts[i])} ${place}${pose}`, propertyText(shapes, "label", i)];
  }
}

function propertyText(shapes: Shapes, kind: ShapeKind, index: number): string {
  return propertiesText(shapes.propertiesOf(kind, index));
}

/** Empty for none; their order does not count. */
export function propertiesText(list: PropertyList): string {
  return list.length === 0 ? "" : ` ${list.map((one) => JSON.stringify(one)).sort()}`;
}
