/** Executes a notebook's code cells in order and fills in their outputs. */
import { type Notebook, type NotebookCell, type Output, textOf } from "./nbformat.ts";

/** What is needed of a kernel's client (kernel/client). */
export interface NotebookKernel {
  readonly kernelInfo: Readonly<Record<string, unknown>>;
  execute(
    code: string,
    options: { stopOnError?: boolean },
  ): Promise<{ reply: Readonly<Record<string, unknown>>; outputs: readonly unknown[] }>;
  interrupt(): Promise<void>;
}

export interface ExecuteNotebookOptions {
  /** Seconds after which a cell is stopped; never where not given. */
  readonly timeoutSeconds?: number;
  /** Goes on after a cell that threw. */
  readonly goesOn?: boolean;
  readonly onProgress?: (line: string) => void;
}

export interface Execution {
  /** What went wrong first, in one sentence with the cell's number. */
  readonly failure?: string;
  readonly kernelDied: boolean;
}

/** Cells behind the one that stopped the run keep the outputs that they had. */
export async function executeNotebook(
  notebook: Notebook,
  kernel: NotebookKernel,
  { timeoutSeconds, goesOn = false, onProgress = () => {} }: ExecuteNotebookOptions,
): Promise<Execution> {
  notebook.metadata.kernelspec = { display_name: "TypeScript (Reticle)", language: "typescript", name: "reticle" };
  notebook.metadata.language_info = kernel.kernelInfo.language_info;
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code" && textOf(cell.source).trim() !== "");
  let failure: string | undefined;
  for (const [i, cell] of cells.entries()) {
    const started = performance.now();
    const place = `[${i + 1}/${cells.length}]`;
    let problem: string | undefined;
    try {
      problem = await executeCell(cell, kernel, timeoutSeconds);
    } catch (cause) {
      const died = `${place} ${(cause as Error).message}`;
      return { failure: failure ?? died, kernelDied: true };
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    onProgress(`${place} ${seconds.padStart(6)} s  ${firstLine(cell)}`);
    if (problem === undefined) continue;
    failure ??= `cell ${i + 1} failed: ${problem}`;
    if (!goesOn) break;
  }
  return { failure, kernelDied: false };
}

/** nbclient's: a cell with it is meant to fail. */
const failureTag = "raises-exception";

/** What went wrong, or nothing. Throws where the kernel is gone. */
async function executeCell(
  cell: NotebookCell,
  kernel: NotebookKernel,
  timeoutSeconds: number | undefined,
): Promise<string | undefined> {
  let isLate = false;
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true;
          // A kernel that is gone makes execute() fail, which tells more.
          kernel.interrupt().catch(() => {});
        }, timeoutSeconds * 1000);
  try {
    const mayFail = [cell.metadata.tags].flat().includes(failureTag);
    const { reply, outputs } = await kernel.execute(textOf(cell.source), { stopOnError: !mayFail });
    cell.outputs = outputs as Output[];
    cell.execution_count = (reply.execution_count as number | undefined) ?? null;
    if (isLate) return `it ran longer than ${timeoutSeconds} s and was stopped`;
    return reply.status === "ok" || mayFail ? undefined : `${reply.ename}: ${reply.evalue}`;
  } finally {
    clearTimeout(timer);
  }
}

/** The first line that says something: no comment, no import, where there is another. */
function firstLine(cell: NotebookCell): string {
  const lines = textOf(cell.source)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const line = lines.find((text) => !/^(\/\/|\/\*|import\b)/.test(text)) ?? lines[0];
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}
