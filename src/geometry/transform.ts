/**
 * Placement of a cell or a shape, as GDSII and OASIS know it: mirrored at the x axis first, then magnified, turned
 * counter-clockwise, and moved:   p' = M·R(angle)·[x, mirror ? −y : y] + d
 *
 * Multiples of 90° are exact. Otherwise flattened coordinates are rounded to the grid as KLayout rounds them, halves
 * away from zero.
 */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { Affine } from "./affine.ts";
import { PolygonSet } from "./polygon-set.ts";

export interface TransformOptions {
  /** Mirrored at the x axis, before anything else. */
  readonly mirror?: boolean;
  /** Degrees, counter-clockwise. */
  readonly rotation?: number;
  /** A factor above 0. */
  readonly magnification?: number;
  readonly dx?: number;
  readonly dy?: number;
}

export class Transform extends Affine {
  static readonly identity = new Transform({});

  readonly mirror: boolean;
  /** Degrees, 0 ≤ rotation < 360. */
  readonly rotation: number;
  readonly magnification: number;

  constructor(options: TransformOptions) {
    const {
      mirror = false,
      rotation = 0,
      magnification = 1,
      dx = 0,
      dy = 0,
    } = optionsOf(options, "GeometryError", ["mirror", "rotation", "magnification", "dx", "dy"]);
    if (![rotation, dx, dy].every(Number.isFinite) || !(magnification > 0 && Number.isFinite(magnification))) {
      throw new ReticleError(
        "GeometryError",
        "transform",
        `a transform of rotation ${rotation}, magnification ${magnification}, displacement (${dx}, ${dy}) needs finite numbers and a magnification above 0`,
      );
    }
    const turned = ((rotation % 360) + 360) % 360;
    const { a, b, c, d } = affineOf({ mirror, rotation: turned, magnification, dx, dy });
    super(a, b, c, d, dx, dy);
    this.mirror = mirror;
    this.rotation = turned;
    this.magnification = magnification;
  }

  /** True where integer points go to integer points: a multiple of 90° at magnification 1, moved by integers. */
  get isExact(): boolean {
    return (
      this.rotation % 90 === 0 && this.magnification === 1 && Number.isInteger(this.dx) && Number.isInteger(this.dy)
    );
  }

  /** The transform that does `inner` first and then this one: flattening a reference's reference. */
  after(inner: Transform): Transform {
    checkArgument(inner instanceof Transform, inner, "GeometryError", "a Transform");
    const [dx, dy] = this.point(inner.dx, inner.dy);
    return new Transform({
      mirror: this.mirror !== inner.mirror,
      rotation: this.mirror ? this.rotation - inner.rotation : this.rotation + inner.rotation,
      magnification: this.magnification * inner.magnification,
      dx,
      dy,
    });
  }

  override inverted(): Transform {
    const { mirror } = this;
    const rotation = mirror ? this.rotation : -this.rotation;
    const magnification = 1 / this.magnification;
    const [x, y] = new Transform({ mirror, rotation, magnification }).point(this.dx, this.dy);
    return new Transform({ mirror, rotation, magnification, dx: -x, dy: -y });
  }

  override moved(dx: number, dy: number): Transform {
    const { mirror, rotation, magnification } = this;
    return new Transform({ mirror, rotation, magnification, dx: this.dx + dx, dy: this.dy + dy });
  }

  /** The set with every vertex transformed and rounded; throws where one leaves the 32-bit range. */
  polygons(set: PolygonSet): PolygonSet {
    checkArgument(set instanceof PolygonSet, set, "GeometryError", "a PolygonSet");
    const xy = new Int32Array(set.xy.length);
    this.pairs(set.xy, xy);
    return new PolygonSet(xy, set.rings, set.polygons);
  }
}

/** The numbers of a placement that is known to be right: what walks over many references need, without a look at the options of each. */
export function affineOf({ mirror, rotation, magnification, dx, dy }: Required<TransformOptions>): Affine {
  const [cos, sin] = cosSinDegrees(rotation);
  const u = magnification * cos;
  const v = magnification * sin;
  return new Affine(u, mirror ? v : -v, v, mirror ? -u : u, dx, dy);
}

/** Exact at multiples of 90°. */
export function cosSinDegrees(degrees: number): [number, number] {
  const turned = ((degrees % 360) + 360) % 360;
  if (turned === 0) return [1, 0];
  if (turned === 90) return [0, 1];
  if (turned === 180) return [-1, 0];
  if (turned === 270) return [0, -1];
  const radians = (turned * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}
