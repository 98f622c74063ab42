/**
 * The adapter to clipper2-js 1.2.4: booleans to paths only, which are right (its offset, tree, RectClip and getBounds
 * are not and must not be used). The build bundles the package into this one file.
 *
 * Traps: `execute` swallows exceptions and returns false; its private scanline list is searched and sorted at every
 * insertion, O(n²), so a heap takes its place (5–11 times faster, same areas); points repeat in the output.
 */
import { Clipper64, ClipType, FillRule, type IPoint64, Path64, Paths64, PathType } from "clipper2-js";
import { ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { checkForClipper2 } from "./clipper2-limit.ts";
import type { BooleanOperation, Contours, PolygonEngine } from "./engine.ts";
import { ScanlineHeap } from "./scanline-heap.ts";

const clipTypes: Record<BooleanOperation, ClipType> = {
  or: ClipType.Union,
  and: ClipType.Intersection,
  not: ClipType.Difference,
  xor: ClipType.Xor,
};

export const clipper2Js: PolygonEngine = {
  name: "clipper2-js",
  // Its scanlines go across the whole input.
  takesAll: false,
  boolean(operation, a, b) {
    checkForClipper2("clipper2-js", a, b);
    const clipper = new Clipper64();
    replaceScanlineList(clipper);
    clipper.preserveCollinear = false;
    addRings(clipper, a, PathType.Subject);
    addRings(clipper, b, PathType.Clip);
    const solution = new Paths64();
    if (!clipper.execute(clipTypes[operation], FillRule.NonZero, solution)) {
      throw new ReticleError(
        "RegionError",
        "engine",
        `clipper2-js failed at "${operation}" of ${a.count} and ${b.count} polygons`,
      );
    }
    return toContours(solution);
  },
};

/** The field is private; a test holds that it exists in the pinned version. */
export function replaceScanlineList(clipper: Clipper64): void {
  const fields = clipper as unknown as { _scanlineList?: unknown };
  if (fields._scanlineList === undefined) {
    throw new ReticleError(
      "RegionError",
      "engine",
      "clipper2-js is not version 1.2.4: its field _scanlineList is gone",
    );
  }
  fields._scanlineList = new ScanlineHeap();
}

function addRings(clipper: Clipper64, set: PolygonSet, type: PathType): void {
  for (let ring = 0; ring < set.ringCount; ring++) {
    const path = new Path64();
    for (let i = 2 * set.rings[ring]; i < 2 * set.rings[ring + 1]; i += 2)
      path.push({ x: set.xy[i], y: set.xy[i + 1] });
    clipper.addPath(path, type);
  }
}

function toContours(solution: Paths64): Contours {
  let vertices = 0;
  for (const path of solution) vertices += path.length;
  const xy = new Int32Array(2 * vertices);
  const rings = new Uint32Array(solution.length + 1);
  let at = 0;
  for (let ring = 0; ring < solution.length; ring++) {
    let previous: IPoint64 = solution[ring][solution[ring].length - 1];
    for (const point of solution[ring]) {
      if (point.x === previous.x && point.y === previous.y) continue;
      xy[at++] = point.x;
      xy[at++] = point.y;
      previous = point;
    }
    rings[ring + 1] = at / 2;
  }
  return { xy: xy.subarray(0, at), rings };
}
