/** Two edges of polygons, by the places of their ends in `xy`: whether they meet. */

/** False only where two edges are apart, or are neighbours that share one vertex and nothing else. */
export function mayMeet(xy: Int32Array, a: number, b: number, c: number, d: number): boolean {
  if (b === c || a === d) {
    // a→b→d or c→d→b: neighbours meet again only where they double back.
    const [p, q, r] = b === c ? [a, b, d] : [c, d, b];
    return side(xy, p, q, r) === 0 && doublesBack(xy, p, q, r);
  }
  const s1 = side(xy, a, b, c);
  const s2 = side(xy, a, b, d);
  if (s1 * s2 > 0) return false;
  const s3 = side(xy, c, d, a);
  const s4 = side(xy, c, d, b);
  return !(s3 * s4 > 0);
}

/** Side of r seen along p→q; 0 on the line or where doubles cannot tell. */
export function side(xy: Int32Array, p: number, q: number, r: number): number {
  const left = (xy[q] - xy[p]) * (xy[r + 1] - xy[p + 1]);
  const right = (xy[q + 1] - xy[p + 1]) * (xy[r] - xy[p]);
  return isCertain(left - right, left, right) ? Math.sign(left - right) : 0;
}

/** Products of 33-bit differences may be rounded in their last bits: true where that cannot have turned the sign. */
export function isCertain(difference: number, left: number, right: number): boolean {
  return Math.abs(difference) > 4e-16 * (Math.abs(left) + Math.abs(right));
}

function doublesBack(xy: Int32Array, p: number, q: number, r: number): boolean {
  return (xy[q] - xy[p]) * (xy[r] - xy[q]) + (xy[q + 1] - xy[p + 1]) * (xy[r + 1] - xy[q + 1]) < 0;
}
