/** Paths: a spine with a width, kept as such in cells and files, drawn as KLayout draws them (geometry/path-outline.ts). */
import { ReticleError } from "../errors.ts";

/** How a path ends: at its last point, in a half circle, half the width beyond, or as far beyond as given (µm). */
export type PathEnds = "flush" | "round" | "square" | { readonly begin: number; readonly end: number };

const namedEnds: readonly PathEnds[] = ["flush", "round", "square"];

export interface PathOptions {
  /** Full width, µm. */
  readonly width: number;
  /** "flush" where not given. */
  readonly ends?: PathEnds;
}

/** A path in µm. Immutable; snapped to the grid when it is added to a cell. */
export class Path {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly width: number;
  readonly ends: PathEnds;

  constructor(points: readonly (readonly [x: number, y: number])[], options: PathOptions) {
    if (!(options.width >= 0 && Number.isFinite(options.width)))
      throw new ReticleError(
        "LayoutError",
        "path-width",
        `path width ${options.width} µm is not a number of 0 or more`,
      );
    if (points.length === 0) throw new ReticleError("LayoutError", "path-points", "a path needs at least one point");
    const { ends = "flush" } = options;
    if (typeof ends !== "object" && !namedEnds.includes(ends))
      throw new ReticleError(
        "LayoutError",
        "path-ends",
        `path ends "${ends}" are none of ${namedEnds.join(", ")} and { begin, end }`,
      );
    this.points = points.map(([x, y]) => [x, y] as const);
    this.width = options.width;
    this.ends = ends;
  }
}

/**
 * A path through points in µm: `path([[0, 0], [10, 0], [10, 5]], { width: 0.5, ends: "round" })`.
 * Throws a LayoutError `path-width` `path-points` or `path-ends`.
 */
export function path(points: readonly (readonly [x: number, y: number])[], options: PathOptions): Path {
  return new Path(points, options);
}
