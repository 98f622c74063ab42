/** Groups of boxes that touch, directly or through others: what touches nothing needs no engine. */
import { distribute, orderBy, stripsOf } from "./strips.ts";

/**
 * A label for each box, the same for boxes of one group: in each strip a sweep along x over the boxes that reach into
 * it, which joins what overlaps (union-find).
 * @param boxes left, bottom, right, top of each
 */
export function clusterBoxes(boxes: Int32Array): Int32Array {
  const count = boxes.length / 4;
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  };
  const lefts = new Int32Array(count);
  const bottoms = new Int32Array(count);
  const tops = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    lefts[i] = boxes[4 * i];
    bottoms[i] = boxes[4 * i + 1];
    tops[i] = boxes[4 * i + 3];
  }
  const strips = stripsOf(count, bottoms, tops);
  const { starts, members } = distribute(orderBy(lefts, count), bottoms, tops, strips);
  let open = new Int32Array(64);
  for (let strip = 0; strip < strips.count; strip++) {
    let openCount = 0;
    for (let k = starts[strip]; k < starts[strip + 1]; k++) {
      const box = members[k];
      const left = lefts[box];
      const low = bottoms[box];
      const high = tops[box];
      let kept = 0;
      for (let m = 0; m < openCount; m++) {
        const other = open[m];
        if (boxes[4 * other + 2] < left) continue;
        open[kept++] = other;
        if (bottoms[other] <= high && low <= tops[other]) parent[find(other)] = find(box);
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
  for (let i = 0; i < count; i++) parent[i] = find(i);
  return parent;
}
