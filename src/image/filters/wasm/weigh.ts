// AssemblyScript: weighted sums around each number of lines that lie side by side. Twin: `weighted` of ../weigh-lines.ts.

/**
 * Of `count` numbers, and up to seven more: the number itself and those up to `reach` steps before and behind it, of which the
 * first one at `padded` has its own place `reach` steps behind. Steps are bytes; the weights are those of one side.
 */
export function weigh(padded: usize, count: i32, step: usize, weights: usize, reach: i32, out: usize): void {
  for (let j = 0; j < count; j += 8) {
    const middle = padded + (<usize>j << 3) + <usize>reach * step;
    let weight = v128.load64_splat(weights);
    let a = f64x2.mul(weight, v128.load(middle));
    let b = f64x2.mul(weight, v128.load(middle, 16));
    let c = f64x2.mul(weight, v128.load(middle, 32));
    let d = f64x2.mul(weight, v128.load(middle, 48));
    let before = middle - step;
    let behind = middle + step;
    for (let k = 1; k <= reach; k++, before -= step, behind += step) {
      weight = v128.load64_splat(weights + (<usize>k << 3));
      a = f64x2.add(a, f64x2.mul(weight, f64x2.add(v128.load(before), v128.load(behind))));
      b = f64x2.add(b, f64x2.mul(weight, f64x2.add(v128.load(before, 16), v128.load(behind, 16))));
      c = f64x2.add(c, f64x2.mul(weight, f64x2.add(v128.load(before, 32), v128.load(behind, 32))));
      d = f64x2.add(d, f64x2.mul(weight, f64x2.add(v128.load(before, 48), v128.load(behind, 48))));
    }
    const to = out + (<usize>j << 3);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}
