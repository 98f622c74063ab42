/** Writing the shapes of one layer of one cell: BOUNDARY, PATH and TEXT elements with their properties. */
import type { Layer, PropertyList, Shapes } from "../../layout/index.ts";
import { openRing } from "../open-ring.ts";
import type { RecordWriter } from "./record-writer.ts";
import { Rec } from "./records.ts";
import { splitPolygon } from "./split-polygon.ts";

export interface PolygonLimits {
  /** Polygons with more points are cut in pieces. */
  readonly maxPoints: number;
  /** Points that a record can hold. */
  readonly hardLimit: number;
  /** False writes more points than a record can hold into several. */
  readonly isSplit: boolean;
}

export function writeShapes(writer: RecordWriter, shapes: Shapes, limits: PolygonLimits): void {
  if (shapes.count + shapes.labelCount === 0) return;
  checkLayer(writer, shapes.layer);
  writePolygons(writer, shapes, limits);
  writeBoxes(writer, shapes);
  for (let i = 0; i < shapes.pathCount; i++) writePath(writer, shapes, i);
  for (let i = 0; i < shapes.labelCount; i++) writeLabel(writer, shapes, i);
}

function checkLayer(writer: RecordWriter, layer: Layer): void {
  const { datatype } = layer;
  for (const [what, value] of [["layer", layer.layer] as const, ["datatype", datatype] as const]) {
    if (value > 65535)
      throw writer.error("layer-range", `${what} ${value} is outside 0..65535 (GDSII, unsigned 16 bit)`);
  }
}

function writePolygons(writer: RecordWriter, shapes: Shapes, limits: PolygonLimits): void {
  if (shapes.polygonCount === 0) return;
  const set = shapes.polygons;
  for (let i = 0; i < set.count; i++) {
    const properties = shapes.propertiesOf("polygon", i);
    const first = set.polygons[i];
    const [start, end] = [2 * set.rings[first], 2 * set.rings[first + 1]];
    if (set.polygons[i + 1] - first === 1 && end - start <= 2 * limits.maxPoints) {
      writeRing(writer, shapes.layer, set.xy, start, end, properties);
      continue;
    }
    if (!limits.isSplit) {
      writer.longBoundary(shapes.layer.layer, shapes.layer.datatype, openRing(set, i));
      endElement(writer, properties);
      continue;
    }
    for (const ring of splitPolygon(set.polygon(i), limits.maxPoints)) {
      if (ring.length > 2 * limits.hardLimit)
        throw writer.error(
          "many-points",
          `a polygon of ${ring.length / 2} points could not be cut below ${limits.hardLimit}`,
        );
      writeRing(writer, shapes.layer, ring, 0, ring.length, properties);
    }
  }
}

function writeBoxes(writer: RecordWriter, shapes: Shapes): void {
  const { boxes, layer } = shapes;
  if (shapes.propertiesBy("box").size === 0) {
    for (let i = 0; i < boxes.length; i += 4)
      writer.box(layer.layer, layer.datatype, boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
    return;
  }
  const ring = new Int32Array(8);
  for (let i = 0; i < boxes.length; i += 4) {
    // Counter-clockwise from the lower left corner.
    ring[0] = ring[6] = boxes[i];
    ring[1] = ring[3] = boxes[i + 1];
    ring[2] = ring[4] = boxes[i + 2];
    ring[5] = ring[7] = boxes[i + 3];
    writeRing(writer, layer, ring, 0, 8, shapes.propertiesOf("box", i / 4));
  }
}

function writeRing(
  writer: RecordWriter,
  layer: Layer,
  xy: ArrayLike<number>,
  start: number,
  end: number,
  properties: PropertyList,
): void {
  writer.boundary(layer.layer, layer.datatype, xy, start, end);
  endElement(writer, properties);
}

/** Path type 0, 1 or 2 where that says it all; else the ends by BGNEXTN and ENDEXTN. */
function writePath(writer: RecordWriter, shapes: Shapes, index: number): void {
  const { spine, start, end } = shapes.paths.spineOf(index);
  const { width, beginExtension, endExtension, round } = shapes.paths.shapeOf(index);
  const half = Math.floor(width / 2);
  const isBoth = (extension: number) => beginExtension === extension && endExtension === extension;
  const isSaid = round ? isBoth(half) : isBoth(0) || isBoth(half);
  const type = round ? 1 : isBoth(0) ? 0 : isBoth(half) ? 2 : 4;
  writer.empty(Rec.PATH);
  writer.int2(Rec.LAYER, shapes.layer.layer);
  writer.int2(Rec.DATATYPE, shapes.layer.datatype);
  writer.int2(Rec.PATHTYPE, type);
  writer.int4(Rec.WIDTH, width);
  if (!isSaid) {
    writer.int4(Rec.BGNEXTN, beginExtension);
    writer.int4(Rec.ENDEXTN, endExtension);
  }
  writer.points(Rec.XY, spine, start, end, false);
  endElement(writer, shapes.propertiesOf("path", index));
}

function writeLabel(writer: RecordWriter, shapes: Shapes, index: number): void {
  const { labels, layer } = shapes;
  const { quarterTurns, mirror, presentation } = labels.poseOf(index);
  writer.empty(Rec.TEXT);
  writer.int2(Rec.LAYER, layer.layer);
  writer.int2(Rec.TEXTTYPE, layer.datatype);
  if (presentation !== undefined) writer.bits(Rec.PRESENTATION, presentation);
  writeStrans(writer, mirror, labels.magnificationOf(index), 90 * quarterTurns);
  writer.points(Rec.XY, labels.xy, 2 * index, 2 * index + 2, false);
  writer.text(Rec.STRING, labels.texts[index]);
  endElement(writer, shapes.propertiesOf("label", index));
}

/** STRANS, MAG and ANGLE, none where nothing is turned, mirrored or magnified. */
export function writeStrans(writer: RecordWriter, mirror: boolean, magnification: number, angle: number): void {
  if (!mirror && magnification === 1 && angle === 0) return;
  writer.bits(Rec.STRANS, mirror ? 0x8000 : 0);
  if (magnification !== 1) writer.real8(Rec.MAG, magnification);
  if (angle !== 0) writer.real8(Rec.ANGLE, angle);
}

/** Properties whose names are numbers of 16 bits, and ENDEL. GDSII knows no others and no lists: values are joined. */
export function endElement(writer: RecordWriter, properties: PropertyList): void {
  if (properties.length > 0) writeProperties(writer, properties);
  writer.empty(Rec.ENDEL);
}

function writeProperties(writer: RecordWriter, properties: PropertyList): void {
  for (const [attribute, ...values] of properties) {
    const number = typeof attribute === "number" ? attribute : Number(attribute);
    if (!(Number.isInteger(number) && number >= 0 && number <= 65535)) {
      const message = `property "${attribute}" is left out: it is not a number in 0..65535, as GDSII's are`;
      writer.warnings.add("property", message, { cell: writer.cell });
      continue;
    }
    writer.int2(Rec.PROPATTR, number);
    writer.text(Rec.PROPVALUE, values.join(" "));
  }
}
