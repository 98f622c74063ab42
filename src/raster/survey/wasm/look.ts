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
      v128.store(boxes, i32x4(i32.MAX_VALUE, i32.MAX_VALUE, i32.MIN_VALUE, i32.MIN_VALUE));
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
    const isLong = end - start >= 32;
    const box = isLong ? boxOf(start, end) : boxOfFew(start, end);
    v128.store(boxes, box);
    let isUpright = isLong ? !hasSlant(start, end) : isUprightRing(start, end);
    const left = i32x4.extract_lane(box, 0);
    const bottom = i32x4.extract_lane(box, 1);
    const right = i32x4.extract_lane(box, 2);
    const top = i32x4.extract_lane(box, 3);
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
      if (isUpright && end - start == 48 && alternates(start, end) && isCorner(start)) continue;
      if (end - start <= fewBytes && fewEdgesAreApart(start, end)) continue;
    }
    store<i8>(doubts + polygon, 1);
    findings |= doubtful;
  }
  return findings;
}

/** Writes the boxes of hulls alone; of polygons without points what is in no window. Twin: geometry's `hullBoxes`. */
export function boxesOf(
  xy: usize,
  rings: usize,
  polygons: usize,
  count: i32,
  firstVertex: i32,
  firstRing: i32,
  boxes: usize,
): void {
  for (let polygon = 0; polygon < count; polygon++, boxes += 16) {
    const hull = load<i32>(polygons + (<usize>polygon << 2)) - firstRing;
    const ringEnd = load<i32>(polygons + (<usize>polygon << 2), 4) - firstRing;
    const start = vertexAt(xy, rings, hull, firstVertex);
    const end = vertexAt(xy, rings, ringEnd == hull ? hull : hull + 1, firstVertex);
    if (start == end) v128.store(boxes, i32x4(i32.MAX_VALUE, i32.MAX_VALUE, i32.MIN_VALUE, i32.MIN_VALUE));
    else v128.store(boxes, end - start >= 16 ? boxOf(start, end) : boxOfFew(start, end));
  }
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

/** Left, bottom, right, top of two vertices or more, two at a time: those that are looked at twice do no harm. */
function boxOf(start: usize, end: usize): v128 {
  let low = v128.load(end - 16);
  let high = low;
  for (let at = start; at + 16 <= end; at += 16) {
    const two = v128.load(at);
    low = i32x4.min_s(low, two);
    high = i32x4.max_s(high, two);
  }
  low = i32x4.min_s(low, v128.shuffle<i32>(low, low, 2, 3, 0, 1));
  high = i32x4.max_s(high, v128.shuffle<i32>(high, high, 2, 3, 0, 1));
  return v128.shuffle<i32>(low, high, 0, 1, 4, 5);
}

function boxOfFew(start: usize, end: usize): v128 {
  let low = v128.load64_splat(start);
  let high = low;
  for (let at = start + 8; at < end; at += 8) {
    const one = v128.load64_splat(at);
    low = i32x4.min_s(low, one);
    high = i32x4.max_s(high, one);
  }
  return v128.shuffle<i32>(low, high, 0, 1, 4, 5);
}

/** True where an edge of a ring of four vertices or more is not parallel to the axes. */
function hasSlant(start: usize, end: usize): bool {
  let same = neither(v128.load64_lane(start, v128.load64_zero(end - 8), 1), v128.load(start));
  same = v128.and(same, neither(v128.load(end - 24), v128.load(end - 16)));
  for (let at = start + 8; at + 16 <= end; at += 16) same = v128.and(same, neither(v128.load(at - 8), v128.load(at)));
  return !i32x4.all_true(same);
}

/** All bits of the lanes of those of two edges that go along one axis at most. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function neither(from: v128, to: v128): v128 {
  const same = i32x4.eq(from, to);
  return v128.or(same, v128.shuffle<i32>(same, same, 1, 0, 3, 2));
}

/** True where edges go along x and along y in turn. */
function alternates(start: usize, end: usize): bool {
  let before = wayOf(end - 8, start);
  if (before != 1 && before != 2) return false;
  for (let at = start; at + 8 < end; at += 8) {
    const way = wayOf(at, at + 8);
    if (way + before != 3) return false;
    before = way;
  }
  return true;
}

/** What an edge does: 1 along x, 2 along y, 0 nothing, 3 both. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function wayOf(from: usize, to: usize): i32 {
  return (load<i32>(from) == load<i32>(to) ? 0 : 1) + (load<i32>(from, 4) == load<i32>(to, 4) ? 0 : 2);
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

/**
 * What `convexSign` says of a small ring of four vertices or more, two corners at a time; 2 where three vertices lie in a line. A
 * ring that turns to one side at all corners goes round once where its way along x turns twice.
 */
function strictlyConvexSign(start: usize, end: usize): i32 {
  let least = f64x2.splat(Infinity);
  let most = f64x2.splat(-Infinity);
  let turns: i32 = 0;
  let at = start;
  for (; at + 32 <= end; at += 16) {
    const before = i32x4.sub(v128.load(at, 8), v128.load(at));
    const after = i32x4.sub(v128.load(at, 16), v128.load(at, 8));
    const cross = f64x2.sub(f64x2.mul(alongX(before), alongY(after)), f64x2.mul(alongY(before), alongX(after)));
    least = f64x2.pmin(least, cross);
    most = f64x2.pmax(most, cross);
    turns += popcnt<i32>(i32x4.bitmask(v128.xor(before, after)) & 5);
  }
  let low = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  let high = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  for (; at < end; at += 8) {
    const next = at + 8 < end ? at + 8 : start;
    const last = next + 8 < end ? next + 8 : start;
    const beforeX = load<i32>(next) - load<i32>(at);
    const afterX = load<i32>(last) - load<i32>(next);
    const cross = <f64>beforeX * (yOf(last) - yOf(next)) - (yOf(next) - yOf(at)) * <f64>afterX;
    low = min(low, cross);
    high = max(high, cross);
    turns += (beforeX ^ afterX) >>> 31;
  }
  if (low < 0 && high > 0) return 0;
  if (low == 0 || high == 0) return 2;
  return turns > 2 ? 0 : low > 0 ? 1 : -1;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function alongX(edges: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(edges, edges, 0, 2, 0, 2));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function alongY(edges: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(edges, edges, 1, 3, 1, 3));
}

/** Twin: `convexSign` of ../../simple/ring-signs.ts. */
function convexSign(start: usize, end: usize, isSmall: bool): i32 {
  if (isSmall && end - start >= 32) {
    const strictly = strictlyConvexSign(start, end);
    if (strictly != 2) return strictly;
  }
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
