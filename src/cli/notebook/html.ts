/**
 * A notebook as one HTML page that reads offline: pictures, styles and scripts are all inside. Of each output the
 * richest representation that a browser shows by itself is taken, as JupyterLab does.
 */
import { ansiToHtml } from "./ansi.ts";
import { escapeHtml, highlight, markdownToHtml } from "./markdown.ts";
import { type MimeData, type Notebook, type NotebookCell, type Output, textOf } from "./nbformat.ts";
import { pageStyle } from "./style.ts";

export function notebookToHtml(notebook: Notebook, title: string): string {
  const cells = notebook.cells.map(cellToHtml).join("\n");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${cells}
</main>
</body>
</html>
`;
}

function cellToHtml(cell: NotebookCell): string {
  const source = textOf(cell.source);
  if (cell.cell_type === "markdown") return `<section class="markdown">${markdownToHtml(source)}</section>`;
  if (cell.cell_type === "raw") return `<section class="raw"><pre>${escapeHtml(source)}</pre></section>`;
  const count = cell.execution_count ?? " ";
  const outputs = (cell.outputs ?? []).map(outputToHtml).join("\n");
  return `<section class="code-cell">
<div class="prompt">[${count}]</div><pre class="code"><code>${highlight(source)}</code></pre>
${outputs === "" ? "" : `<div class="outputs">${outputs}</div>`}
</section>`;
}

function outputToHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="stream ${output.name}">${ansiToHtml(textOf(output.text))}</pre>`;
    case "error":
      return `<pre class="error">${ansiToHtml(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`)}</pre>`;
    default:
      return `<div class="result">${dataToHtml(output.data)}</div>`;
  }
}

/** Browser-ready types, the richest first. */
const renderers: Record<string, (text: string) => string> = {
  "text/html": (text) => text,
  "image/svg+xml": (text) => image("image/svg+xml", Buffer.from(text).toString("base64")),
  "image/png": (text) => image("image/png", text),
  "image/jpeg": (text) => image("image/jpeg", text),
  "image/gif": (text) => image("image/gif", text),
  "image/webp": (text) => image("image/webp", text),
  "text/markdown": markdownToHtml,
  "application/json": (text) => `<pre>${escapeHtml(text)}</pre>`,
  "text/plain": (text) => `<pre>${ansiToHtml(text)}</pre>`,
};

function dataToHtml(data: MimeData): string {
  for (const [mime, render] of Object.entries(renderers)) {
    const value = data[mime];
    if (value === undefined) continue;
    const isText =
      typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
    return render(isText ? textOf(value as string | string[]) : JSON.stringify(value, null, 2));
  }
  return `<pre>${escapeHtml(`(an output of type ${Object.keys(data).join(", ")})`)}</pre>`;
}

/** As an image, an SVG runs no scripts and its ids do not meet those of other pictures. */
function image(mime: string, base64: string): string {
  return `<img alt="" src="data:${mime};base64,${base64.replace(/\s/g, "")}">`;
}
