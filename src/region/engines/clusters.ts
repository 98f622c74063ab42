/** Groups of boxes that touch, directly or through others: what touches nothing needs no engine. */

/**
 * A label for each box, the same for boxes of one group.
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
  const order = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => boxes[4 * a] - boxes[4 * b]);
  // Boxes still open at the sweep line. A box inside the y-range of a longer one of its group adds nothing to it.
  let open = new Int32Array(64);
  let openCount = 0;
  for (const box of order) {
    const [left, bottom, top] = [boxes[4 * box], boxes[4 * box + 1], boxes[4 * box + 3]];
    let kept = 0;
    for (let k = 0; k < openCount; k++) {
      const other = open[k];
      if (boxes[4 * other + 2] < left) continue;
      if (boxes[4 * other + 1] <= top && bottom <= boxes[4 * other + 3]) parent[find(other)] = find(box);
      open[kept++] = other;
    }
    openCount = kept;
    if (openCount === open.length) {
      const more = new Int32Array(2 * open.length);
      more.set(open);
      open = more;
    }
    open[openCount++] = box;
  }
  return parent.map((_, i) => find(i));
}
