/**
 * The two edges of a strip along a spine, before its corners are joined. A strip is what lies between two distances to
 * the left of the spine, measured across it: `offset ± half`, both linear along the path.
 *
 *        foot in  M  foot out      M: where the two edges meet, `ahead` of the foot of the arriving edge
 *     ──────────·─·                   (negative on the inner side) and `behind` that of the leaving one
 *                  \·
 *     ────────· C    \             C: the corner of the strip's middle line
 */
import { ReticleError } from "../errors.ts";
import { formatLength } from "../units.ts";
import type { Spine } from "./spine.ts";

/** Feet of one edge at each point, x,y pairs; where the edges of a corner meet; unit directions of both edges. */
export interface Edge {
  readonly footIn: Float64Array;
  readonly footOut: Float64Array;
  readonly ahead: Float64Array;
  readonly behind: Float64Array;
  readonly directionIn: Float64Array;
  readonly directionOut: Float64Array;
  /** 1 where an inner corner has no room, so that the edge goes through the strip's middle. */
  readonly through: Uint8Array;
  /** 1 for each stretch in which the edge runs backwards: the path bends about a point inside of the strip. */
  readonly flipped: Uint8Array;
}

export interface Strip {
  readonly left: Edge;
  readonly right: Edge;
  /** Corners of the middle line, x,y pairs. */
  readonly middle: Float64Array;
}

/** The strip's middle and half width at each point of the spine. */
export interface StripShape {
  readonly offset: Float64Array;
  readonly half: Float64Array;
}

/** Sine of the smallest angle of two lines that are taken to meet. */
const parallel = 1e-7;
/** Farthest corner of a middle line beside the spine, in offsets: the path turns by 174°. */
const farthest = 20;

export function stripOf(spine: Spine, { offset, half }: StripShape): Strip {
  const isCentered = offset.every((value) => value === 0);
  const center = isCentered ? null : centerOf(spine, offset);
  const left = edgeOf(
    spine,
    offset.map((value, i) => value + half[i]),
    center,
  );
  const right = edgeOf(
    spine,
    offset.map((value, i) => value - half[i]),
    center,
  );
  for (const edge of [left, right]) {
    if (center !== null) edge.flipped.set(center.flipped);
    fit(spine, edge);
  }
  return { left, right, middle: middleOf(spine, center) };
}

/** The middle line of a strip beside the spine, as an edge; only its corners have an `ahead` and a `behind`. */
function centerOf(spine: Spine, offset: Float64Array): Edge {
  const center = edgeOf(spine, offset, null);
  for (let i = 0; i < spine.count; i++) {
    if (offset[i] !== 0) continue;
    center.ahead[i] = 0;
    center.behind[i] = 0;
  }
  checkMiddle(spine, center, offset);
  fit(spine, center);
  return center;
}

function middleOf(spine: Spine, center: Edge | null): Float64Array {
  const middle = new Float64Array(2 * spine.count);
  for (let i = 0; i < middle.length; i++) {
    const along = i % 2 === 0 ? spine.x : spine.y;
    middle[i] = center === null ? along.at(i >> 1) : center.footIn[i] + center.ahead[i >> 1] * center.directionIn[i];
  }
  return middle;
}

/** The edge at `distance` to the left; its feet at corners go along with those of the strip's middle. */
function edgeOf(spine: Spine, distance: Float64Array, center: Edge | null): Edge {
  const n = spine.count;
  const pairs = () => new Float64Array(2 * n);
  const edge: Edge = {
    footIn: pairs(),
    footOut: pairs(),
    ahead: new Float64Array(n),
    behind: new Float64Array(n),
    directionIn: pairs(),
    directionOut: pairs(),
    through: new Uint8Array(n),
    flipped: new Uint8Array(n),
  };
  const { footIn, footOut, ahead, behind, directionIn, directionOut } = edge;
  const [xs, ys, s, arriving, leaving] = [spine.x, spine.y, spine.s, spine.arriving, spine.leaving].map((l) =>
    l.view(),
  );
  for (let i = 0; i < n; i++) {
    const d = distance[i];
    const ax = arriving[2 * i];
    const ay = arriving[2 * i + 1];
    const bx = leaving[2 * i];
    const by = leaving[2 * i + 1];
    const x = xs[i];
    const y = ys[i];
    const slopeIn = i === 0 ? 0 : (d - distance[i - 1]) / (s[i] - s[i - 1]);
    const slopeOut = i === n - 1 ? 0 : (distance[i + 1] - d) / (s[i + 1] - s[i]);
    const scaleIn = 1 / Math.sqrt(1 + slopeIn * slopeIn);
    const scaleOut = 1 / Math.sqrt(1 + slopeOut * slopeOut);
    const ux = (ax - ay * slopeIn) * scaleIn;
    const uy = (ay + ax * slopeIn) * scaleIn;
    const vx = (bx - by * slopeOut) * scaleOut;
    const vy = (by + bx * slopeOut) * scaleOut;
    const forth = center === null ? 0 : center.ahead[i];
    const back = center === null ? 0 : center.behind[i];
    footIn[2 * i] = x - ay * d + ux * forth;
    footIn[2 * i + 1] = y + ax * d + uy * forth;
    footOut[2 * i] = x - by * d + vx * back;
    footOut[2 * i + 1] = y + bx * d + vy * back;
    directionIn[2 * i] = ux;
    directionIn[2 * i + 1] = uy;
    directionOut[2 * i] = vx;
    directionOut[2 * i + 1] = vy;
    if (ax === bx && ay === by) continue;
    // footIn + ahead·u = footOut + behind·v
    const cross = ux * vy - uy * vx;
    const gapX = footOut[2 * i] - footIn[2 * i];
    const gapY = footOut[2 * i + 1] - footIn[2 * i + 1];
    if (Math.abs(cross) > parallel) {
      ahead[i] = (gapX * vy - gapY * vx) / cross;
      behind[i] = (gapX * uy - gapY * ux) / cross;
    } else if (ux * vx + uy * vy < 0) {
      // Right back: taken as a turn to the right, its outer side on the left.
      ahead[i] = d === 0 ? 0 : d > 0 ? Infinity : -Infinity;
      behind[i] = -ahead[i];
    }
  }
  return edge;
}

/** A middle line beside the spine must have room for its own corners. */
function checkMiddle(spine: Spine, center: Edge, offset: Float64Array): void {
  const short = (value: number) => formatLength(Number(value.toPrecision(6)));
  for (let i = 0; i + 1 < spine.count; i++) {
    if (Math.abs(center.ahead[i]) > farthest * Math.abs(offset[i])) {
      const where = `(${short(spine.x.at(i))}, ${short(spine.y.at(i))}) µm`;
      const message = `a part of a path with an offset cannot follow the corner at ${where}, which turns almost right back`;
      throw new ReticleError("GeometryError", "path-offset", message);
    }
    const taken = Math.max(0, center.behind[i]) + Math.max(0, -center.ahead[i + 1]);
    if (taken === 0) continue;
    const room = Math.hypot(
      center.footIn[2 * i + 2] - center.footOut[2 * i],
      center.footIn[2 * i + 3] - center.footOut[2 * i + 1],
    );
    if (taken <= room * (1 + 1e-9) && taken !== Infinity) continue;
    const at = center.behind[i] > 0 ? i : i + 1;
    throw new ReticleError(
      "GeometryError",
      "path-offset",
      `an offset of ${short(offset[at])} µm does not fit the corner at (${short(spine.x.at(at))}, ${short(spine.y.at(at))}) µm: its inner side has ${short(room)} µm and needs ${short(taken)} µm`,
    );
  }
}

/** Marks inner corners that have no room, and stretches in which the edge runs backwards. */
function fit(spine: Spine, edge: Edge): void {
  const x = spine.x.view();
  const y = spine.y.view();
  for (let i = 0; i + 1 < x.length; i++) {
    const dx = x[i + 1] - x[i];
    const dy = y[i + 1] - y[i];
    const along = edge.footIn[2 * i + 2] - edge.footOut[2 * i];
    const across = edge.footIn[2 * i + 3] - edge.footOut[2 * i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    const forward = (along * dx + across * dy) / length;
    if (forward < -1e-9 * length) edge.flipped[i] = 1;
    const room = Math.sign(forward) * Math.sqrt(along * along + across * across);
    const before = Math.max(0, edge.behind[i]);
    const after = Math.max(0, -edge.ahead[i + 1]);
    if (before + after <= room + 1e-9 * length) continue;
    if (before > 0) edge.through[i] = 1;
    if (after > 0) edge.through[i + 1] = 1;
  }
}
