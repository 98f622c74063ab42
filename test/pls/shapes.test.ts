/** Expected boxes and areas by reasoning; the golden programs have those of polyp and KLayout. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { circle, polygon, Region, rect, text } from "../../src/index.ts";
import { boxOf, shapeOf } from "./support.ts";

const boxes: [body: string, box: number[]][] = [
  ["rect([1, 2], [-3, 5])", [-3, 2, 1, 5]],
  ["rect(-4, 2)", [-2, -1, 2, 1]],
  ["rect(4, c=[10, 0])", [8, -2, 12, 2]],
  ["rect(dy=2, dx=4)", [-2, -1, 2, 1]],
  ["rect(4).translate([1, 2])", [-1, 0, 3, 4]],
  ["rect(4).translate(sw=[0, 0], copy=True)", [-2, -2, 4, 4]],
  ["rect(4, 2).rotate(angle=90)", [-1, -2, 1, 2]],
  ['rect(4, 2).rotate(1.5707963267948966, unit="rad")', [-1, -2, 1, 2]],
  ["rect(4).scale(-1, 2)", [-2, -4, 2, 4]],
  ["rect(4).scale(2, [2, 2])", [-6, -6, 2, 2]],
  ["rect(2, sw=[0, 0]).mirror(x=-1)", [-4, 0, -2, 2]],
  ["rect(2, sw=[0, 0]).mirror(x=0, y=0)", [-2, -2, 0, 0]],
  ["rect(2, sw=[0, 0]).mirror([0, 0], [1, 1])", [0, 0, 2, 2]],
  ["rect(2, 4, sw=[0, 0]).mirror([0, 0], [1, 1])", [0, 0, 4, 2]],
  // A pitch of 2 − 1: three of them are 2 + 2·1 wide.
  ["rect(2).array(3, 1, -1)", [-2, -1, 2, 1]],
  ["rect(2).array(3)", [-3, -1, 3, 1]],
  ["rect([0, 0] * 2, [1, 2] + [1, 0])", [0, 0, 2, 2]],
  ["rect(2).translate([4, 0] / 2)", [1, -1, 3, 1]],
  ["rect(2).translate(-[4, 0])", [-5, -1, -3, 1]],
];
for (const [body, box] of boxes) test(`${body} lies in ${box.join()}`, () => assert.deepEqual(boxOf(body), box));

const areas: [body: string, area: number, tolerance?: number][] = [
  ["polygon([0,0], [10,10], [10,0], [0,10])", 50],
  ["rect(10) - rect(4) + rect(2)", 88],
  ["(rect(10) - rect(4)).grow(-1)", 28],
  ["(rect(10) - rect(4)).grow(1)", 140],
  // A circle of radius 5; chords of up to 1 nm lose 2π·5·(2/3)·0.001.
  ["rect(10).round(20)", 25 * Math.PI, 0.025],
  // Four corners of the outline lose (4 − π), those of the hole gain it.
  ["(rect(20) - rect(10)).round(2)", 300, 0.02],
  ["rect(3).array(4, 5, 1, 1)", 180],
  ["rect(3).array(4, 5, -1, -1)", 9 * 11],
  ["rect(10) * rect(4) * rect(2)", 4],
  ["rect(5) - rect(10)", 0],
  ["rect(10).grow(-6)", 0],
  ["bb(rect(10).rotate(45))", 200, 0.01],
];
for (const [body, area, tolerance = 1e-9] of areas) {
  test(`${body} has an area of ${area.toFixed(2)}`, () => {
    const seen = shapeOf(body).area;
    assert.ok(Math.abs(seen - area) <= tolerance, String(seen));
  });
}

const twins: [body: string, built: () => Region][] = [
  [
    'rect(10).rotate(45) - text("hello", dy=3)',
    () =>
      rect(10)
        .rotate(45)
        .not(text("hello", { height: 3 })),
  ],
  [
    "rect(10) + polygon([0,0],[0,10],[-5,5])",
    () =>
      rect(10).or(
        polygon([
          [0, 0],
          [0, 10],
          [-5, 5],
        ]),
      ),
  ],
  ["rect(10).rotate(30, [0, 10])", () => rect(10).rotate(30, { center: [0, 10] })],
  ["(rect(10) - rect(4)).grow(-1)", () => rect(10).not(rect(4)).sized(-1)],
  ["rect(10).round(2)", () => rect(10).fillet(2)],
  ["rect(6, 3).scale(2)", () => rect(6, 3).scale(2)],
  ["rect(6, 3, sw=[1, 2]).mirror(x=-5)", () => rect(6, 3, { at: "sw", position: [1, 2] }).mirror({ x: -5 })],
  [
    "rect(2).array(3, 1, 1)",
    () => Region.or(...([-3, 0, 3].map((x) => rect(2).translate(x, 0)) as [Region, ...Region[]])),
  ],
  ['text("Ag 12", dx=20, ne=[3, 4])', () => text("Ag 12", { width: 20, at: "ne", position: [3, 4] })],
  ['text("Ag 12", dy=20, e=[3, 4])', () => text("Ag 12", { height: 20, at: "e", position: [3, 4] })],
  ['text("B", dy=5, font="solid")', () => text("B", { height: 5, font: "solid" })],
];
for (const [body, built] of twins) {
  test(`${body} is what the builder makes`, () => assert.equal(shapeOf(body).xor(built()).area, 0));
}

test("turning twice is as good as turning once: nothing is rounded between", () => {
  const once = shapeOf("rect(10, 4).rotate(45).translate(0.0004, 0)");
  const often = shapeOf("rect(10, 4).rotate(10).rotate(10).rotate(10).rotate(10).rotate(5).translate(0.0004, 0)");
  assert.equal(once.xor(often).area, 0);
});

test("the pitch of an array of turned squares is not rounded", () => {
  // 199 pitches of 10·√2 and one square.
  const box = boxOf("rect(10).rotate(45).array(200, 1)")!;
  assert.ok(Math.abs(box[2] - box[0] - 200 * 10 * Math.SQRT2) < 0.0015);
});

test("the default centre of rotation is the centre of mass, of unions and of shapes with holes", () => {
  // Of a square of 10 at the origin without its upper right quarter: ∓0.8333.
  const turned = shapeOf("(rect(10) - rect(5, sw=[0, 0])).rotate(180)");
  const center = -(25 * 2.5) / 75;
  assert.deepEqual(
    turned.bbox!.toArray(),
    [-5, -5, 5, 5].map((side) => Number((2 * center + side).toFixed(3))),
  );
});

test("anchors of a text with dy act on its line, sideways ones on its box", () => {
  const low = boxOf('text("x", dy=10, s=[0, 0])')!;
  assert.ok(low[1] > 1, "small letters stand on a line that is higher than its lower edge");
  const east = boxOf('text("x", dy=10, e=[0, 0])')!;
  assert.deepEqual([east[2], Math.abs(east[1] + east[3]) < 0.002], [0, true]);
});

test("the solid face has counters, the stencil face has none", () => {
  const holes = (body: string) => shapeOf(body).holes().count;
  for (const character of "ABDOPQRabdegopq04689#°") {
    if (character !== "4") assert.ok(holes(`text("${character}", dy=10, font="solid")`) > 0, character);
    assert.equal(holes(`text("${character}", dy=10)`), 0, character);
  }
});

test("a QR code has its finder patterns and the size that was asked for", () => {
  const code = shapeOf('qrcode("reticle", dy=21, sw=[0, 0])');
  assert.deepEqual(code.bbox!.toArray(), [0, 0, 21, 21]);
  // 7 × 7 without the ring of 5 × 5, and 3 × 3 within (ISO/IEC 18004, version 1 has 21 modules).
  const finder = code.and(rect(7, 7, { at: "nw", position: [0, 21] }));
  assert.equal(finder.area, 49 - 25 + 9);
  assert.equal(shapeOf('qrcode("reticle", dy=29, res=3)').bbox!.height, 29);
});

test("a sweep joins all combinations, letters too", () => {
  const shape = "SHAPE bar(x, y)\n rect(1).translate(x, y)";
  assert.equal(shapeOf("bar.call(start=(0, 0), step=(2, 3), stop=(4, 3))", shape).count, 6);
  assert.equal(shapeOf("bar.call(start=(4, 0), step=(-2, 0), stop=(0, 9))", shape).count, 3);
  const letters = "SHAPE letter(l)\n text(l, dy=10)";
  const all = shapeOf('letter.call(start="a", step=1, stop="c")', letters);
  const each = ["a", "b", "c"].map((one) => shapeOf(`text("${one}", dy=10)`)) as [Region, ...Region[]];
  assert.equal(all.xor(Region.or(...each)).area, 0);
});

test("a circle of the builder and a rounded square agree to a nanometre's ring", () => {
  const ring = shapeOf("rect(10).round(5)").xor(circle(5)).area;
  assert.ok(ring < 2 * Math.PI * 5 * 0.003, String(ring));
});
