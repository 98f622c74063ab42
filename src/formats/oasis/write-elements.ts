/** Writing the shapes of one layer of one cell. Neighbours in the list that differ in their place only are one record. */
import { pathOutline } from "../../geometry/index.ts";
import type { PropertyList, ShapeKind, Shapes } from "../../layout/index.ts";
import { openRing } from "../open-ring.ts";
import type { CellWriter } from "./cell-writer.ts";
import { Rec } from "./records.ts";
import type { Repetition } from "./repetition.ts";
import { writePathPoints, writePolygonPoints } from "./write-points.ts";
import { scatteredRepetition } from "./write-repetition.ts";

export function writeShapes(writer: CellWriter, shapes: Shapes): void {
  writeBoxes(writer, shapes);
  writePolygons(writer, shapes);
  for (let i = 0; i < shapes.paths.count; i++) writePath(writer, shapes, i);
  for (let i = 0; i < shapes.labels.count; i++) writeLabel(writer, shapes, i);
}

function writeBoxes(writer: CellWriter, shapes: Shapes): void {
  const { boxes } = shapes;
  const size = (i: number, side: number) => boxes[4 * i + side + 2] - boxes[4 * i + side];
  const isSame = (i: number, j: number) => size(i, 0) === size(j, 0) && size(i, 1) === size(j, 1);
  const place = (i: number): Place => [boxes[4 * i], boxes[4 * i + 1]];
  for (const run of runs(shapes, "box", shapes.boxCount, isSame, place)) {
    writeRectangle(writer, shapes, run, size(run.first, 0), size(run.first, 1));
  }
}

/** SWHXYRDL */
function writeRectangle(writer: CellWriter, shapes: Shapes, run: Run, w: number, h: number): void {
  const { fields } = writer;
  let bits = layerBits(writer, shapes);
  const isSquare = w === h;
  if (writer.isNew("width", w)) {
    bits |= 0x40;
    fields.unsigned(w);
  }
  if (isSquare) {
    bits |= 0x80;
    writer.implies("height", w);
  } else if (writer.isNew("height", h)) {
    bits |= 0x20;
    fields.unsigned(h);
  }
  writer.element(Rec.RECTANGLE, bits, "geometry", ...run.place, run.repetition, run.properties);
}

function writePolygons(writer: CellWriter, shapes: Shapes): void {
  const set = shapes.polygons;
  const { xy, rings, polygons } = set;
  const at = (i: number) => 2 * rings[polygons[i]];
  const end = (i: number) => 2 * rings[polygons[i + 1]];
  const isPlain = (i: number) => polygons[i + 1] - polygons[i] === 1;
  const isSame = (i: number, j: number) => {
    const [a, b] = [at(i), at(j)];
    if (!isPlain(i) || !isPlain(j) || end(i) - a !== end(j) - b) return false;
    for (let k = 2; k < end(i) - a; k++) if (xy[a + k] - xy[a + (k & 1)] !== xy[b + k] - xy[b + (k & 1)]) return false;
    return true;
  };
  for (const run of runs(shapes, "polygon", set.count, isSame, (i) => [xy[at(i)], xy[at(i) + 1]]))
    writeRing(writer, shapes, openRing(set, run.first), run);
}

/** 00PXYRDL */
function writeRing(writer: CellWriter, shapes: Shapes, ring: ArrayLike<number>, run: Run): void {
  if (ring.length < 6) {
    const message = "a polygon with fewer than 3 points is left out";
    writer.warnings.add("few-points", message, { cell: writer.cell });
    return;
  }
  let bits = layerBits(writer, shapes);
  const points = relative(ring, 0, ring.length);
  if (writer.areNew("polygon", points)) {
    bits |= 0x20;
    writePolygonPoints(writer.fields, points);
  }
  writer.element(Rec.POLYGON, bits, "geometry", ring[0], ring[1], run.repetition, run.properties);
}

/**
 * OASIS has half the width as a whole number and no round ends but those of a CIRCLE: other paths are written as what
 * they look like.
 */
function writePath(writer: CellWriter, shapes: Shapes, index: number): void {
  const { spine, start, end } = shapes.paths.spineOf(index);
  const shape = shapes.paths.shapeOf(index);
  const half = shape.width / 2;
  const properties = shapes.propertiesOf("path", index);
  const isCircle = end - start === 2 && shape.beginExtension === half && shape.endExtension === half && half > 0;
  if (!Number.isInteger(half) || (shape.round && !isCircle)) {
    const message = "a path of odd width or with round ends is written as a polygon";
    writer.warnings.add("path-outline", message, { cell: writer.cell });
    const run = { first: 0, place: [0, 0] as Place, repetition: null, properties };
    writeRing(writer, shapes, pathOutline(spine, shape, start, end), run);
  } else if (shape.round) writeCircle(writer, shapes, half, [spine[start], spine[start + 1]], properties);
  else writeSpine(writer, shapes, relative(spine, start, end), index);
}

/** 00rXYRDL */
function writeCircle(writer: CellWriter, shapes: Shapes, radius: number, [x, y]: Place, properties: PropertyList) {
  let bits = layerBits(writer, shapes);
  if (writer.isNew("radius", radius)) {
    bits |= 0x20;
    writer.fields.unsigned(radius);
  }
  writer.element(Rec.CIRCLE, bits, "geometry", x, y, null, properties);
}

/** EWPXYRDL */
function writeSpine(writer: CellWriter, shapes: Shapes, points: readonly number[], index: number): void {
  const { width, beginExtension, endExtension } = shapes.paths.shapeOf(index);
  const { spine, start } = shapes.paths.spineOf(index);
  const { fields } = writer;
  let bits = layerBits(writer, shapes);
  if (writer.isNew("halfWidth", width / 2)) {
    bits |= 0x40;
    fields.unsigned(width / 2);
  }
  const isNew = [writer.isNew("begin", beginExtension), writer.isNew("end", endExtension)];
  if (isNew[0] || isNew[1]) {
    bits |= 0x80;
    writeExtensions(writer, beginExtension, endExtension, width / 2);
  }
  // A list of points must have a step at least.
  const steps = points.length === 2 ? [0, 0, 0, 0] : points;
  if (writer.areNew("path", steps)) {
    bits |= 0x20;
    writePathPoints(fields, steps);
  }
  const properties = shapes.propertiesOf("path", index);
  writer.element(Rec.PATH, bits, "geometry", spine[start], spine[start + 1], null, properties);
}

/** 0000SSEE: 1 for none, 2 for half the width, 3 for a number. */
function writeExtensions({ fields }: CellWriter, begin: number, end: number, half: number): void {
  const way = (extension: number) => (extension === 0 ? 1 : extension === half ? 2 : 3);
  fields.unsigned(4 * way(begin) + way(end));
  if (way(begin) === 3) fields.signed(begin);
  if (way(end) === 3) fields.signed(end);
}

/** 0CNXYRTL */
function writeLabel(writer: CellWriter, shapes: Shapes, index: number): void {
  const { labels, layer } = shapes;
  if (labels.codeOf(index) !== 0 || labels.magnificationOf(index) !== 1) {
    const message = "OASIS has no rotation, size or anchor of labels; they are left out";
    writer.warnings.add("label-pose", message, { cell: writer.cell });
  }
  const { fields } = writer;
  let bits = 0;
  const id = writer.names.id("TEXTSTRING", labels.texts[index]);
  if (writer.isNew("text", id)) {
    bits |= 0x60;
    fields.unsigned(id);
  }
  if (writer.isNew("textLayer", layer.layer)) {
    bits |= 1;
    fields.unsigned(layer.layer);
  }
  if (writer.isNew("textType", layer.datatype)) {
    bits |= 2;
    fields.unsigned(layer.datatype);
  }
  const [x, y] = [labels.xy[2 * index], labels.xy[2 * index + 1]];
  writer.element(Rec.TEXT, bits, "text", x, y, null, shapes.propertiesOf("label", index));
}

function layerBits(writer: CellWriter, { layer }: Shapes): number {
  let bits = 0;
  if (writer.isNew("layer", layer.layer)) {
    bits |= 1;
    writer.fields.unsigned(layer.layer);
  }
  if (writer.isNew("datatype", layer.datatype)) {
    bits |= 2;
    writer.fields.unsigned(layer.datatype);
  }
  return bits;
}

function relative(xy: ArrayLike<number>, start: number, end: number): number[] {
  const points: number[] = [];
  for (let i = start; i < end; i += 2) points.push(xy[i] - xy[start], xy[i + 1] - xy[start + 1]);
  return points;
}

type Place = readonly [x: number, y: number];

/** Elements that follow each other and differ in their place only. */
interface Run {
  readonly first: number;
  readonly place: Place;
  readonly repetition: Repetition | null;
  readonly properties: PropertyList;
}

/**
 * The elements of a kind in runs, in their order. Two at the same place are not put together: readers take what lies
 * twice at one place as one.
 */
function* runs(
  shapes: Shapes,
  kind: ShapeKind,
  count: number,
  isSame: (i: number, j: number) => boolean,
  place: (i: number) => Place,
): Generator<Run> {
  for (let first = 0, end = 0; first < count; first = end) {
    const properties = shapes.propertiesOf(kind, first);
    const isNext = (i: number) => isSame(i - 1, i) && sameProperties(shapes.propertiesOf(kind, i), properties);
    end = first + 1;
    if (end === count || !isNext(end)) {
      yield { first, place: place(first), repetition: null, properties };
      continue;
    }
    const [x, y] = place(first);
    const offsets = [0, 0];
    for (; end < count && isNext(end); end++) {
      const next = place(end);
      const [dx, dy] = [next[0] - x, next[1] - y];
      const at = offsets.length;
      if (dx === offsets[at - 2] && dy === offsets[at - 1]) break;
      offsets.push(dx, dy);
    }
    yield { first, place: [x, y], repetition: scatteredRepetition(offsets), properties };
  }
}

function sameProperties(a: PropertyList, b: PropertyList): boolean {
  return a === b || (a.length === 0 && b.length === 0);
}
