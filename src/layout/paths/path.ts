/**
 * Paths: a spine with a width, drawn step by step as gdstk's FlexPath is. Kept as a path in cells and files where those
 * can say it (drawn as KLayout draws it, geometry/path-outline.ts), else as polygons: path-polygons.ts.
 */
import { checkArgument, optionsOf } from "../../errors.ts";
import {
  arcCurve,
  bezierCurve,
  type Curve,
  type CurveFunction,
  functionCurve,
  hobbySpline,
} from "../../geometry/index.ts";
import { Region } from "../../region/index.ts";
import { checkDbu, defaultDbu, formatLength } from "../../units.ts";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../../view/index.ts";
import {
  checkNumber,
  checkOptions,
  checkPositive,
  type PathEnds,
  type PathOptions,
  type PathParts,
  type PathStep,
  partsOf,
  pathError,
  type StepOptions,
  stepParts,
} from "./path-options.ts";
import { ellipseParameter, flat, origin, type PathPoint, type Pose, poseAfter, withoutRepeats } from "./path-points.ts";
import { type PathGeometry, pathPolygons, spineOf } from "./path-polygons.ts";

export interface ArcOptions extends StepOptions {
  /** One radius, or those along x and y of an ellipse, µm. */
  readonly radius: number | readonly [number, number];
  /** Angles in degrees, seen from the arc's centre; `to` below `from` turns clockwise. */
  readonly from: number;
  readonly to: number;
  /** Degrees by which an ellipse is turned. */
  readonly rotation?: number;
}

export interface TurnOptions extends StepOptions {
  readonly radius: number;
  /** Degrees, counter-clockwise; negative turns right. */
  readonly angle: number;
}

export interface SplineOptions extends StepOptions {
  /** Direction in which the curve begins, degrees; as it comes where not given. */
  readonly begin?: number;
  readonly end?: number;
}

export interface ParametricPathOptions extends StepOptions {
  /** False where the function gives positions of the plane; else the curve begins where the path is. */
  readonly relative?: boolean;
  /** dx/dt and dy/dt; by differences where not given. */
  readonly derivative?: CurveFunction;
}

/** The steps, last first, so that each path of a chain shares those of the one before. */
interface Chain {
  readonly step: PathStep;
  readonly before: Chain | null;
}

const radians = Math.PI / 180;

/** A path in µm. Immutable: each step gives a new path. Snapped to the grid when it is added to a cell. */
export class Path {
  readonly options: PathOptions;
  readonly #begin: PathParts;
  readonly #end: PathParts | null;
  readonly #chain: Chain | null;
  readonly #pose: Pose;
  #geometry: PathGeometry | null = null;

  constructor(
    points: readonly PathPoint[],
    options: PathOptions,
    grown?: { before: Path; step: PathStep; pose: Pose },
  ) {
    this.options = options;
    if (grown?.before instanceof Path) {
      const { before, step, pose } = grown;
      this.#begin = before.#begin;
      this.#end = before.#end;
      this.#chain = { step, before: before.#chain };
      this.#pose = pose;
      return;
    }
    checkOptions(options);
    [this.#begin, this.#end] = partsOf(options);
    this.#chain = null;
    this.#pose = origin;
    if (Array.isArray(points) && points.length === 0) return;
    const xy = flat(points);
    this.#chain = { step: { xy, parts: this.#begin }, before: null };
    this.#pose = poseAfter(origin, xy);
  }

  /** Begins at (x, y) and not at the origin; first of all steps. */
  move(x: number, y: number): Path {
    if (this.#chain !== null) throw pathError("path-move", "a path that has begun cannot be moved to another point");
    return this.#grown({ xy: [x, y], parts: this.#begin }, { ...origin, x, y });
  }

  /** Straight to (x, y). */
  to(x: number, y: number, options: StepOptions = {}): Path {
    return this.segment([[x, y]], options);
  }
  /** Straight through points. */
  segment(points: readonly PathPoint[], options: StepOptions = {}): Path {
    const xy = flat(points);
    return this.#started().#grown({ xy, parts: this.#parts(options) }, poseAfter(this.#pose, xy));
  }
  /** Straight to another x. */
  horizontal(x: number, options: StepOptions = {}): Path {
    return this.to(x, this.#pose.y, options);
  }
  /** Straight to another y. */
  vertical(y: number, options: StepOptions = {}): Path {
    return this.to(this.#pose.x, y, options);
  }
  /** Straight on by a length, µm; along x where nothing came before. */
  straight(length: number, options: StepOptions = {}): Path {
    checkPositive("path-length", "length", length);
    const { x, y, dx, dy } = this.#pose;
    return this.to(x + length * dx, y + length * dy, options);
  }
  /** Straight on while the width changes to `to`, µm. */
  taper(options: { length: number; to: number | readonly number[]; offsets?: readonly number[] }): Path {
    const { length, to, offsets } = optionsOf(options, "LayoutError", ["to", "length", "offsets"]);
    return this.straight(length, { width: to, offsets });
  }

  /**
   * An arc of a circle or ellipse, between two angles seen from its centre.
   * @example path({ width: 0.5 }).arc({ radius: 10, from: 180, to: 90 })
   */
  arc(given: ArcOptions): Path {
    const {
      radius,
      from,
      to,
      rotation = 0,
      ...options
    } = optionsOf(given, "LayoutError", ["radius", "to", "from", "rotation", "offsets", "width"]);
    const isRadius = typeof radius === "number" || Array.isArray(radius);
    checkArgument(isRadius, radius, "LayoutError", "an arc's radius in µm, or [x, y],");
    const [radiusX, radiusY] = typeof radius === "number" ? [radius, radius] : radius;
    for (const value of [radiusX, radiusY]) checkPositive("path-radius", "arc's radius", value);
    for (const value of [from, to, rotation]) checkNumber("path-angle", "arc's angle", value);
    const { x, y } = this.#pose;
    const own = (angle: number) => ellipseParameter((angle - rotation) * radians, radiusX, radiusY);
    const shape = { radiusX, radiusY, from: own(from), to: own(to), rotation: rotation * radians };
    const out = new Float64Array(4);
    arcCurve({ ...shape, x: 0, y: 0 }).evaluate(0, out);
    return this.#curve(arcCurve({ ...shape, x: x - out[0], y: y - out[1] }), options);
  }
  /** An arc that goes on in the path's direction and turns it by `angle`. */
  turn(given: TurnOptions): Path {
    const { radius, angle, ...options } = optionsOf(given, "LayoutError", ["radius", "angle", "offsets", "width"]);
    checkNumber("path-angle", "turn's angle", angle);
    const { dx, dy } = this.#pose;
    const from = Math.atan2(dy, dx) / radians - (angle < 0 ? -90 : 90);
    return this.arc({ radius, from, to: from + angle, ...options });
  }
  /** A Bézier curve from where the path is: its further control points, the last of which it reaches. */
  bezier(controls: readonly PathPoint[], options: StepOptions = {}): Path {
    if (Array.isArray(controls) && controls.length === 0)
      throw pathError("path-points", "a Bézier curve needs at least one control point");
    return this.#curve(bezierCurve([this.#pose.x, this.#pose.y, ...flat(controls)]), options);
  }
  /** A smooth curve through points (Hobby's, as METAFONT and gdstk's interpolation draw it). */
  spline(points: readonly PathPoint[], given: SplineOptions = {}): Path {
    const { begin, end, ...options } = optionsOf(given, "LayoutError", ["begin", "end", "offsets", "width"]);
    const xy = withoutRepeats([this.#pose.x, this.#pose.y, ...flat(points)]);
    if (xy.length < 4) throw pathError("path-points", "a spline needs a point other than the one where the path is");
    const inRadians = (angle?: number) => angle && checkNumber("path-angle", "spline's direction", angle) * radians;
    const cubics = hobbySpline(xy, { begin: inRadians(begin), end: inRadians(end) }).map(bezierCurve);
    const parts = this.#parts(options);
    const total = cubics.reduce((sum, { length }) => sum + length, 0);
    const before = lastParts(this.#chain) ?? this.#begin;
    let length = 0;
    return cubics.reduce<Path>((path, curve, i) => {
      length += curve.length;
      const last = i === cubics.length - 1;
      return path.#curve(curve, last || parts === before ? options : between(before, parts, length / total));
    }, this);
  }
  /**
   * The curve that a function draws for t from 0 to 1, from where the path is, as fine as the tolerance asks for.
   * @example path({ width: 0.5 }).parametric((t) => [10 * t, Math.sin(2 * Math.PI * t)])
   */
  parametric(at: CurveFunction, given: ParametricPathOptions = {}): Path {
    const {
      relative = true,
      derivative,
      ...options
    } = optionsOf(given, "LayoutError", ["relative", "derivative", "offsets", "width"]);
    const [x0, y0] = flat([typeof at === "function" ? at(0) : [Number.NaN, Number.NaN]]);
    if (!relative) return this.#joined(x0, y0).#curve(functionCurve(at, 0, 0, derivative), options);
    return this.#curve(functionCurve(at, this.#pose.x - x0, this.#pose.y - y0, derivative), options);
  }

  get width(): PathOptions["width"] {
    return this.options.width;
  }
  get ends(): PathEnds {
    return this.options.ends ?? "flush";
  }
  /** The spine's points, µm; curves as chords within the tolerance (0.001 µm where not given). */
  get points(): readonly PathPoint[] {
    const spine = spineOf(this.#shape(), this.options.tolerance ?? defaultDbu);
    return Array.from({ length: spine.count }, (_, i) => [spine.x.at(i), spine.y.at(i)] as const);
  }
  /** Length of the spine along its curves and bends, µm. */
  get length(): number {
    return spineOf(this.#shape(), Infinity).length;
  }
  /** Where the path is, µm. */
  get end(): PathPoint {
    return [this.#pose.x, this.#pose.y];
  }
  /** In which direction it arrived there, degrees counter-clockwise from x. */
  get direction(): number {
    return Math.atan2(this.#pose.dy, this.#pose.dx) / radians;
  }

  /**
   * What the path covers, on a grid of `dbu` µm (0.001 where not given); its parts may overlap until they are merged.
   * Throws a GeometryError `path-bend`, `path-offset`, `path-samples` or `path-point`, a LayoutError `path-ends`.
   */
  region(options: { dbu?: number } = {}): Region {
    const { dbu = defaultDbu } = optionsOf(options, "LayoutError", ["dbu"]);
    return Region.of(pathPolygons(this.#shape(), checkDbu(dbu)), { dbu });
  }

  /** For the cell that it is added to. */
  get geometry(): PathGeometry {
    return this.#shape();
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const short = (value: number) => formatLength(Number(value.toPrecision(6)));
    const widths = this.#begin.widths.map(short).join(", ");
    return `Path: width ${widths} µm, length ${short(this.length)} µm, to (${this.end.map(short).join(", ")}) µm`;
  }

  [displaySymbol](): MimeBundle {
    return { ...this.region()[displaySymbol](), "text/plain": this.toString() };
  }

  #shape(): PathGeometry {
    if (this.#chain === null) throw pathError("path-points", "a path needs at least one point");
    if (this.#geometry !== null) return this.#geometry;
    const steps: PathStep[] = [];
    for (let link: Chain | null = this.#chain; link !== null; link = link.before) steps.push(link.step);
    steps.reverse();
    return (this.#geometry = { steps, options: this.options, begin: this.#begin, end: this.#end });
  }

  #started(): Path {
    return this.#chain === null ? this.move(this.#pose.x, this.#pose.y) : this;
  }

  #joined(x: number, y: number): Path {
    if (this.#chain === null) return this.move(x, y);
    return x === this.#pose.x && y === this.#pose.y ? this : this.to(x, y);
  }

  #curve(curve: Curve, options: StepOptions): Path {
    if (!Number.isFinite(curve.length)) throw pathError("path-point", "a curve of a path is at no point for some t");
    const at = new Float64Array(4);
    curve.evaluate(1, at);
    const pose = { x: at[0], y: at[1], dx: at[2], dy: at[3] };
    return this.#started().#grown({ curve, parts: this.#parts(options) }, pose);
  }

  #parts(options: StepOptions): PathParts {
    if (this.#end !== null && (options.width ?? options.offsets) !== undefined)
      throw pathError(
        "path-width",
        "a path whose width goes from … to … over its length cannot change it at a step, too",
      );
    return stepParts(options, lastParts(this.#chain) ?? this.#begin);
  }

  #grown(step: PathStep, pose: Pose): Path {
    return new Path([], this.options, { before: this, step, pose });
  }
}

function lastParts(chain: Chain | null): PathParts | null {
  return chain === null ? null : chain.step.parts;
}

function between(a: PathParts, b: PathParts, share: number): StepOptions {
  const mixed = (from: readonly number[], to: readonly number[]) =>
    from.map((value, i) => value + share * (to[i] - value));
  return { width: mixed(a.widths, b.widths), offsets: mixed(a.offsets, b.offsets) };
}

/**
 * A path through points in µm: `path([[0, 0], [10, 0], [10, 5]], { width: 0.5, ends: "round" })`; or one that is drawn
 * step by step. Throws a LayoutError `path-width` `path-points` `path-ends` `path-joins` `path-offset` or `path-bend`.
 * @example path({ width: 0.5 }).move(0, 0).to(20, 0).turn({ radius: 10, angle: 90 }).straight(5)
 */
export function path(points: readonly PathPoint[], options: PathOptions): Path;
export function path(options: PathOptions): Path;
export function path(first: readonly PathPoint[] | PathOptions, options?: PathOptions): Path {
  if (options === undefined) {
    if (first === undefined || Array.isArray(first))
      throw pathError("path-width", "a path needs its width: path(points, { width: … })");
    return new Path([], first as PathOptions);
  }
  const points = first as readonly PathPoint[];
  if (Array.isArray(points) && points.length === 0) throw pathError("path-points", "a path needs at least one point");
  return new Path(points, options);
}
