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
  const width = (i: number) => boxes[4 * i + 2] - boxes[4 * i];
  const height = (i: number) => boxes[4 * i + 3] - boxes[4 * i + 1];
  const elements: Elements = {
    isSame: (i, j) => width(i) === width(j) && height(i) === height(j),
    x: (i) => boxes[4 * i],
    y: (i) => boxes[4 * i + 1],
    write: (i, run) => writeRectangle(writer, shapes, boxes[4 * i], boxes[4 * i + 1], width(i), height(i), run),
  };
  eachRun(shapes, "box", shapes.boxCount, elements);
}

/** SWHXYRDL */
function writeRectangle(
  writer: CellWriter,
  shapes: Shapes,
  x: number,
  y: number,
  w: number,
  h: number,
  { repetition, properties }: Run,
): void {
  const { fields } = writer;
  writer.begin(Rec.RECTANGLE);
  let bits = layerBits(writer, shapes);
  if (writer.isNew("width", w)) {
    bits |= 0x40;
    fields.unsigned(w);
  }
  if (w === h) {
    bits |= 0x80;
    writer.implies("height", w);
  } else if (writer.isNew("height", h)) {
    bits |= 0x20;
    fields.unsigned(h);
  }
  writer.element(bits, "geometry", x, y, repetition, properties);
}

function writePolygons(writer: CellWriter, shapes: Shapes): void {
  const set = shapes.polygons;
  const { xy, rings, polygons } = set;
  const at = (i: number) => 2 * rings[polygons[i]];
  const end = (i: number) => 2 * rings[polygons[i + 1]];
  const isPlain = (i: number) => polygons[i + 1] - polygons[i] === 1;
  const elements: Elements = {
    isSame: (i, j) => isPlain(i) && isPlain(j) && sameSteps(xy, at(i), at(j), end(i) - at(i), end(j) - at(j)),
    x: (i) => xy[at(i)],
    y: (i) => xy[at(i) + 1],
    write: (i, run) => {
      if (isPlain(i)) writeRing(writer, shapes, xy, at(i), end(i), run);
      else {
        const ring = openRing(set, i);
        writeRing(writer, shapes, ring, 0, ring.length, run);
      }
    },
  };
  eachRun(shapes, "polygon", set.count, elements);
}

/** True where two rings differ in their place only. */
function sameSteps(xy: Int32Array, a: number, b: number, length: number, otherLength: number): boolean {
  if (length !== otherLength) return false;
  const dx = xy[b] - xy[a];
  const dy = xy[b + 1] - xy[a + 1];
  for (let i = 2; i < length; i += 2)
    if (xy[b + i] - xy[a + i] !== dx || xy[b + i + 1] - xy[a + i + 1] !== dy) return false;
  return true;
}

/** 00PXYRDL */
function writeRing(
  writer: CellWriter,
  shapes: Shapes,
  xy: ArrayLike<number>,
  start: number,
  end: number,
  { repetition, properties }: Run,
): void {
  if (end - start < 6) {
    const message = "a polygon with fewer than 3 points is left out";
    writer.warnings.add("few-points", message, { cell: writer.cell });
    return;
  }
  writer.begin(Rec.POLYGON);
  let bits = layerBits(writer, shapes);
  const points = writer.newPoints("polygon", xy, start, end);
  if (points !== null) {
    bits |= 0x20;
    writePolygonPoints(writer.fields, points);
  }
  writer.element(bits, "geometry", xy[start], xy[start + 1], repetition, properties);
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
  // A line without width has no ends to be round.
  if (!Number.isInteger(half) || (shape.round && half > 0 && !isCircle)) {
    const message = "a path of odd width or with round ends is written as a polygon";
    writer.warnings.add("path-outline", message, { cell: writer.cell });
    const outline = pathOutline(spine, shape, start, end);
    writeRing(writer, shapes, outline, 0, outline.length, { repetition: null, properties });
  } else if (isCircle && shape.round) writeCircle(writer, shapes, half, spine[start], spine[start + 1], properties);
  else writeSpine(writer, shapes, index);
}

/** 00rXYRDL */
function writeCircle(
  writer: CellWriter,
  shapes: Shapes,
  radius: number,
  x: number,
  y: number,
  properties: PropertyList,
) {
  writer.begin(Rec.CIRCLE);
  let bits = layerBits(writer, shapes);
  if (writer.isNew("radius", radius)) {
    bits |= 0x20;
    writer.fields.unsigned(radius);
  }
  writer.element(bits, "geometry", x, y, null, properties);
}

const noStep = [0, 0, 0, 0];

/** EWPXYRDL */
function writeSpine(writer: CellWriter, shapes: Shapes, index: number): void {
  const { width, beginExtension, endExtension } = shapes.paths.shapeOf(index);
  const { spine, start, end } = shapes.paths.spineOf(index);
  const { fields } = writer;
  writer.begin(Rec.PATH);
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
  const points =
    end - start === 2 ? writer.newPoints("path", noStep, 0, 4) : writer.newPoints("path", spine, start, end);
  if (points !== null) {
    bits |= 0x20;
    writePathPoints(fields, points);
  }
  const properties = shapes.propertiesOf("path", index);
  writer.element(bits, "geometry", spine[start], spine[start + 1], null, properties);
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
  writer.begin(Rec.TEXT);
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
  writer.element(bits, "text", x, y, null, shapes.propertiesOf("label", index));
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

/** What elements that follow each other and differ in their place only have in common. */
interface Run {
  readonly repetition: Repetition | null;
  readonly properties: PropertyList;
}

/** Elements of a kind by their indices. */
interface Elements {
  /** True where two differ in their place only. */
  isSame(i: number, j: number): boolean;
  x(i: number): number;
  y(i: number): number;
  /** Writes an element with all that are in its run. */
  write(i: number, run: Run): void;
}

const alone: Run = { repetition: null, properties: [] };

/**
 * Writes elements in runs, in their order. Two at the same place are not put together: readers take what lies twice at
 * one place as one.
 */
function eachRun(shapes: Shapes, kind: ShapeKind, count: number, elements: Elements): void {
  const withProperties = shapes.propertiesBy(kind);
  const isNext = (i: number) =>
    elements.isSame(i - 1, i) && (withProperties.size === 0 || withProperties.get(i - 1) === withProperties.get(i));
  for (let first = 0, end = 0; first < count; first = end) {
    end = first + 1;
    const properties = withProperties.size === 0 ? alone.properties : (withProperties.get(first) ?? alone.properties);
    if (end === count || !isNext(end)) {
      elements.write(first, properties.length === 0 ? alone : { repetition: null, properties });
      continue;
    }
    const x = elements.x(first);
    const y = elements.y(first);
    const offsets = [0, 0];
    for (; end < count && isNext(end); end++) {
      const dx = elements.x(end) - x;
      const dy = elements.y(end) - y;
      if (dx === offsets[offsets.length - 2] && dy === offsets[offsets.length - 1]) break;
      offsets.push(dx, dy);
    }
    elements.write(first, { repetition: scatteredRepetition(offsets), properties });
  }
}
