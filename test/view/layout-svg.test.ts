import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { displaySymbol, layoutSvg, mimeBundle } from "../../src/view/index.ts";

function layer(name: string, build: (builder: PolygonSetBuilder) => void, dbu = 0.001) {
  const builder = new PolygonSetBuilder();
  build(builder);
  return { name, dbu, polygons: builder.build() };
}

const square = layer("metal", (b) => b.rectangle(0, 0, 10_000, 10_000));

/** The points of a path of M, L, H and V commands. */
function points(svg: string): [number, number][] {
  const data = /<path fill="[^"]*" fill-opacity="0.38"[^>]* d="([^"]*)"/.exec(svg)![1];
  const found: [number, number][] = [];
  for (const [, command, a, b] of data.matchAll(/([MLHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const [lastX, lastY] = found.at(-1) ?? [0, 0];
    if (command === "H") found.push([Number(a), lastY]);
    else if (command === "V") found.push([lastX, Number(a)]);
    else found.push([Number(a), Number(b)]);
  }
  return found;
}

test("y grows upwards", () => {
  // A triangle with its tip at the top: in SVG the tip has the smallest y.
  const svg = layoutSvg({ bbox: null, layers: [layer("m", (b) => b.polygon([0, 0, 100, 0, 50, 100]))] });
  const [left, right, tip] = points(svg);
  assert.ok(tip[1] < left[1] && left[1] === right[1] && left[0] < tip[0] && tip[0] < right[0]);
});

test("holes run against their hull whatever the input's orientation", () => {
  const bothWays = [false, true].map((turned) =>
    layoutSvg({
      bbox: null,
      layers: [
        layer("m", (b) => {
          b.vertices([0, 0, 90, 0, 90, 90, 0, 90]);
          b.endRing();
          b.vertices(turned ? [30, 30, 60, 30, 60, 60, 30, 60] : [30, 30, 30, 60, 60, 60, 60, 30]);
          b.endRing();
          b.endPolygon();
        }),
      ],
    }),
  );
  const area = (ring: [number, number][]) =>
    ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0);
  for (const svg of bothWays) {
    const all = points(svg);
    assert.equal(all.length, 8);
    assert.ok(area(all.slice(0, 4)) * area(all.slice(4)) < 0);
  }
});

test("the legend names every layer, and the scale bar its length in µm", () => {
  const svg = layoutSvg({ title: "pads & <more>", bbox: null, layers: [square, { ...square, name: "via" }] });
  assert.match(svg, />metal<\/text>/);
  assert.match(svg, />via<\/text>/);
  // 10.6 µm are drawn 420 px high and wide; 30 % of that is 3.18 µm, so the bar is 2 µm.
  assert.match(svg, />2 µm<\/text>/);
  assert.match(svg, /pads &amp; &lt;more&gt;/);
});

test("a long title goes on in further lines, and ends in an ellipsis after three", () => {
  const titleOf = (title: string) =>
    [
      ...layoutSvg({ title, bbox: null, layers: [] }).matchAll(/<text [^>]*font-weight="600"[^>]*>([^<]*)<\/text>/g),
    ].map(([, line]) => line);
  assert.deepEqual(titleOf("pads"), ["pads"]);
  const words = Array.from({ length: 20 }, (_, i) => `word${i}`);
  assert.equal(titleOf(words.slice(0, 6).join(" ")).join(" "), "word0 word1 word2 word3 word4 word5");
  const long = titleOf(words.join(" "));
  assert.equal(long.length, 3);
  assert.match(long[2], /…$/);
  assert.match(titleOf("x".repeat(300))[0], /^x+…$/);
});

test("a colour that is no plain CSS colour cannot break out of its attribute", () => {
  const svg = layoutSvg({ bbox: null, layers: [{ ...square, color: '"/><script>' }] });
  assert.doesNotMatch(svg, /script/);
});

test("no layers, empty layers and a single point give a picture", () => {
  assert.match(layoutSvg({ bbox: null, layers: [] }), /nothing to show/);
  assert.match(layoutSvg({ bbox: null, layers: [layer("m", () => {})] }), /nothing to show/);
  assert.match(layoutSvg({ bbox: [5, 5, 5, 5], layers: [square] }), /<path/);
  assert.doesNotMatch(layoutSvg({ bbox: [5, 5, 5, 5], layers: [square] }), /NaN|Infinity/);
});

test("a size that cannot be drawn is an error", () => {
  assert.throws(
    () => layoutSvg({ bbox: null, layers: [square] }, { width: 0 }),
    (e) => isReticleError(e, "ViewError"),
  );
});

test("a million shapes stay a small picture, and the caption says how they are drawn", () => {
  const crowd = layer("crowd", (b) => {
    for (let i = 0; i < 1000; i++)
      for (let j = 0; j < 1000; j++) b.rectangle(i * 100, j * 100, i * 100 + 50, j * 100 + 50);
    b.rectangle(0, 101_000, 100_000, 110_000);
  });
  const svg = layoutSvg({ bbox: null, layers: [crowd] });
  assert.ok(svg.length < 2_000_000, `${svg.length} bytes`);
  assert.match(
    svg.replace(/<[^>]*>\s*/g, " ").replace(/\u202f/g, ""),
    /crowd: the 1000000 smaller ones of 1000001 shapes are drawn as/,
  );
  assert.equal(points(svg).length, 4); // the large rectangle is still an outline
});

test("a picture of pixels covers about the area that the shapes have", () => {
  // 40 000 discs of 16 vertices, each about 1.4 pixels wide, too many to be outlined.
  const discs = layer("discs", (b) => {
    for (let i = 0; i < 40_000; i++) {
      const [x, y] = [(i % 200) * 100, Math.floor(i / 200) * 100];
      const xy = Array.from({ length: 32 }, (_, k) =>
        Math.round(k % 2 ? y + 40 * Math.sin((k >> 1) * (Math.PI / 8)) : x + 40 * Math.cos((k >> 1) * (Math.PI / 8))),
      );
      b.polygon(xy);
    }
  });
  const svg = layoutSvg({ bbox: null, layers: [discs] });
  const data = /crispEdges" d="([^"]*)"/.exec(svg)![1];
  let area = 0;
  for (const [, x, y, x2, y2] of data.matchAll(/M(\d+) (\d+)H(\d+)V(\d+)H\d+Z/g)) area += (+x2 - +x) * (+y2 - +y);
  // Each disc's box is 80 of 100 database units each way, so 0.64 of the picture without its border (0.94²).
  assert.ok(area > 0.45 * 420 * 420 && area < 0.7 * 420 * 420, `${area / 420 ** 2}`);
});

test("labels are written at their points, where they do not lie upon each other, at most 200 of them", () => {
  const shown = (labels: { text: string; x: number; y: number }[], height?: number) => {
    const svg = layoutSvg({ bbox: null, layers: [square], labels }, { width: 2000, height });
    const texts = [...svg.matchAll(/paint-order="stroke"[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    return { texts, note: /\d+ of \d+ labels are shown[^<]*/.exec(svg)?.[0] };
  };
  const column = Array.from({ length: 300 }, (_, i) => ({ text: `A${i}`, x: 5, y: i / 30 }));
  // 10.6 µm are drawn 420 px high: labels come every 1.32 px, and a text is 12 px high.
  assert.deepEqual(shown(column, 420).texts.slice(0, 3), ["A0", "A10", "A20"]);
  assert.match(shown(column, 420).note!, /^\d\d of 300 labels are shown, which do not lie upon each other$/);
  const grid = Array.from({ length: 400 }, (_, i) => ({ text: "B", x: (i % 20) / 2, y: Math.floor(i / 20) / 2 }));
  assert.equal(shown(grid, 2000).texts.length, 200);
  assert.equal(shown(grid, 2000).note, "200 of 400 labels are shown");
  assert.deepEqual(
    shown([
      { text: "C", x: 1, y: 1 },
      { text: "D", x: 1, y: 2 },
    ]),
    { texts: ["C", "D"], note: undefined },
  );
});

test("what is said of further layers has room in the legend", () => {
  const layers = Array.from({ length: 50 }, (_, i) => ({ ...square, name: `${i}` }));
  const svg = layoutSvg({ bbox: null, layers }, { height: 120 });
  const [, x] = /<text x="([\d.]+)"[^>]*>and \d+ more</.exec(svg)!;
  const [, width] = /^<svg [^>]*width="([\d.]+)"/.exec(svg)!;
  // Eleven letters, each about seven pixels wide.
  assert.ok(Number(x) + 11 * 7 <= Number(width));
});

test("mimeBundle asks a value that shows itself, else gives its text", () => {
  assert.equal(displaySymbol, Symbol.for("Jupyter.display"));
  assert.deepEqual(mimeBundle({ [displaySymbol]: () => ({ "text/plain": "me" }) }), { "text/plain": "me" });
  assert.deepEqual(mimeBundle(42), { "text/plain": "42" });
  assert.deepEqual(mimeBundle(undefined), { "text/plain": "undefined" });
});

test("a shape that lies under others of its place a thousand times is drawn as it is once", () => {
  // Forty large squares, two units apart, again and again: above 60 000 vertices they become pixels.
  const stacked = (times: number) =>
    layer("m", (b) => {
      for (let i = 0; i < 40 * times; i++) b.rectangle(2 * (i % 40), 0, 2 * (i % 40) + 500, 1000);
      b.polygon([0, 2000, 300, 2000, 150, 3000]);
    });
  const picture = (times: number) => layoutSvg({ bbox: null, layers: [stacked(times)] });
  const paths = (svg: string) => Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, data]) => data);
  assert.deepEqual(paths(picture(1000)), paths(picture(400)));
  // Squares and the triangle, row by row.
  assert.ok(paths(picture(1000)).join("").split("M").length > 30);
});
