/** What can be rasterized: sources of polygons, sets of them, lists of points, and layouts and cells by their layers. */
import { ReticleError } from "../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder, type PolygonSource } from "../geometry/index.ts";
import { checkDbu, defaultDbu, toDbu } from "../units.ts";
import type { Overlap } from "./rasterize-set.ts";

/** A Cell or a Layout: polygons by layer and window. */
export interface LayeredSource<L> {
  readonly dbu: number;
  source(layer: L): PolygonSource;
}

/** Points of one ring each, µm. */
export type PointLists = readonly (readonly (readonly [x: number, y: number])[])[];

/**
 * One source of one layer.
 * @param dbu database unit of sets and lists, which know none: 0.001 µm
 */
export function singleSource(source: PolygonSource | PolygonSet | PointLists, dbu = defaultDbu): PolygonSource {
  if (source instanceof PolygonSet) return { dbu: checkDbu(dbu), polygonsIn: () => source };
  if (Array.isArray(source)) {
    const set = setOf(source as PointLists, checkDbu(dbu));
    return { dbu, polygonsIn: () => set };
  }
  if (typeof source === "object" && source !== null && "polygonsIn" in source) return source;
  const isLayered = typeof source === "object" && source !== null && "source" in source;
  throw new ReticleError(
    "RasterError",
    "source",
    isLayered
      ? 'a cell or a layout is rasterized by layers; say which: layers: ["1/0"], or one as fieldsOf takes it: source("1/0")'
      : 'what is rasterized is a region, a layer of a cell or a layout (with layers: ["1/0"]), a PolygonSet, or lists of points',
  );
}

/** What is merged may be added up, which looks for no overlaps: of rings in rings that is most of the time. */
export function overlapIn({ isMerged }: PolygonSource, overlap: Overlap = "union"): Overlap {
  return isMerged === true && overlap === "union" ? "sum" : overlap;
}

/** The box around what is rasterized, µm: what the source says of itself, else that of its polygons; null where it is empty. */
export function extentOf(source: object, polygons: PolygonSource): Box | null {
  if ("bbox" in source && (source.bbox === null || source.bbox instanceof Box)) return source.bbox;
  return polygons.polygonsIn(null).bbox()?.toMicrons(polygons.dbu) ?? null;
}

/** The sources of some layers of a cell or a layout, which says so where it has no such layer. */
export function layerSources<L>(source: LayeredSource<L>, layers: readonly L[]): PolygonSource[] {
  if (typeof source?.source !== "function")
    throw new ReticleError("RasterError", "layers", "layers are for cells and layouts; what is rasterized has none");
  if (!Array.isArray(layers) || layers.length === 0)
    throw new ReticleError(
      "RasterError",
      "layers",
      `layers are a list of at least one, as ["1/0", "2/0"], not ${layers}; one alone, without a channel axis, is source("1/0")`,
    );
  return layers.map((layer) => source.source(layer));
}

function setOf(lists: PointLists, dbu: number): PolygonSet {
  const builder = new PolygonSetBuilder();
  for (const [index, points] of lists.entries()) {
    if (!Array.isArray(points))
      throw new ReticleError(
        "RasterError",
        "source",
        `polygon ${index} is ${points} and no list of points [x, y] in µm`,
      );
    for (const point of points) {
      if (!Array.isArray(point) || point.length !== 2)
        throw new ReticleError(
          "RasterError",
          "source",
          `polygon ${index} holds ${point}, which is no point [x, y] in µm`,
        );
      builder.vertex(toDbu(point[0], dbu, "x"), toDbu(point[1], dbu, "y"));
    }
    builder.endRing();
    builder.endPolygon();
  }
  return builder.build();
}
