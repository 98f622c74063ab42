/** One kernel a test file, in an empty folder of its own, and short ways to ask it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { type ExecuteOptions, KernelClient, type Output, type StartOptions } from "../../kernel/client/index.ts";

/** Generous: other work may be running on the machine. */
export const patience = 120_000;

export interface KernelUnderTest {
  readonly client: KernelClient;
  /** The notebook's folder. */
  readonly folder: string;
  write(name: string, text: string): void;
  outputs(code: string, options?: ExecuteOptions): Promise<Output[]>;
  /** The text/plain of the cell's result, or null where it shows none. */
  shows(code: string): Promise<string | null>;
  /** The text of one stream. */
  prints(code: string, stream?: "stdout" | "stderr"): Promise<string>;
  /** The error's traceback without colours, joined. */
  fails(code: string): Promise<string>;
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "reticle-test-"));
}

/** Starts a kernel before the tests of this file and ends it after them. */
export function kernelForFile(options: Partial<StartOptions> = {}): KernelUnderTest {
  const folder = emptyFolder();
  let client: KernelClient;
  before(async () => {
    client = await KernelClient.start({ cwd: folder, timeoutMs: patience, ...options });
  });
  after(async () => {
    await client?.shutdown();
    rmSync(folder, { recursive: true, force: true });
  });
  const outputs = async (code: string, options: ExecuteOptions = {}) =>
    (await client.execute(code, { timeoutMs: patience, ...options })).outputs;
  return {
    get client() {
      return client;
    },
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
    outputs,
    async shows(code) {
      const all = await outputs(code);
      const failed = all.find((output) => output.output_type === "error");
      if (failed?.output_type === "error") throw new Error(plain(failed.traceback));
      const result = all.find((output) => output.output_type === "execute_result");
      return result?.output_type === "execute_result" ? String(result.data["text/plain"]) : null;
    },
    async prints(code, stream = "stdout") {
      const all = await outputs(code);
      return all
        .map((output) => (output.output_type === "stream" && output.name === stream ? output.text : ""))
        .join("");
    },
    async fails(code) {
      const failed = (await outputs(code)).find((output) => output.output_type === "error");
      if (failed?.output_type !== "error") throw new Error(`no error came from ${code}`);
      return plain(failed.traceback);
    },
  };
}

/** A kernel of its own for one test, in an empty folder; also one that the test ends in its own way. */
export async function withKernel(work: (client: KernelClient, folder: string) => Promise<void>): Promise<void> {
  const folder = emptyFolder();
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience });
  try {
    await work(client, folder);
  } finally {
    await client.shutdown();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a reader sees of results and errors, joined; of streams, too, where that is asked for. */
export function seen(outputs: readonly Output[], streams = false): string {
  const texts = outputs.map((output) => {
    if (output.output_type === "execute_result") return String(output.data["text/plain"]);
    if (output.output_type === "error") return plain(output.traceback);
    return streams && output.output_type === "stream" ? output.text : "";
  });
  return texts.join("");
}

export function plain(traceback: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return traceback.join("\n").replace(/\u001b\[\d+m/g, "");
}
