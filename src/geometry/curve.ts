/** Curves that a path follows, from t = 0 to t = 1: ellipse arcs, Bézier curves of any degree, and functions of one's own. */

export interface Curve {
  /** x, y and the unit tangent at t, into `out[0…3]`. */
  evaluate(t: number, out: Float64Array): void;
  readonly length: number;
  /** Equal steps that are as good as any: a circle's radius and sweep (radians). */
  readonly circle?: { readonly radius: number; readonly sweep: number };
}

type Point = (t: number, out: Float64Array) => void;

/** Nodes and weights of Gauss and Legendre on 0…1, for five points. */
const nodes = [0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332];
const weights = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454,
];
const panels = 64;

/** Length from the speed: in 64 panels, so good to 1e-9 for whatever is smooth. */
function lengthOf(derivative: Point): number {
  const out = new Float64Array(2);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    for (let k = 0; k < nodes.length; k++) {
      derivative((panel + nodes[k]) / panels, out);
      sum += weights[k] * Math.hypot(out[0], out[1]);
    }
  }
  return sum / panels;
}

/** A curve from its points and derivative. Where the derivative vanishes (a cusp, a doubled control point), a secant. */
function curveOf(point: Point, derivative: Point): Curve {
  const length = lengthOf(derivative);
  const d = new Float64Array(2);
  return {
    length,
    evaluate(t, out) {
      derivative(t, d);
      let speed = Math.hypot(d[0], d[1]);
      if (speed <= 1e-9 * length) {
        const [from, to] = t < 0.5 ? [t, t + 1e-3] : [t - 1e-3, t];
        point(from, out);
        point(to, d);
        d[0] -= out[0];
        d[1] -= out[1];
        speed = Math.hypot(d[0], d[1]) || 1;
      }
      point(t, out);
      out[2] = d[0] / speed;
      out[3] = d[1] / speed;
    },
  };
}

export interface ArcShape {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  /** Radians, along the ellipse's own parameter. */
  readonly from: number;
  readonly to: number;
  /** Radians by which the ellipse is turned. */
  readonly rotation: number;
}

/** An arc of an ellipse about (x, y). */
export function arcCurve({ x, y, radiusX, radiusY, from, to, rotation }: ArcShape): Curve {
  const sweep = to - from;
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const put = (out: Float64Array, u: number, v: number) => {
    out[0] = u * cos - v * sin;
    out[1] = u * sin + v * cos;
  };
  const point: Point = (t, out) => {
    put(out, radiusX * Math.cos(from + sweep * t), radiusY * Math.sin(from + sweep * t));
    out[0] += x;
    out[1] += y;
  };
  const derivative: Point = (t, out) =>
    put(out, -sweep * radiusX * Math.sin(from + sweep * t), sweep * radiusY * Math.cos(from + sweep * t));
  const curve = curveOf(point, derivative);
  if (radiusX !== radiusY) return curve;
  return { evaluate: curve.evaluate, length: radiusX * Math.abs(sweep), circle: { radius: radiusX, sweep } };
}

/** The Bézier curve of control points (x,y pairs), of degree one less than there are, by de Casteljau's steps. */
export function bezierCurve(controls: readonly number[]): Curve {
  const differences: number[] = [];
  const degree = controls.length / 2 - 1;
  for (let i = 2; i < controls.length; i++) differences.push(degree * (controls[i] - controls[i - 2]));
  return curveOf(casteljau(controls), casteljau(differences));
}

function casteljau(controls: readonly number[]): Point {
  const work = new Float64Array(controls.length);
  return (t, out) => {
    for (let i = 0; i < work.length; i++) work[i] = controls[i];
    for (let left = work.length - 2; left > 0; left -= 2)
      for (let i = 0; i < left; i++) work[i] += t * (work[i + 2] - work[i]);
    out[0] = work[0];
    out[1] = work[1];
  };
}

export type CurveFunction = (t: number) => readonly [x: number, y: number];

/** The curve that a function draws; its derivative by differences (within 0…1) where none is given. */
export function functionCurve(at: CurveFunction, dx: number, dy: number, derivative?: CurveFunction): Curve {
  const point: Point = (t, out) => {
    const [x, y] = at(t);
    out[0] = x + dx;
    out[1] = y + dy;
  };
  return curveOf(point, derivative === undefined ? differenceOf(at) : (t, out) => out.set(derivative(t)));
}

const step = 1e-5;

/** Central differences; at the ends of 0…1 the three-point ones to one side, of the same order. */
function differenceOf(at: CurveFunction): Point {
  return (t, out) => {
    if (t >= step && t <= 1 - step) {
      const [a, b] = [at(t - step), at(t + step)];
      for (const k of [0, 1]) out[k] = (b[k] - a[k]) / (2 * step);
      return;
    }
    const h = t < step ? step : -step;
    const [a, b, c] = [at(t), at(t + h), at(t + 2 * h)];
    for (const k of [0, 1]) out[k] = (4 * b[k] - 3 * a[k] - c[k]) / (2 * h);
  };
}
