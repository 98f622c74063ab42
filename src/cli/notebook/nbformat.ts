/**
 * Notebook files, nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html): read any 4.x,
 * write 4.5. Unknown fields are kept as they are.
 */
import { randomBytes } from "node:crypto";
import { ReticleError } from "../../errors.ts";
import { readFileBytes, writeFileAtomic } from "../../platform/index.ts";

export type MimeData = Record<string, unknown>;

export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string | string[] }
  | { output_type: "display_data"; data: MimeData; metadata: Record<string, unknown> }
  | { output_type: "execute_result"; data: MimeData; metadata: Record<string, unknown>; execution_count: number | null }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface NotebookCell {
  id?: string;
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  metadata: Record<string, unknown>;
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** Reads and checks a notebook; every cell has an id afterwards, so that it can be written as 4.5. */
export function readNotebook(path: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(readFileBytes(path)));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw notebookError(path, `it is not JSON (${cause.message})`, cause);
    throw cause;
  }
  const notebook = value as Partial<Notebook>;
  if (typeof value !== "object" || value === null || !Array.isArray(notebook.cells)) {
    throw notebookError(path, "it has no list of cells");
  }
  if (notebook.nbformat !== 4) throw notebookError(path, `it has format ${notebook.nbformat}; format 4 is read`);
  notebook.cells.forEach((cell, i) => {
    const isKnown = ["code", "markdown", "raw"].includes(cell?.cell_type);
    const source = cell?.source;
    const isText =
      typeof source === "string" || (Array.isArray(source) && source.every((line) => typeof line === "string"));
    if (!isKnown || !isText) throw notebookError(path, `cell ${i + 1} has no known type or no source`);
    cell.id ??= randomBytes(4).toString("hex");
    cell.metadata ??= {};
    if (cell.cell_type === "code" && !Array.isArray(cell.outputs)) cell.outputs = [];
  });
  return { ...notebook, cells: notebook.cells, metadata: notebook.metadata ?? {}, nbformat: 4, nbformat_minor: 5 };
}

/** One space of indentation and lists of lines, as Jupyter writes notebooks, so that differences stay small. */
export function writeNotebook(path: string, notebook: Notebook): void {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(textOf(cell.source)),
    ...(cell.outputs === undefined ? {} : { outputs: cell.outputs.map(splitOutput) }),
  }));
  writeFileAtomic(path, `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
}

/** nbformat allows a text as a string or as a list of lines that keep their ends. */
export function textOf(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}

function splitOutput(output: Output): Output {
  if (output.output_type === "stream") return { ...output, text: lines(textOf(output.text)) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([mime, value]) => {
    const isText = typeof value === "string" && (mime.startsWith("text/") || mime === "image/svg+xml");
    return [mime, isText ? lines(value) : value] as const;
  });
  return { ...output, data: Object.fromEntries(data) };
}

function lines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function notebookError(path: string, reason: string, cause?: unknown): ReticleError {
  return new ReticleError("FormatError", "notebook", `${path} is not a Jupyter notebook: ${reason}`, { cause });
}
