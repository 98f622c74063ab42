/** Which cell of the hierarchy holds the shape at a point. */
import { Box, type PolygonSet, pointInRing } from "../../geometry/index.ts";
import type { Cell, Layer } from "../../layout/index.ts";

export interface FoundShape {
  readonly cell: Cell;
  /** From the cell that was asked to this one. */
  readonly path: readonly string[];
  /** The point as the cell sees it, µm. */
  readonly x: number;
  readonly y: number;
}

/** Instances that are looked at. */
const most = 100_000;

/** The deepest cell with a shape of its own at a point (µm) of a layer; null for none. */
export function shapeAt(top: Cell, layer: Layer, x: number, y: number): FoundShape | null {
  if (holds(top, layer, x, y)) return { cell: top, path: [top.name], x, y };
  const { dbu } = top;
  let count = 0;
  for (const instance of top.instances({ window: new Box(x - dbu, y - dbu, x + dbu, y + dbu) })) {
    if (++count > most) return null;
    const [u, v] = instance.transform.inverted().point(x / dbu, y / dbu);
    if (!holds(instance.cell, layer, u * dbu, v * dbu)) continue;
    const path = [top.name, ...instance.path.map(({ cell }) => cell.name)];
    return { cell: instance.cell, path, x: u * dbu, y: v * dbu };
  }
  return null;
}

function holds(cell: Cell, layer: Layer, x: number, y: number): boolean {
  const shapes = cell.shapesAt(layer.key);
  if (shapes === undefined) return false;
  const [u, v] = [x / cell.dbu, y / cell.dbu];
  const near = new Box(Math.floor(u), Math.floor(v), Math.ceil(u), Math.ceil(v));
  const set = shapes.outlines();
  const chosen = shapes.touching(near) ?? Uint32Array.from({ length: set.count }, (_, i) => i);
  return chosen.some((polygon) => polygonHolds(set, polygon, u, v));
}

function polygonHolds({ xy, rings, polygons }: PolygonSet, polygon: number, x: number, y: number): boolean {
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const side = pointInRing(x, y, xy, 2 * rings[ring], 2 * rings[ring + 1]);
    if (ring === polygons[polygon] ? side < 0 : side > 0) return false;
  }
  return true;
}
