export type { PolygonShape, Shape } from "./add-shape.ts";
export { Cell, type CellOptions, cell, type PolygonOptions, windowInDbu } from "./cell.ts";
export type { LayoutOptions } from "./cell-library.ts";
export { type CellDiff, type CellLayerDiff, type DiffOptions, diff, type LayerDiff, LayoutDiff } from "./diff.ts";
export type { FlatLabel } from "./flat-labels.ts";
export { childrenFirst, referenceBox } from "./hierarchy.ts";
export { Label, type LabelAnchor, type LabelOptions, label } from "./label.ts";
export { anchorOf, LabelList, type LabelPose, labelCode, presentationOf } from "./label-list.ts";
export { Layer, type LayerLike, largestLayerNumber, layer, layerKey, toLayer } from "./layer.ts";
export {
  type CustomPattern,
  checkColor,
  type ForeignElement,
  type LayerEntry,
  type LayerEntryOptions,
  type LayerTab,
  layerEntry,
} from "./layer-entry.ts";
export { LayerProperties, type ListedLayer } from "./layer-properties.ts";
export { type LayerSource, parseSource } from "./layer-source.ts";
export { type FlattenOptions, Layout } from "./layout.ts";

export { type LayerInfo, type LayoutInfo, type LayoutInfoOptions, layoutInfo } from "./layout-info.ts";
export type { DuplicateRule } from "./merge-layouts.ts";
export { type NeededWindow, neededWindows } from "./needed-windows.ts";
export { parametric } from "./parametric.ts";
export {
  type ArcOptions,
  type ParametricPathOptions,
  Path,
  path,
  type SplineOptions,
  type TurnOptions,
} from "./path.ts";
export type { PathList } from "./path-list.ts";
export type { PathEnds, PathOptions, StepOptions } from "./path-options.ts";
export type { PathPoint } from "./path-points.ts";
export { Picture } from "./picture.ts";
export { drawnLayers, layerStyle, type PictureOptions } from "./picture-style.ts";
export type { Property, PropertyList } from "./properties.ts";
export { type ArrayOptions, type PlacementOptions, Reference, type ReferenceShape, type Vector } from "./reference.ts";
export { type ShapeKind, Shapes } from "./shapes.ts";
export { Instance, type InstanceOptions } from "./walk.ts";
