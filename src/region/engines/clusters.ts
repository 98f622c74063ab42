/** Groups of boxes that touch, directly or through others: what touches nothing needs no engine. */
import { BoxTree, Hits } from "../../geometry/index.ts";
import { distribute, orderBy, stripsOf } from "./strips.ts";

/** Narrower strips would keep fewer boxes open at a time; but most boxes touch few others, and each costs once a strip. */
const stripsEach = 1.5;

/** Open boxes that are looked at, for each box, before it is quicker to follow from box to box. */
const mostLooksEach = 256;

/**
 * A label for each box, the same for boxes of one group: in each strip a sweep along x over the boxes that reach into
 * it, which joins what overlaps (union-find). Long boxes side by side all stay open: then groups are followed instead.
 * @param boxes left, bottom, right, top of each
 */
export function clusterBoxes(boxes: Int32Array): Int32Array {
  const count = boxes.length / 4;
  const parent = new Int32Array(count);
  for (let i = 0; i < count; i++) parent[i] = i;
  const find = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  };
  const lefts = new Int32Array(count);
  for (let i = 0; i < count; i++) lefts[i] = boxes[4 * i];
  // From here on boxes go by their rank along x: the sweep then walks through memory and does not jump about in it.
  const boxAt = orderBy(lefts, count);
  const bottoms = new Int32Array(count);
  const rights = new Int32Array(count);
  const tops = new Int32Array(count);
  for (let rank = 0; rank < count; rank++) {
    const at = 4 * boxAt[rank];
    lefts[rank] = boxes[at];
    bottoms[rank] = boxes[at + 1];
    rights[rank] = boxes[at + 2];
    tops[rank] = boxes[at + 3];
  }
  const strips = stripsOf(count, bottoms, tops, stripsEach);
  const { starts, members } = distribute(null, bottoms, tops, strips);
  let open = new Int32Array(64);
  let looks = mostLooksEach * count;
  for (let strip = 0; strip < strips.count; strip++) {
    let openCount = 0;
    // Wider by the rounding of strips.
    const bottom = strips.bottom + strip * strips.height - 1;
    const top = bottom + strips.height + 2;
    for (let k = starts[strip]; k < starts[strip + 1]; k++) {
      const box = members[k];
      const left = lefts[box];
      const right = rights[box];
      const low = bottoms[box];
      const high = tops[box];
      const lowHere = low > bottom ? low : bottom;
      const highHere = high < top ? high : top;
      let kept = 0;
      let isNeeded = true;
      looks -= openCount;
      if (looks < 0) return followedClusters(boxes);
      for (let m = 0; m < openCount; m++) {
        const other = open[m];
        if (rights[other] < left) continue;
        const otherLow = bottoms[other];
        const otherHigh = tops[other];
        if (otherLow <= high && low <= otherHigh) {
          parent[find(other)] = find(box);
          // What touches the one further right, in this strip, touches the other one as well: where many lie on one
          // another, few need to stay open.
          if (rights[other] <= right) {
            if ((otherLow >= lowHere || low <= bottom) && (otherHigh <= highHere || high >= top)) continue;
          } else if (otherLow <= lowHere && otherHigh >= highHere) isNeeded = false;
        }
        open[kept++] = other;
      }
      if (!isNeeded) {
        openCount = kept;
        continue;
      }
      if (kept === open.length) {
        const more = new Int32Array(2 * open.length);
        more.set(open);
        open = more;
      }
      open[kept++] = box;
      openCount = kept;
    }
  }
  const labels = new Int32Array(count);
  for (let rank = 0; rank < count; rank++) labels[boxAt[rank]] = find(rank);
  return labels;
}

/** From each box to what touches it, and on from there; a tree gives each box once. */
export function followedClusters(boxes: Int32Array): Int32Array {
  const labels = new Int32Array(boxes.length / 4).fill(-1);
  const tree = new BoxTree(boxes);
  const hits = new Hits();
  const waiting = new Int32Array(labels.length);
  for (let first = 0; first < labels.length; first++) {
    if (labels[first] !== -1) continue;
    labels[first] = first;
    waiting[0] = first;
    for (let count = 1; count > 0; ) {
      const at = 4 * waiting[--count];
      tree.take(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3], hits);
      for (let i = 0; i < hits.count; i++) {
        const box = hits.items[i];
        if (box !== first && labels[box] === -1) waiting[count++] = box;
        labels[box] = first;
      }
    }
  }
  return labels;
}
