import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { isReticleError } from "../../src/errors.ts";
import { ImageView } from "../../src/image/index.ts";
import { rect } from "../../src/region/index.ts";
import { displaySymbol, type Figure, plot, show } from "../../src/view/index.ts";

const wave = { x: [0, 1, 2], y: Float64Array.of(0, 1, 0), name: "wave" };
const field = ImageView.from(Float32Array.of(0, 0.25, 0.5, 1, 0, 1), {
  shape: [2, 3],
  axes: ["row", "column"],
  spacing: { row: 0.5, column: 0.5 },
  origin: { row: 10, column: 20 },
  direction: "up",
});

test("a figure is Plotly JSON, HTML, SVG and text at once", () => {
  const bundle = plot.line(wave, { title: "Waves", xlabel: "x (µm)" })[displaySymbol]();
  const types = ["application/vnd.plotly.v1+json", "text/html", "image/svg+xml", "text/plain"];
  assert.deepEqual(Object.keys(bundle), types);
  assert.equal(bundle["text/plain"], 'Figure "Waves": line wave of 3 points');
  const { data, layout } = bundle["application/vnd.plotly.v1+json"] as ReturnType<Figure["toPlotly"]>;
  assert.deepEqual([data[0].x, data[0].y, data[0].mode], [[0, 1, 2], [0, 1, 0], "lines"]);
  assert.deepEqual((layout.title as { text: string }).text, "Waves");
  JSON.stringify(bundle);
});

test("a series may be its values alone, and several make a legend", () => {
  assert.deepEqual(plot.scatter([3, 1, 2]).toPlotly().data[0].x, [0, 1, 2]);
  const two = plot.line([wave, { ...wave, name: "other <one>" }]);
  assert.equal(two.toPlotly().layout.showlegend, true);
  assert.match(two.toSvg(), /other &lt;one&gt;/);
  assert.doesNotMatch(plot.line(wave).toSvg(), />wave</);
});

test("a row of a view is a series, at its positions", () => {
  const { data, layout } = plot.line(field.pick({ row: 1 })).toPlotly();
  assert.deepEqual(
    [data[0].x, data[0].y],
    [
      [20, 20.5, 21],
      [1, 0, 1],
    ],
  );
  assert.equal((layout.xaxis as { title: { text: string } }).title.text, "x (µm)");
  const both = plot.scatter([{ y: field.pick({ column: 0 }), x: [1, 2], name: "a" }, { y: [3, 4] }]).toPlotly();
  assert.deepEqual(
    [both.data[0].x, both.data[0].y],
    [
      [1, 2],
      [0, 1],
    ],
  );
  assert.equal((both.layout.xaxis as { title?: unknown }).title, undefined);
  // A row and a column are along different axes.
  const crossed = plot.line([{ y: field.pick({ row: 0 }) }, { y: field.pick({ column: 0 }) }]).toPlotly();
  assert.deepEqual([crossed.data[1].x, (crossed.layout.xaxis as { title?: unknown }).title], [[10, 10.5], undefined]);
  const several = plot.line([field.pick({ row: 0 }), field.pick({ row: 1 }), [5, 6]]).toPlotly();
  assert.deepEqual(
    several.data.map(({ y }) => y),
    [
      [0, 0.25, 0.5],
      [1, 0, 1],
      [5, 6],
    ],
  );
  assert.throws(() => plot.line(field), /along one axis, and this view has row×column; pick a row or a column/);
});

test("long series travel as bytes", () => {
  const { data } = plot.line(new Float64Array(3000).fill(2)).toPlotly();
  const { dtype, bdata } = data[0].y as { dtype: string; bdata: string };
  assert.equal(dtype, "f8");
  assert.equal(new Float64Array(new Uint8Array(Buffer.from(bdata, "base64")).buffer)[2999], 2);
});

test("NaN is a gap, in JSON and in the picture", () => {
  const figure = plot.line([1, Number.NaN, 3, 4]);
  assert.deepEqual(figure.toPlotly().data[0].y, [1, null, 3, 4]);
  assert.doesNotMatch(figure.toSvg(), /NaN/);
  assert.equal(/stroke-width="1.6"[^>]* d="([^"]*)"/.exec(figure.toSvg())![1].match(/M/g)!.length, 2);
});

test("a heatmap of a view has its positions, units and direction", () => {
  const { data, layout } = plot.heatmap(field).toPlotly();
  assert.deepEqual(data[0].x, [20, 20.5, 21]);
  assert.deepEqual(data[0].y, [10, 10.5]);
  const { bdata, shape } = data[0].z as { bdata: string; shape: string };
  assert.equal(shape, "2, 3");
  assert.deepEqual([...new Float32Array(new Uint8Array(Buffer.from(bdata, "base64")).buffer)], [...field.data]);
  const axes = layout as { xaxis: { title: { text: string } }; yaxis: { scaleanchor?: string; autorange?: string } };
  assert.equal(axes.xaxis.title.text, "x (µm)");
  assert.equal(axes.yaxis.scaleanchor, "x");
  assert.equal(axes.yaxis.autorange, undefined);
});

test("rows that go down are drawn from the top, and reordered axes make the same heatmap", () => {
  const down = ImageView.from(Float32Array.of(1, 2, 3, 4, 5, 6), {
    shape: [2, 3],
    axes: ["row", "column"],
    direction: "down",
  });
  assert.equal((plot.heatmap(down).toPlotly().layout.yaxis as { autorange?: string }).autorange, "reversed");
  assert.deepEqual(plot.heatmap(field.reorder(["column", "row"])).toPlotly(), plot.heatmap(field).toPlotly());
  assert.equal(plot.heatmap(field.flip("row")).toSvg(), plot.heatmap(field).toSvg());
});

test("ndarrays and rows of numbers are heatmaps, too", () => {
  assert.equal(plot.heatmap(field.array).toSvg().includes("<image"), true);
  assert.equal(
    String(
      plot.heatmap([
        [1, 2],
        [3, 4],
      ]),
    ),
    "Figure: heatmap of 2×2 values",
  );
});

test("large heatmaps are averaged, and the text says so", () => {
  const large = ImageView.from(new Float32Array(1500 * 1300).fill(0.5), {
    shape: [1500, 1300],
    axes: ["row", "column"],
  });
  const figure = plot.heatmap(large);
  assert.equal(String(figure), "Figure: heatmap of 500×434 values (each the mean of 3×3)");
  assert.ok(JSON.stringify(figure.toPlotly()).length < 2_000_000);
});

test("a histogram counts every value in its range once", () => {
  const figure = plot.histogram([0, 0.5, 1, 1, 2, 4], { bins: 4 });
  assert.deepEqual(figure.toPlotly().data[0].y, [2, 2, 1, 1]);
  assert.deepEqual(plot.histogram(field, { bins: 2 }).toPlotly().data[0].y, [3, 3]);
});

test("what cannot be drawn is an error that says why", () => {
  const wrong: [RegExp, () => unknown][] = [
    [/"wave" has 2 values of x and 3 of y/, () => plot.line({ ...wave, x: [1, 2] })],
    [
      /two axes, this has 3 \(slice, row, column\)/,
      () => plot.heatmap(ImageView.from(new Uint8Array(8), { shape: [2, 2, 2], axes: ["slice", "row", "column"] })),
    ],
    [/row 1 .* has 1 values/, () => plot.heatmap([[1, 2], [3]])],
    [/0×0/, () => plot.heatmap([])],
    [/bins/, () => plot.histogram([1], { bins: 0 })],
    [/not 5/, () => plot.line(5 as never)],
  ];
  for (const [sentence, run] of wrong)
    assert.throws(run, (e) => isReticleError(e, "ViewError") && sentence.test(e.message), String(run));
});

test("an option that a figure does not have is an error that names the nearest", () => {
  // As from JavaScript, where no types tell.
  const given = (options: object): never => options as never;
  const calls: [() => unknown, string][] = [
    [() => plot.line([1, 2], given({ xlable: "µm" })), "xlabel"],
    [() => plot.scatter([1, 2], given({ titel: "a" })), "title"],
    [() => plot.heatmap([[1, 2]], given({ rnge: [0, 1] })), "range"],
    [() => plot.histogram([1, 2], given({ bin: 5 })), "bins"],
  ];
  for (const [call, nearest] of calls) {
    assert.throws(call, (error) => {
      assert.ok(isReticleError(error, "ViewError") && error.code === "unknown-option", String(error));
      assert.match(error.message, new RegExp(`did you mean "${nearest}"`));
      return true;
    });
  }
});

test("figures go together: the traces of all, with the titles of the first", () => {
  const both = plot
    .line([1, 2], { title: "a", xlabel: "x" })
    .with(plot.scatter([3, 4], { title: "b" }), plot.line([5]));
  assert.deepEqual(
    both.traces.map(({ type }) => type),
    ["line", "scatter", "line"],
  );
  assert.deepEqual(both.options, { title: "a", xlabel: "x" });
  const colors = both.traces.map((trace) => "color" in trace && trace.color);
  assert.equal(new Set(colors).size, 3, "each its own colour");
  const own = plot.line([1]).with(plot.line({ y: [2], color: "red" }));
  assert.equal("color" in own.traces[1] && own.traces[1].color, "red");
  // The axis reaches as far as all of them.
  assert.match(both.toSvg(), />5</);
  assert.throws(() => plot.line([1]).with({} as never), /a figure/);
});

test("outlines of a region: closed rings in µm with gaps between them, over an image", () => {
  const plate = rect(4, 2).not(rect(1));
  const [trace] = plot.outlines(plate, { name: "plate" }).traces;
  assert.ok(trace.type === "line");
  assert.equal(trace.name, "plate");
  const points = [...trace.x].map((x, i) => `${x},${trace.y[i]}`);
  const rings = points
    .join(" ")
    .split(" NaN,NaN")
    .filter(Boolean)
    .map((ring) => ring.trim().split(" "));
  assert.equal(rings.length, 2);
  for (const ring of rings) assert.equal(ring[0], ring.at(-1));
  assert.deepEqual([...new Set(rings[0])].sort(), ["-2,-1", "-2,1", "2,-1", "2,1"]);
  assert.deepEqual([...new Set(rings[1])].sort(), ["-0.5,-0.5", "-0.5,0.5", "0.5,-0.5", "0.5,0.5"]);
  const both = plot.heatmap([[1, 2]]).with(plot.outlines(plate));
  assert.match(both.toSvg(), /<image[\s\S]*<path fill="none"/);
  assert.throws(() => plot.outlines({} as never), /a region/);
  assert.throws(() => plot.outlines(plate, { colour: "red" } as never), /color/);
});

test("empty and constant series give a picture without NaN", () => {
  for (const figure of [
    plot.line([]),
    plot.line([5, 5]),
    plot.line([0]),
    plot.scatter([Number.NaN]),
    plot.histogram([]),
    plot.heatmap([[7]]),
    plot.heatmap([[Number.NaN]]),
  ]) {
    assert.doesNotMatch(figure.toSvg(), /NaN|Infinity|undefined/);
  }
});

test("the static picture of a million points stays small", () => {
  const many = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i / 1e4));
  assert.ok(plot.line(many).toSvg().length < 100_000);
  assert.ok(plot.scatter(many).toSvg().length < 600_000);
});

test("show prints the text where there is no notebook, and hands the bundle to the host where there is one", (t) => {
  const printed = t.mock.method(console, "log", () => {});
  show(plot.line(wave));
  assert.deepEqual(printed.mock.calls[0].arguments, ["Figure: line wave of 3 points"]);
  const host = Symbol.for("reticle.host");
  const shown: object[] = [];
  Object.assign(globalThis, { [host]: { display: (bundle: object) => shown.push(bundle) } });
  try {
    show(field);
  } finally {
    Reflect.deleteProperty(globalThis, host);
  }
  assert.ok("image/png" in shown[0]);
});

const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

test("HTML of several figures draws in a browser without a network", {
  skip: browser === undefined ? "no Chromium" : false,
}, async () => {
  const { chromium } = await import("playwright-core");
  const folder = mkdtempSync(join(tmpdir(), "reticle-plot-"));
  const figures = [
    plot.line([wave, { ...wave, name: "</script><b>" }], { title: "</script>" }),
    plot.line([wave, { ...wave, name: "</script><b>" }], { title: "</script>" }),
    plot.heatmap(field),
  ];
  const page = join(folder, "page.html");
  writeFileSync(page, `<!doctype html><meta charset="utf-8">${figures.map((figure) => figure.toHtml()).join("")}`);
  const chrome = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  try {
    const tab = await chrome.newPage();
    const asked: string[] = [];
    const failures: string[] = [];
    tab.on("pageerror", (error) => failures.push(error.message));
    await tab.route("**/*", (route) => {
      if (route.request().url().startsWith("file:")) return route.continue();
      asked.push(route.request().url());
      return route.abort();
    });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForFunction(
      "document.querySelectorAll('.reticle-figure .main-svg').length >= 3 && !document.querySelector('.reticle-figure > img')",
    );
    assert.equal(await tab.locator(".js-plotly-plot").count(), 3);
    assert.equal(await tab.locator(".heatmaplayer image").count(), 1);
    assert.deepEqual([asked, failures], [[], []]);
  } finally {
    await chrome.close();
    rmSync(folder, { recursive: true });
  }
});
