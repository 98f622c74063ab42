/** `reticle run NOTEBOOK`: executes a notebook through a kernel on real sockets, without Jupyter. */
import { dirname, resolve } from "node:path";
import { KernelClient } from "../../kernel/client/index.ts";
import { ReticleError } from "../errors.ts";
import { writeFileAtomic } from "../platform/index.ts";
import { type Command, commandLineError, parseCommandLine, say } from "./command.ts";
import { type Execution, executeNotebook } from "./notebook/execute.ts";
import { notebookToHtml } from "./notebook/html.ts";
import { type Notebook, readNotebook, textOf, writeNotebook } from "./notebook/nbformat.ts";

const options = {
  output: { type: "string", short: "o" },
  html: { type: "string" },
  timeout: { type: "string" },
  "allow-errors": { type: "boolean" },
} as const;

export const run: Command = {
  summary: "execute a notebook through the kernel",
  usage: `usage: reticle run NOTEBOOK.ipynb [-o OUT.ipynb] [--html OUT.html] [--timeout S] [--allow-errors]

Executes the code cells from top to bottom in a fresh kernel, in the notebook's folder, and writes the notebook with its
outputs. Without -o and --html it writes NOTEBOOK.out.ipynb beside the notebook.

  -o OUT.ipynb     the executed notebook (may be the notebook itself)
  --html OUT.html  one page that reads offline
  --timeout S      stop a cell that runs longer than S seconds
  --allow-errors   go on after a cell that throws, and exit 0

Exit code 1: a cell threw; everything was written all the same, with the error in it.`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["NOTEBOOK.ipynb"]);
    const [path] = positionals;
    const timeoutSeconds = values.timeout === undefined ? undefined : Number(values.timeout);
    if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) {
      throw commandLineError(`--timeout ${values.timeout} is not a number of seconds above 0`);
    }
    const html = values.html as string | undefined;
    const output =
      (values.output as string | undefined) ?? (html ? undefined : path.replace(/(\.ipynb)?$/, ".out.ipynb"));
    const notebook = readNotebook(path);
    const execution = await execute(notebook, path, { timeoutSeconds, goesOn: values["allow-errors"] === true });
    if (output !== undefined) {
      writeNotebook(output, notebook);
      say(`wrote ${output}`);
    }
    if (html !== undefined) {
      writeFileAtomic(html, notebookToHtml(notebook, titleOf(notebook, path)));
      say(`wrote ${html}`);
    }
    if (execution.failure === undefined) return 0;
    say(execution.failure);
    return values["allow-errors"] === true && !execution.kernelDied ? 0 : 1;
  },
};

async function execute(
  notebook: Notebook,
  path: string,
  { timeoutSeconds, goesOn }: { timeoutSeconds?: number; goesOn: boolean },
): Promise<Execution> {
  let kernel: KernelClient;
  try {
    kernel = await KernelClient.start({ cwd: dirname(resolve(path)) });
  } catch (cause) {
    throw new ReticleError("FormatError", "kernel", `the kernel did not start: ${(cause as Error).message}`, { cause });
  }
  const stop = () => void kernel.shutdown().finally(() => process.exit(130));
  process.once("SIGINT", stop);
  try {
    return await executeNotebook(notebook, kernel, { timeoutSeconds, goesOn, onProgress: say });
  } finally {
    process.removeListener("SIGINT", stop);
    await kernel.shutdown();
  }
}

/** The first heading, else the file's name. */
function titleOf(notebook: Notebook, path: string): string {
  for (const cell of notebook.cells) {
    const heading = cell.cell_type === "markdown" ? /^#+\s+(.+)$/m.exec(textOf(cell.source)) : null;
    if (heading) return heading[1].replace(/[*_`]/g, "");
  }
  return path;
}
