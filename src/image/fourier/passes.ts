/**
 * The discrete Fourier transform of lines whose length is a product of 2, 3, 4 and 5, in TypeScript: what wasm/transform.ts
 * does, bit for bit. Each pass takes numbers that lie a radix'th of the lines apart, and writes results side by side, so
 * that the last pass leaves them in order (Stockham; Van Loan, "Computational Frameworks for the Fast Fourier Transform",
 * 1992, section 1.7).
 */

/** Of `radix` numbers their transform, before it is multiplied by factors; real and imaginary parts, changed in place. */
type Butterfly = (x: Float64Array) => void;

const butterflies: Readonly<Record<number, Butterfly>> = {
  2: (x) => {
    const [a, b, c, d] = x;
    x[0] = a + c;
    x[1] = b + d;
    x[2] = a - c;
    x[3] = b - d;
  },
  3: (x) => {
    const [a, b] = x;
    const [sumReal, sumImaginary] = [x[2] + x[4], x[3] + x[5]];
    const [real, imaginary] = [a - sumReal * 0.5, b - sumImaginary * 0.5];
    const [sideReal, sideImaginary] = [(x[3] - x[5]) * sine60, -((x[2] - x[4]) * sine60)];
    x[0] = a + sumReal;
    x[1] = b + sumImaginary;
    x[2] = real + sideReal;
    x[3] = imaginary + sideImaginary;
    x[4] = real - sideReal;
    x[5] = imaginary - sideImaginary;
  },
  4: (x) => {
    const [evenReal, evenImaginary, restReal, restImaginary] = [x[0] + x[4], x[1] + x[5], x[0] - x[4], x[1] - x[5]];
    const [oddReal, oddImaginary, sideReal, sideImaginary] = [x[2] + x[6], x[3] + x[7], x[3] - x[7], -(x[2] - x[6])];
    x[0] = evenReal + oddReal;
    x[1] = evenImaginary + oddImaginary;
    x[2] = restReal + sideReal;
    x[3] = restImaginary + sideImaginary;
    x[4] = evenReal - oddReal;
    x[5] = evenImaginary - oddImaginary;
    x[6] = restReal - sideReal;
    x[7] = restImaginary - sideImaginary;
  },
  5: (x) => {
    const [a, b] = x;
    const [outerReal, outerImaginary, innerReal, innerImaginary] = [x[2] + x[8], x[3] + x[9], x[4] + x[6], x[5] + x[7]];
    const [outReal, outImaginary, midReal, midImaginary] = [x[2] - x[8], x[3] - x[9], x[4] - x[6], x[5] - x[7]];
    const [oneReal, oneImaginary] = [
      a + outerReal * cosine72 + innerReal * cosine144,
      b + outerImaginary * cosine72 + innerImaginary * cosine144,
    ];
    const [twoReal, twoImaginary] = [
      a + outerReal * cosine144 + innerReal * cosine72,
      b + outerImaginary * cosine144 + innerImaginary * cosine72,
    ];
    const [sideReal, sideImaginary] = [
      outImaginary * sine72 + midImaginary * sine144,
      -(outReal * sine72 + midReal * sine144),
    ];
    const [otherReal, otherImaginary] = [
      outImaginary * sine144 - midImaginary * sine72,
      -(outReal * sine144 - midReal * sine72),
    ];
    x[0] = a + (outerReal + innerReal);
    x[1] = b + (outerImaginary + innerImaginary);
    x[2] = oneReal + sideReal;
    x[3] = oneImaginary + sideImaginary;
    x[4] = twoReal + otherReal;
    x[5] = twoImaginary + otherImaginary;
    x[6] = twoReal - otherReal;
    x[7] = twoImaginary - otherImaginary;
    x[8] = oneReal - sideReal;
    x[9] = oneImaginary - sideImaginary;
  },
};

const sine60 = 0.8660254037844386;
const cosine72 = 0.30901699437494745;
const cosine144 = -0.8090169943749475;
const sine72 = 0.9510565162951535;
const sine144 = 0.5877852522924731;

/** The radices of a length, in the order of passes; null where it has other factors. */
export function radicesOf(length: number): number[] | null {
  if (length <= 1) return [];
  const radices: number[] = [];
  for (const radix of [4, 2, 3, 5]) {
    for (; length % radix === 0; length /= radix) radices.push(radix);
  }
  return length === 1 ? radices : null;
}

/** exp(−2πik/length) for each k. */
export function factorTable(length: number): Float64Array {
  const table = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    const angle = (2 * Math.PI * k) / length;
    table[2 * k] = Math.cos(angle);
    table[2 * k + 1] = -Math.sin(angle);
  }
  return table;
}

/** Lines lie side by side: number i of line n at i·lines + n of a block. In place; `work` is as long. */
export function transformByPasses(
  radices: readonly number[],
  table: Float64Array,
  lines: number,
  block: Float64Array,
  work: Float64Array,
): void {
  const length = table.length / 2;
  let [from, to] = [block, work];
  let m = length;
  let s = lines;
  const x = new Float64Array(10);
  for (const radix of radices) {
    m /= radix;
    const butterfly = butterflies[radix];
    const turn = s / lines;
    for (let p = 0; p < m; p++) {
      for (let q = 0; q < s; q++) {
        for (let k = 0, at = 2 * (q + s * p); k < radix; k++, at += 2 * s * m) {
          x[2 * k] = from[at];
          x[2 * k + 1] = from[at + 1];
        }
        butterfly(x);
        let at = 2 * (q + s * radix * p);
        to[at] = x[0];
        to[at + 1] = x[1];
        for (let j = 1; j < radix; j++) {
          at += 2 * s;
          const [real, imaginary] = [table[2 * p * j * turn], table[2 * p * j * turn + 1]];
          to[at] = x[2 * j] * real + x[2 * j + 1] * -imaginary;
          to[at + 1] = x[2 * j + 1] * real + x[2 * j] * imaginary;
        }
      }
    }
    s *= radix;
    [from, to] = [to, from];
  }
  if (from !== block) block.set(from.subarray(0, 2 * length * lines));
}
