/** The debugger in real JupyterLab, as its readers use it. Pictures go to out/lab. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { labForFile, type NotebookPage, withoutLab } from "./support.ts";

const lab = labForFile();
const skip = withoutLab;

const code = `interface Layer { width: number }
function widen(layer: Layer, by: number): number {
  let width = layer.width;
  width += by;
  return width;
}
const sums: number[] = [];
for (const by of [1, 2]) {
  sums.push(widen({ width: 10 }, by));
}
sums`;

/** Switches it on by the bug button of the notebook. */
async function debugging(notebook: NotebookPage): Promise<void> {
  await notebook.page.click(".jp-DebuggerBugButton:not([aria-disabled=true])");
  await notebook.page.waitForSelector('.jp-DebuggerBugButton[aria-pressed="true"]');
}

/** Clicks beside a line, which sets a breakpoint or takes it away. */
async function clickGutter(notebook: NotebookPage, cell: number, line: number): Promise<void> {
  const gutters = notebook.cell(cell).locator(".cm-gutters");
  const row = await gutters
    .locator(".cm-lineNumbers .cm-gutterElement")
    .getByText(`${line}`, { exact: true })
    .boundingBox();
  const column = await gutters.locator(".cm-gutter.cm-breakpoint-gutter").boundingBox();
  assert.ok(row !== null && column !== null);
  await notebook.page.mouse.click(column.x + column.width / 2, row.y + row.height / 2);
}

/** The stack, the variables and the line that JupyterLab shows, when it shows this line. */
async function stoppedAt({ page }: NotebookPage, line: string): Promise<{ stack: string[]; variables: string[] }> {
  await page.locator(".jp-DebuggerEditor-highlight", { hasText: line }).waitFor();
  // The variables come after the line.
  await page.locator(".jp-DebuggerVariables-name", { hasText: "layer" }).waitFor();
  const stack = await page.locator(".jp-DebuggerCallstackFrame").allInnerTexts();
  const variables = await page.locator(".jp-DebuggerVariables-body .jp-TreeItem").allInnerTexts();
  return {
    stack: stack.map((frame) => frame.replace(/\s+.*:/, ":")),
    variables: variables.map((variable) => variable.replace(/\s+/, " ")),
  };
}

const press = ({ page }: NotebookPage, command: "next" | "continue") =>
  page.locator(`[data-command="debugger:${command}"]`).first().click();

test("the debugger stops at a breakpoint", { skip }, async () => {
  const notebook = await lab.notebook("debug.ipynb", [code]);
  const { page } = notebook;
  await debugging(notebook);
  await clickGutter(notebook, 0, 4);
  await page.locator(".jp-DebuggerBreakpoint").waitFor();
  await notebook.start(0);
  const stack = (line: number) => [`widen:${line}`, "In[1]:9"];
  const first = await stoppedAt(notebook, "width += by");
  assert.deepEqual(first, { stack: stack(4), variables: ["layer Object", "by 1", "width 10"] });
  await notebook.screenshot("debug-stopped");
  await press(notebook, "next");
  const next = await stoppedAt(notebook, "return width");
  assert.deepEqual(next, { stack: stack(5), variables: ["layer Object", "by 1", "width 11"] });
  await press(notebook, "continue");
  const again = await stoppedAt(notebook, "width += by");
  assert.deepEqual(again, { stack: stack(4), variables: ["layer Object", "by 2", "width 10"] });
  await press(notebook, "continue");
  await notebook.ended(0);
  assert.equal(await notebook.output(0), "[ 11, 12 ]");
  assert.equal(await page.locator(".jp-Dialog").count(), 0);
  // What the cell has declared.
  await page.locator(".jp-DebuggerVariables-name", { hasText: "widen" }).waitFor();
  assert.equal(await page.locator(".jp-DebuggerEditor-highlight").count(), 0);
  await page.close();
});

test("breakpoints outlive a restart, and a debugger that is switched off lets the cell end", { skip }, async () => {
  const notebook = await lab.notebook("debug-restart.ipynb", [code]);
  const { page } = notebook;
  await debugging(notebook);
  await clickGutter(notebook, 0, 4);
  const breakpoint = page.locator(".jp-DebuggerBreakpoint");
  const before = await breakpoint.innerText();
  await notebook.menu("Kernel", "Restart Kernel…");
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  // It is told to the new kernel, under its path.
  await page.waitForFunction((old) => {
    const now = (document.querySelector(".jp-DebuggerBreakpoint") as HTMLElement | null)?.innerText;
    return now !== undefined && now !== old;
  }, before);
  await notebook.start(0);
  assert.equal((await stoppedAt(notebook, "width += by")).stack[0], "widen:4");
  await notebook.screenshot("debug-restarted");
  await page.click(".jp-DebuggerBugButton");
  await notebook.ended(0);
  await page.locator(".jp-DebuggerPausedOverlay").waitFor({ state: "detached" });
  assert.equal(await notebook.output(0), "[ 11, 12 ]");
  assert.equal(await page.locator(".jp-Dialog").count(), 0);
  await page.close();
});
