/** Images back to polygons. */
import { checkArgument, optionsOf } from "../errors.ts";
import { type AnyImageView, ImageView } from "../image/index.ts";
import { Region } from "../region/index.ts";
import { checkDbu, defaultDbu, toDbu } from "../units.ts";
import { type Centres, type Tone, tonedPlane } from "./grey-plane.ts";
import { levelOutline } from "./outlines/level-outline.ts";
import { type LinkedPoints, polygonsOfPoints } from "./outlines/linked-points.ts";
import { pixelOutline } from "./outlines/pixel-outline.ts";

export interface ContourOptions {
  /** From which value on a pixel is inside: 0.5 for fractions (a coverage) and for binary images, else to be given. */
  readonly level?: number;
  /** "clear": what is at or above the level, the default; "dark": what is below it. */
  readonly tone?: Tone;
  /**
   * "interpolated": where the level lies between the centres of pixels, as if the image changed evenly from one to the
   * next. "pixels": around whole pixels. Where not given, the first for grey values and the second for binary images.
   */
  readonly outline?: "interpolated" | "pixels";
  /** Database unit of the region, µm: 0.001. */
  readonly dbu?: number;
}

const contourNames = ["level", "tone", "outline", "dbu"] as const;

/**
 * What an image shows, as a region in µm: the points where it is at or above a level. The way back from `rasterize` and
 * `toBitmap`, for simulated and photographed patterns, and for pictures that become masks. The image needs rows, columns and
 * their spacing; its outline ends at the outer borders of its pixels. What is NaN is outside. Polygons whose corners touch
 * in "pixels" stay apart. Curves have a corner at each row and column that they cross: `region.simplify(tolerance)` leaves
 * out those that matter least.
 *
 * Throws an ImageError `axes` for other axes than row and column, `level` where one is needed, `spacing` where the size of
 * pixels is not known, and a UnitsError for places beyond 32-bit coordinates.
 * @example contours(gaussian(coverage, { sigma: 0.05, in: "units" }), { level: 0.4 })
 * @example contours(drawing, { level: 128, tone: "dark", outline: "pixels" })
 * @example contours(picture.threshold(128).calibrated({ spacing: { row: 0.2, column: 0.2 } }))
 */
export function contours(image: AnyImageView, options: ContourOptions = {}): Region {
  checkArgument(image instanceof ImageView, image, "ImageError", "an image");
  const { dbu = defaultDbu, ...given } = optionsOf(options, "ImageError", contourNames);
  const isWhole = image.kind === "binary" || image.kind === "label";
  const { outline = isWhole ? "pixels" : "interpolated" } = given;
  checkArgument(
    outline === "interpolated" || outline === "pixels",
    outline,
    "ImageError",
    '"interpolated" or "pixels"',
  );
  checkDbu(dbu);
  const { plane, level } = tonedPlane(image, given, "contours(image, { level: 128 })");
  const { values } = plane;
  const [x, y] = [borders(plane.x, dbu), borders(plane.y, dbu)];
  const points = outline === "pixels" ? pixelPoints(values, x, y, level) : levelPoints(values, x, y, level);
  return Region.of(polygonsOfPoints(points), { dbu });
}

function pixelPoints(values: Float64Array, x: Borders, y: Borders, level: number): LinkedPoints {
  const [columns, rows] = [x.centres.length, y.centres.length];
  const framed = new Uint8Array((columns + 2) * (rows + 2));
  for (let row = 0, at = 0; row < rows; row++) {
    const to = (row + 1) * (columns + 2) + 1;
    for (let column = 0; column < columns; column++) framed[to + column] = values[at++] >= level ? 1 : 0;
  }
  return pixelOutline(framed, x.edges, y.edges);
}

/** The outermost pixels reach as far as their outer borders, where outlines end: there the values fall to −∞ at once. */
function levelPoints(values: Float64Array, x: Borders, y: Borders, level: number): LinkedPoints {
  const [columns, rows] = [x.centres.length, y.centres.length];
  const width = columns + 4;
  const framed = new Float64Array(width * (rows + 4)).fill(Number.NEGATIVE_INFINITY);
  for (let row = -1; row <= rows; row++) {
    const from = Math.min(Math.max(row, 0), rows - 1) * columns;
    const to = (row + 2) * width + 2;
    framed.set(values.subarray(from, from + columns), to);
    framed[to - 1] = values[from];
    framed[to + columns] = values[from + columns - 1];
  }
  return levelOutline(framed, framedPlaces(x), framedPlaces(y), level);
}

function framedPlaces({ edges, centres }: Borders): Float64Array {
  const [first, last] = [edges[0], edges[edges.length - 1]];
  return Float64Array.of(first, first, ...centres, last, last);
}

/** Where rows or columns begin and end, and their centres between, in database units, growing. */
interface Borders {
  readonly edges: Float64Array;
  readonly centres: Float64Array;
}

function borders({ size, first, pitch }: Centres, dbu: number): Borders {
  for (const end of [first - pitch / 2, first + (size - 0.5) * pitch]) toDbu(end, dbu, "a pixel's border at");
  return {
    edges: Float64Array.from({ length: size + 1 }, (_, i) => (first + (i - 0.5) * pitch) / dbu),
    centres: Float64Array.from({ length: size }, (_, i) => (first + i * pitch) / dbu),
  };
}
