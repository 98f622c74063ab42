/** Sorts `indices` from `start` to `end` by their keys: quicksort, and insertion where few are left. */
export function sortBy(keys: Float64Array, indices: Int32Array, start: number, end: number): void {
  let from = start;
  let to = end;
  while (to - from > 16) {
    const pivot = keys[indices[(from + to) >> 1]];
    let i = from;
    let j = to - 1;
    while (i <= j) {
      while (keys[indices[i]] < pivot) i++;
      while (keys[indices[j]] > pivot) j--;
      if (i > j) break;
      const held = indices[i];
      indices[i++] = indices[j];
      indices[j--] = held;
    }
    // The smaller part by a call, the larger one by the loop: the depth stays logarithmic.
    if (j + 1 - from < to - i) {
      sortBy(keys, indices, from, j + 1);
      from = i;
    } else {
      sortBy(keys, indices, i, to);
      to = j + 1;
    }
  }
  for (let i = from + 1; i < to; i++) {
    const held = indices[i];
    const key = keys[held];
    let j = i - 1;
    for (; j >= from && keys[indices[j]] > key; j--) indices[j + 1] = indices[j];
    indices[j + 1] = held;
  }
}
