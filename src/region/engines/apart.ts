/** Whether polygons mostly lie apart, by a sample: then telling which ones touch is cheaper than sweeping over all edges. */

/** Boxes in the sample, about. */
const sampled = 512;
const mostInStrip = 8 * sampled;

/**
 * True where none of the boxes in a few narrow strips of the plane touches another one of its strip.
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
  const strips = 4;
  const height = Math.ceil(((top - bottom) * sampled) / count / strips);
  for (let k = 0; k < strips; k++) {
    const low = bottom + Math.floor(((k + 0.5) / strips) * (top - bottom));
    if (stripTouches(boxes, low, low + height)) return false;
  }
  return true;
}

function stripTouches(boxes: Int32Array, low: number, high: number): boolean {
  const inStrip: number[] = [];
  for (let i = 0; i < boxes.length; i += 4) if (boxes[i + 1] <= high && boxes[i + 3] >= low) inStrip.push(i);
  // Long boxes side by side: the sweep along them is quick.
  if (inStrip.length > mostInStrip) return true;
  inStrip.sort((a, b) => boxes[a] - boxes[b]);
  for (let n = 0; n < inStrip.length; n++) {
    const one = inStrip[n];
    for (let m = n + 1; m < inStrip.length && boxes[inStrip[m]] <= boxes[one + 2]; m++) {
      const other = inStrip[m];
      if (boxes[other + 1] <= boxes[one + 3] && boxes[one + 1] <= boxes[other + 3]) return true;
    }
  }
  return false;
}
