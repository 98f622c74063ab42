/**
 * Which groups of polygons lie inside other polygons. Groups meet no others, so that one point of a group tells for all of
 * it: there the others' winding numbers add up to more than 0, along a line to the left.
 */
import { turn } from "../../../geometry/index.ts";
import type { Groups } from "../groups.ts";
import { stripAt } from "../strips.ts";
import type { ChainSlices } from "./chain-pairs.ts";
import type { Segments } from "./segments.ts";

/** Chains that may be looked at, for each one that there is, before the question costs more than its answer saves. */
const mostLooksEach = 64;

/** 1 for each group, named by its polygon `groups.find(polygon)`, that others cover; null where that is too dear to tell. */
export function coveredGroups(segments: Segments, slices: ChainSlices, groups: Groups): Uint8Array | null {
  const { ax, ay, chainStarts, isLeftward, polygonOf, chains } = segments;
  const covered = new Uint8Array(groups.count);
  const isKnown = new Uint8Array(groups.count);
  const look = { left: mostLooksEach * chains };
  for (let c = 0; c < chains; c++) {
    const group = groups.find(polygonOf[c]);
    if (isKnown[group] === 1) continue;
    isKnown[group] = 1;
    const first = isLeftward[c] === 1 ? chainStarts[c + 1] - 1 : chainStarts[c];
    if (windingOfOthers(segments, slices, groups, group, ax[first], ay[first], look) > 0) covered[group] = 1;
    if (look.left < 0) return null;
  }
  return covered;
}

function windingOfOthers(
  segments: Segments,
  { strips, starts, members, left, low, high }: ChainSlices,
  groups: Groups,
  group: number,
  x: number,
  y: number,
  look: { left: number },
): number {
  const { polygonOf } = segments;
  const strip = stripAt(y, strips);
  let winding = 0;
  let k = starts[strip];
  for (; k < starts[strip + 1] && left[members[k]] <= x; k++) {
    const c = members[k];
    if (low[c] <= y && y < high[c] && groups.find(polygonOf[c]) !== group) winding += windingOf(segments, c, x, y);
  }
  look.left -= k - starts[strip];
  return winding;
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
