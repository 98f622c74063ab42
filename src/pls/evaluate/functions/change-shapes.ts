/** Methods that make other outlines: grow, round, array. */
import { failure } from "../../diagnostics/index.ts";
import type { Context } from "../context.ts";
import { ShapeValue } from "../shape-value.ts";
import type { CallArguments } from "./call-arguments.ts";

/** Copies of an array that are at least so many database units apart stay apart when they are snapped. */
const apart = 2;
/** Largest distance between a rounded corner and its chords, µm: 1 nm. */
const chordTolerance = 1e-3;

type Changer = (shape: ShapeValue, args: CallArguments, context: Context) => ShapeValue;

export const shapeChanges: Readonly<Record<string, Changer>> = {
  grow(shape, args, { budget }) {
    budget.vertices(2 * shape.vertexCount, args);
    if (shape.isEmpty) return shape;
    return ShapeValue.of(shape.region.merged().sized(args.number("by"), { join: "miter", miterLimit: 2 }));
  },

  round(shape, args, { budget, dbu }) {
    const radius = args.number("radius");
    if (!(radius >= 0)) {
      const message = `the radius ${radius} of round is below 0; corners are rounded by 0 or more`;
      throw failure("radius", message, args.spanOf("radius"));
    }
    if (shape.isEmpty || radius === 0) return shape;
    const rounded = shape.region.merged().fillet(radius, { tolerance: Math.max(chordTolerance, dbu) });
    budget.vertices(rounded.polygons.vertexCount, args);
    return ShapeValue.of(rounded);
  },

  array(shape, args, { budget, dbu }) {
    const [nx, ny] = [args.wholeNumber("nx", 1), args.wholeNumber("ny", 1, 1)];
    const [gapX, gapY] = [args.numberOr("dx", 0) / dbu, args.numberOr("dy", 0) / dbu];
    const { box } = shape;
    if (box === null) return shape;
    budget.vertices(nx * ny * shape.vertexCount, args);
    const [pitchX, pitchY] = [box.width + gapX, box.height + gapY];
    const offsets = new Float64Array(2 * nx * ny);
    let at = 0;
    for (let row = 0; row < ny; row++)
      for (let column = 0; column < nx; column++) {
        offsets[at++] = (column - (nx - 1) / 2) * pitchX;
        offsets[at++] = (row - (ny - 1) / 2) * pitchY;
      }
    // Copies that overlap cross each other: each one those that begin within its box.
    const over = (count: number, size: number, pitch: number) =>
      Math.min(count, pitch === 0 ? count : 1 + Math.floor(size / Math.abs(pitch)));
    const crossed = over(nx, box.width, pitchX) * over(ny, box.height, pitchY) - 1;
    if (crossed > 8) budget.vertices(nx * ny * shape.vertexCount * crossed, args);
    const isApart = (nx === 1 || gapX >= apart) && (ny === 1 || gapY >= apart);
    return shape.repeated(offsets, isApart);
  },
};
