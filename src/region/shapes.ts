/** Shapes a notebook user starts from: each a Region, centred on the origin or placed by an anchor. Lengths are µm. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import {
  Box,
  cosSinDegrees,
  PolygonSet,
  PolygonSetBuilder,
  type TextFace,
  textGrid,
  textOutline,
} from "../geometry/index.ts";
import { defaultDbu, toDbu } from "../units.ts";
import { type CurveOptions, checkSize, curveNames, placement, type ShapeOptions, shapeNames } from "./place.ts";
import { Region } from "./region.ts";
import { region, roundedCorners } from "./round-shapes.ts";

export interface RectOptions extends CurveOptions {
  /** Radius of rounded corners, µm; at most half of the shorter side. */
  readonly radius?: number;
}

export interface RegularPolygonOptions extends ShapeOptions {
  /** Length of one side, µm; or else: */
  readonly side?: number;
  /** Radius of the circle through the corners, µm. */
  readonly radius?: number;
}

/**
 * A rectangle of `width` by `height` µm (a square where one is given); its corners are rounded by `radius`.
 * @example rect(10).rotate(45)
 * @example rect(10, 5, { radius: 1 })
 */
export function rect(width: number, height: number = width, options: RectOptions = {}): Region {
  const { dbu = defaultDbu, radius } = optionsOf(options, "RegionError", [...curveNames, "radius"]);
  checkSize("rect", "width", width);
  checkSize("rect", "height", height);
  if (radius !== undefined) return roundedRect(width, height, radius, options);
  const [x, y] = placement(new Box(0, 0, width, height), options);
  const corners = new Box(
    toDbu(x, dbu, "left edge"),
    toDbu(y, dbu, "bottom edge"),
    toDbu(x + width, dbu, "right edge"),
    toDbu(y + height, dbu, "top edge"),
  );
  return Region.of(PolygonSet.rectangle(corners), { dbu });
}

function roundedRect(width: number, height: number, radius: number, options: RectOptions): Region {
  checkSize("rect", "corner radius", radius);
  if (2 * radius > Math.min(width, height) * (1 + 1e-12)) {
    const message = `rect's corner radius ${radius} µm is more than half of its shorter side, ${Math.min(width, height)} µm`;
    throw new ReticleError("RegionError", "size", message);
  }
  return region([roundedCorners(width, height, radius, options)], new Box(0, 0, width, height), options);
}

/**
 * A polygon of equal sides and angles, its lowest side horizontal: `side` or `radius` says how large it is, µm. The anchor
 * "c" is the centre of the circle through its corners, the others act on its box. Throws a RegionError `points` or `size`.
 * @example regularPolygon(6, { radius: 5 })
 */
export function regularPolygon(sides: number, options: RegularPolygonOptions): Region {
  if (!(Number.isInteger(sides) && sides >= 3 && sides <= 2 ** 20)) {
    const message = `a regular polygon of ${sides} sides is none; it needs a whole number from 3 to ${2 ** 20}`;
    throw new ReticleError("RegionError", "points", message);
  }
  const { side, radius } = optionsOf(options, "RegionError", [...shapeNames, "side", "radius"]);
  if ((side === undefined) === (radius === undefined))
    throw new ReticleError("RegionError", "size", "regularPolygon needs either side or radius, in µm");
  checkSize("regularPolygon", side === undefined ? "radius" : "side", (side ?? radius)!);
  const reach = radius ?? side! / (2 * Math.sin(Math.PI / sides));
  const xy: number[] = [];
  for (let i = 0; i < sides; i++) {
    const [cos, sin] = cosSinDegrees(-90 + (360 * (i + 0.5)) / sides);
    xy.push(reach * cos, reach * sin);
  }
  const isCentered = (options.at ?? "c") === "c";
  const box = isCentered ? null : Box.around(xy);
  return region([xy], box ?? new Box(-reach, -reach, reach, reach), options);
}

/**
 * A cross as high as wide, `size` µm, with arms of `armWidth` µm. Throws a RegionError `size`.
 * @example cross(10, 2)
 */
export function cross(size: number, armWidth: number, options: ShapeOptions = {}): Region {
  optionsOf(options, "RegionError", shapeNames);
  checkSize("cross", "size", size);
  checkSize("cross", "arm width", armWidth);
  if (!(armWidth < size))
    throw new ReticleError("RegionError", "size", `cross's arm width ${armWidth} µm is not below its size ${size} µm`);
  const [a, b] = [size / 2, armWidth / 2];
  const xy = [-a, -b, -b, -b, -b, -a, b, -a, b, -b, a, -b, a, b, b, b, b, a, -b, a, -b, b, -a, b];
  return region([xy], new Box(-a, -a, a, a), options);
}

/**
 * A polygon through points in µm; it may cross itself (filled non-zero).
 * @example polygon([[0, 0], [10, 0], [0, 10]])
 */
export function polygon(points: readonly (readonly [number, number])[], options: { dbu?: number } = {}): Region {
  const { dbu = defaultDbu } = optionsOf(options, "RegionError", ["dbu"]);
  if (!(points?.length >= 3)) {
    throw new ReticleError(
      "RegionError",
      "points",
      `a polygon of ${points?.length ?? "no"} points has no area; it needs 3 or more`,
    );
  }
  const builder = new PolygonSetBuilder(points.length, 1);
  for (const point of points) {
    checkArgument(Array.isArray(point) && point.length === 2, point, "RegionError", "a point [x, y] in µm");
    builder.vertex(toDbu(point[0], dbu, "x"), toDbu(point[1], dbu, "y"));
  }
  builder.endRing();
  builder.endPolygon();
  return Region.of(builder.build(), { dbu });
}

/**
 * A circle of `radius` µm as a polygon inscribed so that the chord error stays below one database unit, with 32 to 4096
 * points, or `points` of them.
 * @example circle(5, { at: "sw" })
 */
export function circle(radius: number, options: ShapeOptions & { points?: number } = {}): Region {
  const { dbu = defaultDbu } = optionsOf(options, "RegionError", [...shapeNames, "points"]);
  checkSize("circle", "radius", radius);
  // sagitta r·(1 − cos(π/n)) ≤ dbu
  const needed = Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - dbu / radius)));
  const count = options.points ?? Math.min(4096, Math.max(32, 4 * Math.ceil(needed / 4)));
  if (!(Number.isInteger(count) && count >= 3 && count <= 2 ** 20)) {
    throw new ReticleError(
      "RegionError",
      "points",
      `a circle of ${count} points is no polygon; it needs a whole number from 3 to ${2 ** 20}`,
    );
  }
  const [x, y] = placement(new Box(-radius, -radius, radius, radius), options);
  const [cx, cy] = [x + radius, y + radius];
  const builder = new PolygonSetBuilder(count, 1);
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    builder.vertex(toDbu(cx + radius * Math.cos(angle), dbu, "x"), toDbu(cy + radius * Math.sin(angle), dbu, "y"));
  }
  builder.endRing();
  builder.endPolygon();
  return Region.of(builder.build(), { dbu });
}

export interface TextOptions extends ShapeOptions {
  /** Line height in µm: one size for all texts; capitals are 0.75 of it. Upper and lower anchors act on the line. */
  readonly height?: number | undefined;
  /** Instead of `height`: the width of the text's box in µm. All anchors act on the box. */
  readonly width?: number | undefined;
  /** "stencil" where not given: no closed counters, so nothing falls out of a cut mask; "solid" has them. */
  readonly font?: TextFace;
}

/**
 * Text in the stencil face (no closed counters, so nothing falls out of a cut mask), or in the solid one.
 * @example rect(10).not(text("A1", { height: 3 }))
 */
export function text(string: string, options: TextOptions = {}): Region {
  const names = [...shapeNames, "height", "width", "font"] as const;
  const { height, width, dbu = defaultDbu, font = "stencil" } = optionsOf(options, "RegionError", names);
  if ((height === undefined) === (width === undefined)) {
    throw new ReticleError("RegionError", "size", `text("${string}") needs either height or width, in µm`);
  }
  const size = (height ?? width)!;
  if (!(size > 0)) throw new ReticleError("RegionError", "size", `text size ${size} µm is not above 0`);
  const outline = textOutline(string, font);
  const ink = outline.bbox()!;
  const scale = height === undefined ? size / ink.width : size / textGrid;
  const actsOnLine = height !== undefined && /[ns]/.test(options.at ?? "c");
  const frame = actsOnLine ? new Box(ink.left, 0, ink.right, textGrid) : ink;
  const [x, y] = placement(frame.scaled(scale), options);
  const xy = new Int32Array(outline.xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    xy[i] = toDbu((outline.xy[i] - frame.left) * scale + x, dbu, "text");
    xy[i + 1] = toDbu((outline.xy[i + 1] - frame.bottom) * scale + y, dbu, "text");
  }
  // Strokes of a glyph overlap; what is written to a mask should not.
  return Region.of(new PolygonSet(xy, outline.rings, outline.polygons), { dbu }).merged();
}
