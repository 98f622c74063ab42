/**
 * The interface behind which every boolean engine works, so that they can be compared and exchanged.
 *
 * Engines get prepared polygons (prepare.ts): clean rings, hulls counter-clockwise, holes clockwise, every winding
 * number 0 or 1 within a polygon. They give contours: outer ones counter-clockwise, holes clockwise, in any order.
 */
import type { PolygonSet } from "../../geometry/index.ts";

export type BooleanOperation = "or" | "and" | "not" | "xor";

/** Rings without the knowledge which hole belongs to which hull. */
export interface Contours {
  /** x,y pairs in database units. */
  readonly xy: Int32Array;
  /** Vertex index where each ring starts, and the vertex count last. */
  readonly rings: Uint32Array;
}

export interface PolygonEngine {
  readonly name: string;
  /** `a operation b`, each operand filled non-zero over all its rings. */
  boolean(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): Contours;
}
