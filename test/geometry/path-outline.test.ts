/** Outlines are KLayout 0.30's hulls of the same paths (Path.polygon()). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { pathOutline } from "../../src/geometry/index.ts";
import { referencePython, withoutPython } from "../support/project.ts";

const flush = { width: 1000, beginExtension: 0, endExtension: 0, round: false };

const same = (seen: number[], wanted: number[]) => assert.ok(isNear(seen, wanted), `${seen} is not ${wanted}`);

test("a bend of 90° is mitred on both sides", () => {
  same(
    pathOutline([0, 0, 10000, 0, 10000, 10000], flush),
    [0, -500, 0, 500, 9500, 500, 9500, 10000, 10500, 10000, 10500, -500],
  );
});

test("a sharper bend is cut half the width beyond the corner", () => {
  same(
    pathOutline([0, 0, 10000, 0, 2929, 7071], flush),
    [0, -500, 0, 500, 8792, 500, 2575, 6717, 3283, 7425, 10708, 0, 10500, -500],
  );
});

test("where a segment is too short for the inner corner, the outline goes through the spine", () => {
  same(
    pathOutline([0, 0, 600, 0, 176, 424], flush),
    [0, -500, 0, 500, 600, 500, 600, 0, 246, -354, -178, 70, 530, 778, 1308, 0, 1100, -500],
  );
});

test("extensions lengthen, negative ones shorten", () => {
  same(
    pathOutline([0, 0, 10000, 0], { ...flush, beginExtension: 200, endExtension: -300 }),
    [-200, -500, -200, 500, 9700, 500, 9700, -500],
  );
});

test("an odd width is a unit wider", () => {
  same(pathOutline([0, 0, 1000, 0], { ...flush, width: 401 }), [0, -201, 0, 201, 1000, 201, 1000, -201]);
});

test("round ends have 16 corners around the true circle", () => {
  const ring = pathOutline([0, 0], { width: 1000, beginExtension: 500, endExtension: 500, round: true });
  assert.equal(ring.length, 64);
  assert.deepEqual(ring.slice(32, 36), [49, -500, 146, -481]);
});

test("repeated points and points within a straight run change nothing", () => {
  same(pathOutline([0, 0, 0, 0, 500, 0, 1000, 0, 1000, 0], flush), pathOutline([0, 0, 1000, 0], flush));
  assert.deepEqual(pathOutline([], flush), []);
});

const klayoutOutlines = `
import json, sys, klayout.db as kdb
out = []
for p in json.load(sys.stdin):
    spine = [kdb.Point(p["xy"][i], p["xy"][i + 1]) for i in range(0, len(p["xy"]), 2)]
    path = kdb.Path(spine, p["width"], p["begin"], p["end"], p["round"])
    out.append([c for q in path.simple_polygon().each_point() for c in (q.x, q.y)])
print(json.dumps(out))
`;

const eighths = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
];

test("path outlines: as KLayout's Path.polygon", { skip: withoutPython }, () => {
  let seed = 99;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const anywhere = () => Array.from({ length: 2 * (2 + random(5)) }, () => random(20000) - 10000);
  const alongEighths = () => {
    let [x, y] = [0, 0];
    return [x, y].concat(
      ...Array.from({ length: 1 + random(5) }, () => {
        const [dx, dy] = eighths[random(8)];
        const length = 1 + random(5000);
        return [(x += dx * length), (y += dy * length)];
      }),
    );
  };
  const nearlyStraight = () => {
    const [x, y] = [random(4000) - 2000, random(4000) - 2000];
    const beside = () => random(3) - 1;
    return [0, 0, x + beside(), y + beside(), 2 * x + beside(), 2 * y + beside(), 5 * x, 5 * y];
  };
  const paths = Array.from({ length: 1500 }, (_, i) => ({
    xy: [anywhere, alongEighths, nearlyStraight][Math.floor(i / 2) % 3](),
    width: random(3000),
    begin: random(500) - 100,
    end: random(500) - 100,
    round: i % 3 === 0,
  }));
  const output = execFileSync(referencePython()!, ["-c", klayoutOutlines], {
    input: JSON.stringify(paths),
    encoding: "utf8",
  });
  const expected = JSON.parse(output) as number[][];
  const rings = paths.map(({ xy, width, begin, end, round }) =>
    pathOutline(xy, { width, beginExtension: begin, endExtension: end, round }),
  );
  const unlike = paths.filter((_, i) => !isNear(rings[i], expected[i], 0));
  assert.deepEqual(unlike, []);
});

/** The same ring, turned or reversed, each coordinate as near as `within`. */
function isNear(a: readonly number[], b: readonly number[], within = 1): boolean {
  const n = a.length / 2;
  if (b.length !== a.length) return false;
  const near = (i: number, j: number) =>
    Math.abs(a[2 * i] - b[2 * j]) <= within && Math.abs(a[2 * i + 1] - b[2 * j + 1]) <= within;
  const indices = Array.from({ length: n }, (_, i) => i);
  return indices.some((shift) =>
    [1, -1].some((step) => indices.every((i) => near(i, (((shift + step * i) % n) + n) % n))),
  );
}
