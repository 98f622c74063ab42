/** What a user may add to a layer of a cell, snapped to the cell's grid. */
import { ReticleError } from "../errors.ts";
import { Box, PolygonSet } from "../geometry/index.ts";
import { checkCoordinate, sameDbu, toDbu } from "../units.ts";
import { Label } from "./label.ts";
import { labelCode, presentationOf } from "./label-list.ts";
import { Path } from "./paths/path.ts";
import { filePath, pathPolygons } from "./paths/path-polygons.ts";
import type { Shapes } from "./shapes.ts";

/** Anything with polygons in database units: a Region, and the pairs of edges that a check gives. */
export interface PolygonShape {
  readonly polygons: PolygonSet | (() => PolygonSet);
  readonly dbu: number;
}

export type Shape = PolygonShape | Box | Path | Label;

export function addShape(cell: { readonly name: string; readonly dbu: number }, shapes: Shapes, shape: Shape): void {
  if (shape instanceof Box) addBox(shapes, shape, cell.dbu);
  else if (shape instanceof Path) addPath(shapes, shape, cell.dbu);
  else if (shape instanceof Label) addLabel(shapes, shape, cell.dbu);
  else if (isPolygonShape(shape)) shapes.addPolygons(regridded(shape, cell));
  else {
    throw new ReticleError(
      "LayoutError",
      "shape",
      `what was added to layer ${shapes.layer} of "${cell.name}" is not a region, box, path, label or pairs of edges`,
    );
  }
}

function isPolygonShape(shape: unknown): shape is PolygonShape {
  if (typeof shape !== "object" || shape === null) return false;
  const { polygons, dbu } = shape as Partial<PolygonShape>;
  return (polygons instanceof PolygonSet || typeof polygons === "function") && typeof dbu === "number";
}

function addBox(shapes: Shapes, box: Box, dbu: number): void {
  const side = (value: number) => toDbu(value, dbu, "box");
  shapes.addBox(side(box.left), side(box.bottom), side(box.right), side(box.top));
}

function addPath(shapes: Shapes, path: Path, dbu: number): void {
  const kept = filePath(path.geometry, dbu);
  if (kept !== null) shapes.addPath(kept.spine, kept.shape);
  else shapes.addPolygons(pathPolygons(path.geometry, dbu));
}

function addLabel(shapes: Shapes, label: Label, dbu: number): void {
  const { mirror, rotation, anchor } = label;
  const code = labelCode({ quarterTurns: rotation / 90, mirror, presentation: presentationOf(anchor) });
  shapes.addLabel(label.text, toDbu(label.x, dbu, "label"), toDbu(label.y, dbu, "label"), code, label.magnification);
}

/** The polygons on the cell's grid. A coarser grid than theirs would round, which is refused. */
function regridded(shape: PolygonShape, cell: { readonly name: string; readonly dbu: number }): PolygonSet {
  const set = typeof shape.polygons === "function" ? shape.polygons() : shape.polygons;
  if (sameDbu(shape.dbu, cell.dbu)) return set;
  const factor = Math.round(shape.dbu / cell.dbu);
  if (factor < 1 || !sameDbu(shape.dbu, factor * cell.dbu)) {
    throw new ReticleError(
      "LayoutError",
      "dbu-mismatch",
      `a region on a grid of ${shape.dbu} µm does not fit cell "${cell.name}", whose grid is ${cell.dbu} µm`,
    );
  }
  const { xy, rings, polygons } = set;
  const scaled = Int32Array.from(xy, (value) => checkCoordinate(value * factor));
  return new PolygonSet(scaled, rings, polygons);
}
