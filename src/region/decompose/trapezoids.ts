/**
 * Polygons cut into trapezoids whose parallel sides are horizontal (or vertical): a sweep upwards that cuts at every vertex
 * as far as the neighbouring edges on both sides.
 *
 * A cut meets a slanted edge between points of the grid, mostly: no set of trapezoids on the grid is exactly such a polygon.
 * The end of the cut goes to the nearest point of its row, at most half a unit away, and the edge bends there. So that no
 * two pieces overlap, an edge may not bend over what lies beside it: every edge that would be rounded to the same point of
 * a row as another one's cut, or as a vertex, is cut there, too.
 *
 *      ╲  │ │        A row of the grid, and two edges closer to each other than a unit. Cuts on the left and on the right
 *     ──╲─●─┼──      end in the same point, where both edges then bend.
 *        ╲│ │
 *
 * Then nothing crosses (as in snap rounding: let all ends move to their points at once. What an edge between two cuts might
 * meet is more than half a unit away from it along the row, but moves towards it less than half a unit, and so does it).
 */
import { hullBoxes, type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { clusterBoxes, orderBy } from "../engines/index.ts";
import { mirrored } from "./mirrored.ts";
import { roundedAt } from "./on-an-edge.ts";

/** @param merged polygons that neither overlap nor cross themselves */
export function trapezoids(merged: PolygonSet, direction: "horizontal" | "vertical"): PolygonSet {
  if (direction === "vertical") return mirrored(trapezoids(mirrored(merged), "horizontal"));
  const out = new PolygonSetBuilder(4 * merged.vertexCount, merged.vertexCount);
  // Edges bend within the box of their polygon: others can be in the way only where boxes overlap.
  const labels = clusterBoxes(hullBoxes(merged));
  const order = orderBy(labels, merged.count);
  const sweep = new TrapezoidSweep(merged, out);
  for (let first = 0, end = 1; first < order.length; first = end++) {
    while (end < order.length && labels[order[end]] === labels[order[first]]) end++;
    sweep.run(order.subarray(first, end));
  }
  return out.build();
}

/** What an edge has in the place of its mate. */
const waiting = -1;
const ended = -2;

class TrapezoidSweep {
  readonly #set: PolygonSet;
  readonly #out: PolygonSetBuilder;
  /** Edges that are not horizontal, from their lower to their upper end. */
  #ax = new Int32Array(0);
  #ay = this.#ax;
  #bx = this.#ax;
  #by = this.#ax;
  #count = 0;
  /** Edges under way from left to right; two by two they are the sides of what is open. */
  readonly #active: number[] = [];
  /** The other side of what an edge is a side of, from where on it is open, and 1 for left sides. */
  #mate = this.#ax;
  #openAt = this.#ax;
  #isLeft = new Uint8Array(0);
  /** The edges that were cut in the row that the sweep is at, or begin there. */
  readonly #loose: number[] = [];

  constructor(set: PolygonSet, out: PolygonSetBuilder) {
    this.#set = set;
    this.#out = out;
  }

  run(polygons: Int32Array): void {
    this.#take(polygons);
    const byStart = orderBy(this.#ay, this.#count, orderBy(this.#ax, this.#count));
    const byEnd = orderBy(this.#by, this.#count);
    let starting = 0;
    for (let ending = 0; ending < this.#count; ) {
      const top = this.#by[byEnd[ending]];
      const y = starting < this.#count ? Math.min(top, this.#ay[byStart[starting]]) : top;
      this.#loose.length = 0;
      for (; ending < this.#count && this.#by[byEnd[ending]] === y; ending++) this.#end(byEnd[ending], y);
      for (; starting < this.#count && this.#ay[byStart[starting]] === y; starting++) this.#start(byStart[starting], y);
      this.#cutBeside(y);
      for (const edge of this.#loose) this.#pair(edge, y);
    }
  }

  /** The edges of some polygons. */
  #take(polygons: Int32Array): void {
    const { xy, rings, polygons: starts } = this.#set;
    let most = 0;
    for (const polygon of polygons) most += rings[starts[polygon + 1]] - rings[starts[polygon]];
    this.#reserve(most);
    const [ax, ay, bx, by] = [this.#ax, this.#ay, this.#bx, this.#by];
    let count = 0;
    for (const polygon of polygons) {
      for (let ring = starts[polygon]; ring < starts[polygon + 1]; ring++) {
        let before = 2 * (rings[ring + 1] - 1);
        for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; before = i, i += 2) {
          if (xy[before + 1] === xy[i + 1]) continue;
          const [low, high] = xy[before + 1] < xy[i + 1] ? [before, i] : [i, before];
          ax[count] = xy[low];
          ay[count] = xy[low + 1];
          bx[count] = xy[high];
          by[count++] = xy[high + 1];
        }
      }
    }
    this.#count = count;
    this.#mate.fill(waiting, 0, count);
  }

  #reserve(count: number): void {
    if (this.#ax.length >= count) return;
    const room = 2 * count;
    this.#ax = new Int32Array(room);
    this.#ay = new Int32Array(room);
    this.#bx = new Int32Array(room);
    this.#by = new Int32Array(room);
    this.#mate = new Int32Array(room);
    this.#openAt = new Int32Array(room);
    this.#isLeft = new Uint8Array(room);
  }

  #end(edge: number, y: number): void {
    this.#close(edge, y);
    const at = this.#placeOf(edge);
    this.#active.splice(at, 1);
    this.#mate[edge] = ended;
    this.#cutAt(at - 1, this.#bx[edge], y);
    this.#cutAt(at, this.#bx[edge], y);
  }

  #start(edge: number, y: number): void {
    const at = this.#placeOf(edge);
    const active = this.#active;
    // What it is inside of is cut here, on both sides.
    if (at > 0 && this.#isLeft[active[at - 1]] === 1) this.#close(active[at - 1], y);
    if (at < active.length && this.#isLeft[active[at]] === 0) this.#close(active[at], y);
    active.splice(at, 0, edge);
    this.#loose.push(edge);
  }

  /** Cuts what would be rounded to the same point as its neighbour that is cut, until there is nothing more. */
  #cutBeside(y: number): void {
    const loose = this.#loose;
    for (let i = 0; i < loose.length; i++) {
      const edge = loose[i];
      if (this.#mate[edge] === ended) continue;
      const at = this.#placeOf(edge);
      const x = this.#x(edge, y);
      this.#cutAt(at - 1, x, y);
      this.#cutAt(at + 1, x, y);
    }
  }

  /** Ends what the edge in a place is a side of, if it would be rounded to x. */
  #cutAt(place: number, x: number, y: number): void {
    if (place < 0 || place >= this.#active.length) return;
    const edge = this.#active[place];
    if (this.#mate[edge] >= 0 && this.#x(edge, y) === x) this.#close(edge, y);
  }

  /** Ends what the edge is a side of; its sides wait for new mates. */
  #close(edge: number, y: number): void {
    const other = this.#mate[edge];
    if (other < 0) return;
    this.#mate[edge] = waiting;
    this.#mate[other] = waiting;
    this.#loose.push(edge, other);
    if (this.#isLeft[edge] === 1) this.#emit(edge, other, y);
    else this.#emit(other, edge, y);
  }

  #pair(edge: number, y: number): void {
    if (this.#mate[edge] !== waiting) return;
    const at = this.#placeOf(edge);
    const other = this.#active[at ^ 1];
    if (other === undefined || this.#mate[other] !== waiting) return;
    this.#mate[edge] = other;
    this.#mate[other] = edge;
    this.#openAt[edge] = y;
    this.#openAt[other] = y;
    this.#isLeft[edge] = 1 - (at & 1);
    this.#isLeft[other] = at & 1;
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

  #emit(left: number, right: number, top: number): void {
    const bottom = this.#openAt[left];
    if (bottom >= top) return;
    const [x1, x2, x3, x4] = [this.#x(left, bottom), this.#x(right, bottom), this.#x(right, top), this.#x(left, top)];
    // Less than a unit wide.
    if (x1 === x2 && x4 === x3) return;
    const out = this.#out;
    out.vertex(x1, bottom);
    if (x2 !== x1) out.vertex(x2, bottom);
    out.vertex(x3, top);
    if (x4 !== x3) out.vertex(x4, top);
    out.endRing();
    out.endPolygon();
  }

  /** Where an edge meets a row, rounded to the grid. */
  #x(edge: number, y: number): number {
    const [ax, ay, bx, by] = [this.#ax[edge], this.#ay[edge], this.#bx[edge], this.#by[edge]];
    if (ax === bx || y === ay) return ax;
    return y === by ? bx : roundedAt(ax, bx - ax, y - ay, by - ay);
  }
}
