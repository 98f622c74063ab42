/**
 * The edges of a plane graph that a sweep from left to right is on, from below to above. They are kept in runs: what comes
 * or goes moves the rest of one run, where in one array of a hundred thousand edges it would move half of all.
 */
import { turn } from "../../../geometry/index.ts";
import type { PlaneGraph } from "./graph.ts";

/** Longer runs are cut in parts of at most `cutLength` edges. */
const mostInRun = 1024;
const cutLength = 768;

interface Run {
  edges: Int32Array;
  size: number;
  /** The place of its first edge. */
  start: number;
}

export class EdgesUnderWay {
  readonly #graph: PlaneGraph;
  /** None is empty, but where it is the only one. */
  readonly #runs: Run[] = [{ edges: new Int32Array(256), size: 0, start: 0 }];
  /** The run that was looked at last: the next place is mostly in it, too. */
  #near = 0;
  size = 0;

  constructor(graph: PlaneGraph) {
    this.#graph = graph;
  }

  at(place: number): number {
    let run = this.#runs[this.#near];
    if (place < run.start || place >= run.start + run.size) run = this.#runs[this.#runOf(place)];
    return run.edges[place - run.start];
  }

  /** The place of the first edge that is not below a point. */
  placeOf(px: number, py: number): number {
    let first = 0;
    for (let end = this.#runs.length - 1; first < end; ) {
      const middle = (first + end) >> 1;
      const { edges, size } = this.#runs[middle];
      if (this.side(edges[size - 1], px, py) > 0) first = middle + 1;
      else end = middle;
    }
    this.#near = first;
    const { edges, size, start } = this.#runs[first];
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.side(edges[middle], px, py) > 0) low = middle + 1;
      else high = middle;
    }
    return start + low;
  }

  /** Above 0 where a point lies above an edge, 0 on its line. */
  side(edge: number, px: number, py: number): number {
    const { x, y, from, to } = this.#graph;
    return turn(x[from[edge]], y[from[edge]], x[to[edge]], y[to[edge]], px, py);
  }

  /** Puts `count` edges, which follow each other in number, in the place of those from `first` to before `end`. */
  replace(first: number, end: number, edge: number, count: number): void {
    let index = this.#runOf(first);
    let run = this.#runs[index];
    while (end > run.start + run.size) {
      const next = this.#runs[index + 1];
      const taken = Math.min(next.size, end - next.start);
      this.#change(index + 1, 0, taken, 0, 0);
      end -= taken;
      // Runs that have become empty are gone.
      index = this.#runOf(first);
      run = this.#runs[index];
    }
    this.#change(index, first - run.start, end - run.start, edge, count);
  }

  /** The run that a place is in, or comes behind. */
  #runOf(place: number): number {
    const runs = this.#runs;
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle].start <= place) low = middle;
      else high = middle - 1;
    }
    this.#near = low;
    return low;
  }

  /** The same as `replace` within a run, by places in it. */
  #change(index: number, first: number, end: number, edge: number, count: number): void {
    const run = this.#runs[index];
    const change = count - (end - first);
    if (run.size + change > run.edges.length) {
      const more = new Int32Array(2 * (run.size + change));
      more.set(run.edges);
      run.edges = more;
    }
    if (change !== 0) run.edges.copyWithin(end + change, end, run.size);
    for (let i = 0; i < count; i++) run.edges[first + i] = edge + i;
    if (change === 0) return;
    run.size += change;
    this.size += change;
    if (run.size > mostInRun) this.#cut(index);
    else if (run.size === 0 && this.#runs.length > 1) {
      this.#runs.splice(index, 1);
      this.#near = 0;
    }
    this.#runs[0].start = 0;
    for (let i = Math.max(1, index); i < this.#runs.length; i++) {
      const before = this.#runs[i - 1];
      this.#runs[i].start = before.start + before.size;
    }
  }

  /** In two, but where one vertex brought thousands of edges. */
  #cut(index: number): void {
    const { edges, size } = this.#runs[index];
    const count = Math.ceil(size / cutLength);
    const parts = Array.from({ length: count }, (_, k): Run => {
      const [from, to] = [Math.floor((k * size) / count), Math.floor(((k + 1) * size) / count)];
      const own = new Int32Array(mostInRun + 64);
      own.set(edges.subarray(from, to));
      return { edges: own, size: to - from, start: 0 };
    });
    this.#runs.splice(index, 1, ...parts);
  }
}
