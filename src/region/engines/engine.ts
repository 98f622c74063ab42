/**
 * The interface behind which every boolean engine works, so that they can be compared and exchanged.
 *
 * Engines get prepared polygons (prepare.ts): clean rings, hulls counter-clockwise, holes clockwise, every winding
 * number 0 or 1 within a polygon. They give contours: outer ones counter-clockwise, holes clockwise, in any order.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { manhattanBoolean } from "./manhattan/manhattan.ts";

export type BooleanOperation = "or" | "and" | "not" | "xor";

/** Rings, outer ones counter-clockwise and holes clockwise, in any order. */
export interface Contours {
  /** x,y pairs in database units. */
  readonly xy: Int32Array;
  /** Vertex index where each ring starts, and the vertex count last. */
  readonly rings: Uint32Array;
  /** For each ring the ring that is its hull, −1 for a hull; without it holes are looked for by the post-pass. */
  readonly parents?: Int32Array;
}

export interface PolygonEngine {
  readonly name: string;
  /** True where one large call is better than one for each cluster of touching polygons. */
  readonly takesAll: boolean;
  /** `a operation b`. A single ring may cross itself: it is filled non-zero. */
  boolean(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): Contours;
  /** The same where all edges are axis-parallel; gives polygons that need no post-pass. */
  manhattan?: typeof manhattanBoolean;
  /** The union of prepared polygons; gives polygons that need no post-pass. */
  union?(set: PolygonSet): PolygonSet;
}
