/**
 * What lies in what among groups of polygons that meet no others: which groups lie in another one, and which two lie in
 * each other in part only, as a disc over the hole of a ring does.
 *
 * Rings that meet lie as a whole inside of another group or outside: one of their points tells, where the winding numbers
 * of that group along a line to the left add up to more than 0. Where all rings of a group are inside of another one, none
 * of whose rings is inside of it, it is covered. (Its outer boundary alone does not tell: the other may have a hole there.)
 */
import { turn } from "../../../../geometry/index.ts";
import type { Groups } from "../../groups.ts";
import { stripAt } from "../../strips.ts";
import type { ChainSlices } from "../noding/chain-pairs.ts";
import type { Segments } from "../segments.ts";

/** Chains that may be looked at, for each one that there is, before the question costs more than its answer saves. */
const mostLooksEach = 64;
/** Rings inside of groups, of which one has several rings apart, that may be kept for each ring. */
const mostInsideEach = 4;

export interface Cover {
  /** 1 for each group that lies in another one. */
  readonly covered: Uint8Array;
  /** Two by two: groups of which each covers a part of the other. */
  readonly partly: number[];
}

/**
 * Null where that is too dear to tell.
 * @param meeting  the rings that touch or are near each other
 * @param groupOf  the group of each ring: those that meet are of one
 */
export function coverOf(
  segments: Segments,
  slices: ChainSlices,
  meeting: Groups,
  groupOf: Int32Array,
  groupCount: number,
): Cover | null {
  const { ax, ay, chainStarts, isLeftward, ringOf, chains } = segments;
  const parts = new Int32Array(groupCount);
  for (let ring = 0; ring < meeting.count; ring++) if (meeting.find(ring) === ring) parts[groupOf[ring]]++;
  const covered = new Uint8Array(groupCount);
  const isKnown = new Uint8Array(meeting.count);
  const windings = new Windings(segments, slices, groupOf, groupCount);
  /** Group and other group of each part that is inside: group · groupCount + other. */
  const inside: number[] = [];
  for (let c = 0; c < chains; c++) {
    const part = meeting.find(ringOf[c]);
    if (isKnown[part] === 1) continue;
    isKnown[part] = 1;
    const group = groupOf[part];
    const first = isLeftward[c] === 1 ? chainStarts[c + 1] - 1 : chainStarts[c];
    for (const other of windings.around(group, ax[first], ay[first])) {
      if (parts[group] === 1 && parts[other] === 1) covered[group] = 1;
      else inside.push(group * groupCount + other);
    }
    if (windings.looks > mostLooksEach * chains || inside.length > mostInsideEach * meeting.count) return null;
  }
  return { covered, partly: partlyInside(Float64Array.from(inside).sort(), parts, covered) };
}

/** Groups all whose parts are inside of one other become covered; of the others the two groups are given. */
function partlyInside(inside: Float64Array, parts: Int32Array, covered: Uint8Array): number[] {
  const partly: number[] = [];
  for (let first = 0, end = 0; first < inside.length; first = end) {
    while (end < inside.length && inside[end] === inside[first]) end++;
    const group = Math.floor(inside[first] / parts.length);
    const other = inside[first] % parts.length;
    if (end - first === parts[group] && !includes(inside, other * parts.length + group)) covered[group] = 1;
    else partly.push(group, other);
  }
  return partly;
}

function includes(sorted: Float64Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}

/** The winding numbers of groups around a point. */
class Windings {
  /** Chains that were looked at. */
  looks = 0;
  readonly #segments: Segments;
  readonly #slices: ChainSlices;
  readonly #groupOf: Int32Array;
  readonly #windings: Int32Array;

  constructor(segments: Segments, slices: ChainSlices, groupOf: Int32Array, groupCount: number) {
    this.#segments = segments;
    this.#slices = slices;
    this.#groupOf = groupOf;
    this.#windings = new Int32Array(groupCount);
  }

  /** The groups, but for one, that the point is in. */
  around(group: number, x: number, y: number): number[] {
    const { strips, starts, members, left, low, high } = this.#slices;
    const windings = this.#windings;
    const strip = stripAt(y, strips);
    const met: number[] = [];
    let k = starts[strip];
    for (; k < starts[strip + 1] && left[members[k]] <= x; k++) {
      const c = members[k];
      if (low[c] > y || y >= high[c]) continue;
      const other = this.#groupOf[this.#segments.ringOf[c]];
      if (other === group) continue;
      const change = windingOf(this.#segments, c, x, y);
      if (change === 0) continue;
      windings[other] += change;
      met.push(other);
    }
    this.looks += k - starts[strip];
    const found: number[] = [];
    for (const other of met) {
      if (windings[other] > 0) found.push(other);
      windings[other] = 0;
    }
    return found;
  }
}

/** By how much a chain, which the horizontal line through a point meets, changes the winding number left of the point. */
function windingOf({ ax, ay, bx, by, windA, chainStarts }: Segments, c: number, x: number, y: number): number {
  for (let e = chainStarts[c]; e < chainStarts[c + 1]; e++) {
    if (ay[e] <= y === by[e] <= y) continue;
    const side = turn(ax[e], ay[e], bx[e], by[e], x, y);
    // To the right one leaves a rising segment below, and a falling one above.
    if (ay[e] < by[e]) return side < 0 ? -windA[e] : 0;
    return side > 0 ? windA[e] : 0;
  }
  return 0;
}
