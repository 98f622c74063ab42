/**
 * Polygons at the ends of the 32-bit range, slivers, and many that lie on each other: our engine and Clipper2's agree on
 * the laws, to what rounding to the grid can move; nothing throws and nothing takes long.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { Region } from "../../src/region/index.ts";
import { exactAreas, toNumber } from "../support/exact-area.ts";

const far = 2 ** 31 - 1;

type Ring = [number, number][];

const ringOf = (x: fc.Arbitrary<number>, y: fc.Arbitrary<number>, most = 7): fc.Arbitrary<Ring> =>
  fc.array(fc.tuple(x, y), { minLength: 3, maxLength: most });
const corner = fc
  .constantFrom(-far, far)
  .chain((at) => fc.integer({ min: 0, max: 50 }).map((d) => at - Math.sign(at) * d));
const anywhere = fc.integer({ min: -far, max: far });
const small = fc.integer({ min: 0, max: 12 });

const kinds: Record<string, fc.Arbitrary<Ring>> = {
  "across the whole range": ringOf(anywhere, anywhere),
  "at its corners": ringOf(corner, corner),
  "slivers across it": ringOf(anywhere, fc.integer({ min: -3, max: 3 })),
  "on a few lines": ringOf(small, fc.constantFrom(0, 6, 12)),
  "on a grid of twelve units": ringOf(small, small, 12),
};

/** Of the union, in rational numbers. */
function exactArea(rings: readonly Ring[]): number {
  const all = { originX: -(2 ** 32), originY: -(2 ** 32), pitchX: 2 ** 33, pitchY: 2 ** 33 };
  const grid = { ...all, pixelX: 2 ** 33, pixelY: 2 ** 33, columns: 1, rows: 1 };
  return toNumber(
    exactAreas(
      rings.map((hull) => ({ hull })),
      grid,
      "union",
    )[0],
  );
}

function region(rings: readonly Ring[]): Region {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) builder.polygon(ring.flat());
  return Region.of(builder.build(), { dbu: 1 });
}

/** Each vertex of the result may be half a unit off, and so may each crossing: as far as edges reach. */
function tolerance(...regions: readonly Region[]): number {
  let length = 0;
  let vertices = 0;
  for (const one of regions) {
    length += one.edges().length;
    vertices += one.polygons.vertexCount;
  }
  return 2 * length + vertices;
}

before(() => Region.useEngine("own"));
after(() => Region.useEngine("own"));

for (const [name, ring] of Object.entries(kinds)) {
  test(`law: area(A or B) + area(A and B) = area(A) + area(B), and the union is exact, of polygons ${name}`, () => {
    const list = fc.array(ring, { minLength: 1, maxLength: 8 });
    let exactly = 0;
    fc.assert(
      fc.property(list, list, (one, other) => {
        const [a, b] = [region(one), region(other)];
        const [union, common] = [a.or(b), a.and(b)];
        const most = tolerance(union, common, a.merged(), b.merged());
        const gap = union.area + common.area - a.area - b.area;
        assert.ok(Math.abs(gap) <= most, `${gap} of at most ${most}`);
        // The rational numbers take their time.
        if (one.length + other.length <= 4 && exactly++ < 12) {
          const exact = exactArea([...one, ...other]);
          assert.ok(Math.abs(union.area - exact) <= most, `${union.area} and not ${exact}, at most ${most} apart`);
        }
        assert.ok(Math.abs(a.not(b).area + common.area - a.area) <= most);
        assert.equal(a.xor(a).area, 0);
        // Merged once more nothing changes.
        assert.equal(union.or(union).area, union.area);
      }),
      { numRuns: 100, seed: 20 },
    );
  });
}

for (const engine of ["clipper2-wasm", "clipper2-js"] as const) {
  test(`our unions are ${engine}'s, to rounding`, async () => {
    const lists = Object.values(kinds).flatMap((ring, k) =>
      fc.sample(fc.array(ring, { minLength: 1, maxLength: 6 }), { numRuns: 20, seed: k }),
    );
    const ours = lists.map((list) => region(list).merged());
    await Region.useEngine(engine);
    const theirs = lists.map((list) => region(list).merged());
    await Region.useEngine("own");
    for (const [i, one] of ours.entries()) {
      // Its union of slivers is known to be wrong now and then.
      if (engine === "clipper2-js" && Math.abs(theirs[i].area - one.area) > tolerance(one, theirs[i])) {
        const exact = exactArea(lists[i]);
        assert.ok(Math.abs(one.area - exact) <= tolerance(one), `${i}: ${one.area} and not ${exact}`);
      } else
        assert.ok(
          Math.abs(one.area - theirs[i].area) <= tolerance(one, theirs[i]),
          `${i}: ${one.area} ${theirs[i].area}`,
        );
    }
  });
}

test("a thousand rectangles on one line, and a thousand stars on one point, take no time", () => {
  const line = region(
    Array.from(
      { length: 1000 },
      (_, i) =>
        [
          [i, 0],
          [i + 500, 0],
          [i + 500, 3],
          [i, 3],
        ] as Ring,
    ),
  );
  assert.equal(line.area, 3 * 1499);
  const spokes = region(
    Array.from({ length: 1000 }, (_, i) => {
      const [x, y] = [Math.round(1e9 * Math.cos(i)), Math.round(1e9 * Math.sin(i))];
      return [
        [0, 0],
        [x, y],
        [x - Math.round(y / 1e6), y + Math.round(x / 1e6)],
      ] as Ring;
    }),
  );
  assert.ok(spokes.area > 0 && spokes.area <= 1000 * 0.5e12 * 1.001);
});
