/**
 * The raw contour of a ring whose sides are moved along their normals. Filled where its winding number is above 0 it is
 * the ring grown or shrunk: at a corner that closes, the contour goes back to the vertex, so that it is the ring and the
 * strips that its sides sweep over, each with its sign.
 *
 *     opens: ────●            closes:   │ │         where both sides are long enough the
 *     ────┐  ╲   │                   ●──┼─● ←p+n    crossing point stands for the loop
 *         │   ╲  │                ───┼──┘
 *         │                        ──● p
 *
 * With different distances along x and y a side moves by the ellipse's support, as KLayout's (measured: a side of
 * normal n by √(dx²nx² + dy²ny²), its ends by (dx²nx, dy²ny) over that).
 */
import { type NumberList, roundToGrid } from "../../geometry/index.ts";
import type { JoinRule } from "./size-options.ts";

export interface Offset {
  /** Distances, both from 0, database units. */
  readonly dx: number;
  readonly dy: number;
  /** 1 outwards, −1 inwards. */
  readonly sign: 1 | -1;
  readonly rule: JoinRule;
}

/** Scratch of one ring: directions, moves and lengths of its sides, and what closing corners take from them. */
export class RingSides {
  ex = new Float64Array(64);
  ey = new Float64Array(64);
  vx = new Float64Array(64);
  vy = new Float64Array(64);
  length = new Float64Array(64);
  atStart = new Float64Array(64);
  atEnd = new Float64Array(64);
  /** Where a corner's loop begins in the contour; −1 where it has none, or keeps it. */
  corner = new Int32Array(64);
  /** Where both sides of such a corner cross. */
  crossingX = new Float64Array(64);
  crossingY = new Float64Array(64);

  reserve(count: number): void {
    if (this.ex.length >= count) return;
    const size = 2 * count;
    this.ex = new Float64Array(size);
    this.ey = new Float64Array(size);
    this.vx = new Float64Array(size);
    this.vy = new Float64Array(size);
    this.length = new Float64Array(size);
    this.atStart = new Float64Array(size);
    this.atEnd = new Float64Array(size);
    this.corner = new Int32Array(size);
    this.crossingX = new Float64Array(size);
    this.crossingY = new Float64Array(size);
  }
}

/** The sine of a bend below which two sides are taken for one (KLayout's: 0.57°). */
const straight = 0.01;
/**
 * Where a loop's ends are as near to the other side as rounding, the crossing of sides on the grid would be far off: it is
 * taken from the sides as they are.
 */
const leastApart = 0.3;

/**
 * Appends the contour of the ring `xy[start…end)` (x,y pairs, inside on its left) to `out`, on the grid.
 * Returns true where every closing corner is its crossing point, so that no side was turned round.
 */
export function offsetRing(
  xy: Int32Array,
  start: number,
  end: number,
  offset: Offset,
  sides: RingSides,
  out: NumberList,
): boolean {
  const count = (end - start) / 2;
  sides.reserve(count);
  fillSides(xy, start, count, offset, sides);
  fillTrims(count, offset.sign, sides);
  const { ex, ey, vx, vy, length, atStart, atEnd, corner, crossingX, crossingY } = sides;
  const first = out.length;
  let isPlain = true;
  let crossings = 0;
  for (let j = 0; j < count; j++) {
    const i = j === 0 ? count - 1 : j - 1;
    const x = xy[start + 2 * j];
    const y = xy[start + 2 * j + 1];
    const cross = ex[i] * ey[j] - ey[i] * ex[j];
    corner[j] = -1;
    if (Math.abs(cross) < straight && ex[i] * ex[j] + ey[i] * ey[j] > 0) {
      push(x + vx[j], y + vy[j], out);
    } else if (offset.sign * cross > 0) {
      openCorner(x, y, i, j, cross, offset, sides, out);
    } else {
      const trimsFit = atStart[i] + atEnd[i] < length[i] && atStart[j] + atEnd[j] < length[j];
      const fits = cross !== 0 && trimsFit && atEnd[i] >= 0 && atStart[j] >= 0;
      if (fits && Math.min(atEnd[i], atStart[j]) * Math.abs(cross) < leastApart) {
        push(x + vx[i] - ex[i] * atEnd[i], y + vy[i] - ey[i] * atEnd[i], out);
        continue;
      }
      if (fits && offset.sign * (vx[i] * vy[j] - vy[i] * vx[j]) < 0) {
        corner[j] = out.length;
        crossingX[j] = x + vx[i] - ex[i] * atEnd[i];
        crossingY[j] = y + vy[i] - ey[i] * atEnd[i];
        crossings++;
      } else isPlain = false;
      pushLoop(x, y, i, j, offset.sign, sides, out);
    }
  }
  if (crossings > 0) replaceLoops(first, count, sides, out);
  return isPlain;
}

/** The contour with its loops, kept from one ring to the next. */
let loops = new Float64Array(64);

/**
 * Puts the crossing of the two sides, as they are on the grid, in the place of a loop: what filling the loop would find,
 * to the unit.
 */
function replaceLoops(
  first: number,
  count: number,
  { corner, crossingX, crossingY }: RingSides,
  out: NumberList,
): void {
  const size = out.length - first;
  if (loops.length < size) loops = new Float64Array(2 * size);
  const points = loops;
  points.set(out.view().subarray(first));
  out.cut(first);
  let from = 0;
  for (let j = 0; j < count; j++) {
    if (corner[j] < 0) continue;
    const at = corner[j] - first;
    for (; from < at; from++) out.push(points[from]);
    // The loop is p+v, p, p+n: the side before it ends at its first point, the side behind it begins at its last.
    const before = (at + size - 2) % size;
    const behind = (at + 6) % size;
    const [ax, ay, bx, by] = [points[before], points[before + 1], points[at], points[at + 1]];
    const [cx, cy, dx, dy] = [points[at + 4], points[at + 5], points[behind], points[behind + 1]];
    const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
    const t = ((cx - bx) * (dy - cy) - (cy - by) * (dx - cx)) / cross;
    const u = ((cx - bx) * (by - ay) - (cy - by) * (bx - ax)) / cross;
    // Sides of few units may be parallel on the grid, or miss each other: then it is the crossing of the sides as they are.
    if (t >= -1 && t <= 0 && u >= 0 && u <= 1) push(bx + t * (bx - ax), by + t * (by - ay), out);
    else push(crossingX[j], crossingY[j], out);
    from = at + 6;
  }
  for (; from < size; from++) out.push(points[from]);
}

function push(x: number, y: number, out: NumberList): void {
  out.push(roundToGrid(x));
  out.push(roundToGrid(y));
}

function fillSides(xy: Int32Array, start: number, count: number, { dx, dy, sign }: Offset, sides: RingSides): void {
  const { ex, ey, vx, vy, length } = sides;
  for (let i = 0; i < count; i++) {
    const at = start + 2 * i;
    const to = i + 1 < count ? at + 2 : start;
    const x = xy[to] - xy[at];
    const y = xy[to + 1] - xy[at + 1];
    // Several times as fast as Math.hypot; differences of int32 do not overflow.
    const size = Math.sqrt(x * x + y * y);
    const [ux, uy] = [x / size, y / size];
    // The normal to the right is (uy, −ux).
    const support = Math.sqrt(dx * uy * (dx * uy) + dy * ux * (dy * ux));
    ex[i] = ux;
    ey[i] = uy;
    length[i] = size;
    const [mx, my] = support === 0 ? [0, 0] : [(sign * dx * dx * uy) / support, (-sign * dy * dy * ux) / support];
    // Sides at 45° stay at 45° where their move is on the grid (as KLayout's).
    const isDiagonal = dx === dy && (x === y || x === -y);
    vx[i] = isDiagonal ? roundToGrid(mx) : mx;
    vy[i] = isDiagonal ? roundToGrid(my) : my;
  }
}

/** What the crossing of neighbours takes from their ends, where the corner between them closes. */
function fillTrims(count: number, sign: number, { ex, ey, vx, vy, atStart, atEnd }: RingSides): void {
  for (let j = 0; j < count; j++) {
    const i = j === 0 ? count - 1 : j - 1;
    const cross = ex[i] * ey[j] - ey[i] * ex[j];
    atEnd[i] = 0;
    atStart[j] = 0;
    if (sign * cross >= 0) continue;
    const [nx, ny] = [vx[j] - vx[i], vy[j] - vy[i]];
    atEnd[i] = -(nx * ey[j] - ny * ex[j]) / cross;
    atStart[j] = -(ex[i] * ny - ey[i] * nx) / cross;
  }
}

/**
 * Where the strips of both sides overlap the contour goes back to the vertex. They may leave a gap at a corner that closes,
 * too: moves of diagonal sides are rounded, and with different distances along x and y.
 */
function pushLoop(
  x: number,
  y: number,
  i: number,
  j: number,
  sign: number,
  { vx, vy }: RingSides,
  out: NumberList,
): void {
  push(x + vx[i], y + vy[i], out);
  if (sign * (vx[i] * vy[j] - vy[i] * vx[j]) < 0) push(x, y, out);
  push(x + vx[j], y + vy[j], out);
}

function openCorner(
  x: number,
  y: number,
  i: number,
  j: number,
  cross: number,
  offset: Offset,
  sides: RingSides,
  out: NumberList,
): void {
  const { dx, dy, sign, rule } = offset;
  const { ex, ey, vx, vy } = sides;
  const [nx, ny] = [vx[j] - vx[i], vy[j] - vy[i]];
  const before = (nx * ey[j] - ny * ex[j]) / cross;
  const after = (ex[i] * ny - ey[i] * nx) / cross;
  const moveBefore = Math.sqrt(vx[i] * vx[i] + vy[i] * vy[i]);
  const moveAfter = Math.sqrt(vx[j] * vx[j] + vy[j] * vy[j]);
  if (before < -1e-6 || after < -1e-6) {
    pushLoop(x, y, i, j, offset.sign, sides, out);
    return;
  }
  const { cut } = rule;
  // Along one axis only, nothing goes beyond the ends of the moved sides (as KLayout's).
  const most = dx === 0 || dy === 0 ? 0 : rule.most;
  if (before <= most * moveBefore + 1e-6 && after <= most * moveAfter + 1e-6) {
    push(x + vx[i] + ex[i] * before, y + vy[i] + ey[i] * before, out);
    return;
  }
  if (cut === "fixed") {
    const grown = Math.min(before, most * moveBefore);
    push(x + vx[i] + ex[i] * grown, y + vy[i] + ey[i] * grown, out);
    const back = Math.min(after, most * moveAfter);
    push(x + vx[j] - ex[j] * back, y + vy[j] - ey[j] * back, out);
    return;
  }
  // On the ellipse: its points are (dx·cos t, dy·sin t).
  const from = Math.atan2(dx === 0 ? 0 : vy[i] / dy || 0, dx === 0 ? 0 : vx[i] / dx);
  const to = Math.atan2(dx === 0 ? 0 : vy[j] / dy || 0, dx === 0 ? 0 : vx[j] / dx);
  let turned = to - from;
  if (sign * turned < 0) turned += sign * 2 * Math.PI;
  if (cut === "square") {
    const grown = Math.tan(Math.abs(turned) / 4) * sign;
    push(x + dx * (Math.cos(from) - grown * Math.sin(from)), y + dy * (Math.sin(from) + grown * Math.cos(from)), out);
    push(x + dx * (Math.cos(to) + grown * Math.sin(to)), y + dy * (Math.sin(to) - grown * Math.cos(to)), out);
    return;
  }
  const steps = Math.max(1, Math.ceil(Math.abs(turned) / rule.step - 1e-9));
  for (let k = 0; k <= steps; k++) {
    const angle = from + (turned * k) / steps;
    push(x + dx * Math.cos(angle), y + dy * Math.sin(angle), out);
  }
}
