/** The shapes of one layer put into another cell, as its own: copied, or placed where an instance has them. */
import { PolygonSet, roundToGrid, Transform } from "../geometry/index.ts";
import { checkCoordinate } from "../units.ts";
import { labelCode } from "./label-list.ts";
import { isUpright, type Pose } from "./pose.ts";
import type { ShapeKind, Shapes } from "./shapes.ts";

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
  const set = moved(from.polygons, pose);
  const properties = from.propertiesBy("polygon");
  // Rounding at other angles and magnifications can make a polygon a rectangle, which is kept as a box.
  const keepsKind = pose === null || (isUpright(pose) && pose.magnification === 1);
  if (keepsKind) {
    const first = to.polygonCount;
    to.addPolygonsOnly(set);
    for (const [index, list] of properties) to.setProperties("polygon", first + index, list);
  } else if (properties.size === 0) to.addPolygons(set);
  else
    for (let i = 0; i < set.count; i++) {
      const kind = to.addPolygons(onePolygon(set, i));
      setOnLast(to, kind, properties.get(i) ?? []);
    }
}

function transferBoxes(from: Shapes, to: Shapes, pose: Pose | null): void {
  const boxes = from.boxes;
  const properties = from.propertiesBy("box");
  const upright = pose === null || isUpright(pose);
  const ring = new Int32Array(8);
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, bottom, right, top] = [boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]];
    let kind: ShapeKind = "box";
    if (pose === null) to.addBox(left, bottom, right, top);
    else {
      ring.set(upright ? [left, bottom, right, top] : [left, bottom, right, bottom, right, top, left, top]);
      pose.affine.pairs(ring, ring, 0, upright ? 4 : 8);
      const [a, b, c, d] = ring;
      if (upright) to.addBox(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d));
      else kind = to.addRing(ring);
    }
    const list = properties.get(i / 4);
    if (list !== undefined) setOnLast(to, kind, list);
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

function moved(set: PolygonSet, pose: Pose | null): PolygonSet {
  if (pose === null || pose.affine === Transform.identity) return set;
  const xy = new Int32Array(set.xy.length);
  pose.affine.pairs(set.xy, xy);
  return new PolygonSet(xy, set.rings, set.polygons);
}

export function onePolygon(set: PolygonSet, index: number): PolygonSet {
  const [ring, end] = [set.polygons[index], set.polygons[index + 1]];
  const start = set.rings[ring];
  const rings = set.rings.slice(ring, end + 1).map((vertex) => vertex - start);
  return new PolygonSet(set.xy.subarray(2 * start, 2 * set.rings[end]), rings, Uint32Array.of(0, end - ring));
}

/** Gives the element of a kind that was added last its properties. */
export function setOnLast(shapes: Shapes, kind: ShapeKind, list: Parameters<Shapes["setProperties"]>[2]): void {
  if (list.length > 0) shapes.setProperties(kind, shapes.countOf(kind) - 1, list);
}
