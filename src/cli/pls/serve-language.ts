/** `reticle pls --lsp`: the language server on standard input and output (Language Server Protocol 3.17). */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isReticleError } from "../../errors.ts";
import { fileReader, LanguageSession } from "../../pls/index.ts";
import { packageVersion } from "../version.ts";
import { type RpcMessage, RpcStream, rpcBytes } from "./rpc-stream.ts";

/** After the last key, ms: a program is compiled when its author pauses. */
const pause = 60;

const invalidRequest = -32600;
const unknownMethod = -32601;
const invalidParams = -32602;
const internalError = -32603;

const host = {
  ...fileReader,
  pathOf: (uri: string) => (uri.startsWith("file:") ? fileURLToPath(uri) : resolve(uri.replace(/^.*[:/]/, ""))),
  uriOf: (path: string) => pathToFileURL(path).href,
};

interface Params {
  readonly textDocument?: { readonly uri: string; readonly text?: string };
  readonly contentChanges?: readonly { readonly text: string }[];
  readonly position?: { readonly line: number; readonly character: number };
  readonly newName?: string;
}

/** Ends with the exit code that the protocol wants: 0 after `shutdown`, else 1. */
export function serveLanguage(): Promise<number> {
  const server = new LanguageServer((message) => process.stdout.write(rpcBytes(message)));
  const stream = new RpcStream();
  return new Promise((done) => {
    process.stdin.on("data", (piece: Buffer) => {
      for (const message of stream.take(piece)) {
        if (message?.method === "exit") {
          done(server.isShutDown ? 0 : 1);
          process.stdin.destroy();
          return;
        }
        server.take(message);
      }
    });
    process.stdin.on("end", () => done(server.isShutDown ? 0 : 1));
  });
}

class LanguageServer {
  isShutDown = false;
  readonly #session = new LanguageSession(host);
  readonly #send: (message: RpcMessage) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Files that have been told of, so that they can be cleared. */
  readonly #told = new Map<string, readonly string[]>();

  constructor(send: (message: RpcMessage) => void) {
    this.#send = send;
  }

  take(message: RpcMessage | null): void {
    if (message === null) {
      this.#send({ id: null, error: { code: invalidRequest, message: "this is no message of the protocol" } });
      return;
    }
    const { id, method, params } = message;
    if (method === undefined) return;
    try {
      const result = this.#answer(method, (params ?? {}) as Params);
      if (id === undefined) return;
      if (result === undefined) this.#send({ id, error: { code: unknownMethod, message: `no method ${method}` } });
      else this.#send({ id, result });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (id === undefined) return;
      const code = isReticleError(error) ? invalidParams : internalError;
      this.#send({ id, error: { code, message: text } });
    }
  }

  /** Undefined for a method that is not known. */
  #answer(method: string, params: Params): unknown {
    const uri = params.textDocument?.uri ?? "";
    const position = params.position ?? { line: 0, character: 0 };
    const session = this.#session;
    switch (method) {
      case "initialize":
        return { capabilities, serverInfo: { name: "reticle pls", version: packageVersion() } };
      case "initialized":
      case "$/cancelRequest":
      case "$/setTrace":
      case "workspace/didChangeConfiguration":
        return null;
      case "workspace/didChangeWatchedFiles":
      case "textDocument/didSave":
        for (const one of session.openUris) this.#diagnoseSoon(one);
        return null;
      case "shutdown":
        this.isShutDown = true;
        return null;
      case "textDocument/didOpen":
        session.open(uri, params.textDocument?.text ?? "");
        this.#diagnose(uri);
        return null;
      case "textDocument/didChange":
        session.open(uri, params.contentChanges?.at(-1)?.text ?? "");
        this.#diagnoseSoon(uri);
        return null;
      case "textDocument/didClose":
        this.#forget(uri);
        return null;
      case "textDocument/completion":
        return session.completion(uri, position);
      case "textDocument/signatureHelp":
        return session.signatureHelp(uri, position);
      case "textDocument/hover":
        return session.hover(uri, position);
      case "textDocument/definition":
        return session.definition(uri, position);
      case "textDocument/references":
        return session.references(uri, position);
      case "textDocument/documentHighlight":
        return session.references(uri, position).map(({ range }) => ({ range }));
      case "textDocument/rename":
        return session.rename(uri, position, params.newName ?? "");
      case "textDocument/formatting":
        return session.formatting(uri);
      case "textDocument/documentSymbol":
        return session.documentSymbols(uri);
      case "textDocument/documentColor":
        return session.documentColors(uri);
      case "textDocument/colorPresentation":
        // Colours are those of pictures; the program does not say them.
        return [];
      default:
        return undefined;
    }
  }

  #diagnoseSoon(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => this.#diagnose(uri), pause),
    );
  }

  #diagnose(uri: string): void {
    if (!this.#session.openUris.includes(uri)) return;
    const found = this.#session.diagnostics(uri);
    for (const old of this.#told.get(uri) ?? []) if (!found.has(old)) this.#publish(old, []);
    for (const [file, diagnostics] of found) this.#publish(file, diagnostics);
    this.#told.set(uri, [...found.keys()]);
  }

  #forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#session.close(uri);
    for (const old of this.#told.get(uri) ?? []) this.#publish(old, []);
    this.#told.delete(uri);
  }

  #publish(uri: string, diagnostics: readonly unknown[]): void {
    this.#send({ method: "textDocument/publishDiagnostics", params: { uri, diagnostics } });
  }
}

const capabilities = {
  positionEncoding: "utf-16",
  // The whole text at each change: programs are short.
  textDocumentSync: { openClose: true, change: 1, save: true },
  completionProvider: { triggerCharacters: [".", "("] },
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: true,
  documentFormattingProvider: true,
  documentSymbolProvider: true,
  colorProvider: true,
};
