/**
 * Segments in flat arrays, each from its lexicographically smaller end a (left, or lower on a vertical) to its larger
 * end b. `windA` and `windB` tell by how much the winding number of operand A and B grows when one crosses the segment
 * from below to above (from right to left on a vertical).
 *
 * They come ring by ring, and are kept as chains: stretches of a ring that go one way in x and in y. No two segments of a
 * chain meet but at the end they share, and where two chains come near each other is found by one walk along both.
 */

/** Longer stretches are several chains: boxes around them would hold too much else. */
const mostInChain = 24;

export class Segments {
  ax: Int32Array;
  ay: Int32Array;
  bx: Int32Array;
  by: Int32Array;
  windA: Int32Array;
  windB: Int32Array;
  count = 0;
  /** The vertices of the rings, and which of them are a and b of each segment. */
  px: Int32Array;
  py: Int32Array;
  a: Int32Array;
  b: Int32Array;
  points = 0;
  /** Chain c has the segments chainStarts[c] … chainStarts[c + 1] − 1. */
  chainStarts: Int32Array;
  /** 1 where the segments of a chain come from right to left. */
  isLeftward: Uint8Array;
  /** What `addRing` was told of the chain's ring: its number. */
  ringOf: Int32Array;
  chains = 0;

  /** @param capacity  vertices that will be added, at most */
  constructor(capacity: number) {
    this.ax = new Int32Array(capacity);
    this.ay = new Int32Array(capacity);
    this.bx = new Int32Array(capacity);
    this.by = new Int32Array(capacity);
    this.windA = new Int32Array(capacity);
    this.windB = new Int32Array(capacity);
    this.px = new Int32Array(capacity);
    this.py = new Int32Array(capacity);
    this.a = new Int32Array(capacity);
    this.b = new Int32Array(capacity);
    this.chainStarts = new Int32Array(capacity + 1);
    this.isLeftward = new Uint8Array(capacity);
    this.ringOf = new Int32Array(capacity);
  }

  /** Empties it, with room for as many vertices. */
  static renewed(old: Segments, capacity: number): Segments {
    if (old.ax.length < capacity) return new Segments(2 * capacity);
    old.count = old.points = old.chains = 0;
    return old;
  }

  /** Adds the edges of the ring `xy[start…end)`; one without length is left out. */
  addRing(xy: Int32Array, start: number, end: number, windA: number, windB: number, ring = 0): void {
    const { ax, ay, bx, by, a, b, px, py } = this;
    const firstPoint = this.points;
    const lastPoint = firstPoint + (end - start) / 2 - 1;
    let x1 = xy[end - 2];
    let y1 = xy[end - 1];
    let tail = lastPoint;
    let at = this.count;
    // Which ways the open chain goes: −1, 0 for not yet, 1.
    let wayX = 0;
    let wayY = 0;
    let openFrom = -1;
    for (let i = start, head = firstPoint; i < end; i += 2, head++) {
      const x2 = xy[i];
      const y2 = xy[i + 1];
      px[head] = x2;
      py[head] = y2;
      const dx = x2 > x1 ? 1 : x2 < x1 ? -1 : 0;
      const dy = y2 > y1 ? 1 : y2 < y1 ? -1 : 0;
      if (dx !== 0 || dy !== 0) {
        if (dx * wayX < 0 || dy * wayY < 0 || openFrom === -1 || at - openFrom === mostInChain) {
          if (openFrom !== -1) this.#endChain(at, wayX, ring);
          openFrom = at;
          wayX = dx;
          wayY = dy;
        } else {
          if (wayX === 0) wayX = dx;
          if (wayY === 0) wayY = dy;
        }
        const isForward = dx > 0 || (dx === 0 && dy > 0);
        ax[at] = isForward ? x1 : x2;
        ay[at] = isForward ? y1 : y2;
        bx[at] = isForward ? x2 : x1;
        by[at] = isForward ? y2 : y1;
        a[at] = isForward ? tail : head;
        b[at] = isForward ? head : tail;
        // A ring that runs counter-clockwise has its inside on the left: above a segment that runs forward.
        this.windA[at] = isForward ? windA : -windA;
        this.windB[at] = isForward ? windB : -windB;
        at++;
      }
      x1 = x2;
      y1 = y2;
      tail = head;
    }
    if (openFrom !== -1) this.#endChain(at, wayX, ring);
    this.count = at;
    this.points = lastPoint + 1;
  }

  /** Adds one segment with its smaller end first, of no ring: a chain of its own. */
  addSegment(ax: number, ay: number, bx: number, by: number, windA: number, windB: number): void {
    const at = this.count++;
    this.px[this.points] = this.ax[at] = ax;
    this.py[this.points] = this.ay[at] = ay;
    this.a[at] = this.points++;
    this.px[this.points] = this.bx[at] = bx;
    this.py[this.points] = this.by[at] = by;
    this.b[at] = this.points++;
    this.windA[at] = windA;
    this.windB[at] = windB;
    this.#endChain(at + 1, 1, -1);
  }

  #endChain(end: number, wayX: number, ring: number): void {
    this.isLeftward[this.chains] = wayX < 0 ? 1 : 0;
    this.ringOf[this.chains] = ring;
    this.chainStarts[++this.chains] = end;
  }
}
