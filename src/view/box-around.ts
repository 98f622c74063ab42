/** Left, bottom, right, top of vertices, of which there is one at least, in `out`: x and y in turn from `start` on. */
export function boxAround(xy: Int32Array, start: number, end: number, out: Int32Array, at = 0): void {
  let left = xy[start];
  let bottom = xy[start + 1];
  let right = left;
  let top = bottom;
  for (let i = start + 2; i < end; i += 2) {
    const x = xy[i];
    const y = xy[i + 1];
    if (x < left) left = x;
    else if (x > right) right = x;
    if (y < bottom) bottom = y;
    else if (y > top) top = y;
  }
  out[at] = left;
  out[at + 1] = bottom;
  out[at + 2] = right;
  out[at + 3] = top;
}
