/**
 * Modal variables (SEMI P39, section 10): what a record leaves out is what the last one said. All are undefined at the
 * start of a cell, but for the positions, which are 0, and the xy-mode, which is absolute.
 */
import type { Property } from "../../layout/index.ts";
import type { PointList } from "./point-list.ts";
import type { Repetition } from "./repetition.ts";

/** A name, or its number in a table of names. */
export type NameReference = string | { readonly id: number };

/** A property as it stands in the file: values may be numbers in the table of strings. */
export interface RawProperty {
  readonly name: NameReference;
  readonly isStandard: boolean;
  readonly values: readonly (Property[1] | NameReference)[];
}

export class Modal {
  isRelative = false;
  placementX = 0;
  placementY = 0;
  geometryX = 0;
  geometryY = 0;
  textX = 0;
  textY = 0;
  layer: number | undefined;
  datatype: number | undefined;
  textLayer: number | undefined;
  textType: number | undefined;
  width: number | undefined;
  height: number | undefined;
  halfWidth: number | undefined;
  startExtension: number | undefined;
  endExtension: number | undefined;
  trapezoidType: number | undefined;
  radius: number | undefined;
  polygonPoints: PointList | undefined;
  pathPoints: PointList | undefined;
  text: NameReference | undefined;
  placedCell: NameReference | undefined;
  repetition: Repetition | undefined;
  property: RawProperty | undefined;
}
