/** The quickstart notebook, run as `npm start` runs it, and its page opened without a network. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { type Notebook, readNotebook, textOf } from "../../src/cli/notebook/nbformat.ts";
import { reticle, temporaryFolder } from "../cli/support.ts";
import { chromiumPath, projectRoot, withoutChromium } from "../support/project.ts";

const source = join(projectRoot, "notebooks", "quickstart.ipynb");
const folder = temporaryFolder();
const page = join(folder, "quickstart.html");
let notebook: Notebook;
let printed: string;

before(() => {
  const result = reticle(["run", source, "-o", join(folder, "quickstart.ipynb"), "--html", page]);
  assert.equal(result.code, 0, result.stderr);
  notebook = readNotebook(join(folder, "quickstart.ipynb"));
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  printed = outputs.map((output) => (output.output_type === "stream" ? textOf(output.text) : "")).join("");
});

/** The number that stands behind a name in the printed text. */
function number(name: string): number {
  const match = new RegExp(`^${name}\\s+(-?[\\d.e+-]+)`, "m").exec(printed);
  assert.ok(match, `"${name}" is not in:\n${printed}`);
  return Number(match[1]);
}

test("every cell ran, and nothing went to stderr", () => {
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  assert.deepEqual(
    code.map((cell) => cell.execution_count),
    code.map((_, i) => i + 1),
  );
  for (const output of code.flatMap((cell) => cell.outputs ?? [])) {
    assert.notEqual(output.output_type, "error");
    assert.ok(!(output.output_type === "stream" && output.name === "stderr"), JSON.stringify(output));
  }
});

test("the pixels add up to the layer's area", () => {
  // 248.397311 µm² is the layer's merged area by KLayout; the window leaves out the taper's tip.
  assert.equal(number("area"), 248.397311);
  assert.equal(number("sum of the pixels × pixel area"), number("merged polygons in the window"));
  assert.ok(number("relative difference") < 1e-9);
});

test("the grating is measured to a nanometre", () => {
  // KLayout's cut of the merged layer at y = 0 has teeth of 260 and 78 nm with gaps of 109 nm, which repeat every 556 nm.
  for (const [name, truth] of Object.entries({ period: 556, wideTooth: 260, narrowTooth: 78, gap: 109 })) {
    assert.ok(Math.abs(number(name) - truth) < 1, `${name} ${number(name)}`);
  }
});

test("a reordered view shares memory, and a written layout reads back the same", () => {
  assert.match(printed, /same memory\? true/);
  assert.match(printed, /written in planes, read in layers: 0\.25/);
  assert.equal(number("difference"), 0);
});

test("the files that the notebook names are there", () => {
  for (const name of ["demo.gds", "coverage.npy", "coverage.png", "profile-band.png"]) {
    assert.ok(statSync(join(projectRoot, "out", name)).size > 100, name);
  }
});

test("results keep a static picture beside what is live", () => {
  for (const output of notebook.cells.flatMap((cell) => cell.outputs ?? [])) {
    if (output.output_type !== "execute_result" || output.data["text/html"] === undefined) continue;
    const types = Object.keys(output.data);
    assert.ok(types.includes("image/png") || types.includes("image/svg+xml"), types.join(" "));
    assert.ok(types.includes("text/plain"), types.join(" "));
  }
});

test("the notebook in the repository has no outputs", () => {
  for (const cell of readNotebook(source).cells) assert.deepEqual(cell.outputs ?? [], []);
});

test("the page reads offline: every picture is drawn, the chart is alive", { skip: withoutChromium }, async () => {
  assert.doesNotMatch(readFileSync(page, "utf8"), /<(script|link|img)[^>]+(src|href)="https?:/);
  const browser = await chromium.launch({
    executablePath: chromiumPath()!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    const problems: string[] = [];
    tab.on("pageerror", (error) => problems.push(error.message));
    tab.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) problems.push(request.url());
    });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector(".js-plotly-plot .main-svg", { timeout: 30_000 });
    const widths = await tab.$$eval("img", (images) =>
      images.map((image) => (image as { naturalWidth: number }).naturalWidth),
    );
    assert.ok(widths.length >= 4, `${widths.length} pictures`);
    assert.ok(widths.every((width) => width > 0));
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
});
