/** Areas of polygons in pixels by exact rational arithmetic: slow, and sure. */

interface Fraction {
  readonly n: bigint;
  /** Above 0. */
  readonly d: bigint;
}

function fraction(n: bigint, d = 1n): Fraction {
  if (d < 0n) return fraction(-n, -d);
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
}
const add = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
const subtract = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
const multiply = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d);
const compare = (a: Fraction, b: Fraction) => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
const half = fraction(1n, 2n);

/** A double is a fraction, too. */
export function fractionOf(value: number): Fraction {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return fraction(BigInt(scaled), denominator);
}

export function toNumber({ n, d }: Fraction): number {
  // 80 bits of quotient are more than a double keeps.
  return Number((n << 80n) / d) / 2 ** 80;
}

export interface ExactPolygon {
  readonly hull: readonly (readonly [number, number])[];
  readonly holes?: readonly (readonly (readonly [number, number])[])[];
}

export interface ExactGrid {
  readonly originX: number;
  readonly originY: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly pixelX: number;
  readonly pixelY: number;
  readonly columns: number;
  readonly rows: number;
}

interface Edge {
  readonly x: bigint;
  readonly y: bigint;
  readonly dx: bigint;
  readonly dy: bigint;
  readonly polygon: number;
  readonly ring: number;
  readonly turn: number;
}

const xAt = (edge: Edge, y: Fraction) =>
  add(fraction(edge.x), multiply(subtract(y, fraction(edge.y)), fraction(edge.dx, edge.dy)));

/**
 * Area per pixel, row by row from the lowest: of the union, or added up polygon by polygon. A polygon's inside is where
 * its hull's winding number is not 0 and that of each of its holes is.
 */
export function exactAreas(polygons: readonly ExactPolygon[], grid: ExactGrid, overlap: "union" | "sum"): Fraction[] {
  const edges = edgesOf(polygons);
  const at = (origin: number, pitch: number, index: number, size: number) =>
    add(fractionOf(origin), add(multiply(fraction(BigInt(index)), fractionOf(pitch)), fractionOf(size)));
  const columns = Array.from({ length: grid.columns }, (_, c) =>
    [0, grid.pixelX].map((size) => at(grid.originX, grid.pitchX, c, size)),
  );
  const rows = Array.from({ length: grid.rows }, (_, r) =>
    [0, grid.pixelY].map((size) => at(grid.originY, grid.pitchY, r, size)),
  );
  const heights = cutHeights(edges, columns.flat(), rows.flat());
  const areas = new Array<Fraction>(grid.columns * grid.rows).fill(fraction(0n));
  for (let i = 0; i + 1 < heights.length; i++) {
    const [bottom, top] = [heights[i], heights[i + 1]];
    const middle = multiply(add(bottom, top), half);
    const row = rows.findIndex(([low, high]) => compare(low, middle) < 0 && compare(middle, high) < 0);
    if (row < 0) continue;
    for (const { left, right, depth } of spansAt(edges, middle)) {
      const times = overlap === "union" ? 1 : depth;
      columns.forEach(([low, high], column) => {
        const width = (y: Fraction) => {
          const a = xAt(left, y);
          const b = xAt(right, y);
          const from = compare(a, low) > 0 ? a : low;
          const to = compare(b, high) < 0 ? b : high;
          return compare(to, from) > 0 ? subtract(to, from) : fraction(0n);
        };
        const sum = add(width(bottom), width(top));
        if (sum.n === 0n) return;
        const area = multiply(multiply(sum, half), multiply(subtract(top, bottom), fraction(BigInt(times))));
        const index = row * grid.columns + column;
        areas[index] = add(areas[index], area);
      });
    }
  }
  return areas;
}

function edgesOf(polygons: readonly ExactPolygon[]): Edge[] {
  const edges: Edge[] = [];
  polygons.forEach(({ hull, holes = [] }, polygon) => {
    [hull, ...holes].forEach((points, ring) => {
      points.forEach(([x0, y0], i) => {
        const [x1, y1] = points[(i + 1) % points.length];
        if (y0 === y1) return;
        const [dx, dy] = [BigInt(x1) - BigInt(x0), BigInt(y1) - BigInt(y0)];
        edges.push({ x: BigInt(x0), y: BigInt(y0), dx, dy, polygon, ring, turn: dy > 0n ? 1 : -1 });
      });
    });
  });
  return edges;
}

const lowOf = (edge: Edge) => fraction(edge.dy > 0n ? edge.y : edge.y + edge.dy);
const highOf = (edge: Edge) => fraction(edge.dy > 0n ? edge.y + edge.dy : edge.y);

/** Every height at which an edge ends, crosses another, or crosses a side of a pixel, and the pixels' own. */
function cutHeights(edges: readonly Edge[], sides: readonly Fraction[], heights: readonly Fraction[]): Fraction[] {
  const found = [...heights];
  const push = (edge: Edge, y: Fraction) => {
    if (compare(y, lowOf(edge)) >= 0 && compare(y, highOf(edge)) <= 0) found.push(y);
  };
  for (const [i, a] of edges.entries()) {
    found.push(lowOf(a), highOf(a));
    if (a.dx !== 0n) {
      for (const x of sides) push(a, add(fraction(a.y), multiply(subtract(x, fraction(a.x)), fraction(a.dy, a.dx))));
    }
    for (const b of edges.slice(i + 1)) {
      const cross = a.dx * b.dy - a.dy * b.dx;
      if (cross === 0n) continue;
      const t = fraction((b.x - a.x) * b.dy - (b.y - a.y) * b.dx, cross);
      push(a, add(fraction(a.y), multiply(t, fraction(a.dy))));
    }
  }
  found.sort(compare);
  return found.filter((height, i) => i === 0 || compare(height, found[i - 1]) !== 0);
}

/** The spans between neighbouring edges at a height, with the number of polygons that they lie in. */
function spansAt(edges: readonly Edge[], y: Fraction): { left: Edge; right: Edge; depth: number }[] {
  const open = edges
    .filter((edge) => compare(lowOf(edge), y) < 0 && compare(y, highOf(edge)) < 0)
    .map((edge) => ({ edge, x: xAt(edge, y) }))
    .sort((a, b) => compare(a.x, b.x));
  const winding = new Map<string, number>();
  const spans: { left: Edge; right: Edge; depth: number }[] = [];
  for (let i = 0; i + 1 < open.length; i++) {
    const { polygon, ring, turn } = open[i].edge;
    const key = `${polygon} ${ring}`;
    winding.set(key, (winding.get(key) ?? 0) + turn);
    const inside = new Set<number>();
    for (const [name, value] of winding) if (value !== 0 && name.endsWith(" 0")) inside.add(Number(name.split(" ")[0]));
    for (const [name, value] of winding)
      if (value !== 0 && !name.endsWith(" 0")) inside.delete(Number(name.split(" ")[0]));
    if (inside.size > 0) spans.push({ left: open[i].edge, right: open[i + 1].edge, depth: inside.size });
  }
  return spans;
}
