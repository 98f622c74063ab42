export type { PolygonShape, Shape } from "./add-shape.ts";
export { type BooleanOptions, Cell, type CellOptions, cell, type PolygonOptions } from "./cell.ts";
export { type CellDiff, type CellLayerDiff, type DiffOptions, diff, type LayerDiff, LayoutDiff } from "./diff/diff.ts";
export type { LayoutOptions } from "./edits/cell-library.ts";
export type { LayerMap } from "./edits/map-layers.ts";
export type { DuplicateRule } from "./edits/merge-layouts.ts";
export { partInWindow } from "./edits/part-in-window.ts";
export type { FlatLabel } from "./flat-labels.ts";
export { childrenFirst, flatShapeCount, referenceBox } from "./hierarchy.ts";
export { Label, type LabelAnchor, type LabelOptions, label } from "./label.ts";
export { anchorOf, LabelList, type LabelPose, labelCode, presentationOf } from "./label-list.ts";
export { Layer, type LayerLike, largestLayerNumber, layer, layerKey, layerKeys, toLayer } from "./layer.ts";
export {
  type CustomPattern,
  checkColor,
  type ForeignElement,
  type LayerEntry,
  type LayerEntryOptions,
  type LayerTab,
  layerEntry,
} from "./layer-properties/layer-entry.ts";
export { LayerProperties, type ListedLayer } from "./layer-properties/layer-properties.ts";
export { type LayerSource, parseSource } from "./layer-properties/layer-source.ts";
export { type FlattenOptions, Layout } from "./layout.ts";
export { type LayerInfo, type LayoutInfo, type LayoutInfoOptions, layoutInfo } from "./layout-info.ts";
export type { MemberPlaces } from "./member-places.ts";
export { membersWithin, type Range } from "./members.ts";
export { type NeededWindow, neededWindows } from "./needed-windows.ts";
export { parametric } from "./parametric/parametric.ts";
export {
  type ArcOptions,
  type ParametricPathOptions,
  Path,
  path,
  type SplineOptions,
  type TurnOptions,
} from "./paths/path.ts";
export type { PathList } from "./paths/path-list.ts";
export type { PathEnds, PathOptions, StepOptions } from "./paths/path-options.ts";
export type { PathPoint } from "./paths/path-points.ts";
export { shownCell } from "./pictures/display.ts";
export { Picture } from "./pictures/picture.ts";
export { checkProperties, drawnLayers, layerStyle, type PictureOptions } from "./pictures/picture-style.ts";
export type { Property, PropertyList } from "./properties.ts";
export { type ArrayOptions, type PlacementOptions, Reference, type ReferenceShape, type Vector } from "./reference.ts";
export { type Rendering, type RenderOptions, render } from "./rendering/render.ts";
export { type ShapeKind, Shapes } from "./shapes.ts";
export { Instance, type InstanceOptions } from "./walk.ts";
export { windowInDbu } from "./window-in-dbu.ts";
