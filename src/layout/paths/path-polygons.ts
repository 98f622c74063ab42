/**
 * What a path becomes in a cell: a path where files can say it (straight, one part on its spine, of a constant width in
 * whole database units, with corners as every program draws them), else polygons.
 */
import { addStrip, type PathShape, type PolygonSet, PolygonSetBuilder, Spine } from "../../geometry/index.ts";
import { Region } from "../../region/index.ts";
import { toDbu } from "../../units.ts";
import { endsOf, type PathOptions, type PathParts, type PathStep, pathError } from "./path-options.ts";

export interface PathGeometry {
  readonly steps: readonly PathStep[];
  readonly options: PathOptions;
  /** At the first point, and at the last one where the width changes along the whole path. */
  readonly begin: PathParts;
  readonly end: PathParts | null;
}

/** The spine; curves within `tolerance` for edges as far out as the path's widest. */
export function spineOf({ steps, options, begin, end }: PathGeometry, tolerance: number): Spine {
  let extent = Math.max(extentOf(begin), end === null ? 0 : extentOf(end));
  for (const { parts } of steps) if (parts !== begin) extent = Math.max(extent, extentOf(parts));
  const spine = new Spine({ tolerance, extent, bendRadius: options.bends?.radius ?? 0 });
  for (const { xy, curve } of steps) {
    if (curve !== undefined) spine.curve(curve);
    else for (let i = 0; i < xy.length; i += 2) spine.line(xy[i], xy[i + 1]);
    spine.knot();
  }
  return spine.finish();
}

function extentOf({ widths, offsets }: PathParts): number {
  return widths.reduce((most, width, i) => Math.max(most, width / 2 + Math.abs(offsets[i])), 0);
}

/** The path's polygons on a grid of `dbu` µm; merged where an outline folds over itself. */
export function pathPolygons(path: PathGeometry, dbu: number): PolygonSet {
  const { ends = "flush", joins = "natural", miterLimit = 10, tolerance = dbu } = path.options;
  const spine = spineOf(path, tolerance);
  const builder = new PolygonSetBuilder(4 * spine.count, path.begin.widths.length);
  let isFolded = false;
  for (let part = 0; part < path.begin.widths.length; part++) {
    const half = along(spine, path, (parts) => parts.widths[part] / 2);
    const offset = along(spine, path, (parts) => parts.offsets[part]);
    const [begin, end] =
      typeof ends === "object"
        ? endsOf(ends)
        : ends === "round"
          ? (["round", "round"] as const)
          : ends === "flush"
            ? [0, 0]
            : [half[0], half[half.length - 1]];
    checkShortening(spine, begin, end);
    const style = { joins, miterLimit, begin, end, tolerance, dbu };
    isFolded = addStrip(builder, spine, { offset, half }, style) || isFolded;
  }
  const polygons = builder.build();
  return isFolded ? Region.of(polygons, { dbu }).merged().polygons : polygons;
}

function checkShortening(spine: Spine, begin: number | "round", end: number | "round"): void {
  const last = spine.count - 1;
  if (last < 1) return;
  const lengths = [spine.s.at(1), spine.length - spine.s.at(last - 1)];
  for (const [i, by] of [begin, end].entries()) {
    if (by === "round" || -by <= lengths[i]) continue;
    const message = `a path whose ${i === 0 ? "first" : "last"} straight part is ${lengths[i]} µm long cannot be shortened by ${-by} µm`;
    throw pathError("path-ends", message);
  }
}

/** A number of the parts at every point of the spine, changing evenly between the ends of the steps. */
function along(spine: Spine, { steps, begin, end }: PathGeometry, of: (parts: PathParts) => number): Float64Array {
  const values = new Float64Array(spine.count).fill(of(begin));
  if (end !== null) {
    const slope = spine.length === 0 ? 0 : (of(end) - of(begin)) / spine.length;
    return values.map((value, i) => value + slope * spine.s.at(i));
  }
  if (steps.every(({ parts }) => parts === begin)) return values;
  let step = 0;
  for (let i = 0; i < spine.count; i++) {
    const s = spine.s.at(i);
    while (step < steps.length - 1 && s > spine.knots[step]) step++;
    const from = step === 0 ? 0 : spine.knots[step - 1];
    const before = of(step === 0 ? begin : steps[step - 1].parts);
    const share = spine.knots[step] === from ? 1 : Math.min(1, (s - from) / (spine.knots[step] - from));
    values[i] = before + share * (of(steps[step].parts) - before);
  }
  return values;
}

/** The path as files have it: its spine and shape in database units; null where they cannot say it. */
export function filePath(path: PathGeometry, dbu: number): { spine: Int32Array; shape: PathShape } | null {
  const { steps, options, begin, end } = path;
  const { ends = "flush", joins = "natural", bends } = options;
  const width = begin.widths[0] / dbu;
  const isPlain =
    end === null &&
    bends === undefined &&
    begin.widths.length === 1 &&
    begin.offsets[0] === 0 &&
    Math.abs(width - Math.round(width)) <= 1e-6 * Math.max(1, width) &&
    steps.every(({ xy, parts }) => xy !== undefined && parts === begin);
  if (!isPlain) return null;
  const count = steps.reduce((sum, { xy }) => sum + xy!.length, 0);
  const spine = new Int32Array(count);
  let at = 0;
  for (const { xy } of steps) for (let i = 0; i < xy!.length; i++) spine[at++] = toDbu(xy![i], dbu, "path");
  if (joins !== "natural" && !(joins === "miter" && turnsGently(spine))) return null;
  const round = ends === "round";
  const snapped = toDbu(begin.widths[0], dbu, "path width");
  const half = Math.floor(snapped / 2);
  const [beginExtension, endExtension] =
    typeof ends === "object"
      ? endsOf(ends).map((value) => toDbu(value, dbu, "path end"))
      : ends === "flush"
        ? [0, 0]
        : [half, half];
  return { spine, shape: { width: snapped, beginExtension, endExtension, round } };
}

/** True where no corner turns by more than 90°, so that "miter" is what every program draws. */
function turnsGently(xy: Int32Array): boolean {
  let [ux, uy] = [0, 0];
  for (let i = 2; i < xy.length; i += 2) {
    const [vx, vy] = [xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]];
    if (vx === 0 && vy === 0) continue;
    if (ux * vx + uy * vy < 0) return false;
    [ux, uy] = [vx, vy];
  }
  return true;
}
