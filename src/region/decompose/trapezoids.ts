/**
 * Polygons cut into trapezoids whose parallel sides are horizontal (or vertical): a sweep upwards that cuts at every vertex
 * as far as the neighbouring edges on both sides. Where a cut meets a slanted edge between grid points it is rounded.
 */
import { type PolygonSet, PolygonSetBuilder, roundToGrid, turn } from "../../geometry/index.ts";

/** @param merged polygons that neither overlap nor cross themselves */
export function trapezoids(merged: PolygonSet, direction: "horizontal" | "vertical"): PolygonSet {
  const turned = direction === "vertical";
  const out = new PolygonSetBuilder();
  for (let polygon = 0; polygon < merged.count; polygon++) {
    const first = merged.polygons[polygon];
    const end = merged.polygons[polygon + 1];
    new TrapezoidSweep(merged, first, end, turned, out).run();
  }
  return out.build();
}

class TrapezoidSweep {
  readonly #turned: boolean;
  readonly #out: PolygonSetBuilder;
  /** Edges that are not horizontal, from their lower to their upper end, in the order of their lower ends. */
  readonly #ax: Int32Array;
  readonly #ay: Int32Array;
  readonly #bx: Int32Array;
  readonly #by: Int32Array;
  readonly #count: number;
  /** Edges under way from left to right; two by two they are the sides of what is open. */
  readonly #active: number[] = [];
  /** The other side of what an edge is a side of, −1 for none, and from where on it is open. */
  readonly #mate: Int32Array;
  readonly #openAt: Int32Array;

  constructor({ xy, rings }: PolygonSet, firstRing: number, endRing: number, turned: boolean, out: PolygonSetBuilder) {
    this.#turned = turned;
    this.#out = out;
    const most = rings[endRing] - rings[firstRing];
    const edges: [number, number, number, number][] = [];
    const [across, along] = turned ? [1, 0] : [0, 1];
    for (let ring = firstRing; ring < endRing; ring++) {
      let before = 2 * (rings[ring + 1] - 1);
      for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
        const [px, py, qx, qy] = [xy[before + across], xy[before + along], xy[i + across], xy[i + along]];
        if (py < qy) edges.push([px, py, qx, qy]);
        else if (py > qy) edges.push([qx, qy, px, py]);
        before = i;
      }
    }
    edges.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    this.#count = edges.length;
    this.#ax = Int32Array.from(edges, (e) => e[0]);
    this.#ay = Int32Array.from(edges, (e) => e[1]);
    this.#bx = Int32Array.from(edges, (e) => e[2]);
    this.#by = Int32Array.from(edges, (e) => e[3]);
    this.#mate = new Int32Array(most).fill(-1);
    this.#openAt = new Int32Array(most);
  }

  run(): void {
    const byTop = Int32Array.from({ length: this.#count }, (_, i) => i).sort((a, b) => this.#by[a] - this.#by[b]);
    let started = 0;
    let ended = 0;
    while (ended < this.#count) {
      const top = this.#by[byTop[ended]];
      const y = started < this.#count ? Math.min(top, this.#ay[started]) : top;
      const loose: number[] = [];
      for (; ended < this.#count && this.#by[byTop[ended]] === y; ended++) this.#end(byTop[ended], y, loose);
      const fresh = started;
      for (; started < this.#count && this.#ay[started] === y; started++) this.#start(started, y, loose);
      for (let e = fresh; e < started; e++) loose.push(e);
      for (const e of loose) this.#pair(e, y);
    }
  }

  #end(edge: number, y: number, loose: number[]): void {
    this.#close(edge, y, loose);
    const at = this.#placeOf(edge);
    this.#active.splice(at, 1);
    this.#mate[edge] = -2;
  }

  #start(edge: number, y: number, loose: number[]): void {
    const at = this.#placeOf(edge);
    // What it is inside of is cut here, on both sides.
    if (at > 0) {
      const left = this.#active[at - 1];
      const right = this.#mate[left];
      if (right >= 0 && this.#isLeftOf(left, right)) this.#close(left, y, loose);
    }
    if (at < this.#active.length) {
      const right = this.#active[at];
      const left = this.#mate[right];
      if (left >= 0 && this.#isLeftOf(left, right)) this.#close(right, y, loose);
    }
    this.#active.splice(at, 0, edge);
  }

  #isLeftOf(a: number, b: number): boolean {
    return this.#isBefore(a, b);
  }

  /** Ends what the edge is a side of; its sides wait for new mates. */
  #close(edge: number, y: number, loose: number[]): void {
    const other = this.#mate[edge];
    if (other < 0) return;
    this.#mate[edge] = -1;
    this.#mate[other] = -1;
    loose.push(edge, other);
    const bottom = this.#openAt[edge];
    if (bottom < y) this.#emit(edge, other, bottom, y);
  }

  #pair(edge: number, y: number): void {
    if (this.#mate[edge] !== -1) return;
    const at = this.#placeOf(edge);
    const other = this.#active[at ^ 1];
    if (this.#active[at] !== edge || other === undefined || this.#mate[other] !== -1) return;
    this.#mate[edge] = other;
    this.#mate[other] = edge;
    this.#openAt[edge] = y;
    this.#openAt[other] = y;
  }

  /** Where the edge is among the active ones, or would come. */
  #placeOf(edge: number): number {
    let low = 0;
    let high = this.#active.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#active[middle];
      if (other !== edge && this.#isBefore(other, edge)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** True where edge a is left of edge b in the heights that both have; they do not cross. */
  #isBefore(a: number, b: number): boolean {
    const [ax, ay, bx, by] = [this.#ax, this.#ay, this.#bx, this.#by];
    // Of the later start and the earlier end; positive where the point is left of the upward edge.
    const low =
      ay[a] >= ay[b] ? -turn(ax[b], ay[b], bx[b], by[b], ax[a], ay[a]) : turn(ax[a], ay[a], bx[a], by[a], ax[b], ay[b]);
    if (low !== 0) return low < 0;
    const high =
      by[a] <= by[b] ? -turn(ax[b], ay[b], bx[b], by[b], bx[a], by[a]) : turn(ax[a], ay[a], bx[a], by[a], bx[b], by[b]);
    if (high !== 0) return high < 0;
    return a < b;
  }

  #emit(one: number, other: number, bottom: number, top: number): void {
    const [left, right] = this.#isBefore(one, other) ? [one, other] : [other, one];
    const [x1, x2, x3, x4] = [this.#x(left, bottom), this.#x(right, bottom), this.#x(right, top), this.#x(left, top)];
    if (x1 >= x2 && x4 >= x3) return;
    const out = this.#out;
    if (this.#turned) {
      // Backwards, for x and y in each other's place turn a ring round.
      if (x4 !== x3) out.vertex(top, x4);
      out.vertex(top, x3);
      if (x2 !== x1) out.vertex(bottom, x2);
      out.vertex(bottom, x1);
    } else {
      out.vertex(x1, bottom);
      if (x2 !== x1) out.vertex(x2, bottom);
      out.vertex(x3, top);
      if (x4 !== x3) out.vertex(x4, top);
    }
    out.endRing();
    out.endPolygon();
  }

  #x(edge: number, y: number): number {
    const [ax, ay, bx, by] = [this.#ax[edge], this.#ay[edge], this.#bx[edge], this.#by[edge]];
    return y === by ? bx : roundToGrid(ax + ((bx - ax) * (y - ay)) / (by - ay));
  }
}
