/** Paths as gdstk's FlexPath and KLayout's paths draw them: how far the outlines lie apart. */
import { test } from "node:test";
import { path } from "../../src/layout/index.ts";
import { assertSameShapes, type ShapeCase } from "../support/gdstk-shapes.ts";
import { withoutPython } from "../support/project.ts";

const skip = withoutPython;
const zigzag = [
  [0, 0],
  [20, 0],
  [20, 15],
  [5, 12],
  [18, 30],
] as const;
const points = `[${zigzag.map(([x, y]) => `(${x}, ${y})`)}]`;
const flex = (rest: string) => `gdstk.FlexPath(${points}, ${rest}, tolerance=1e-4).to_polygons()`;
/** A path of gdstk's that begins at the origin, and its steps. */
const steps = (width: string, ...calls: string[]) =>
  `[p for p in [gdstk.FlexPath((0, 0), ${width}, tolerance=1e-4)] for _ in [p.${calls.join(".")}]][0].to_polygons()`;
test("path joins: as gdstk's FlexPath", { skip }, () =>
  assertSameShapes([
    ...(["natural", "bevel", "round"] as const).map(
      (joins): ShapeCase => ({
        region: path(zigzag, { width: 2.001, joins }).region(),
        python: flex(`2.001, joins="${joins}"`),
      }),
    ),
    { region: path(zigzag, { width: 2, joins: "miter" }).region(), python: flex('2, joins="miter"') },
  ]),
);

test("path ends: as gdstk's FlexPath", { skip }, () =>
  assertSameShapes([
    { region: path(zigzag, { width: 2, ends: "round" }).region(), python: flex('2, ends="round"') },
    { region: path(zigzag, { width: 2, ends: "extended" }).region(), python: flex('2, ends="extended"') },
    { region: path(zigzag, { width: 2, ends: [1, 5] }).region(), python: flex("2, ends=(1, 5)") },
    { region: path(zigzag, { width: 2, ends: [-1, 0] }).region(), python: flex("2, ends=(-1, 0)") },
  ]),
);

test("path bends: as gdstk's FlexPath with a bend_radius", { skip }, () =>
  assertSameShapes([
    { region: path(zigzag, { width: 2, bends: { radius: 3 } }).region(), python: flex("2, bend_radius=3") },
    {
      region: path(zigzag.slice(0, 3), { width: 2, bends: { radius: 15 } }).region(),
      python: "gdstk.FlexPath([(0, 0), (20, 0), (20, 15)], 2, bend_radius=15, tolerance=1e-4).to_polygons()",
    },
  ]),
);

test("path offsets: as gdstk's FlexPath with widths and offsets", { skip }, () =>
  assertSameShapes([
    {
      region: path(zigzag, { width: [1, 0.5], offsets: [-2, 1] }).region(),
      python: flex("[1, 0.5], [-2, 1]"),
    },
    {
      region: path(zigzag, { width: [1, 1], offsets: [-2, 2], joins: "round", ends: "round" }).region(),
      python: flex('[1, 1], [-2, 2], joins="round", ends="round"'),
    },
  ]),
);

test("path tapers: as gdstk's FlexPath whose segments change their width", { skip }, () =>
  assertSameShapes([
    {
      region: path({ width: 1 }).to(10, 0, { width: 3 }).to(30, 0).taper({ length: 5, to: 0.5 }).region(),
      python: steps("1", "segment((10, 0), 3)", "segment((30, 0))", "segment((35, 0), 0.5)"),
    },
  ]),
);

// FlexPath turns from the direction of the last chord, so that its chords have to be short.
test("path arc and turn: as gdstk's FlexPath.arc and FlexPath.turn", { skip }, () =>
  assertSameShapes([
    {
      region: path({ width: 2 }).to(10, 0).turn({ radius: 8, angle: 120 }).turn({ radius: 5, angle: -200 }).region(),
      python: steps("2", "segment((10, 0))", "turn(8, 2 * pi / 3)", "turn(5, -200 * pi / 180)").replace("1e-4", "1e-7"),
    },
    {
      region: path({ width: 1 }).arc({ radius: 10, from: 180, to: 30 }).region(),
      python: steps("1", "arc(10, pi, pi / 6)"),
    },
    {
      region: path({ width: 1 })
        .arc({ radius: [12, 6], from: 180, to: -90, rotation: 30 })
        .region(),
      python: steps("1", "arc((12, 6), pi, -pi / 2, pi / 6)"),
    },
  ]),
);

test("path bezier: as gdstk's FlexPath.bezier", { skip }, () =>
  assertSameShapes([
    {
      region: path({ width: 1 })
        .bezier([
          [10, 0],
          [10, 10],
          [20, 10],
        ])
        .region(),
      python: steps("1", "bezier([(10, 0), (10, 10), (20, 10)])"),
    },
    {
      region: path({ width: 1 })
        .bezier([
          [8, 2],
          [8, 12],
          [-8, 14],
          [-20, 10],
          [-25, -10],
        ])
        .region(),
      python: steps("1", "bezier([(8, 2), (8, 12), (-8, 14), (-20, 10), (-25, -10)])"),
    },
  ]),
);

test("path spline: as gdstk's FlexPath.interpolation", { skip }, () =>
  assertSameShapes([
    {
      region: path({ width: 1 })
        .spline([
          [10, 10],
          [20, 0],
          [30, 15],
          [10, 25],
        ])
        .region(),
      python: steps("1", "interpolation([(10, 10), (20, 0), (30, 15), (10, 25)])"),
    },
    {
      region: path({ width: 1 })
        .spline(
          [
            [10, 10],
            [25, 0],
          ],
          { begin: 0, end: 90 },
        )
        .region(),
      python: steps("1", "interpolation([(10, 10), (25, 0)], angles=[0, None, pi / 2])"),
    },
  ]),
);

test("path parametric: as gdstk's FlexPath.parametric", { skip }, () =>
  assertSameShapes([
    {
      region: path({ width: 1 })
        .parametric((t) => [30 * t, 8 * Math.sin(2 * Math.PI * t)])
        .region(),
      python: steps("1", "parametric(lambda t: (30 * t, 8 * __import__('math').sin(2 * pi * t)))"),
    },
  ]),
);

test("path with round ends: as KLayout's DPath", { skip }, () =>
  // KLayout draws a half circle of 16 corners around the true one.
  assertSameShapes(
    [
      {
        region: path(zigzag, { width: 2, ends: "round" }).region(),
        python: `[kdb.DPath([kdb.DPoint(x, y) for x, y in ${points}], 2, 1, 1, True).to_itype(0.001).polygon()]`,
      },
    ],
    0.002,
  ),
);

test("path with extended ends: as KLayout's Path.polygon", { skip }, () =>
  assertSameShapes([
    {
      region: path(zigzag, { width: 2, ends: [0.5, -1] }).region(),
      python: `[kdb.Path([kdb.Point(1000 * x, 1000 * y) for x, y in ${points}], 2000, 500, -1000).polygon()]`,
    },
  ]),
);
