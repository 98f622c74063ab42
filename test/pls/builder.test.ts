/**
 * The golden programs built once more with TypeScript's builder, symbol by symbol: every layer the same, with what the
 * symbols place. What the builder is told here is the specification's reading of the program: anchors of boxes, gaps of
 * arrays between boxes, degrees.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Anchor, Cell, cell, compilePls, layer, polygon, Region, rect, Transform, text } from "../../src/index.ts";
import { shared, withoutShared } from "../support/project.ts";

type Point = readonly [number, number];
type Layers = Readonly<Record<number, Region>>;

const corner = polygon([
  [0, 0],
  [0, 10],
  [-5, 5],
]);
const wedge = polygon([
  [0, 0],
  [0, 10],
  [10, 0],
]);
const wing = polygon([
  [0, 0],
  [10, 0],
  [0, 4],
]);

/** A square of 10, turned by 45°. */
function diamondAt(x: number, y: number): Region {
  const half = 5 * Math.SQRT2;
  return polygon([
    [x - half, y],
    [x, y - half],
    [x + half, y],
    [x, y + half],
  ]);
}

const squareAt = (x: number, y: number) => rect(1, 1, { position: [x, y] });

/** About the origin. */
function lattice(shape: (x: number, y: number) => Region, [columns, rows]: Point, [dx, dy]: Point): Region {
  const members = Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    return shape((column - (columns - 1) / 2) * dx, (row - (rows - 1) / 2) * dy);
  });
  return union(members);
}

function union([first, ...others]: readonly Region[]): Region {
  return Region.or(first, ...others);
}

/** A square a layer, from layer 0 on. */
function squares(...sides: readonly number[]): Layers {
  return { ...sides.map((side) => rect(side)) };
}

function anchored(...anchors: readonly Anchor[]): Layers {
  return { ...anchors.map((at) => rect(10, 4, { at, position: [1, 2] })) };
}

/** At the line through two points: at the x axis, turned by twice the line's angle, and back onto the line. */
function mirroredAt(shape: Region, [px, py]: Point, [qx, qy]: Point): Region {
  const twice = 2 * Math.atan2(qy - py, qx - px);
  const [cos, sin] = [Math.cos(twice), Math.sin(twice)];
  const toDbu = (length: number) => length / shape.dbu;
  const dx = toDbu(px - (px * cos + py * sin));
  const dy = toDbu(py - (px * sin - py * cos));
  return shape.transformed(new Transform({ mirror: true, rotation: (twice * 180) / Math.PI, dx, dy }));
}

function cellOf(layers: Layers): Cell {
  const made = cell("built");
  for (const [number, region] of Object.entries(layers)) made.add(layer(Number(number)), region);
  return made;
}

function layersBelow(one: Cell): string[] {
  return [...new Set([one, ...one.descendants()].flatMap((each) => each.layers().map(String)))];
}

/** By symbol: its layers, or a cell where it places others. */
const built: Readonly<Record<string, () => Readonly<Record<string, Layers | Cell>>>> = {
  array_gap: () => ({
    main: {
      1: lattice(squareAt, [3, 2], [2, 3]),
      2: lattice(squareAt, [2, 2], [2, 2]).translate(10, 10),
      3: rect(6, 1),
    },
  }),
  chain: () => {
    const turned = rect(10)
      .translate(10, 0)
      .rotate(90, { center: [0, 0] });
    return { main: { 1: turned.or(turned.mirror({ y: 0 })) } };
  },
  comment_inline: () => ({ main: { 1: rect(10).not(rect(2)) } }),
  comments: () => ({ main: { 1: rect(10).not(rect(2)) } }),
  doc_array: () => {
    // The box of a diamond is 10·√2 wide.
    const side = 10 * Math.SQRT2;
    return {
      main: { 1: lattice(diamondAt, [5, 5], [side, side]), 2: lattice(diamondAt, [5, 5], [side + 10, side + 20]) },
    };
  },
  doc_booleans: () => ({
    main: { 1: rect(10).or(corner), 2: rect(10).not(corner), 3: rect(10).and(corner) },
  }),
  doc_hello_world: () => ({
    main: {
      0: rect(10)
        .rotate(45)
        .not(text("hello world", { height: 3 })),
    },
  }),
  doc_layers_symbols: () => ({ main: { 1: rect(10), 2: corner }, sub: { 1: rect(5, 10) } }),
  doc_minimal_rect: () => ({ main: { 0: rect(10) } }),
  doc_mirror: () => ({
    main: {
      1: wedge.or(wedge.mirror({ x: -5, y: 5 })),
      2: wedge.or(wedge.mirror({ x: -5 })),
      3: wedge.or(mirroredAt(wedge, [5, 10], [10, 0])),
    },
  }),
  doc_param_symbol: () => {
    const symbol = (name: string, a: number, b: number) =>
      cell(name)
        .add(layer(1), rect(a).translate(-a - 1, 0))
        .add(layer(2), rect(b).translate(a + 1, 0));
    const symbols = [symbol("sym105", 10, 5), symbol("sym55", 5, 5), symbol("sym510", 5, 10)];
    const main = cell("main").add(...symbols.map((one) => one.at(0, 0)));
    return Object.fromEntries([main, ...symbols].map((one) => [one.name, one]));
  },
  doc_refs: () => {
    const sym1 = cell("sym1").add(layer(1), rect(10));
    const sym2 = cell("sym2").add(
      layer(1),
      polygon([
        [0, 0],
        [30, 0],
        [0, 10],
      ]),
    );
    const main = cell("main")
      .add(sym1.array(2, 2, { pitch: 15 }), sym2.at(0, 10, { rotation: 10 }))
      .add(layer(2), rect(5));
    return { main, sym1, sym2 };
  },
  doc_shape_diamond: () => {
    const diamond = rect(10).rotate(45);
    return {
      main: {
        1: diamond,
        2: diamond.sized(-2).fillet(1),
        3: diamond.translate(5, 5).or(diamond.not(text("A", { height: 5 }))),
      },
    };
  },
  doc_shape_label: () => {
    const letters = text("such a nice label", { height: 10 });
    return { main: { 1: rect(letters.bbox!.width + 3, 11).not(letters) } };
  },
  globals: () => ({ main: { 0: rect(15, 100) } }),
  grow_hole_pos: () => ({ main: { 1: rect(12).not(rect(2)) } }),
  grow_shrink: () => ({
    main: { 1: rect(12), 2: rect(8), 3: rect(10).rotate(45).sized(1), 4: rect(4).or(rect(4).translate(3, 0)) },
  }),
  grow_vanish: () => ({ main: { 1: Region.empty() } }),
  // 90°, 60°, 45°.
  inverse_trig_degrees: () => ({ main: { 1: rect(90), 2: rect(60), 3: rect(45) } }),
  layer_reopened: () => ({
    a: { 1: rect(3).or(rect(3).translate(1, 0)), 2: rect(7) },
    b: { 1: rect(5) },
  }),
  math_functions: () => ({ main: squares(0.5, 0.5, 1, 45, 90, 4, 1, 3, 3, 2, 2, 4) }),
  measure_functions: () => ({
    main: {
      1: rect(7, 3),
      2: rect(5, 10, { at: "sw", position: [-5, 0] }),
      3: rect(10 * Math.SQRT2),
      4: rect(1).translate(4, 4),
      5: rect(10).rotate(45, { center: [4, 4] }),
    },
  }),
  mirror_x_nocopy: () => ({ main: { 1: wedge.mirror({ x: -5 }) } }),
  mirror_y_and_xy: () => ({
    main: {
      1: wedge.or(wedge.mirror({ y: -5 })),
      2: wedge.mirror({ x: -5, y: 5 }),
      3: mirroredAt(wedge, [5, 10], [10, 0]),
    },
  }),
  named_layers: () => ({
    a: { 0: rect(3), 1: rect(4), 2: rect(2), 7: rect(1).or(rect(1).translate(5, 0)) },
  }),
  objects: () => ({ main: { 0: rect(15, 100), 1: rect(5, 60), 2: rect(15, 1) } }),
  param_symbol_expr: () => {
    const large = cell("s_7.0").add(layer(1), rect(7));
    const small = cell("s_2.5").add(layer(1), rect(2.5));
    const main = cell("main").add(large.at(0, 0), small.at(20, 0), small.array(2, 2, { pitch: 3.5, at: [40, 0] }));
    return { main, "s_7.0": large, "s_2.5": small };
  },
  param_symbol_format: () => {
    const symbol = cell("s003_4.13").add(layer(1), rect(3, 4.126));
    return { main: cell("main").add(symbol.at(0, 0)), "s003_4.13": symbol };
  },
  polygon_expr: () => ({
    main: {
      1: polygon([
        [0, 0],
        [6, 0],
        [6, 2],
        [-1, 6],
      ]),
    },
  }),
  // Powers are taken from the left, as in polyp: (2^3)^2.
  precedence_numbers: () => ({ main: squares(14, 20, 1, 5, 8, 64, 6, 4, 3) }),
  precedence_shapes: () => ({
    main: {
      1: rect(10).or(rect(2).translate(10, 0)),
      2: rect(2).translate(10, 0),
      3: rect(10).not(rect(4)).or(rect(2)),
    },
  }),
  rect_anchor_corners: () => ({ main: anchored("ne", "se", "sw", "nw") }),
  rect_anchor_sides: () => ({ main: anchored("n", "e", "s", "w") }),
  rect_forms: () => ({ main: { 1: rect(10), 2: rect(5, 10), 3: rect(4, 6), 4: rect(0.5), 5: rect(10, 0.25) } }),
  ref_array: () => {
    const s = cell("s").add(layer(1), wing);
    return {
      main: cell("main").add(s.array(3, 2, { pitch: [15, 10], at: [100, 0] }), s.array(3, 2, { pitch: [10, 4] })),
      s,
    };
  },
  ref_transforms: () => {
    const s = cell("s").add(layer(1), wing);
    const places = [s.at(0, 0), s.at(20, 0), s.at(0, 0, { rotation: 90 }), s.at(0, 20, { rotation: 45 })];
    return { main: cell("main").add(...places), s };
  },
  rotate_L_center_of_mass: () => {
    const at = { at: "sw" } as const;
    return {
      main: {
        1: rect(10, 2, at)
          .or(rect(2, 10, at))
          .rotate(180),
      },
    };
  },
  rotate_center: () => ({ main: { 1: rect(10).rotate(30, { center: [0, 10] }) } }),
  rotate_copy: () => ({ main: { 1: rect(10).or(rect(10).rotate(120)) } }),
  rotate_default: () => ({
    main: {
      1: rect(10).rotate(30),
      2: rect(10).translate(20, 0).rotate(45),
      3: polygon([
        [0, 0],
        [10, 0],
        [0, 10],
      ]).rotate(180),
    },
  }),
  round_circle: () => ({ main: { 1: rect(10).fillet(5) } }),
  round_rect: () => ({ main: { 1: rect(10).fillet(2) } }),
  round_triangle: () => ({
    main: {
      1: polygon([
        [0, 0],
        [10, 0],
        [0, 10],
      ]).fillet(1),
    },
  }),
  scale: () => ({
    main: { 1: rect(20), 2: rect(20, 30), 3: rect(20).translate(0, -5), 4: rect(30) },
  }),
  shape_args: () => ({ main: { 1: rect(2, 3), 2: rect(3, 2), 3: rect(3, 2) } }),
  shape_nested: () => {
    const e = (a: number) => rect(2 * a).or(rect(a).translate(3 * a, 0));
    return { main: { 1: e(1), 2: e(2).rotate(90, { center: [0, 0] }) } };
  },
  sweep: () => {
    const cross = rect(5, 0.5).or(rect(0.5, 5));
    const places = [-10, -4, 2].flatMap((y) => [36, 42, 48, 54].map((x) => cross.translate(x, y)));
    return { main: { 7: union(places) } };
  },
  text_sizes: () => ({
    main: {
      1: text("hello world", { height: 10 }),
      2: text("hello world", { width: 10 }),
      3: text("HELLO", { height: 10, at: "sw" }),
      4: text("HELLO", { width: 10, at: "ne", position: [3, 4] }),
    },
  }),
  translate_anchor: () => {
    const anchors: Anchor[] = ["n", "e", "s", "w", "ne", "se", "sw", "nw"];
    return { main: { ...anchors.map((at) => rect(10, 4, { at, position: [10, 20] })) } };
  },
  // The box of a diamond whose half diagonal is 5·√2.
  translate_bbox_anchor_rotated: () => ({ main: { 1: diamondAt(5 * Math.SQRT2, 5 * Math.SQRT2) } }),
  translate_copy: () => ({ main: { 1: rect(10).or(rect(10).translate(0, 20)) } }),
  translate_rel: () => ({ main: { 1: rect(10).translate(20, 30) } }),
  unary_after_operator: () => ({ main: { 1: rect(6), 2: rect(0.5), 3: rect(5) } }),
  whitespace: () => ({ main: { 1: rect(10, 5).translate(1, 2) } }),
  "import_as/import_as": () => ({ main: { 0: rect(10).rotate(60) } }),
};

test("every golden program that is right is built here", { skip: withoutShared }, () => {
  const folder = shared("golden", "pls")!;
  const programs = readdirSync(folder).filter((file) => file.endsWith(".pls") && !file.startsWith("err_"));
  const names = [...programs.map((file) => file.slice(0, -4)), "import_as/import_as"];
  assert.deepEqual(Object.keys(built).sort(), names.sort());
});

for (const [name, build] of Object.entries(built)) {
  test(`${name}.pls is what the builder makes`, { skip: withoutShared }, () => {
    const path = join(shared("golden", "pls")!, `${name}.pls`);
    const { layout, report } = compilePls(readFileSync(path, "utf8"), { file: path });
    assert.ok(layout !== null, report);
    const symbols = build();
    assert.deepEqual(layout.cells.map((one) => one.name).sort(), Object.keys(symbols).sort());
    for (const [symbol, wanted] of Object.entries(symbols)) {
      const seen = layout.cell(symbol);
      const twin = wanted instanceof Cell ? wanted : cellOf(wanted);
      for (const one of new Set([...layersBelow(seen), ...layersBelow(twin)])) {
        const difference = seen.region(one, { ifMissing: "empty" }).xor(twin.region(one, { ifMissing: "empty" }));
        assert.equal(difference.area, 0, `layer ${one} of ${symbol}`);
      }
    }
  });
}
