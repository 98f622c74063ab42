/** A JupyterLab of the reference Python with the kernel in it, in a folder of its own, and a Chromium that looks at it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { writeKernelspec } from "../../kernel/install.ts";
import { temporaryFolder } from "../cli/support.ts";
import { chromiumPath, projectRoot, referencePython } from "../support/project.ts";

/** Generous: other work may be running on the machine. */
export const patience = 60_000;

/** For `test(name, { skip })`: a reason where JupyterLab or the browser is missing. */
export const withoutLab = ((): string | false => {
  if (chromiumPath() === null) return "no Chromium (RETICLE_CHROMIUM or PATH)";
  const python = referencePython();
  if (python === null) return "no reference Python (RETICLE_PYTHON or .venv)";
  return spawnSync(python, ["-m", "jupyterlab", "--version"]).status === 0 ? false : "no JupyterLab in that Python";
})();

export interface LabUnderTest {
  /** What JupyterLab shows as its root. */
  readonly folder: string;
  /** Makes a notebook of these code cells and opens it; its kernel is ready. */
  notebook(name: string, cells: readonly string[]): Promise<NotebookPage>;
  /** Makes a text file and opens it in the editor. */
  file(name: string, text: string): Promise<Page>;
  /** Opens a notebook that lies in the folder. */
  open(path: string): Promise<NotebookPage>;
}

/** Starts the server and the browser before the tests of this file and ends them after. */
export function labForFile(): LabUnderTest {
  const folder = temporaryFolder();
  let server: ChildProcess;
  let browser: Browser;
  let address: string;
  before(async () => {
    if (withoutLab !== false) return;
    address = `http://127.0.0.1:${await freePort()}`;
    server = startServer(folder, new URL(address).port);
    await answers(`${address}/api/status`, server);
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: chromiumPath()!, args });
  });
  after(async () => {
    await browser?.close();
    if (server?.pid === undefined || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    // Ends its kernels, too.
    server.kill("SIGTERM");
    await gone;
  });
  const pageOf = async (path: string): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(patience);
    await page.goto(`${address}/doc/tree/${path}`);
    return page;
  };
  const open = async (path: string): Promise<NotebookPage> => {
    const page = await pageOf(path);
    // The notebook's own indicator says idle before there is a kernel.
    await page.getByText(/^TypeScript \(Reticle\) \| Idle$/).waitFor();
    return new NotebookPage(page);
  };
  return {
    folder,
    open,
    async file(name, text) {
      writeFileSync(join(folder, name), text);
      const page = await pageOf(name);
      await page.locator(".jp-FileEditor .cm-line").first().waitFor();
      return page;
    },
    notebook(name, cells) {
      writeFileSync(join(folder, name), JSON.stringify(notebookOf(cells)));
      return open(name);
    },
  };
}

/** What a reader does with one notebook. Cells count from 0. */
export class NotebookPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  cell(index: number) {
    return this.page.locator(".jp-Notebook .jp-CodeCell").nth(index);
  }

  /** Waits until the kernel has nothing to do. */
  async idle(): Promise<void> {
    await this.page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]');
  }

  /** Puts the cursor at the end of a cell. */
  async edit(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+End");
  }

  /** Runs one cell and waits for its number; returns the text below it. */
  async run(index: number): Promise<string> {
    await this.start(index);
    await this.ended(index);
    return this.output(index);
  }

  /** Runs one cell and does not wait. */
  async start(index: number): Promise<void> {
    await this.edit(index);
    await this.page.keyboard.press("Control+Enter");
  }

  async ended(index: number): Promise<void> {
    const prompt = this.cell(index).locator(".jp-InputPrompt");
    await this.page.waitForFunction(
      (element) => /\[\d+\]/.test(element?.textContent ?? ""),
      await prompt.elementHandle(),
    );
    await this.idle();
  }

  async output(index: number): Promise<string> {
    return (await this.cell(index).locator(".jp-OutputArea-output").allInnerTexts()).join("\n");
  }

  async menu(...labels: readonly [string, string]): Promise<void> {
    await this.page.click(`.lm-MenuBar-itemLabel:text-is("${labels[0]}")`);
    await this.page.click(`.lm-Menu-itemLabel:text-is("${labels[1]}")`);
  }

  /** Into out/lab, for a person to look at. */
  async screenshot(name: string): Promise<void> {
    const folder = join(projectRoot, "out", "lab");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

function notebookOf(cells: readonly string[]): object {
  const code = (source: string, i: number) => ({
    cell_type: "code",
    id: `cell-${i}`,
    source,
    metadata: {},
    execution_count: null,
    outputs: [],
  });
  const kernelspec = { name: "reticle", display_name: "TypeScript (Reticle)", language: "typescript" };
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: cells.map(code) };
}

const labSettings = {
  // Else a question about news lies over the page.
  "apputils-extension/notification.jupyterlab-settings": { fetchNews: "false" },
  // Cells out of sight stay in the page.
  "notebook-extension/tracker.jupyterlab-settings": { windowingMode: "none" },
  // The documentation of what would be completed stands beside it.
  "completer-extension/manager.jupyterlab-settings": { showDocumentationPanel: true },
};

/** Everything that Jupyter keeps goes into folders beside the notebooks, so that no setting of the user's counts. */
function startServer(folder: string, port: string): ChildProcess {
  const own = temporaryFolder();
  const env = {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(own, "config"),
    JUPYTER_DATA_DIR: join(own, "data"),
    JUPYTER_RUNTIME_DIR: join(own, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(own, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(own, "workspaces"),
    JUPYTER_PREFER_ENV_PATH: "0",
  };
  writeKernelspec({ env });
  for (const [file, content] of Object.entries(labSettings)) {
    const path = join(own, "settings", "@jupyterlab", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  }
  const settings = [
    "--no-browser",
    "--allow-root",
    `--port=${port}`,
    "--ServerApp.port_retries=0",
    "--ServerApp.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
  ];
  const args = ["-m", "jupyterlab", ...settings, `--ServerApp.root_dir=${folder}`];
  return spawn(referencePython()!, args, { env, stdio: ["ignore", "ignore", "pipe"] });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  let said = "";
  server.stderr?.on("data", (text) => {
    said += text;
  });
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`JupyterLab ended:\n${said}`);
    if (
      await fetch(url)
        .then((response) => response.ok)
        .catch(() => false)
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab does not answer:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
