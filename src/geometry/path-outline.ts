/**
 * The polygon of a path: a spine with a width, as GDSII's PATH and OASIS' PATH mean it and as KLayout draws it.
 *
 *     ┌───────────────┐ outer corner: mitred up to a bend of 90°,
 *     │   ·───────·   │ beyond that both edges are drawn out by half the width and the corner is cut
 *     │   │       │   │
 *     └───┴─      ┴───┘ inner corner: where the shifted edges meet; where a segment is too short for that
 *                       (half width · tan(bend/2) > segment + half width) through the spine's vertex
 *
 * Both limits were measured on KLayout 0.30, whose outlines these are. Every outline vertex is a spine vertex plus a
 * displacement that is rounded by itself, halves away from zero. Edges along the axes and at 45° are shifted by whole
 * units, so that they stay what they are: an odd width is drawn one database unit wider.
 */
import { roundToGrid } from "./round.ts";

export interface PathShape {
  /** Full width, database units, 0 or more. */
  readonly width: number;
  /** How far the outline reaches beyond the first and the last point, database units; negative shortens. */
  readonly beginExtension: number;
  readonly endExtension: number;
  /** Ends are half ellipses of 16 corners around the true curve, as long as the extensions. */
  readonly round: boolean;
}

/** Corners of one round end. */
const capCorners = 16;

/**
 * The outline of the spine `xy` (x,y pairs) as one ring of x,y pairs; empty for an empty spine.
 * Repeated points are taken once; a spine of one point lies along x.
 */
export function pathOutline(xy: ArrayLike<number>, shape: PathShape, start = 0, end = xy.length): number[] {
  const spine = straightened(xy, start, end);
  const count = spine.length / 2;
  if (count === 0) return [];
  const half = shape.width / 2;
  const left: number[] = [];
  const right: number[] = [];
  const directions = segmentDirections(spine);
  for (let i = 1; i < count - 1; i++) bend(spine, directions, i, half, left, right);
  const [dx0, dy0] = [directions[0], directions[1]];
  const [dx1, dy1] = directions.slice(-2);
  const first = cap(spine[0], spine[1], -dx0, -dy0, half, shape.beginExtension, shape.round);
  const last = cap(spine[2 * count - 2], spine[2 * count - 1], dx1, dy1, half, shape.endExtension, shape.round);
  const ring = [...first, ...right, ...last];
  for (let i = left.length - 2; i >= 0; i -= 2) ring.push(left[i], left[i + 1]);
  return ring;
}

/** Without repeated points and without points in the middle of a straight run, up to half a unit beside it. */
function straightened(xy: ArrayLike<number>, start: number, end: number): number[] {
  const out: number[] = [];
  for (let i = start; i < end; i += 2) {
    const x = xy[i];
    const y = xy[i + 1];
    const n = out.length;
    if (n >= 2 && out[n - 2] === x && out[n - 1] === y) continue;
    if (n >= 4) {
      const ux = out[n - 2] - out[n - 4];
      const uy = out[n - 1] - out[n - 3];
      const vx = x - out[n - 2];
      const vy = y - out[n - 1];
      const offset = Math.abs(ux * vy - uy * vx) / Math.hypot(ux + vx, uy + vy);
      if (offset < 0.5 && ux * vx + uy * vy > 0) out.length = n - 2;
    }
    out.push(x, y);
  }
  return out;
}

/** Unit vectors of the segments; along x where there are none. */
function segmentDirections(spine: readonly number[]): number[] {
  const directions: number[] = [];
  for (let i = 2; i < spine.length; i += 2) {
    const dx = spine[i] - spine[i - 2];
    const dy = spine[i + 1] - spine[i - 1];
    const length = Math.hypot(dx, dy);
    directions.push(dx / length, dy / length);
  }
  return directions.length === 0 ? [1, 0] : directions;
}

/** The corners at spine vertex `i`, on the left and on the right of the path. */
function bend(
  spine: readonly number[],
  directions: readonly number[],
  i: number,
  half: number,
  left: number[],
  right: number[],
): void {
  const [ux, uy, vx, vy] = directions.slice(2 * i - 2, 2 * i + 2);
  const x = spine[2 * i];
  const y = spine[2 * i + 1];
  const cross = ux * vy - uy * vx;
  const dot = ux * vx + uy * vy;
  // tan(bend/2); a path that turns right back has none and is cut on both sides.
  const tangent = dot <= -1 + 1e-12 ? Infinity : Math.abs(cross) / (1 + dot);
  const reach = half * tangent;
  const before = Math.hypot(x - spine[2 * i - 2], y - spine[2 * i - 1]);
  const after = Math.hypot(spine[2 * i + 2] - x, spine[2 * i + 3] - y);
  const [nx, ny] = shift(ux, uy, half);
  const [mx, my] = shift(vx, vy, half);
  // From the shifted end of the segment before, along it, to where it meets the shifted segment after.
  const along = ((mx - nx) * vy - (my - ny) * vx) / cross;
  for (const side of [1, -1]) {
    const out = side === 1 ? left : right;
    const corner = (dx: number, dy: number) => out.push(x + roundToGrid(side * dx), y + roundToGrid(side * dy));
    const inner = cross * side > 0 && tangent !== Infinity;
    if (inner && reach > Math.min(before, after) + half) {
      corner(nx, ny);
      out.push(x, y);
      corner(mx, my);
    } else if (inner || tangent <= 1 + 1e-10) corner(nx + ux * along, ny + uy * along);
    else {
      corner(nx + side * ux * half, ny + side * uy * half);
      corner(mx - side * vx * half, my - side * vy * half);
    }
  }
}

/** Half the width to the left of a direction; in whole units along the axes and at 45°. */
function shift(dx: number, dy: number, half: number): [x: number, y: number] {
  const isStraight = dx === 0 || dy === 0 || Math.abs(dx) === Math.abs(dy);
  return isStraight ? [roundToGrid(-dy * half), roundToGrid(dx * half)] : [-dy * half, dx * half];
}

/** The end of a path that leaves its last point in direction (dx, dy), counter-clockwise: right corner first. */
function cap(x: number, y: number, dx: number, dy: number, half: number, extension: number, round: boolean): number[] {
  const out: number[] = [];
  const [nx, ny] = shift(dx, dy, half);
  /** @param across  in halves of the width */
  const corner = (along: number, across: number) => {
    out.push(x + roundToGrid(dx * along + nx * across), y + roundToGrid(dy * along + ny * across));
  };
  if (!round) {
    corner(extension, -1);
    corner(extension, 1);
    return out;
  }
  const step = Math.PI / capCorners;
  const last = (Math.PI - step) / 2;
  for (let i = 0; i < capCorners; i++) {
    const angle = (i + 0.5) * step - Math.PI / 2;
    corner(
      (extension * Math.cos(angle)) / Math.sin(last),
      i === 0 ? -1 : i === capCorners - 1 ? 1 : Math.sin(angle) / Math.sin(last),
    );
  }
  return out;
}
