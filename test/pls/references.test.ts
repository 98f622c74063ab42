/** Symbols and references. Expected places by the specification of the language. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePls } from "../../src/pls/index.ts";
import { formatValue, parseFormat } from "../../src/pls/names/python-format.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const unit = "SYMBOL unit\nLAYER 1\npolygon([0,0],[30,0],[0,10])\n";

function placed(body: string, before = unit) {
  const compiled = compilePls(`${before}SYMBOL main\n${body}`);
  assert.equal(compiled.layout === null ? compiled.report : "", "");
  const [first] = compiled.layout!.cell("main").references;
  const { at, rotation, columns, rows, pitch } = first;
  return { at, rotation, columns, rows, pitch, cell: first.cell.name, first };
}

test("translate moves the origin, rotate leaves it", () => {
  for (const body of ["ref(unit).translate(10,0).rotate(90)", "ref(unit).rotate(90).translate(10,0)"]) {
    const { at, rotation } = placed(body);
    assert.deepEqual([at, rotation], [[10, 0], 90]);
  }
});

test("rotate about a point takes the origin round it", () => {
  const { at, rotation } = placed("ref(unit).translate(10, 0).rotate(90, [0, 0])");
  assert.deepEqual([at, rotation], [[0, 10], 90]);
});

test("an array begins at the origin; its pitch is the box and the gap", () => {
  const { at, columns, rows, pitch } = placed("ref(unit).array(3, 2, 5, 6)");
  assert.deepEqual(
    { at, columns, rows, pitch },
    {
      at: [0, 0],
      columns: 3,
      rows: 2,
      pitch: [
        [35, 0],
        [0, 16],
      ],
    },
  );
});

test("an array that is turned turns its lattice", () => {
  const { rotation, pitch } = placed("ref(unit).array(3, 2).rotate(90)");
  assert.deepEqual(
    { rotation, pitch },
    {
      rotation: 90,
      pitch: [
        [0, 30],
        [-10, 0],
      ],
    },
  );
});

test("an array of what was turned before lies along x and y, by the box of the turned cell", () => {
  const { rotation, pitch } = placed("ref(unit).rotate(90).array(3, 2)");
  assert.deepEqual(
    { rotation, pitch },
    {
      rotation: 90,
      pitch: [
        [10, 0],
        [0, 30],
      ],
    },
  );
  const { first } = placed("ref(unit).rotate(45).array(3, 2)");
  assert.equal(first.offsets?.length, 12);
});

test("an anchor acts on the box of the placed cell", () => {
  assert.deepEqual(placed("ref(unit).rotate(90).translate(sw=[0, 0])").at, [10, 0]);
});

test("the pitch of an array is that of the shapes, also where the cell holds turned references", () => {
  // (0,0), (30,0), (0,10) turned by 30°: from −5 to 25.981 and from 0 to 15; polyp's array has this pitch.
  const { pitch } = placed("ref(outer).array(2, 2)", `${unit}SYMBOL outer\nref(unit).rotate(30)\n`);
  assert.deepEqual(pitch, [
    [30.981, 0],
    [0, 15],
  ]);
});

test("symbols may come later, and lie in several parts of the program", () => {
  const program =
    "SYMBOL main\nref(late)\nSYMBOL late\nLAYER 1\nrect(1)\nSYMBOL other\nLAYER 1\nrect(2)\nSYMBOL late\nLAYER 2\nrect(3)";
  const { layout } = compilePls(program);
  assert.deepEqual(layout!.cell("late").layers().map(String), ["1/0", "2/0"]);
  assert.deepEqual(
    layout!.tops.map(({ name }) => name),
    ["main", "other"],
  );
});

const names: [pattern: string, args: string, name: string][] = [
  ["s_{}(a)", "s_, 4", "s_4"],
  ["s_{}(a)", "s_, -3.5", "s__3.5"],
  ["s_{}(a)", 's_, "ab c"', "s_ab_c"],
  ["s{:03.0f}_{:.2f}(a, b)", "s_, 3, 4.126", "s003_4.13"],
  ["s_{1}_{0}(a, b)", "s__, 1, 2", "s_2_1"],
  ["s_{b}_{a}(a, b)", "s__, 1, b=2", "s_2_1"],
  ["s{:d}(a)", "s, 7", "s7"],
  ["s{}{:.0f}(a, b)", "s, 10, 5", "s105"],
  ["wire_{}(w)", "WIRE, 2", "wire_2"],
  ["s{:>5}(a)", 's, "x"', "s_x"],
];
for (const [pattern, args, name] of names) {
  test(`SYMBOL ${pattern} placed with ${args} makes the cell ${name}`, () => {
    assert.equal(placed(`ref(${args})`, `SYMBOL ${pattern}\nLAYER 1\nrect(1)\n`).cell, name);
  });
}

test("the same values make one cell, also of shapes and by name", () => {
  const before = "SYMBOL s_{n}(n, shape)\nLAYER 1\nshape\n";
  const { layout } = compilePls(`${before}SYMBOL main\nref(s_, 1, rect(2))\nref(s_, shape=rect(2), n=1)`);
  assert.deepEqual(
    layout!.cells.map(({ name }) => name),
    ["main", "s_1"],
  );
});

test("a parametric symbol passes its parameters on", () => {
  const before = "SYMBOL in_{}(a)\nLAYER 1\nrect(a)\nSYMBOL out_{}(a)\nref(in_, a * 2)\n";
  const { layout } = compilePls(`${before}SYMBOL main\nref(out_, 3)`);
  assert.equal(layout!.cell("in_6").bbox!.width, 6);
});

test("objects give values to symbols; unused symbols with parameters make no cell", () => {
  const before =
    "GLOBALS\n o = {a = 3, unused = 4}\nSYMBOL s_{}(a)\nLAYER 1\nrect(a)\nSYMBOL t_{}(a)\nLAYER 1\nrect(a)\n";
  const { layout } = compilePls(`${before}SYMBOL main\nref(s_, *o)`);
  assert.deepEqual(
    layout!.cells.map(({ name }) => name),
    ["main", "s_3"],
  );
});

test("names get the smallest free numbers, also where a number comes later", () => {
  const { layout, layers } = compilePls(
    "SYMBOL a\nLAYER m\nrect(1)\nLAYER 0\nrect(2)\nLAYER v\nrect(3)\nLAYER 2 t\nrect(1)",
  );
  assert.deepEqual(layers, [
    { name: "m", number: 1 },
    { name: "t", number: 2 },
    { name: "v", number: 3 },
  ]);
  assert.deepEqual(
    layout!.layers().map((one) => `${one} ${one.name}`),
    ["0/0 ", "1/0 m", "2/0 t", "3/0 v"],
  );
});

test("numbers and texts are formatted as Python does", { skip: withoutPython }, async () => {
  const specs = [
    "",
    "d",
    ".0f",
    "03.0f",
    ".2f",
    "e",
    ".3e",
    "g",
    ".3g",
    "+",
    " .1f",
    ">8",
    "<8",
    "^9.1f",
    "*^12",
    "=+8.1f",
    "08.2f",
    "_",
    ",.1f",
    "%",
    ".1%",
    "s",
    ".2s",
    "G",
    "E",
    "5",
    "05",
  ];
  const values = [0, 1, -1, 2.5, 0.1, 12345.678, 1e-7, 1e21, -0.05, 1e6, 123456789, "ab", "a longer one", ""];
  const script = `
import json, sys
out = []
for v in json.load(sys.stdin)["values"]:
    if isinstance(v, float) and v.is_integer() and abs(v) < 1e15: v = int(v)
    for s in ${JSON.stringify(specs)}:
        try: out.append(format(v, s))
        except Exception: out.append(None)
print(json.dumps(out))`;
  const { stdout, stderr } = await runPython(["-c", script], { cwd: ".", stdin: JSON.stringify({ values }) });
  assert.equal(stderr, "");
  const wanted = JSON.parse(stdout) as (string | null)[];
  values.forEach((value, i) => {
    specs.forEach((text, k) => {
      // Python writes 1e+21 as a whole number where it was read as one.
      if (value === 1e21 && !/[efgG]/i.test(text)) return;
      const spec = parseFormat(text);
      const seen = spec === null ? null : formatValue(value, spec);
      const other = wanted[i * specs.length + k];
      // Floats have no format d in Python; here whole numbers have.
      assert.equal(seen, other, `format(${JSON.stringify(value)}, "${text}")`);
    });
  });
});
