/** The kernel in real JupyterLab, as its readers use it. Pictures go to out/lab. */
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { projectRoot } from "../support/project.ts";
import { widgetLibrary } from "../support/widget-library.ts";
import { labForFile, withoutLab } from "./support.ts";

const lab = labForFile();
const skip = withoutLab;

test("the quickstart runs, and its charts are alive", { skip }, async () => {
  // Beside its data, and with room for what it writes.
  cpSync(join(projectRoot, "notebooks"), join(lab.folder, "notebooks"), { recursive: true });
  const notebook = await lab.open("notebooks/quickstart.ipynb");
  await notebook.menu("Run", "Run All Cells");
  const { page } = notebook;
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every((e) => /\[\d+\]/.test(e.textContent ?? "")),
  );
  await notebook.idle();
  const types = await page.$$eval(".jp-OutputArea-output", (all) =>
    all.map((e) => (e as HTMLElement).dataset.mimeType),
  );
  assert.ok(!types.includes("application/vnd.jupyter.error"), types.join(" "));
  assert.ok(!types.includes("application/vnd.jupyter.stderr"), types.join(" "));
  // The front end has the extension for it, so the chart is Plotly's own.
  const chart = page.locator(".js-plotly-plot .main-svg").first();
  await chart.scrollIntoViewIfNeeded();
  assert.ok(await chart.isVisible());
  await notebook.screenshot("quickstart");
  await page.close();
});

test("the stop button ends a loop and keeps the variables", { skip }, async () => {
  const notebook = await lab.notebook("stop.ipynb", ["let kept = 41;\nwhile (true) kept = 41;", "kept + 1"]);
  await notebook.start(0);
  await notebook.page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="busy"]');
  await notebook.page.click('.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"] button');
  await notebook.ended(0);
  assert.match(await notebook.output(0), /KeyboardInterrupt: the cell was stopped/);
  assert.match(await notebook.run(1), /^42$/);
  await notebook.screenshot("stopped");
  await notebook.page.close();
});

test("Tab completes with types", { skip }, async () => {
  const notebook = await lab.notebook("complete.ipynb", ["const widths: number[] = [10, 20];", "widths.fla"]);
  await notebook.run(0);
  await notebook.edit(1);
  const { page } = notebook;
  const items = page.locator(".jp-Completer-item");
  // JupyterLab passes over a list that comes after a second, as it may on a busy machine: a reader presses again.
  for (let presses = 0; presses < 10 && !(await items.first().isVisible()); presses++) {
    await page.keyboard.press("Tab");
    await items
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => {});
  }
  assert.deepEqual(await items.locator(".jp-Completer-match").allInnerTexts(), ["flat", "flatMap"]);
  assert.deepEqual(await items.locator(".jp-Completer-typeExtended").allInnerTexts(), ["method", "method"]);
  // While the language server starts on a busy machine, the first list is of the live object, which has no documentation.
  const documentation = page.locator(".jp-Completer-docpanel");
  for (let tries = 0; tries < 10 && !(await isThere(documentation)); tries++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await items.first().waitFor();
  }
  await documentation.waitFor();
  await notebook.screenshot("completion");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.match(await notebook.cell(1).locator(".cm-content").innerText(), /^widths\.flatMap$/);
  await page.close();
});

test("Shift+Tab shows the signature and the documentation", { skip }, async () => {
  const cells = ["/** Half of it. */\nfunction half(width: number): number {\n  return width / 2;\n}", "half"];
  const notebook = await lab.notebook("hover.ipynb", cells);
  await notebook.run(0);
  await notebook.edit(1);
  const { page } = notebook;
  await page.keyboard.press("Shift+Tab");
  const tooltip = page.locator(".jp-Tooltip", { hasText: "Half of it." });
  await tooltip.waitFor();
  assert.match(await tooltip.innerText(), /^\s*function half\(width: number\): number\s+Half of it\.\s*$/);
  await notebook.screenshot("hover");
  await page.close();
});

test("type errors stand below the cell, and go when it is mended", { skip }, async () => {
  const notebook = await lab.notebook("types.ipynb", ['const pitch: number = "10";\npitch']);
  const { page } = notebook;
  assert.match(await notebook.run(0), /^'10'/);
  await page.locator(".jp-OutputArea-output", { hasText: "TS2322" }).waitFor();
  assert.match(
    await notebook.output(0),
    /In\[1\]:1:7 type error TS2322: Type 'string' is not assignable to type 'number'/,
  );
  await notebook.screenshot("type-error");
  await notebook.edit(0);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("const pitch: number = 10;\npitch");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => document.querySelector(".jp-InputPrompt")?.textContent?.includes("[2]"));
  await notebook.idle();
  assert.equal(await notebook.output(0), "10");
  await page.close();
});

test("widgets of plain TypeScript are alive, also while a cell awaits", { skip }, async () => {
  const slider = `const slider = widget({ ...core("IntSliderModel", "IntSliderView"), value: 3, min: 0, max: 9, step: 1 });
slider`;
  const clicker = `const clicker = widget({
  _model_module: "anywidget", _model_module_version: "~0.11.0", _model_name: "AnyModel",
  _view_module: "anywidget", _view_module_version: "~0.11.0", _view_name: "AnyView",
  _esm: \`export default { render({ model, el }) {
    el.innerHTML = "<button class=clicker>click</button>";
    el.firstChild.onclick = () => { model.set("clicks", model.get("clicks") + 1); model.save_changes(); };
  } }\`, clicks: 0,
});
clicker`;
  const waits = `await new Promise<void>((resolve) => clicker.listeners.add(() => resolve()));
console.log("clicked", clicker.state.clicks, "slider", slider.state.value);`;
  const notebook = await lab.notebook("widgets.ipynb", [widgetLibrary, slider, clicker, waits]);
  const { page } = notebook;
  for (const index of [0, 1, 2]) await notebook.run(index);
  await page.locator(".widget-slider .noUi-handle").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText(/^4$/).waitFor();
  await notebook.start(3);
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="busy"]');
  await page.click(".clicker");
  await notebook.ended(3);
  assert.equal((await notebook.output(3)).trim(), "clicked 1 slider 4");
  await notebook.screenshot("widgets");
  await page.close();
});

/** True for an element that is seen within two seconds. */
async function isThere(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}

test("a .pls file is highlighted in the editor", { skip }, async () => {
  const program =
    'SYMBOL chip(n)  # the "first"\n  LAYER 3 metal\n    rect(0, 0, width=n, height=2.5).rotate(45)\n    text("A")\n';
  const page = await lab.file("mask.pls", program);
  // What a word looks like, as the name of JupyterLab's own colour.
  const looks = (word: string) =>
    page.evaluate((word) => {
      const spans = [...document.querySelectorAll(".jp-FileEditor .cm-line span")];
      const found = spans.find((span) => span.textContent === word);
      const probe = document.body.appendChild(document.createElement("span"));
      // The theme has one colour for keywords and built-in functions.
      const kinds = ["keyword", "comment", "number", "string", "property"];
      const kind = kinds.find((kind) => {
        probe.style.color = `var(--jp-mirror-editor-${kind}-color)`;
        return found !== undefined && getComputedStyle(found).color === getComputedStyle(probe).color;
      });
      probe.remove();
      return kind;
    }, word);
  await page.locator(".jp-FileEditor .cm-line span", { hasText: "SYMBOL" }).first().waitFor();
  const words = ["SYMBOL", '# the "first"', "LAYER", "2.5", '"A"', "rect", "rotate"];
  assert.deepEqual(await Promise.all(words.map(looks)), [
    "keyword",
    "comment",
    "keyword",
    "number",
    "string",
    "keyword",
    "property",
  ]);
  await page.screenshot({ path: join(projectRoot, "out", "lab", "pls.png") });
  await page.close();
});
