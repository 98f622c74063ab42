import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { Box, box } from "../../src/geometry/index.ts";
import {
  cell,
  type LabelAnchor,
  type LayerEntryOptions,
  LayerProperties,
  label,
  render,
} from "../../src/layout/index.ts";
import { circle, polygon, type Region, rect } from "../../src/region/index.ts";

const solid = { ditherPattern: "I0", width: 0 };
const red: LayerEntryOptions = { source: "1/0", fillColor: "#ff0000", frameColor: "#0000ff", ...solid };
const green: LayerEntryOptions = { source: "2/0", fillColor: "#00ff00", frameColor: "#00ff00", ...solid };
const two = () =>
  cell("top")
    .add([1, 0], box(1, 1, 5.5, 5.5))
    .add([2, 0], box(3, 3, 8.5, 8.5));

type Picture = ReturnType<typeof render>;

function color(picture: Picture, row: number, column: number): string {
  const parts = [0, 1, 2].map((channel) => picture.get(row, column, channel));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Rows from the top, a sign a pixel. */
function drawn(picture: Picture, ink = "#000000"): string[] {
  const [rows, columns] = picture.shape;
  const row = (r: number) => Array.from({ length: columns }, (_, c) => (color(picture, r, c) === ink ? "#" : "."));
  return Array.from({ length: rows }, (_, r) => row(rows - 1 - r).join(""));
}

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(isReticleError(error), String(error));
    return error.code;
  }
  return "none";
}

test("a picture is RGBA bytes whose axes hold the window that it shows", () => {
  const picture = render(two(), { window: box(0, 0, 10, 10), pitch: 0.5 });
  assert.deepEqual([...picture.shape], [20, 20, 4]);
  assert.deepEqual([...picture.axes], ["row", "column", "channel"]);
  assert.equal(picture.dtype, "uint8_clamped");
  assert.equal(picture.direction, "up");
  assert.deepEqual(picture.origin, { row: 0.25, column: 0.25 });
  assert.deepEqual(picture.spacing, { row: 0.5, column: 0.5 });
  assert.ok(
    picture
      .pick({ channel: 3 })
      .toArray()
      .every((alpha) => alpha === 255),
  );
});

test("pixels stay square: the window is extended around its centre to the picture's shape", () => {
  const picture = render(two(), { window: box(0, 0, 10, 10), size: [16, 8] });
  assert.deepEqual(picture.spacing, { row: 1.25, column: 1.25 });
  assert.deepEqual(picture.origin, { row: 0.625, column: -4.375 });
});

test("without a window everything is shown, with 1024 pixels along the longer side", () => {
  const picture = render(cell("top").add([1, 0], box(2, 0, 10, 4)));
  assert.deepEqual([...picture.shape], [512, 1024, 4]);
  assert.deepEqual(picture.origin, { row: 4 / 1024, column: 2 + 4 / 1024 });
  assert.deepEqual([...render(cell("empty"), { size: [3, 2] }).shape], [2, 3, 4]);
});

test("later layers hide those before them; hidden and unlisted ones are not shown", () => {
  const window = box(0, 0, 10, 10);
  const picture = render(two(), { window, pitch: 1, layers: LayerProperties.of(red, green) });
  assert.deepEqual(
    [color(picture, 2, 2), color(picture, 4, 4), color(picture, 7, 7)],
    ["#ff0000", "#00ff00", "#00ff00"],
  );
  const turned = render(two(), { window, pitch: 1, layers: LayerProperties.of(green, red) });
  assert.equal(color(turned, 4, 4), "#ff0000");
  const hidden = render(two(), { window, pitch: 1, layers: LayerProperties.of(red, { ...green, visible: false }) });
  assert.deepEqual([color(hidden, 4, 4), color(hidden, 7, 7)], ["#ff0000", "#ffffff"]);
  assert.equal(color(render(two(), { window, pitch: 1, layers: LayerProperties.of(red) }), 7, 7), "#ffffff");
  const only = render(two(), { window, pitch: 1, layers: LayerProperties.of(red, green), only: ["2/0"] });
  assert.deepEqual([color(only, 2, 2), color(only, 4, 4)], ["#ffffff", "#00ff00"]);
});

test("transparent layers: bits are taken from light backgrounds and put into dark ones, as KLayout's", () => {
  const layers = LayerProperties.of(
    { ...red, fillColor: "#a05030", transparent: true },
    { ...green, fillColor: "#3050c0", transparent: true },
  );
  // Seen in KLayout 0.30.12.
  for (const [background, both] of [
    ["#ffffff", "#205000"],
    ["#000000", "#b050f0"],
    ["#808080", "#000000"],
  ]) {
    const picture = render(two(), { window: box(0, 0, 10, 10), pitch: 1, layers, background });
    assert.equal(color(picture, 4, 4), both);
  }
});

test("frames run through the pixels that hold the edge; wide ones grow as KLayout's", () => {
  const one = cell("top").add([1, 0], box(3, 3, 7, 7));
  const frame = (width: number) =>
    drawn(
      render(one, {
        window: box(0, 0, 12, 12),
        pitch: 1,
        layers: LayerProperties.of({ source: "1/0", frameColor: "#000000", ditherPattern: "I1", width }),
      }),
    );
  // KLayout's picture of the same.
  assert.deepEqual(frame(2), [
    "............",
    "............",
    "............",
    "............",
    "...######...",
    "...######...",
    "...##..##...",
    "...##..##...",
    "...######...",
    "...######...",
    "............",
    "............",
  ]);
  assert.deepEqual(frame(1).slice(4, 9), ["...#####....", ...new Array(3).fill("...#...#...."), "...#####...."]);
  assert.deepEqual(frame(0), new Array(12).fill("............"));
});

test("stipples and dashes are counted from the lower left corner of the picture", () => {
  const one = cell("top").add([1, 0], box(-50, -50, 50, 50));
  const layers = LayerProperties.of({ source: "1/0", fillColor: "#000000", ditherPattern: "I4", width: 0 });
  assert.deepEqual(drawn(render(one, { window: box(0, 0, 8, 4), pitch: 1, layers })), [
    "#...#...",
    ".#...#..",
    "..#...#.",
    "...#...#",
  ]);
  const dashed = cell("top").add([1, 0], box(2, 2, 30, 8));
  const lines = LayerProperties.of({ source: "1/0", frameColor: "#000000", ditherPattern: "I1", lineStyle: "I2" });
  const rows = drawn(render(dashed, { window: box(0, 0, 40, 12), pitch: 1, layers: lines }));
  // KLayout's, up to the corner that its last dash leaves open.
  assert.equal(rows[3].slice(0, 30), "....####..####..####..####..##");
  assert.equal(rows[6], "..#...........................#.........");
});

test("custom stipples are those of the properties", () => {
  const entries = LayerProperties.of({ source: "1/0", fillColor: "#000000", ditherPattern: "C0", width: 0 }).entries;
  const layers = new LayerProperties([
    {
      name: "",
      entries,
      ditherPatterns: [{ name: "x", order: 1, rows: ["***.", "*...", "....", "...."] }],
      lineStyles: [],
    },
  ]);
  const picture = render(cell("top").add([1, 0], box(-9, -9, 9, 9)), { window: box(0, 0, 8, 4), pitch: 1, layers });
  assert.deepEqual(drawn(picture), ["###.###.", "#...#...", "........", "........"]);
});

test("holes stay open, and polygons are filled non-zero each by itself", () => {
  const ring = rect(8, 8).not(rect(4, 4));
  const layers = LayerProperties.of({ source: "1/0", fillColor: "#000000", ...solid });
  const rows = drawn(render(cell("top").add([1, 0], ring), { window: box(-6, -6, 6, 6), pitch: 1, layers }));
  assert.equal(rows[5], "..##....##..");
  const bow = cell("top").add(
    [1, 0],
    polygon([
      [-4, -4],
      [4, 4],
      [4, -4],
      [-4, 4],
    ]),
  );
  const knotted = drawn(render(bow, { window: box(-6, -6, 6, 6), pitch: 1, layers }));
  assert.equal(knotted[5][3], "#");
  assert.equal(knotted[5][8], "#");
});

test("a shape below a pixel is a pixel, and so is a placed cell", () => {
  const via = cell("via").add([1, 0], box(0, 0, 0.1, 0.1));
  const top = cell("top")
    .add(via.at(2.3, 1.2))
    .add([1, 0], box(5.3, 3.1, 5.4, 3.2));
  const layers = LayerProperties.of({
    source: "1/0",
    frameColor: "#000000",
    fillColor: "#000000",
    ditherPattern: "I1",
  });
  assert.deepEqual(drawn(render(top, { window: box(0, 0, 8, 4), pitch: 1, layers })), [
    ".....#..",
    "........",
    "..#.....",
    "........",
  ]);
});

test("oversampling takes means of squares, as KLayout's", () => {
  const layers = LayerProperties.of({ ...red, ditherPattern: "I0" });
  const picture = render(cell("top").add([1, 0], box(0, 0, 1.4, 9)), {
    window: box(0, 0, 4, 4),
    pitch: 1,
    layers,
    oversampling: 2,
  });
  // Half white, half red: √(255² / 2) = 180.3.
  assert.equal(color(picture, 1, 0), "#ff0000");
  assert.equal(color(picture, 1, 1), "#ffb4b4");
  assert.equal(color(picture, 1, 2), "#ffffff");
});

test("anti-aliased pictures mix colours by the exact covered area", () => {
  const layers = LayerProperties.of({ ...red, fillColor: "#000000" });
  const picture = render(cell("top").add([1, 0], box(0, 0, 1.25, 2.5)), {
    window: box(0, 0, 4, 4),
    pitch: 1,
    layers,
    antialias: true,
  });
  // A quarter of the second column, half of the third row: 255 · (1 − 0.25), · (1 − 0.5), · (1 − 0.125).
  assert.equal(picture.get(0, 0, 0), 0);
  assert.equal(picture.get(0, 1, 0), 191);
  assert.ok([127, 128].includes(picture.get(2, 0, 0)));
  assert.equal(picture.get(2, 1, 0), 223);
  assert.equal(picture.get(3, 3, 0), 255);
  const framed = render(cell("top").add([1, 0], box(1, 1, 3, 3)), {
    window: box(0, 0, 4, 4),
    pitch: 0.5,
    layers: LayerProperties.of({ source: "1/0", fillColor: "#ffffff", frameColor: "#000000", ditherPattern: "I1" }),
    antialias: true,
  });
  // The line lies half in the pixels on either side of the edge.
  assert.ok([127, 128].includes(framed.get(4, 1, 0)));
  assert.ok([127, 128].includes(framed.get(4, 2, 0)));
  assert.equal(framed.get(4, 4, 0), 255);
});

test("depth follows so many levels of references", () => {
  const top = cell("top")
    .add([1, 0], box(0, 0, 1, 1))
    .add(
      cell("below")
        .add([1, 0], box(0, 0, 2, 2))
        .at(4, 0),
    );
  const layers = LayerProperties.of(red);
  const seen = (depth?: number) => color(render(top, { window: box(0, 0, 8, 8), pitch: 1, layers, depth }), 1, 5);
  assert.equal(seen(0), "#ffffff");
  assert.equal(seen(1), "#ff0000");
  assert.equal(seen(), "#ff0000");
});

test("some layers are shown without properties, in the colours that they have among all", () => {
  const window = box(0, 0, 10, 10);
  const picture = render(two(), { window, size: [20, 20], only: ["2/0"] });
  assert.deepEqual(picture.toArray(), render(two(), { window, size: [20, 20], layers: ["2/0"] }).toArray());
});

/** Black on white, as many pixels as µm. */
function shape(made: Box | Region, width: number): string[] {
  const layers = LayerProperties.of({ ...red, fillColor: "#000000", frameColor: "#000000", width });
  return drawn(render(cell("top").add([1, 0], made), { window: box(0, 0, 8, 4), size: [8, 4], layers }));
}

test("what is smaller than a pixel is the one with its middle, what is thinner a line, as KLayout draws them", () => {
  // KLayout 0.30.12 gave these for 400 places of each size, but for thin rectangles without an outline, of which it leaves
  // out those that no middle of a pixel is in.
  const dot = ["........", "........", "..#.....", "........"];
  const line = ["........", "........", "..####..", "........"];
  const inTouched = ["........", ".######.", ".######.", "........"];
  for (const width of [0, 1]) {
    assert.deepEqual(shape(box(1.9, 0.8, 2.6, 1.7), width), dot, `a rectangle, ${width}`);
    assert.deepEqual(shape(box(2, 0.5, 3, 1.5), width), dot, "as large as a pixel");
    assert.deepEqual(
      shape(
        polygon([
          [1.9, 0.8],
          [2.6, 1.2],
          [2.1, 1.7],
        ]),
        width,
      ),
      dot,
      `a triangle, ${width}`,
    );
    assert.deepEqual(
      shape(
        polygon([
          [2.1, 1.2],
          [5.6, 0.9],
          [3, 1.7],
        ]),
        width,
      ),
      line,
      `a thin triangle, ${width}`,
    );
  }
  assert.deepEqual(shape(box(2.1, 0.9, 5.6, 1.7), 0), line, "a thin rectangle without an outline");
  assert.deepEqual(shape(box(2.1, 0.9, 5.6, 1.7), 1), ["........", "........", "..####..", "..####.."]);
  // Without an outline the middles inside count, with it what it touches.
  assert.deepEqual(shape(box(1.6, 1.6, 6.4, 2.6), 0), ["........", "..####..", "........", "........"]);
  assert.deepEqual(shape(box(1.6, 1.6, 6.4, 2.6), 1), inTouched);
});

test("what cannot be rendered says why", () => {
  const top = two();
  assert.equal(
    code(() => render(top, { window: box(0, 0, 0, 0) })),
    "window",
  );
  for (const window of [{ left: NaN, bottom: 0 }, [0, 0, 1, 1], null, "all", box(0, 0, 0, 1), new Box(5, 0, 1, 1)])
    assert.equal(
      code(() => render(top, { window: window as never })),
      "window",
      String(window),
    );
  assert.equal(
    code(() => render(top, { antialias: "yes" as never })),
    "argument",
  );
  assert.equal(
    code(() => render(top, { only: ["9/9"] })),
    "unknown-layer",
  );
  assert.equal(
    code(() => render(top, { layers: ["1/0"], only: ["2/0"] })),
    "layers",
  );
  // 24 bytes a pixel while it is blended: 2²⁶ pixels are 1.5 GiB.
  assert.equal(
    code(() => render(top, { size: [2 ** 13, 2 ** 13], antialias: true })),
    "memory",
  );
  assert.equal(
    code(() => render(top, { size: [0, 5] })),
    "size",
  );
  assert.equal(
    code(() => render(top, { size: [10, 5], pitch: 1 })),
    "size",
  );
  assert.equal(
    code(() => render(top, { pitch: -1 })),
    "pitch",
  );
  assert.equal(
    code(() => render(top, { pitch: 1e-6 })),
    "memory",
  );
  assert.equal(
    code(() => render(top, { background: "white" })),
    "color",
  );
  assert.equal(
    code(() => render(top, { oversampling: 0.5 })),
    "oversampling",
  );
  assert.equal(
    code(() => render(top, { depth: -1 })),
    "depth",
  );
  assert.equal(
    code(() => render(top, { layers: ["1/0", "9/0"] })),
    "unknown-layer",
  );
  assert.equal(
    code(() => render(cell("many").add(top.array(3, 3, { pitch: [9, 9] })), { limit: 8 })),
    "flatten-limit",
  );
  assert.equal(
    code(() => render(top, { limit: 0 })),
    "argument",
  );
  assert.equal(
    code(() => render("top" as never)),
    "source",
  );
  assert.equal(
    code(() => render(top, { labels: "no" as never })),
    "argument",
  );
  const stipple = (ditherPattern: string) => LayerProperties.of({ ...red, ditherPattern });
  assert.equal(
    code(() => render(top, { layers: stipple("C3") })),
    "unknown-stipple",
  );
  assert.throws(
    () => render(top, { layers: stipple("I99") }),
    /"I99" of 1\/0@1 is unknown: I0 to I46 are built in.*did you mean "I19"/,
  );
  assert.equal(
    code(() => render(top, { layers: LayerProperties.of({ ...red, lineStyle: "I9" }) })),
    "unknown-line-style",
  );
});

test("an array of cells below a pixel is a field, however many there are", () => {
  const via = cell("via").add([1, 0], box(0, 0, 0.001, 0.001), box(0.002, 0, 0.003, 0.001));
  const top = cell("top").add(via.array(19_999, 14_999, { pitch: [0.002, 0.002], at: [10, 20] }));
  const layers = LayerProperties.of({ source: "1/0", fillColor: "#000000", frameColor: "#000000" });
  const rows = drawn(render(top, { window: box(0, 0, 60, 60), pitch: 1, layers }));
  const field = `${".".repeat(10)}${"#".repeat(40)}${".".repeat(10)}`;
  assert.deepEqual(rows, [
    ...new Array(10).fill(".".repeat(60)),
    ...new Array(30).fill(field),
    ...new Array(20).fill(".".repeat(60)),
  ]);
  const part = drawn(render(top, { window: box(30, 30, 36, 36), pitch: 0.1, layers }));
  assert.deepEqual(part, new Array(60).fill("#".repeat(60)));
});

const quiet = { fillColor: "#ffffff", frameColor: "#0000ff", ditherPattern: "I1", width: 0 };
const inked = (picture: Picture) => {
  const [rows, columns] = picture.shape;
  const found: [row: number, column: number][] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (color(picture, row, column) !== "#ffffff") found.push([row, column]);
  return found;
};
const around = (points: readonly [row: number, column: number][]) => ({
  bottom: Math.min(...points.map(([row]) => row)),
  top: Math.max(...points.map(([row]) => row)),
  left: Math.min(...points.map(([, column]) => column)),
  right: Math.max(...points.map(([, column]) => column)),
});

test("labels stand at their points, upright and always as large, in the colour of outlines", () => {
  const at = (anchor: LabelAnchor | undefined, pitch = 1, rotation = 0) => {
    const one = cell("top").add([1, 0], label("HIH", 50 * pitch, 50 * pitch, { anchor, rotation }));
    const side = 100 * pitch;
    const layers = LayerProperties.of({ source: "1/0", ...quiet });
    return render(one, { window: box(0, 0, side, side), pitch, layers });
  };
  const plain = around(inked(at(undefined)));
  assert.equal(plain.top - plain.bottom, 8); // capitals of nine pixels
  assert.ok(plain.left >= 50 && plain.left <= 54 && plain.bottom >= 50 && plain.bottom <= 54, JSON.stringify(plain));
  assert.ok(inked(at(undefined)).some(([row, column]) => color(at(undefined), row, column) === "#0000ff"));
  assert.deepEqual(around(inked(at(undefined, 0.02))), plain);
  assert.deepEqual(around(inked(at(undefined, 1, 90))), plain);
  const middle = around(inked(at("c")));
  assert.ok(Math.abs(middle.left + middle.right - 100) <= 2 && Math.abs(middle.top + middle.bottom - 100) <= 2);
  const corner = around(inked(at("ne")));
  assert.ok(corner.right < 50 && corner.right >= 45 && corner.top < 50 && corner.top >= 45, JSON.stringify(corner));
  const smooth = cell("top").add([1, 0], label("HIH", 50, 50));
  const layers = LayerProperties.of({ source: "1/0", ...quiet });
  const how = { window: box(0, 0, 100, 100), pitch: 1, layers } as const;
  assert.deepEqual(around(inked(render(smooth, { ...how, antialias: true }))), plain);
  assert.equal(inked(render(smooth, { ...how, labels: false })).length, 0);
  assert.equal(inked(render(smooth, { ...how, window: box(200, 200, 300, 300) })).length, 0);
  // Unknown characters are boxes, and lines go down.
  const lines = cell("top").add([1, 0], label("H\nH漢", 50, 50));
  const both = around(inked(render(lines, how)));
  assert.equal(both.bottom, plain.bottom);
  assert.ok(both.top > plain.top + 10);
});

test("later layers hide the labels of those before them", () => {
  const top = cell("top")
    .add([1, 0], label("HHHH", 20, 20))
    .add([2, 0], box(0, 0, 100, 100));
  const layers = LayerProperties.of({ source: "1/0", ...quiet }, { ...green, source: "2/0" });
  const picture = render(top, { window: box(0, 0, 100, 100), pitch: 1, layers });
  assert.ok(inked(picture).every(([row, column]) => color(picture, row, column) === "#00ff00"));
  assert.equal(inked(picture).length, 100 * 100);
});

test("of many labels at one place one is drawn, and those of an array without end cost no more", () => {
  const pin = cell("pin").add([1, 0], label("A", 0, 0));
  const field = cell("field").add(pin.array(30_000, 30_000, { pitch: 0.001 }));
  const layers = LayerProperties.of({ source: "1/0", ...quiet });
  assert.ok(inked(render(field, { window: box(0, 0, 60, 60), pitch: 1, layers })).length > 0);
});

test("cells that the depth leaves out are boxes with their names, below all layers", () => {
  const below = cell("LEAF").add([1, 0], box(0, 0, 60, 30));
  const top = cell("top")
    .add(below.at(20, 20))
    .add([2, 0], box(10, 10, 25, 25));
  const layers = LayerProperties.of(red, green);
  const how = { window: box(0, 0, 100, 100), pitch: 1, layers, depth: 0 } as const;
  const picture = render(top, how);
  const drawnRows = drawn(picture);
  assert.equal(drawnRows[99 - 50].slice(19, 82), `.${"#".repeat(61)}.`);
  assert.equal(drawnRows[99 - 48][80], "#");
  assert.equal(color(picture, 20, 22), "#00ff00");
  const name = inked(picture).filter(([row, column]) => row > 25 && row < 50 && column > 26 && column < 80);
  const { left, right, bottom, top: high } = around(name);
  assert.ok(
    Math.abs(left + right - 100) <= 2 && Math.abs(bottom + high - 70) <= 2,
    `${left} ${right} ${bottom} ${high}`,
  );
  assert.equal(color(render(top, { ...how, background: "#000000" }), 48, 80), "#ffffff");
  assert.equal(color(render(top, { ...how, frames: false }), 48, 80), "#ffffff");
  assert.equal(color(render(top, { ...how, depth: 1 }), 48, 79), "#ff0000");
  assert.notEqual(color(render(top, { ...how, antialias: true }), 48, 80), "#ffffff");
});

test("of large cells in an array that are nearer to each other than half a pixel, some stand for all", () => {
  const round = cell("round").add([1, 0], circle(3));
  const layers = LayerProperties.of({ ...red, width: 1 });
  const how = { layers, window: box(-4, -4, 6, 4), pitch: 0.1 };
  // 2001 members a nanometre apart, from 0 to 2 µm: as 41 of them, one every half pixel. Each has its outline, too.
  const many = cell("many").add(round.array(2001, 1, { pitch: [0.001, 1] }));
  const some = cell("some");
  for (let i = 0; i <= 40; i++) some.add(round.at(0.05 * i, 0));
  const limit = 41 * 40; // a circle of 60 rows counts once, and fifteen times for its 2 · 60 crossings
  assert.deepEqual(render(many, { ...how, limit }).toArray(), render(some, how).toArray());
});

test("a layout looks the same when it is rendered again, when what is known of it by then is made use of", () => {
  // Curves with many vertices in a pixel, by themselves and across others, a ring with a hole, rectangles, all of it
  // placed as it is, turned, mirrored and made larger.
  const filled = (name: string) => {
    const part = cell(name);
    for (let i = 0; i < 40; i++) {
      const [x, y] = [(i * 37) % 100, (i * 61) % 90];
      part.add("1/0", circle(0.02 + (i % 7) * 1.7, { points: 40 + 13 * i }).translate(x, y));
      part.add("1/0", box(x, y, x + 0.01 + (i % 3) * 4, y + 0.3));
    }
    const ring = circle(40, { points: 3000 }).not(circle(38, { points: 2000 }));
    return part.add("1/0", ring.translate(50, 50));
  };
  const made = () => {
    const part = filled("PART");
    return cell("TOP")
      .add(filled("ONCE").at(0, 0))
      .add(part.at(130, 10, { rotation: 30 }), part.at(20, 240, { rotation: 90, mirror: true }))
      .add(part.at(300, 200, { magnification: 0.31 }));
  };
  for (const pen of [{}, { width: 1, ditherPattern: "I5" }, { width: 3, lineStyle: "I2", marked: true }]) {
    const layers = LayerProperties.of({ ...red, ...pen });
    for (const window of [undefined, box(40, 30, 75, 60)]) {
      const top = made();
      const look = (shown: typeof top) => render(shown, { layers, window, size: [200, 150] }).toArray();
      const first = look(top);
      assert.ok(new Set(first).size > 1);
      for (let again = 0; again < 3; again++) assert.deepEqual(look(top), first);
      // The same shapes, of which nothing is known yet.
      assert.deepEqual(look(made()), first);
    }
  }
});

test("a signal ends a picture before it begins, and wherever it is", () => {
  const unit = cell("unit")
    .add("1/0", circle(1))
    .add("1/0", label("unit", 0, 0));
  const top = cell("top").add(...Array.from({ length: 50 }, (_, i) => unit.at(3 * i, 0, { rotation: i })));
  const many = cell("many").add("2/0", ...Array.from({ length: 10_000 }, (_, i) => box(i, 0, i + 0.5, 1)));
  top.add(many.at(0, 5));
  const reason = new Error("stopped");
  const ways = [{}, { antialias: true }, { oversampling: 3 }, { depth: 0 }, { antialias: true, depth: 0 }];
  for (const how of ways) {
    assert.throws(() => render(top, { ...how, signal: AbortSignal.abort(reason) }), reason);
    const before = render(top, how);
    // Nothing else runs while a picture is drawn: the signal ends it itself.
    const signalAt = (last: number) => {
      const signal = {
        looks: 0,
        throwIfAborted() {
          if (++signal.looks >= last) throw reason;
        },
      };
      return signal;
    };
    const all = signalAt(Infinity);
    assert.deepEqual(render(top, { ...how, signal: all }).toArray(), before.toArray());
    // Fifty cells and as many labels, or fifty boxes; two layers; thousands of polygons.
    assert.ok(all.looks >= ("depth" in how ? 52 : 104), `${all.looks} looks`);
    for (const share of [0, 0.25, 0.5, 0.75, 1])
      assert.throws(() => render(top, { ...how, signal: signalAt(share * all.looks) }), reason);
    assert.deepEqual(render(top, how).toArray(), before.toArray());
  }
  assert.equal(
    code(() => render(top, { signal: "soon" as never })),
    "argument",
  );
});

test("a signal is not looked at for each of many places of a cell that is smaller than a pixel", () => {
  const unit = cell("unit").add([1, 0], box(0, 0, 0.001, 0.001));
  const places = Array.from({ length: 5000 }, (_, i): [number, number] => [i % 100, Math.floor(i / 100)]);
  const signal = {
    looks: 0,
    throwIfAborted() {
      signal.looks++;
    },
  };
  render(cell("many").add(unit.places(places)), { size: [50, 50], signal });
  // As often as there are layers and pieces of cells, and once for 4096 polygons.
  assert.ok(signal.looks < 20, `${signal.looks} looks`);
});
