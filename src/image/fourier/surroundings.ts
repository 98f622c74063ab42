/**
 * The inverse Fourier transform of a spectrum at fine steps around a place. Within a pixel or two it is so smooth that its
 * values at few nodes tell all others: e^(iωt) with |ω| ≤ π per pixel, over a width of 1.5 pixels, is interpolated from 24
 * Chebyshev nodes to the last digit (Trefethen, "Approximation Theory and Approximation Practice", chapters 5 and 8).
 */

/** Nodes along each axis. */
const nodeCount = 24;

/**
 * Σ P·exp(2πi·k·x/n) at `size` positions x along each axis, from `starts` on in steps of 1/upsample of a pixel, of which
 * there are not more than 1.5·upsample.
 */
export function surroundings(
  product: Float64Array,
  shape: readonly number[],
  starts: readonly number[],
  size: number,
  upsample: number,
): Float64Array {
  const steps = Array.from({ length: size }, (_, x) => x);
  if (size <= nodeCount) {
    const positions = starts.map((start) => steps.map((x) => (start + x) / upsample));
    return transformedAt(product, shape, positions);
  }
  const nodes = Array.from({ length: nodeCount }, (_, j) => (1 - Math.cos((Math.PI * j) / (nodeCount - 1))) / 2);
  const positions = starts.map((start) => nodes.map((t) => (start + t * (size - 1)) / upsample));
  const weights = steps.map((x) => weightsAt(x / (size - 1), nodes));
  let numbers = transformedAt(product, shape, positions);
  for (const _ of shape)
    numbers = alongFirst(numbers, nodeCount, size, (out, node, x) => {
      out[0] = weights[x][node];
      out[1] = 0;
    });
  return numbers;
}

/** The transform at some positions along each axis, in pixels. */
function transformedAt(
  product: Float64Array,
  shape: readonly number[],
  positions: readonly (readonly number[])[],
): Float64Array {
  let numbers = product;
  for (const [axis, n] of shape.entries()) {
    numbers = alongFirst(numbers, n, positions[axis].length, (out, k, x) => {
      // Frequencies above the middle are negative ones.
      const frequency = k < Math.ceil(n / 2) ? k : k - n;
      const angle = (2 * Math.PI * frequency * positions[axis][x]) / n;
      out[0] = Math.cos(angle);
      out[1] = Math.sin(angle);
    });
  }
  return numbers;
}

/** Complex numbers of sums that are gathered at a time: they stay in the processor's cache of the second level. */
const sumsAtOnce = 2 ** 15;

/** A product with a complex matrix along the first axis, which becomes the last one. */
function alongFirst(
  numbers: Float64Array,
  count: number,
  size: number,
  factor: (out: Float64Array, k: number, x: number) => void,
): Float64Array {
  const length = numbers.length / count;
  const out = new Float64Array(length * size);
  const by = new Float64Array(2);
  const factors = new Float64Array(2 * count * size);
  for (let k = 0; k < count; k++) {
    for (let x = 0; x < size; x++) {
      factor(by, k, x);
      factors.set(by, 2 * (k * size + x));
    }
  }
  const atOnce = Math.min(length, 2 * Math.max(16, Math.floor(sumsAtOnce / size)));
  const sums = new Float64Array(atOnce * size);
  for (let first = 0; first < length; first += atOnce) {
    const part = Math.min(atOnce, length - first);
    sums.fill(0);
    for (let k = 0; k < count; k++) {
      for (let x = 0; x < size; x++) {
        const at = 2 * (k * size + x);
        addMultiple(numbers, k * length + first, factors[at], factors[at + 1], sums, x * atOnce, part);
      }
    }
    for (let x = 0; x < size; x++) {
      for (let i = 0, from = x * atOnce, to = first * size + 2 * x; i < part; i += 2, from += 2, to += 2 * size) {
        out[to] = sums[from];
        out[to + 1] = sums[from + 1];
      }
    }
  }
  return out;
}

/** Adds complex numbers times one to others. */
function addMultiple(
  from: Float64Array,
  first: number,
  real: number,
  imaginary: number,
  sums: Float64Array,
  to: number,
  length: number,
): void {
  for (let i = 0; i < length; i += 2) {
    const x = from[first + i];
    const y = from[first + i + 1];
    sums[to + i] += x * real - y * imaginary;
    sums[to + i + 1] += x * imaginary + y * real;
  }
}

/** What each node has to do with the value at t of 0..1: barycentric weights of Chebyshev nodes of the second kind. */
function weightsAt(t: number, nodes: readonly number[]): Float64Array {
  const at = nodes.indexOf(t);
  if (at >= 0) return Float64Array.from(nodes, (_, j) => Number(j === at));
  const last = nodes.length - 1;
  const parts = Float64Array.from(nodes, (node, j) => {
    const weight = (j % 2 === 0 ? 1 : -1) * (j === 0 || j === last ? 0.5 : 1);
    return weight / (t - node);
  });
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((part) => part / sum);
}
