/** Whether polygons mostly lie apart, by a sample: then telling which ones touch is cheaper than sweeping over all edges. */

/** Boxes in the sample, about. */
const sampled = 512;
const strips = 4;
const mostInStrip = 8 * sampled;
/** Of so many boxes one may touch another. */
const apartEach = 8;

/**
 * True where few of the boxes in some narrow strips of the plane touch another one of their strip.
 * @param boxes left, bottom, right, top of each
 */
export function mostlyApart(boxes: Int32Array): boolean {
  const count = boxes.length / 4;
  if (count === 0) return true;
  let bottom = boxes[1];
  let top = boxes[3];
  for (let i = 4; i < boxes.length; i += 4) {
    if (boxes[i + 1] < bottom) bottom = boxes[i + 1];
    if (boxes[i + 3] > top) top = boxes[i + 3];
  }
  const height = Math.ceil(((top - bottom) * sampled) / count / strips);
  let seen = 0;
  let touching = 0;
  for (let k = 0; k < strips; k++) {
    // Where boxes are: much of the plane may be empty.
    const low = boxes[4 * Math.floor(((k + 0.5) / strips) * count) + 1];
    const inStrip = boxesIn(boxes, low, low + height);
    // Long boxes side by side: the sweep along them is quick.
    if (inStrip.length > mostInStrip) return false;
    seen += inStrip.length;
    touching += touchingOf(boxes, inStrip);
  }
  return touching * apartEach <= seen;
}

/** Where the boxes that reach into a strip begin in `boxes`, from left to right. */
function boxesIn(boxes: Int32Array, low: number, high: number): number[] {
  const inStrip: number[] = [];
  for (let i = 0; i < boxes.length; i += 4) if (boxes[i + 1] <= high && boxes[i + 3] >= low) inStrip.push(i);
  return inStrip.sort((a, b) => boxes[a] - boxes[b]);
}

/** How many of them touch one that begins further right. */
function touchingOf(boxes: Int32Array, inStrip: readonly number[]): number {
  return inStrip.filter((one, n) => {
    for (let m = n + 1; m < inStrip.length && boxes[inStrip[m]] <= boxes[one + 2]; m++) {
      const other = inStrip[m];
      if (boxes[other + 1] <= boxes[one + 3] && boxes[one + 1] <= boxes[other + 3]) return true;
    }
    return false;
  }).length;
}
