/** Cells made by functions, once for each set of arguments. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, encodeGds } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { type Cell, cell, Layout, layer, parametric } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";

interface Bend {
  readonly radius: number;
  readonly width?: number;
}
const hasCode = (code: string) => (error: unknown) => isReticleError(error, "LayoutError") && error.code === code;
const square = ({ radius }: Bend) => cell("any").add("1/0", rect(radius));
const names = (layout: Layout) => layout.cells.map((one) => one.name);

test("the same arguments give the same cell, made once, whatever the order of their keys", () => {
  let calls = 0;
  const bend = parametric("bend", (how: Bend) => {
    calls++;
    return square(how);
  });
  const one = bend({ radius: 5, width: 0.5 });
  assert.equal(bend({ width: 0.5, radius: 5 }), one);
  assert.equal(bend(runInNewContext("({ radius: 5, width: 0.5 })") as Bend), one);
  assert.equal(bend({ radius: 5, width: undefined }), bend({ radius: 5 }));
  assert.deepEqual([calls, one.name, bend({ radius: 5 }).name], [2, "bend_radius=5_width=0.5", "bend_radius=5"]);
});

test("law: arguments are the same where their JSON is, and names of different ones differ", () => {
  const value = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
  );
  const set = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(set, (all) => {
      const make = parametric("p", (..._: unknown[]) => cell("x"));
      const cells = new Map<string, Cell>();
      for (const args of all) {
        const key = JSON.stringify(args.map((one) => (one === 0 ? 0 : one)));
        const made = make(...args);
        assert.equal(cells.get(key) ?? made, made);
        cells.set(key, made);
      }
      assert.equal(new Set([...cells.values()].map((one) => one.name)).size, cells.size);
    }),
  );
});

test("layers, boxes, arrays and cells are arguments; cells count by what they are", () => {
  const make = parametric("pad", (_: unknown) => cell("x"));
  assert.equal(make(layer(1, 0, "metal")).name, "pad_metal");
  assert.equal(make(layer(1, 0)), make(layer(1)));
  assert.equal(make(layer(1, 0)).name, "pad_1-0");
  assert.equal(make([1, [2.5, "a b"]]).name, "pad_1,2.5,a_b");
  assert.equal(make(box(0, 0, 1, 2)), make(box(0, 0, 1, 2)));
  const [a, b] = [cell("unit"), cell("unit")];
  assert.notEqual(make(a), make(b));
  assert.equal(make(a), make(a));
  assert.match(make(b).name, /^pad_unit_[0-9a-f]{8}$/);
});

test("long names are shortened, always in the same way", () => {
  const make = () => parametric("meander", (_: { points: number[] }) => cell("x"));
  const points = Array.from({ length: 100 }, (_, i) => i);
  const { name } = make()({ points });
  assert.equal(name.length, 64);
  assert.match(name, /^meander_points=0,1,2,.*_[0-9a-f]{8}$/);
  assert.equal(make()({ points }).name, name);
  assert.notEqual(make()({ points: [...points, 1] }).name, name);
});

test("two functions of one name share a layout under two names", () => {
  const [old, young] = [
    parametric("bend", square),
    parametric("bend", ({ radius }: Bend) => square({ radius: 2 * radius })),
  ];
  const top = cell("top").add(old({ radius: 1 }).at(0, 0), young({ radius: 1 }).at(10, 0));
  const layout = Layout.of(top);
  assert.deepEqual(names(layout).sort(), ["bend_radius=1", "bend_radius=1$1", "top"]);
  assert.equal(decodeGds(encodeGds(layout)).region("1/0").area, 5);
  const mine = cell("bend_radius=1");
  assert.ok(names(Layout.of(cell("new").add(old({ radius: 1 }).at(0, 0), mine.at(0, 0)))).includes("bend_radius=1$1"));
  assert.deepEqual(names(layout).sort(), ["bend_radius=1$1", "bend_radius=1$2", "top"]);
  assert.equal(mine.name, "bend_radius=1");
});

test("parametric cells may be made of each other, and of cells that were there before", () => {
  const pad = parametric("pad", (size: number) => cell("x").add("1/0", rect(size)));
  const pair = parametric("pair", (size: number) => cell("x").add(pad(size).at(0, 0), pad(size).at(10, 0)));
  const alias = parametric("alias", (size: number) => pad(size));
  assert.deepEqual(names(Layout.of(pair(2))), ["pair_2", "pad_2"]);
  assert.deepEqual([alias(2).name, pad(2).name, alias(2).region("1/0").area], ["alias_2", "pad_2", 4]);
  const logo = cell("logo");
  assert.deepEqual([parametric("mark", () => logo)().name, logo.name], ["mark", "logo"]);
});

test("what is no argument, no cell or no end is refused", () => {
  const make = parametric("make", (_: unknown) => cell("x"));
  assert.throws(() => make(rect(1)), /argument 1 of "make" is a Region; a parametric cell takes numbers/);
  assert.throws(() => make({ f: () => 1 }), /f in argument 1 of "make" is a function/);
  const circle: unknown[] = [];
  circle.push(circle);
  assert.throws(() => make(circle), hasCode("parametric-argument"));
  assert.throws(() => parametric("none", () => undefined as never)(), hasCode("parametric-result"));
  assert.throws(() => parametric("late", (async () => cell("x")) as never)(), /gave a promise; it cannot be async/);
  assert.throws(() => parametric("", () => cell("x")), hasCode("cell-name"));
  const endless: (n: number) => Cell = parametric("endless", (n: number) => endless(n));
  assert.throws(() => endless(1), hasCode("parametric-recursion"));
});

test("a function that throws is asked again", () => {
  let calls = 0;
  const make = parametric("make", () => {
    if (calls++ === 0) throw new Error("not yet");
    return cell("x");
  });
  assert.throws(() => make(), /not yet/);
  assert.equal(make().name, "make");
});
