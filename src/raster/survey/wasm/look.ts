// AssemblyScript: the pass over all vertices of a survey. Each function has a TypeScript twin that gives the same bits and
// says how it works. Memory is laid out by the caller; addresses are bytes.

/** What is returned: bits of `Findings` in ../look-at-polygons.ts. */
const slanted: i32 = 1;
const doubtful: i32 = 2;

/**
 * Twin: `lookAtPolygons` of ../look-at-polygons.ts, for `count` polygons. `rings` and `polygons` hold the numbers of the whole
 * set, `firstVertex` and `firstRing` are those that lie at `xy` and `rings`. Weights are zeros before.
 */
export function lookAtPolygons(
  xy: usize,
  rings: usize,
  polygons: usize,
  count: i32,
  firstVertex: i32,
  firstRing: i32,
  gridLeft: f64,
  gridBottom: f64,
  gridRight: f64,
  gridTop: f64,
  boxes: usize,
  weights: usize,
  doubts: usize,
): i32 {
  let findings: i32 = 0;
  const gridLow = f64x2.replace_lane(f64x2.splat(gridLeft), 1, gridBottom);
  const gridHigh = f64x2.replace_lane(f64x2.splat(gridRight), 1, gridTop);
  let ringEnd = load<i32>(polygons) - firstRing;
  for (let polygon = 0; polygon < count; polygon++, boxes += 16) {
    const hull = ringEnd;
    ringEnd = load<i32>(polygons + (<usize>polygon << 2), 4) - firstRing;
    const start = vertexAt(xy, rings, hull, firstVertex);
    const end = vertexAt(xy, rings, ringEnd == hull ? hull : hull + 1, firstVertex);
    store<i8>(doubts + polygon, 0);
    if (ringEnd == hull || start == end) {
      store<i32>(boxes, i32.MAX_VALUE);
      store<i32>(boxes, i32.MAX_VALUE, 4);
      store<i32>(boxes, i32.MIN_VALUE, 8);
      store<i32>(boxes, i32.MIN_VALUE, 12);
      continue;
    }
    const hasHoles = ringEnd - hull > 1;
    if (end - start == 32 && !hasHoles) {
      // Corners 0 and 1, 2 and 3: x, y each.
      const first = v128.load(start);
      const second = v128.load(start, 16);
      const alongX = areSame(
        v128.shuffle<i32>(first, second, 1, 2, 6, 7),
        v128.shuffle<i32>(first, second, 3, 4, 0, 5),
      );
      if (alongX || areSame(v128.shuffle<i32>(first, second, 2, 3, 7, 6), v128.shuffle<i32>(first, second, 0, 5, 1, 4))) {
        const box = v128.shuffle<i32>(i32x4.min_s(first, second), i32x4.max_s(first, second), 0, 1, 4, 5);
        v128.store(boxes, box);
        // Twice the same: x upwards where bit 0 is set, y where bit 1 is.
        const ways = i32x4.bitmask(i32x4.gt_s(second, first)) & 3;
        const isWithin =
          v128.and(
            f64x2.lt(f64x2.convert_low_i32x4_s(box), gridHigh),
            f64x2.gt(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(box, box, 2, 3, 2, 3)), gridLow),
          );
        if (i64x2.all_true(isWithin)) store<i8>(weights + hull, (ways == 0 || ways == 3) == alongX ? 1 : -1);
        continue;
      }
    }
    let fromX = load<i32>(start);
    let fromY = load<i32>(start, 4);
    let left = fromX;
    let bottom = fromY;
    let right = left;
    let top = bottom;
    let before = (fromX == load<i32>(end - 8) ? 0 : 1) + (fromY == load<i32>(end - 8, 4) ? 0 : 2);
    let alternates = before == 1 || before == 2;
    let isUpright = before != 3;
    for (let at = start + 8; at < end; at += 8) {
      const x = load<i32>(at);
      const y = load<i32>(at, 4);
      left = min(left, x);
      right = max(right, x);
      bottom = min(bottom, y);
      top = max(top, y);
      const way = (x == fromX ? 0 : 1) + (y == fromY ? 0 : 2);
      if (way == 3) isUpright = false;
      if (way + before != 3) alternates = false;
      before = way;
      fromX = x;
      fromY = y;
    }
    storeBox(boxes, left, bottom, right, top);
    if (!isSeen(left, bottom, right, top, gridLeft, gridBottom, gridRight, gridTop)) continue;
    if (!hasHoles && !isUpright) {
      findings |= slanted;
      const isSmall = <f64>right - <f64>left < 2 ** 26 && <f64>top - <f64>bottom < 2 ** 26;
      const sign = convexSign(start, end, isSmall);
      if (sign != 0) {
        store<i8>(weights + hull, <i8>sign);
        continue;
      }
    }
    store<i8>(weights + hull, <i8>ringSign(start, end));
    for (let hole = hull + 1; hole < ringEnd; hole++) {
      const holeStart = vertexAt(xy, rings, hole, firstVertex);
      const holeEnd = vertexAt(xy, rings, hole + 1, firstVertex);
      store<i8>(weights + hole, <i8>-ringSign(holeStart, holeEnd));
      if (isUpright) isUpright = isUprightRing(holeStart, holeEnd);
    }
    if (!isUpright) findings |= slanted;
    if (!hasHoles) {
      if (end - start <= 24) continue;
      if (isUpright && alternates && end - start == 48 && isCorner(start)) continue;
      if (end - start <= fewBytes && fewEdgesAreApart(start, end)) continue;
    }
    store<i8>(doubts + polygon, 1);
    findings |= doubtful;
  }
  return findings;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function areSame(a: v128, b: v128): bool {
  return i32x4.all_true(i32x4.eq(a, b));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function vertexAt(xy: usize, rings: usize, ring: i32, firstVertex: i32): usize {
  return xy + (<usize>(load<i32>(rings + (<usize>ring << 2)) - firstVertex) << 3);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function storeBox(box: usize, left: i32, bottom: i32, right: i32, top: i32): void {
  store<i32>(box, left);
  store<i32>(box, bottom, 4);
  store<i32>(box, right, 8);
  store<i32>(box, top, 12);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isSeen(
  left: i32,
  bottom: i32,
  right: i32,
  top: i32,
  gridLeft: f64,
  gridBottom: f64,
  gridRight: f64,
  gridTop: f64,
): bool {
  return <f64>left < gridRight && <f64>bottom < gridTop && <f64>right > gridLeft && <f64>top > gridBottom;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function xOf(at: usize): f64 {
  return <f64>load<i32>(at);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function yOf(at: usize): f64 {
  return <f64>load<i32>(at, 4);
}

/** Twin: `isUprightRing` of ../look-at-polygons.ts. */
function isUprightRing(start: usize, end: usize): bool {
  let x0 = load<i32>(end - 8);
  let y0 = load<i32>(end - 8, 4);
  for (let at = start; at < end; at += 8) {
    const x = load<i32>(at);
    const y = load<i32>(at, 4);
    if (x != x0 && y != y0) return false;
    x0 = x;
    y0 = y;
  }
  return true;
}

/** Twin: `ringSign` of ../../simple/ring-signs.ts. */
function ringSign(start: usize, end: usize): i32 {
  const x0 = xOf(start);
  const y0 = yOf(start);
  let sum: f64 = 0;
  for (let at = start + 8; at + 8 < end; at += 8)
    sum += (xOf(at) - x0) * (yOf(at + 8) - y0) - (xOf(at + 8) - x0) * (yOf(at) - y0);
  return sum < 0 ? -1 : 1;
}

/** Twin: `convexSign` of ../../simple/ring-signs.ts. */
function convexSign(start: usize, end: usize, isSmall: bool): i32 {
  let side: f64 = 0;
  let turns = 0;
  let last: f64 = 0;
  let x = xOf(start);
  let y = yOf(start);
  let dx = x - xOf(end - 8);
  let dy = y - yOf(end - 8);
  for (let at = start; at < end; at += 8) {
    const next = at + 8 < end ? at + 8 : start;
    const nextX = xOf(next) - x;
    const nextY = yOf(next) - y;
    x += nextX;
    y += nextY;
    const left = dx * nextY;
    const right = dy * nextX;
    const cross = left - right;
    if (cross > 0 ? side < 0 : cross < 0 && side > 0) return 0;
    if (cross == 0) {
      if (dx * nextX + dy * nextY < 0) return 0;
      if (!isSmall && abs(left) >= 9007199254740992) return 0;
    } else {
      if (!isSmall && !isCertain(cross, left, right)) return 0;
      side = cross;
    }
    if (nextX != 0) {
      if (nextX > 0 ? last < 0 : last > 0) turns++;
      last = nextX;
    }
    dx = nextX;
    dy = nextY;
  }
  return turns > 2 || side == 0 ? 0 : side > 0 ? 1 : -1;
}

/** Twin: `isCorner` of ../look-at-polygons.ts. */
function isCorner(start: usize): bool {
  let lefts = 0;
  for (let k = 0; k < 6; k++) {
    const i = start + (<usize>k << 3);
    const j = start + (<usize>((k + 1) % 6) << 3);
    const l = start + (<usize>((k + 2) % 6) << 3);
    if ((xOf(j) - xOf(i)) * (yOf(l) - yOf(j)) - (yOf(j) - yOf(i)) * (xOf(l) - xOf(j)) > 0) lefts++;
  }
  return lefts == 5 || lefts == 1;
}

/** Twin: `fewVertices` of ../../simple/few-edges.ts, in bytes. */
const fewBytes: usize = 16 << 3;

/** Twin: `fewEdgesAreApart` of ../../simple/few-edges.ts. */
function fewEdgesAreApart(start: usize, end: usize): bool {
  let a = end - 8;
  for (let b = start; b < end; b += 8) {
    const ax = load<i32>(a);
    const ay = load<i32>(a, 4);
    const bx = load<i32>(b);
    const by = load<i32>(b, 4);
    if (ax == bx && ay == by) return false;
    const left = min(ax, bx);
    const right = max(ax, bx);
    const low = min(ay, by);
    const high = max(ay, by);
    let c = b;
    for (let d = b + 8; d < end; d += 8) {
      const cx = load<i32>(c);
      const dx = load<i32>(d);
      if (left <= max(cx, dx) && right >= min(cx, dx)) {
        const cy = load<i32>(c, 4);
        const dy = load<i32>(d, 4);
        if (low <= max(cy, dy) && high >= min(cy, dy) && mayMeet(a, b, c, d)) return false;
      }
      c = d;
    }
    a = b;
  }
  return true;
}

/** Twin: `mayMeet` of ../../simple/edge-pairs.ts. */
function mayMeet(a: usize, b: usize, c: usize, d: usize): bool {
  if (b == c) return side(a, b, d) == 0 && doublesBack(a, b, d);
  if (a == d) return side(c, d, b) == 0 && doublesBack(c, d, b);
  if (side(a, b, c) * side(a, b, d) > 0) return false;
  return !(side(c, d, a) * side(c, d, b) > 0);
}

function side(p: usize, q: usize, r: usize): i32 {
  const left = (xOf(q) - xOf(p)) * (yOf(r) - yOf(p));
  const right = (yOf(q) - yOf(p)) * (xOf(r) - xOf(p));
  const cross = left - right;
  return isCertain(cross, left, right) ? (cross > 0 ? 1 : cross < 0 ? -1 : 0) : 0;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isCertain(difference: f64, left: f64, right: f64): bool {
  return abs(difference) > 4e-16 * (abs(left) + abs(right));
}

function doublesBack(p: usize, q: usize, r: usize): bool {
  return (xOf(q) - xOf(p)) * (xOf(r) - xOf(q)) + (yOf(q) - yOf(p)) * (yOf(r) - yOf(q)) < 0;
}
