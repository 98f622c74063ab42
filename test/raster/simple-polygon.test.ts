/** Which polygons need no winding numbers, beside all pairs of edges in whole numbers of any length. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rasterizeSet } from "../../src/raster/index.ts";
import { isSimplePolygon } from "../../src/raster/simple/index.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { setOf, squares } from "./support.ts";

type Point = readonly [x: number, y: number];

/** Sign of the turn p → q → r. */
function turn([px, py]: Point, [qx, qy]: Point, [rx, ry]: Point): number {
  const cross = BigInt(qx - px) * BigInt(ry - py) - BigInt(qy - py) * BigInt(rx - px);
  return cross > 0n ? 1 : cross < 0n ? -1 : 0;
}

/** Of p, q, r on one line. */
function isBetween([px, py]: Point, [qx, qy]: Point, [rx, ry]: Point): boolean {
  const isIn = (a: number, b: number, c: number) => Math.min(a, b) <= c && c <= Math.max(a, b);
  return isIn(px, qx, rx) && isIn(py, qy, ry);
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return true;
  return (
    (turns[0] === 0 && isBetween(a, b, c)) ||
    (turns[1] === 0 && isBetween(a, b, d)) ||
    (turns[2] === 0 && isBetween(c, d, a)) ||
    (turns[3] === 0 && isBetween(c, d, b))
  );
}

/** True where neighbours share one vertex and nothing else, and others nothing. */
function isSimpleRing(ring: readonly Point[]): boolean {
  const count = ring.length;
  const at = (i: number) => ring[i % count];
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [at(i), at(i + 1), at(i + 2)];
    if (a[0] === b[0] && a[1] === b[1]) return false;
    if (turn(a, b, c) === 0 && (isBetween(a, b, c) || isBetween(b, c, a))) return false;
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      if (meet(a, b, at(j), at(j + 1))) return false;
    }
  }
  return true;
}

test("a ring is simple where no two of its edges meet, whatever its shape", () => {
  let simple = 0;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 17, maxLength: 90 }),
      fc.constantFrom(0.001, 0.02, 0.3),
      fc.constantFrom(60, 10_000, 100_000_000),
      fc.constantFrom(1, 0.001),
      fc.option(fc.nat(), { freq: 3 }),
      (radii, noise, size, flat, moved) => {
        const ring = radii.map((part, i): Point => {
          const radius = size * (1 - noise * part);
          const angle = (2 * Math.PI * i) / radii.length;
          return [Math.round(radius * Math.cos(angle)), Math.round(flat * radius * Math.sin(angle))];
        });
        if (moved !== null) ring[moved % ring.length] = [Math.round(size / 7), 0];
        const isSimple = isSimpleRing(ring);
        if (isSimple) simple++;
        assert.equal(isSimplePolygon(setOf([{ hull: ring }]), 0), isSimple);
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(simple > 30, `${simple} rings are simple`);
});

test("a ring of 10⁵ spikes and a spiral of many turns are simple, and have their area", () => {
  const next = randomWhole(2);
  const spikes = Array.from({ length: 100_000 }, (_, i): Point => {
    const [angle, radius] = [(2 * Math.PI * i) / 100_000, 10_000_000 - next(10_000)];
    return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
  });
  const arm = (shift: number) =>
    Array.from({ length: 20_000 }, (_, i): Point => {
      const [angle, radius] = [i / 20, 500 + i * 10 + shift];
      return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
    });
  for (const ring of [spikes, [...arm(0), ...arm(300).reverse()]]) {
    const set = setOf([{ hull: ring }]);
    assert.ok(isSimplePolygon(set, 0));
    // Twice the area, in whole numbers.
    const area = ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length];
      return sum + BigInt(x) * BigInt(v) - BigInt(u) * BigInt(y);
    }, 0n);
    const { left, bottom, width, height } = set.bbox()!;
    const grid = squares(Math.max(width, height) / 100, 101, 101, left, bottom);
    const values: ArrayLike<number> = rasterizeSet(set, grid, { as: "area" });
    const sum = Array.from(values).reduce((total, value) => total + value, 0);
    const exact = Math.abs(Number(area)) / 2;
    assert.ok(Math.abs(sum - exact) <= 1e-12 * exact, `${sum} is not ${exact}`);
  }
});

test("a vertex that is there twice in turn, also at the ring's ends, leaves a long polygon simple", () => {
  const circle = Array.from({ length: 40 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 40;
    return [Math.round(1000 * Math.cos(angle)), Math.round(1000 * Math.sin(angle))];
  });
  const doubled = circle.flatMap((point, i) => (i % 3 === 0 ? [point, point] : [point]));
  for (const hull of [doubled, [...doubled, doubled[0]], [circle[39], ...circle, circle[39]]])
    assert.ok(isSimplePolygon(setOf([{ hull }]), 0));
  assert.ok(!isSimplePolygon(setOf([{ hull: [...doubled, circle[5]] }]), 0));
  assert.ok(!isSimplePolygon(setOf([{ hull: Array.from({ length: 40 }, (): Point => [3, 4]) }]), 0));
});
