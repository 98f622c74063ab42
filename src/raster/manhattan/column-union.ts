/**
 * The union of simple polygons along the axes on pixels of whole database units, however many lie upon each other: a sweep upwards over
 * their level edges. Each column of pixels knows how many polygons lie on each stretch of it, as a tree of sums and minima,
 * and so how much of it is covered; where that changes, the area below is added to the rows in between. An edge costs a step in
 * each column that it leads across, and a way down the tree in those that it ends in.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import { isSimpleManhattan } from "./unit-union.ts";

/** Steps that are taken at most, but for a single column. */
const mostSteps = 2 ** 26;
/** Edges between two calls of `check`. */
const checkedEdges = 2 ** 12;
/** More polygons than lie anywhere: of what is no part of a column. */
const never = 2 ** 30;

/** Level edges in the grid's columns, whose polygons reach into its rows. */
interface LevelEdges {
  readonly count: number;
  /** From the grid's corner; what begins below it begins with it. */
  readonly y: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** How many more polygons there are above it. */
  readonly change: Int8Array;
  /** From the lowest to the highest. */
  readonly order: Int32Array;
  /** Columns that they lead into, all together. */
  readonly steps: number;
}

/** True for sets and grids that this is for. */
export function hasColumns(survey: Survey, grid: PixelGrid): boolean {
  return isSimpleManhattan(survey, grid) && grid.columns * grid.pitchX < 2 ** 31;
}

/**
 * Writes the union to `out`: areas, each divided by `divisor`; false, and nothing written, where that takes too many steps.
 */
export function unionByColumns(
  set: PolygonSet,
  survey: Survey,
  grid: PixelGrid,
  divisor: number,
  out: Float32Array | Float64Array,
  check?: () => void,
): boolean {
  const edges = levelEdges(set, survey, grid);
  if (edges.steps > mostSteps && grid.columns > 1) return false;
  const sums = out instanceof Float64Array ? out.fill(0) : new Float64Array(out.length);
  const columns = new Columns(grid, edges, sums);
  const { pitchX } = grid;
  for (let i = 0; i < edges.count; i++) {
    if (i % checkedEdges === 0) check?.();
    const edge = edges.order[i];
    const [left, right] = [edges.left[edge], edges.right[edge]];
    const last = Math.ceil(right / pitchX) - 1;
    for (let column = Math.floor(left / pitchX); column <= last; column++)
      columns.add(column, left, right, edges.change[edge], edges.y[edge]);
  }
  columns.finish();
  for (let i = 0; i < out.length; i++) out[i] = sums[i] / divisor;
  return true;
}

function levelEdges({ xy, rings, ringCount }: PolygonSet, { weights }: Survey, grid: PixelGrid): LevelEdges {
  const { originX, originY, pitchX, pitchY, columns, rows } = grid;
  const [width, height] = [columns * pitchX, rows * pitchY];
  const most = rings[ringCount];
  const y = new Float64Array(most);
  const [left, right] = [new Int32Array(most), new Int32Array(most)];
  const change = new Int8Array(most);
  let [count, steps] = [0, 0];
  for (let ring = 0; ring < ringCount; ring++) {
    const end = 2 * rings[ring + 1];
    const weight = weights[ring];
    for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2) {
      const up = xy[i + 1] - originY;
      if (xy[j] === xy[i] || up >= height) continue;
      // The inside of a counter-clockwise ring lies above edges that run to the right.
      const isRightwards = xy[i] > xy[j];
      const x0 = Math.max(0, (isRightwards ? xy[j] : xy[i]) - originX);
      const x1 = Math.min(width, (isRightwards ? xy[i] : xy[j]) - originX);
      if (x0 >= x1) continue;
      y[count] = Math.max(0, up);
      left[count] = x0;
      right[count] = x1;
      change[count++] = isRightwards ? weight : -weight;
      steps += Math.ceil(x1 / pitchX) - Math.floor(x0 / pitchX);
    }
  }
  const order = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => y[a] - y[b]);
  return { count, y, left, right, change, order, steps };
}

class Columns {
  readonly #grid: PixelGrid;
  readonly #sums: Float64Array;
  /** Where stretches begin: at ends of edges and borders of pixels, in ascending order, and the end of the grid. */
  readonly #places: Int32Array;
  /** The first stretch of each column, and the number of all. */
  readonly #first: Int32Array;
  /** A column's tree: its root is the node behind this one, the nodes below node n are 2n and 2n + 1. */
  readonly #tree: Int32Array;
  /** Leaves of each tree, a power of 2. */
  readonly #leaves: Int32Array;
  /** Of each node: polygons on all of it, the fewest anywhere on it, and how much of its length has so few. */
  readonly #added: Int32Array;
  readonly #fewest: Int32Array;
  readonly #length: Float64Array;
  /** How much of each column is covered, and since which height. */
  readonly #covered: Float64Array;
  readonly #since: Float64Array;

  constructor(grid: PixelGrid, edges: LevelEdges, sums: Float64Array) {
    const { columns, pitchX, pixelX } = grid;
    this.#grid = grid;
    this.#sums = sums;
    this.#places = placesOf(grid, edges);
    this.#first = new Int32Array(columns + 1);
    this.#tree = new Int32Array(columns);
    this.#leaves = new Int32Array(columns);
    this.#covered = new Float64Array(columns);
    this.#since = new Float64Array(columns);
    let nodes = 0;
    for (let column = 0, at = 0; column < columns; column++) {
      this.#first[column] = at;
      while (this.#places[at] < (column + 1) * pitchX) at++;
      this.#first[column + 1] = at;
      this.#leaves[column] = 2 ** Math.ceil(Math.log2(at - this.#first[column]));
      this.#tree[column] = nodes;
      nodes += 2 * this.#leaves[column];
    }
    this.#added = new Int32Array(nodes);
    this.#fewest = new Int32Array(nodes).fill(never);
    this.#length = new Float64Array(nodes);
    for (let column = 0; column < columns; column++) {
      const [tree, leaves] = [this.#tree[column], this.#leaves[column]];
      for (let at = this.#first[column], leaf = tree + leaves; at < this.#first[column + 1]; at++, leaf++) {
        this.#fewest[leaf] = 0;
        // Between pixels nothing counts.
        if (this.#places[at] - column * pitchX < pixelX) this.#length[leaf] = this.#places[at + 1] - this.#places[at];
      }
      for (let node = leaves - 1; node >= 1; node--) this.#sum(tree, node);
    }
  }

  /** Changes the number of polygons from a height on between two places, in one column. */
  add(column: number, left: number, right: number, change: number, y: number): void {
    const { pitchX, pixelX } = this.#grid;
    const tree = this.#tree[column];
    const root = tree + 1;
    const start = column * pitchX;
    if (left <= start && right >= start + pitchX) {
      this.#added[root] += change;
      this.#fewest[root] += change;
    } else {
      const first = this.#first[column];
      const from = left <= start ? 0 : this.#stretchAt(column, left) - first;
      const to = right >= start + pitchX ? this.#leaves[column] : this.#stretchAt(column, right) - first;
      this.#addBelow(tree, 1, 0, this.#leaves[column], from, to, change);
    }
    const covered = this.#fewest[root] > 0 ? pixelX : pixelX - this.#length[root];
    if (covered === this.#covered[column]) return;
    this.#settle(column, y);
    this.#covered[column] = covered;
  }

  finish(): void {
    const { columns, rows, pitchY } = this.#grid;
    for (let column = 0; column < columns; column++) this.#settle(column, rows * pitchY);
  }

  #addBelow(tree: number, node: number, low: number, high: number, from: number, to: number, change: number): void {
    if (from <= low && high <= to) {
      this.#added[tree + node] += change;
      this.#fewest[tree + node] += change;
      return;
    }
    const middle = (low + high) >> 1;
    if (from < middle) this.#addBelow(tree, 2 * node, low, middle, from, to, change);
    if (to > middle) this.#addBelow(tree, 2 * node + 1, middle, high, from, to, change);
    this.#sum(tree, node);
  }

  #sum(tree: number, node: number): void {
    const [a, b] = [tree + 2 * node, tree + 2 * node + 1];
    const [fewestA, fewestB] = [this.#fewest[a], this.#fewest[b]];
    const fewest = fewestA < fewestB ? fewestA : fewestB;
    this.#fewest[tree + node] = fewest + this.#added[tree + node];
    this.#length[tree + node] = (fewestA === fewest ? this.#length[a] : 0) + (fewestB === fewest ? this.#length[b] : 0);
  }

  /** Adds the covered part of a column up to a height to its pixels. */
  #settle(column: number, y: number): void {
    const { columns, pitchY, pixelY } = this.#grid;
    const covered = this.#covered[column];
    const since = this.#since[column];
    this.#since[column] = y;
    if (covered === 0) return;
    for (let row = Math.floor(since / pitchY); row * pitchY < y; row++) {
      const low = since > row * pitchY ? since : row * pitchY;
      const end = row * pitchY + pixelY;
      const high = y < end ? y : end;
      if (high > low) this.#sums[row * columns + column] += covered * (high - low);
    }
  }

  /** The stretch of a column that begins at a place, by halving. */
  #stretchAt(column: number, place: number): number {
    let [low, high] = [this.#first[column], this.#first[column + 1]];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#places[middle] <= place) low = middle;
      else high = middle;
    }
    return low;
  }
}

function placesOf({ columns, pitchX, pixelX }: PixelGrid, { count, left, right }: LevelEdges): Int32Array {
  const all = new Int32Array(2 * count + 2 * columns + 1);
  all.set(left.subarray(0, count));
  all.set(right.subarray(0, count), count);
  for (let column = 0; column < columns; column++) {
    all[2 * (count + column)] = column * pitchX;
    all[2 * (count + column) + 1] = column * pitchX + pixelX;
  }
  all[all.length - 1] = columns * pitchX;
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i];
  return all.subarray(0, kept);
}
