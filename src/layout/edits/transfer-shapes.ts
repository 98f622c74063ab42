/** The shapes of one layer put into another cell, as its own: copied, or placed where an instance has them. */
import { type Affine, PolygonSet, roundToGrid } from "../../geometry/index.ts";
import { checkCoordinate } from "../../units.ts";
import { labelCode } from "../label-list.ts";
import { isUpright, type Pose } from "../pose.ts";
import type { PropertyList } from "../properties.ts";
import type { ShapeKind, Shapes } from "../shapes.ts";

/**
 * Adds all that `from` holds to `to`, with properties. Paths stay paths; boxes stay boxes at right angles; labels, which
 * know right angles only, take the one below their own, as KLayout's do. Throws where a coordinate leaves the 32-bit range.
 */
export function transferShapes(from: Shapes, to: Shapes, pose: Pose | null = null): void {
  transferPolygons(from, to, pose);
  transferBoxes(from, to, pose);
  transferPaths(from, to, pose);
  transferLabels(from, to, pose);
}

function transferPolygons(from: Shapes, to: Shapes, pose: Pose | null): void {
  if (from.polygonCount === 0) return;
  const properties = from.propertiesBy("polygon");
  // Rounding at other angles and magnifications can make a polygon a rectangle, which is kept as a box.
  const keepsKind = pose === null || (isUpright(pose) && pose.magnification === 1);
  if (keepsKind) {
    const first = to.polygonCount;
    to.addPolygonsOnly(from.polygons, pose?.affine ?? null);
    for (const [index, list] of properties) to.setProperties("polygon", first + index, list);
    return;
  }
  const set = moved(from.polygons, pose.affine);
  if (properties.size === 0) to.addPolygons(set);
  else
    for (let i = 0; i < set.count; i++) {
      const kind = to.addPolygons(set.polygon(i));
      setOnLast(to, kind, properties.get(i) ?? []);
    }
}

/** For the boxes of one cell, which are placed over and over. */
let scratch = new Int32Array(1024);

function transferBoxes(from: Shapes, to: Shapes, pose: Pose | null): void {
  const { boxes } = from;
  if (boxes.length === 0) return;
  const properties = from.propertiesBy("box");
  if (pose !== null && !isUpright(pose)) {
    turnBoxes(boxes, properties, to, pose.affine);
    return;
  }
  const first = to.boxCount;
  if (pose === null) to.addBoxes(boxes);
  else to.addBoxes(placedBoxes(boxes, pose.affine), boxes.length);
  for (const [index, list] of properties) to.setProperties("box", first + index, list);
}

function placedBoxes(boxes: Int32Array, affine: Affine): Int32Array {
  if (scratch.length < boxes.length) scratch = new Int32Array(2 * boxes.length);
  const out = scratch;
  affine.pairs(boxes, out);
  for (let i = 0; i < boxes.length; i += 4) {
    const [a, b, c, d] = [out[i], out[i + 1], out[i + 2], out[i + 3]];
    if (a > c) {
      out[i] = c;
      out[i + 2] = a;
    }
    if (b > d) {
      out[i + 1] = d;
      out[i + 3] = b;
    }
  }
  return out;
}

function turnBoxes(boxes: Int32Array, properties: ReadonlyMap<number, PropertyList>, to: Shapes, affine: Affine): void {
  const ring = new Int32Array(8);
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, bottom, right, top] = [boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]];
    ring.set([left, bottom, right, bottom, right, top, left, top]);
    affine.pairs(ring, ring);
    const kind = to.addRing(ring);
    setOnLast(to, kind, properties.get(i / 4) ?? []);
  }
}

function transferPaths(from: Shapes, to: Shapes, pose: Pose | null): void {
  if (from.pathCount === 0) return;
  const { paths } = from;
  const properties = from.propertiesBy("path");
  for (let i = 0; i < paths.count; i++) {
    const { spine, start, end } = paths.spineOf(i);
    const shape = paths.shapeOf(i);
    if (pose === null) to.addPath(spine, shape, start, end);
    else {
      const placed = new Int32Array(end - start);
      pose.affine.pairs(spine, placed, start, end);
      const length = (value: number) => checkCoordinate(roundToGrid(value * pose.magnification), "width of a path");
      const { width, beginExtension, endExtension, round } = shape;
      to.addPath(placed, {
        width: length(width),
        beginExtension: length(beginExtension),
        endExtension: length(endExtension),
        round,
      });
    }
    const list = properties.get(i);
    if (list !== undefined) setOnLast(to, "path", list);
  }
}

function transferLabels(from: Shapes, to: Shapes, pose: Pose | null): void {
  if (from.labelCount === 0) return;
  const { labels } = from;
  const { xy } = labels;
  const properties = from.propertiesBy("label");
  for (let i = 0; i < labels.count; i++) {
    const magnification = labels.magnificationOf(i) * (pose?.magnification ?? 1);
    const [x, y] = placedPoint(xy[2 * i], xy[2 * i + 1], pose);
    const code = pose === null ? labels.codeOf(i) : turnedCode(labels.poseOf(i), pose);
    to.addLabel(labels.texts[i], x, y, code, magnification);
    const list = properties.get(i);
    if (list !== undefined) setOnLast(to, "label", list);
  }
}

function placedPoint(x: number, y: number, pose: Pose | null): [number, number] {
  if (pose === null) return [x, y];
  const [u, v] = pose.affine.point(x, y);
  return [checkCoordinate(roundToGrid(u), "label"), checkCoordinate(roundToGrid(v), "label")];
}

function turnedCode(label: ReturnType<Shapes["labels"]["poseOf"]>, { rotation, mirror }: Pose): number {
  const turns = Math.floor(rotation / 90);
  return labelCode({
    quarterTurns: (mirror ? turns - label.quarterTurns : turns + label.quarterTurns) & 3,
    mirror: mirror !== label.mirror,
    presentation: label.presentation,
  });
}

function moved(set: PolygonSet, affine: Affine): PolygonSet {
  const xy = new Int32Array(set.xy.length);
  affine.pairs(set.xy, xy);
  return new PolygonSet(xy, set.rings, set.polygons);
}

/** Gives the element of a kind that was added last its properties. */
export function setOnLast(shapes: Shapes, kind: ShapeKind, list: Parameters<Shapes["setProperties"]>[2]): void {
  if (list.length > 0) shapes.setProperties(kind, shapes.countOf(kind) - 1, list);
}
