/**
 * A smooth curve through points as METAFONT draws it: John D. Hobby, "Smooth, easy to compute interpolating splines"
 * (1986), with tensions and curls of 1. Directions at the two ends may be given.
 *
 *            θ[k]: from the chord to the curve where it leaves point k
 *     k ·───────· k+1
 *            φ[k+1]: from the curve where it arrives to the chord;  φ[k] = −θ[k] − turn[k]
 */

export interface SplineDirections {
  /** Radians, counter-clockwise from x. */
  readonly begin?: number;
  readonly end?: number;
}

/** Control points of one cubic a stretch (8 numbers each) through `xy` (x,y pairs, no point twice in a row). */
export function hobbySpline(xy: ArrayLike<number>, { begin, end }: SplineDirections = {}): number[][] {
  const n = xy.length / 2 - 1;
  const distance = new Float64Array(n);
  const chord = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const [dx, dy] = [xy[2 * k + 2] - xy[2 * k], xy[2 * k + 3] - xy[2 * k + 1]];
    distance[k] = Math.hypot(dx, dy);
    chord[k] = Math.atan2(dy, dx);
  }
  const turn = new Float64Array(n + 1);
  for (let k = 1; k < n; k++) turn[k] = wrapped(chord[k] - chord[k - 1]);
  const theta = solved(distance, turn, {
    begin: begin === undefined ? undefined : wrapped(begin - chord[0]),
    end: end === undefined ? undefined : wrapped(end - chord[n - 1]),
  });
  return Array.from({ length: n }, (_, k) => {
    const phi = -theta[k + 1] - turn[k + 1];
    const leaving = (distance[k] * reach(theta[k], phi)) / 3;
    const arriving = (distance[k] * reach(phi, theta[k])) / 3;
    const [x0, y0, x3, y3] = [xy[2 * k], xy[2 * k + 1], xy[2 * k + 2], xy[2 * k + 3]];
    const [out, into] = [chord[k] + theta[k], chord[k] - phi];
    const first = [x0 + leaving * Math.cos(out), y0 + leaving * Math.sin(out)];
    return [x0, y0, ...first, x3 - arriving * Math.cos(into), y3 - arriving * Math.sin(into), x3, y3];
  });
}

/** The angles θ at all points: mock curvatures agree at each inner point, a tridiagonal system. */
function solved(distance: Float64Array, turn: Float64Array, { begin, end }: SplineDirections): Float64Array {
  const n = distance.length;
  // theta[k − 1]·lower + theta[k]·diagonal + theta[k + 1]·upper = right
  const diagonal = new Float64Array(n + 1);
  const upper = new Float64Array(n + 1);
  const right = new Float64Array(n + 1);
  diagonal[0] = 1;
  upper[0] = begin === undefined ? 1 : 0;
  right[0] = begin ?? -turn[1];
  for (let k = 1; k < n; k++) {
    const lower = 1 / distance[k - 1];
    const share = lower / diagonal[k - 1];
    diagonal[k] = 2 / distance[k - 1] + 2 / distance[k] - share * upper[k - 1];
    upper[k] = 1 / distance[k];
    right[k] = (-2 * turn[k]) / distance[k - 1] - turn[k + 1] / distance[k] - share * right[k - 1];
  }
  const theta = new Float64Array(n + 1);
  if (end !== undefined) theta[n] = end;
  else theta[n] = -right[n - 1] / (diagonal[n - 1] - upper[n - 1]) || 0;
  for (let k = n - 1; k >= 0; k--) theta[k] = (right[k] - upper[k] * theta[k + 1]) / diagonal[k];
  return theta;
}

/** Hobby's velocity: how far the control point lies, in thirds of the chord. */
function reach(theta: number, phi: number): number {
  const [st, ct, sf, cf] = [Math.sin(theta), Math.cos(theta), Math.sin(phi), Math.cos(phi)];
  const alpha = Math.SQRT2 * (st - sf / 16) * (sf - st / 16) * (ct - cf);
  const root = Math.sqrt(5);
  return (2 + alpha) / (1 + ((root - 1) * ct + (3 - root) * cf) / 2);
}

/** Into −π…π. */
function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
