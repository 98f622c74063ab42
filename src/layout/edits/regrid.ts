/** Cells on another grid: every coordinate mapped by a rule, in new arrays. What the rules are, change-dbu.ts and snap.ts say. */
import type { PathShape } from "../../geometry/index.ts";
import { PolygonSetBuilder } from "../../geometry/index.ts";
import { checkCoordinate } from "../../units.ts";
import { Reference } from "../reference.ts";
import { type ShapeKind, Shapes } from "../shapes.ts";
import { setOnLast } from "./transfer-shapes.ts";

export interface GridRule {
  /** A coordinate, or a distance. */
  readonly map: (value: number) => number;
  /** A vector of an array, which may stay between the points of the grid. */
  readonly mapVector: (value: number) => number;
  /** False for a path that cannot stay one: its outline is mapped instead. */
  readonly keepsPath: (spine: ArrayLike<number>, shape: PathShape) => boolean;
}

/** Counts what vanishes: polygons and boxes that have no area left. */
export interface Lost {
  shapes: number;
}

export function regriddedReference(reference: Reference, { map, mapVector }: GridRule): Reference {
  const { dx, dy, columnX, columnY, rowX, rowY, offsets } = reference;
  return new Reference(reference.cell, {
    ...reference.shape,
    dx: map(dx),
    dy: map(dy),
    columnX: mapVector(columnX),
    columnY: mapVector(columnY),
    rowX: mapVector(rowX),
    rowY: mapVector(rowY),
    offsets: offsets === null ? null : regriddedOffsets(offsets, dx, dy, map),
  });
}

/** Relative to a first member that is mapped as well: members must come where each would by itself. */
function regriddedOffsets(offsets: Int32Array, dx: number, dy: number, map: (value: number) => number): Int32Array {
  const [x, y] = [map(dx), map(dy)];
  // Both ends may be in range and their distance not.
  return offsets.map((value, i) =>
    i % 2 === 0 ? checkCoordinate(map(value + dx) - x, "distance") : checkCoordinate(map(value + dy) - y, "distance"),
  );
}

export function regriddedShapes(from: Shapes, rule: GridRule, lost: Lost): Shapes {
  const to = new Shapes(from.layer);
  for (let i = 0; i < from.polygonCount; i++) addPolygon(from, i, "polygon", to, rule, lost);
  addBoxes(from, to, rule, lost);
  addPaths(from, to, rule, lost);
  const { xy } = from.labels;
  for (let i = 0; i < from.labelCount; i++) {
    const { labels } = from;
    to.addLabel(
      labels.texts[i],
      rule.map(xy[2 * i]),
      rule.map(xy[2 * i + 1]),
      labels.codeOf(i),
      labels.magnificationOf(i),
    );
    setOnLast(to, "label", from.propertiesOf("label", i));
  }
  return to;
}

/** A polygon, or the outline of a path. */
function addPolygon(
  from: Shapes,
  index: number,
  kind: "polygon" | "path",
  to: Shapes,
  { map }: GridRule,
  lost: Lost,
): void {
  const set = (kind === "polygon" ? from.polygons : from.pathOutlines()).polygon(index);
  const hadArea = !isStraight(set.xy);
  const builder = new PolygonSetBuilder(set.vertexCount, 1);
  for (let ring = 0; ring < set.ringCount; ring++) {
    const points = withoutRepeats(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1], map);
    if (hadArea && isStraight(points)) {
      if (ring > 0) continue;
      lost.shapes++;
      return;
    }
    builder.vertices(points);
    builder.endRing();
  }
  builder.endPolygon();
  setOnLast(to, to.addPolygons(builder.view()), from.propertiesOf(kind, index));
}

function addBoxes(from: Shapes, to: Shapes, { map }: GridRule, lost: Lost): void {
  const { boxes } = from;
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, bottom, right, top] = [map(boxes[i]), map(boxes[i + 1]), map(boxes[i + 2]), map(boxes[i + 3])];
    const hadArea = boxes[i] < boxes[i + 2] && boxes[i + 1] < boxes[i + 3];
    if (hadArea && (left === right || bottom === top)) lost.shapes++;
    else {
      to.addBox(left, bottom, right, top);
      setOnLast(to, "box", from.propertiesOf("box", i / 4));
    }
  }
}

function addPaths(from: Shapes, to: Shapes, rule: GridRule, lost: Lost): void {
  for (let i = 0; i < from.pathCount; i++) {
    const { spine, start, end } = from.paths.spineOf(i);
    const shape = from.paths.shapeOf(i);
    const own = spine.subarray(start, end);
    if (!rule.keepsPath(own, shape)) {
      addPolygon(from, i, "path", to, rule, lost);
      continue;
    }
    const { width, beginExtension, endExtension, round } = shape;
    const mapped = {
      width: rule.map(width),
      beginExtension: rule.map(beginExtension),
      endExtension: rule.map(endExtension),
    };
    to.addPath(own.map(rule.map), { ...mapped, round });
    const kind: ShapeKind = "path";
    setOnLast(to, kind, from.propertiesOf(kind, i));
  }
}

/** The mapped points, each but once where neighbours fall together. */
function withoutRepeats(xy: Int32Array, start: number, end: number, map: (value: number) => number): number[] {
  const out: number[] = [];
  for (let i = start; i < end; i += 2) {
    const [x, y] = [map(xy[i]), map(xy[i + 1])];
    if (out.length === 0 || out[out.length - 2] !== x || out[out.length - 1] !== y) out.push(x, y);
  }
  while (out.length > 2 && out[0] === out[out.length - 2] && out[1] === out[out.length - 1]) out.length -= 2;
  return out;
}

/** True where all points lie on one line, which has no area. */
function isStraight(xy: ArrayLike<number>): boolean {
  let k = 2;
  while (k < xy.length && xy[k] === xy[0] && xy[k + 1] === xy[1]) k += 2;
  const [ux, uy] = [xy[k] - xy[0], xy[k + 1] - xy[1]];
  for (let i = k + 2; i < xy.length; i += 2) {
    const [vx, vy] = [xy[i] - xy[0], xy[i + 1] - xy[1]];
    if (!isParallel(ux, uy, vx, vy)) return false;
  }
  return true;
}

/** Products of differences of 32-bit numbers have 66 bits: exact ones are only made where rounding could matter. */
function isParallel(ux: number, uy: number, vx: number, vy: number): boolean {
  if (Math.abs(ux * vy - uy * vx) > 2 ** 16) return false;
  return BigInt(ux) * BigInt(vy) === BigInt(uy) * BigInt(vx);
}
