/** Shapes a notebook user starts from: each a Region, centred on the origin or placed by an anchor. Lengths are µm. */
import { ReticleError } from "../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder, textGrid, textOutline } from "../geometry/index.ts";
import { defaultDbu, toDbu } from "../units.ts";
import { Region } from "./region.ts";

/** The side or corner of a shape's box: north is up, `c` its centre. */
export type Anchor = "c" | "n" | "e" | "s" | "w" | "ne" | "se" | "sw" | "nw";

export interface ShapeOptions {
  /** Which side or corner of the shape's box comes to `position`; "c" where not given. */
  readonly at?: Anchor;
  /** Where the anchor goes, in µm; [0, 0] where not given. */
  readonly position?: readonly [number, number];
  /** Database unit in µm; 0.001 where not given. */
  readonly dbu?: number;
}

const anchors: readonly Anchor[] = ["c", "n", "e", "s", "w", "ne", "se", "sw", "nw"];

/**
 * A rectangle of `width` by `height` µm (a square where one is given).
 * @example rect(10).rotate(45)
 */
export function rect(width: number, height: number = width, options: ShapeOptions = {}): Region {
  const dbu = options.dbu ?? defaultDbu;
  for (const [name, value] of [
    ["width", width],
    ["height", height],
  ] as const) {
    if (!(value > 0)) throw new ReticleError("RegionError", "size", `rect's ${name} ${value} µm is not above 0`);
  }
  const [x, y] = placement(new Box(0, 0, width, height), options);
  const corners = new Box(
    toDbu(x, dbu, "left edge"),
    toDbu(y, dbu, "bottom edge"),
    toDbu(x + width, dbu, "right edge"),
    toDbu(y + height, dbu, "top edge"),
  );
  return Region.of(PolygonSet.rectangle(corners), { dbu });
}

/**
 * A polygon through points in µm; it may cross itself (filled non-zero).
 * @example polygon([[0, 0], [10, 0], [0, 10]])
 */
export function polygon(
  points: readonly (readonly [number, number])[],
  { dbu = defaultDbu }: { dbu?: number } = {},
): Region {
  if (points.length < 3) {
    throw new ReticleError(
      "RegionError",
      "points",
      `a polygon of ${points.length} points has no area; it needs 3 or more`,
    );
  }
  const builder = new PolygonSetBuilder(points.length, 1);
  for (const [x, y] of points) builder.vertex(toDbu(x, dbu, "x"), toDbu(y, dbu, "y"));
  builder.endRing();
  builder.endPolygon();
  return Region.of(builder.build(), { dbu });
}

/**
 * A circle of `radius` µm as a polygon inscribed so that the chord error stays below one database unit, with 32 to 4096
 * points, or `points` of them.
 */
export function circle(radius: number, options: ShapeOptions & { points?: number } = {}): Region {
  const dbu = options.dbu ?? defaultDbu;
  if (!(radius > 0)) throw new ReticleError("RegionError", "size", `circle's radius ${radius} µm is not above 0`);
  // sagitta r·(1 − cos(π/n)) ≤ dbu
  const needed = Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - dbu / radius)));
  const count = options.points ?? Math.min(4096, Math.max(32, 4 * Math.ceil(needed / 4)));
  if (!(Number.isInteger(count) && count >= 3)) {
    throw new ReticleError(
      "RegionError",
      "points",
      `a circle of ${count} points is no polygon; it needs a whole number from 3`,
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
  /** Line height in µm: one size for all texts; capitals are 0.75 of it. Vertical anchors act on the line. */
  readonly height?: number;
  /** Instead of `height`: the width of the text's box in µm. All anchors act on the box. */
  readonly width?: number;
}

/**
 * Text in the stencil face (no closed counters, so nothing falls out of a cut mask).
 * @example rect(10).not(text("A1", { height: 3 }))
 */
export function text(string: string, options: TextOptions): Region {
  const { height, width, dbu = defaultDbu } = options;
  if ((height === undefined) === (width === undefined)) {
    throw new ReticleError("RegionError", "size", `text("${string}") needs either height or width, in µm`);
  }
  const size = (height ?? width)!;
  if (!(size > 0)) throw new ReticleError("RegionError", "size", `text size ${size} µm is not above 0`);
  const outline = textOutline(string);
  const ink = outline.bbox()!;
  const scale = height === undefined ? size / ink.width : size / textGrid;
  const isCentered = (options.at ?? "c") === "c";
  const frame = height === undefined || isCentered ? ink : new Box(ink.left, 0, ink.right, textGrid);
  const [x, y] = placement(frame.scaled(scale), options);
  const xy = new Int32Array(outline.xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    xy[i] = toDbu((outline.xy[i] - frame.left) * scale + x, dbu, "text");
    xy[i + 1] = toDbu((outline.xy[i + 1] - frame.bottom) * scale + y, dbu, "text");
  }
  // Strokes of a glyph overlap; what is written to a mask should not.
  return Region.of(new PolygonSet(xy, outline.rings, outline.polygons), { dbu }).merged();
}

/** Where the lower left corner of the box goes, so that its anchor comes to the wanted position. */
function placement(frame: Box, { at = "c", position = [0, 0] }: ShapeOptions): [number, number] {
  if (!anchors.includes(at)) {
    throw new ReticleError("RegionError", "anchor", `anchor "${at}" is not one of ${anchors.join(" ")}`);
  }
  const horizontal = at.includes("w") ? 0 : at.includes("e") ? 1 : 0.5;
  const vertical = at.includes("s") ? 0 : at.includes("n") ? 1 : 0.5;
  return [position[0] - horizontal * frame.width, position[1] - vertical * frame.height];
}
