/** A set of numbers that gives its largest first: binary heap and membership, O(log n) each. */
export class ScanlineHeap {
  readonly #heap: number[] = [];
  readonly #members = new Set<number>();

  clear(): void {
    this.#heap.length = 0;
    this.#members.clear();
  }

  isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  add(value: number): void {
    if (this.#members.has(value)) return;
    this.#members.add(value);
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent] >= value) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = value;
  }

  /** Removes and returns the largest; undefined where there is none. */
  pollLast(): number | undefined {
    const heap = this.#heap;
    if (heap.length === 0) return undefined;
    const largest = heap[0];
    const last = heap.pop()!;
    this.#members.delete(largest);
    if (heap.length > 0) this.#sink(last);
    return largest;
  }

  #sink(value: number): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1] > heap[child]) child++;
      if (heap[child] <= value) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }
}
