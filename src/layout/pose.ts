/** Where an instance lies in a cell some levels above: the numbers that shapes are multiplied by, and what they mean. */
import { type Affine, roundToGrid, Transform } from "../geometry/index.ts";
import { checkCoordinate } from "../units.ts";
import { Reference } from "./reference.ts";

/** The affine is a product of the references' transforms, as flattening multiplies them. */
export interface Pose {
  readonly affine: Affine;
  readonly mirror: boolean;
  /** Degrees, 0 ≤ rotation < 360. */
  readonly rotation: number;
  readonly magnification: number;
}

export const atOrigin: Pose = { affine: Transform.identity, mirror: false, rotation: 0, magnification: 1 };

/** Of one member of a reference, in the cell above the one that holds the reference. */
export function memberPose(above: Pose, reference: Reference, column: number, row: number): Pose {
  const [x, y] = reference.displacement(column, row);
  return { affine: above.affine.times(reference.transform.moved(x, y)), ...turned(above, reference) };
}

/** Boxes stay boxes, and polygons that are no rectangles do not become some. */
export function isUpright({ rotation }: Pose): boolean {
  return rotation % 90 === 0;
}

export function transformOf({ affine, mirror, rotation, magnification }: Pose): Transform {
  return new Transform({ mirror, rotation, magnification, dx: affine.dx, dy: affine.dy });
}

/** The reference as the cell above has it; its place is rounded to the grid, the vectors of an array stay fractional. */
export function lifted(reference: Reference, pose: Pose): Reference {
  const { affine } = pose;
  const [x, y] = affine.point(reference.dx, reference.dy);
  const vector = (u: number, v: number) => [affine.a * u + affine.b * v, affine.c * u + affine.d * v];
  const [columnX, columnY] = vector(reference.columnX, reference.columnY);
  const [rowX, rowY] = vector(reference.rowX, reference.rowY);
  return new Reference(reference.cell, {
    ...reference.shape,
    ...turned(pose, reference),
    dx: onGrid(x),
    dy: onGrid(y),
    columnX,
    columnY,
    rowX,
    rowY,
    offsets: reference.offsets === null ? null : turnedOffsets(reference.offsets, vector),
  });
}

function turned(above: Pose, reference: Reference): Omit<Pose, "affine"> {
  const { mirror, rotation, magnification } = reference;
  return {
    mirror: above.mirror !== mirror,
    rotation: tidyAngle(above.mirror ? above.rotation - rotation : above.rotation + rotation),
    magnification: tidyFactor(above.magnification * magnification),
  };
}

/** A sum of angles that makes a quarter turn is one, whatever the last digits say. */
function tidyAngle(degrees: number): number {
  const quarters = Math.round(degrees / 90);
  const tidy = Math.abs(degrees - 90 * quarters) < 1e-9 ? 90 * quarters : degrees;
  return ((tidy % 360) + 360) % 360;
}

function tidyFactor(factor: number): number {
  return Math.abs(factor - 1) < 1e-12 ? 1 : factor;
}

function turnedOffsets(offsets: Int32Array, vector: (u: number, v: number) => number[]): Int32Array {
  const out = new Int32Array(offsets.length);
  for (let i = 0; i < offsets.length; i += 2) {
    const [x, y] = vector(offsets[i], offsets[i + 1]);
    out[i] = onGrid(x);
    out[i + 1] = onGrid(y);
  }
  return out;
}

function onGrid(value: number): number {
  return checkCoordinate(roundToGrid(value), "transformed coordinate");
}
