/**
 * The language server of a notebook's folder with the documents that are open in it. It is started when it is first
 * needed; one that has died is started anew at the next need and gets the same documents.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LanguageConnection } from "./connection.ts";
import { languageServerCommand } from "./executable.ts";
import { globalsName, globalsText, projectConfig } from "./project.ts";

/** A start that takes longer, ms, has failed. */
const startDeadline = 30_000;
/** After so many starts in a row that failed there are no more. */
const mostFailures = 3;

const capabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    completion: { completionItem: { documentationFormat: ["markdown"] } },
    hover: { contentFormat: ["markdown"] },
    diagnostic: {},
  },
};

export interface FileChange {
  readonly path: string;
  readonly type: "created" | "changed" | "deleted";
}

const changeTypes = { created: 1, changed: 2, deleted: 3 } as const;

export class LanguageServer {
  readonly #folder: string;
  readonly #documents = new Map<string, { text: string; version: number }>();
  /** Of the server that has been told of all documents. */
  #connection: LanguageConnection | null = null;
  /** The newest server, which may still be starting. */
  #newest: LanguageConnection | null = null;
  #starting: Promise<LanguageConnection | null> | null = null;
  #failures = 0;
  #isClosed = false;
  /** Another number whenever the same question may have another answer. */
  epoch = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get isRunning(): boolean {
    return this.#connection?.isOpen === true;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.#folder, name)).href;
  }

  /** The document as it is from now on, whether the server runs or not. Drafts change nothing for other documents. */
  write(name: string, text: string, isDraft = false): void {
    const known = this.#documents.get(name);
    if (known?.text === text) return;
    if (!isDraft) this.epoch++;
    const document = { text, version: (known?.version ?? 0) + 1 };
    this.#documents.set(name, document);
    if (this.#connection === null) return;
    if (known === undefined) this.#open(this.#connection, name, document);
    else {
      const textDocument = { uri: this.uri(name), version: document.version };
      this.#connection.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
    }
  }

  remove(name: string): void {
    if (!this.#documents.delete(name)) return;
    this.epoch++;
    this.#connection?.notify("textDocument/didClose", { textDocument: { uri: this.uri(name) } });
  }

  /** Files on disk that are not as the server may have read them. */
  changed(changes: readonly FileChange[]): void {
    if (changes.length === 0) return;
    this.epoch++;
    const list = changes.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type: changeTypes[type] }));
    this.#connection?.notify("workspace/didChangeWatchedFiles", { changes: list });
  }

  /** Null where there is no answer within `deadline` ms, the server's start included. */
  async request<T>(method: string, params: unknown, deadline: number): Promise<T | null> {
    const end = performance.now() + deadline;
    const connection = await Promise.race([this.#connected(), pause(deadline)]);
    return connection === null ? null : connection.request<T>(method, params, Math.max(end - performance.now(), 1));
  }

  /** Ends a server that does not answer, so that the next need starts another. */
  giveUp(): void {
    this.#newest?.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#newest?.close();
  }

  #connected(): Promise<LanguageConnection | null> {
    if (this.#connection?.isOpen === true) return Promise.resolve(this.#connection);
    if (this.#isClosed) return Promise.resolve(null);
    this.#starting ??= this.#connect().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #connect(): Promise<LanguageConnection | null> {
    this.#connection = null;
    this.epoch++;
    if (this.#failures >= mostFailures) return null;
    this.#failures++;
    let connection: LanguageConnection;
    try {
      connection = new LanguageConnection(await languageServerCommand());
    } catch {
      return null;
    }
    this.#newest = connection;
    if (this.#isClosed) connection.close();
    const rootUri = pathToFileURL(this.#folder).href;
    const parameters = { processId: process.pid, rootUri, capabilities };
    if ((await connection.request("initialize", parameters, startDeadline)) === null) {
      connection.close();
      return null;
    }
    this.#failures = 0;
    connection.notify("initialized", {});
    this.#open(connection, "tsconfig.json", { text: projectConfig(this.#folder), version: 1 }, "json");
    this.#open(connection, globalsName, { text: globalsText, version: 1 });
    for (const [name, document] of this.#documents) this.#open(connection, name, document);
    this.#connection = connection;
    return connection;
  }

  #open(
    connection: LanguageConnection,
    name: string,
    { text, version }: { text: string; version: number },
    languageId = "typescript",
  ): void {
    const textDocument = { uri: this.uri(name), languageId, version, text };
    connection.notify("textDocument/didOpen", { textDocument });
  }
}

function pause(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
