/** `reticle pls --lsp`: the language server on standard input and output (Language Server Protocol 3.17). */
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isReticleError } from "../../errors.ts";
import { fileReader, LanguageSession, type LspDiagnostic } from "../../pls/index.ts";
import { packageVersion } from "../version.ts";
import { findPrograms } from "./find-programs.ts";
import { type RpcMessage, RpcStream, rpcBytes } from "./rpc-stream.ts";

/** After the last key, ms: a program is compiled when its author pauses. */
const pause = 60;

const invalidRequest = -32600;
const unknownMethod = -32601;
const invalidParams = -32602;
const internalError = -32603;

interface Folder {
  readonly uri: string;
}

interface Params {
  readonly textDocument?: { readonly uri: string; readonly text?: string };
  readonly contentChanges?: readonly { readonly text: string }[];
  readonly position?: { readonly line: number; readonly character: number };
  readonly newName?: string;
  readonly context?: { readonly includeDeclaration?: boolean };
  readonly workspaceFolders?: readonly Folder[] | null;
  readonly rootUri?: string | null;
  readonly event?: { readonly added?: readonly Folder[]; readonly removed?: readonly Folder[] };
  readonly capabilities?: {
    readonly workspace?: { readonly didChangeWatchedFiles?: { readonly dynamicRegistration?: boolean } };
  };
}

function pathOf(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri) : resolve(uri.replace(/^.*[:/]/, ""));
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
  /** Paths. */
  readonly #folders = new Set<string>();
  readonly #session = new LanguageSession({
    ...fileReader,
    pathOf,
    uriOf: (path) => pathToFileURL(path).href,
    programs: (open) =>
      this.#folders.size > 0
        ? findPrograms([...this.#folders], { isDeep: true })
        : findPrograms([...new Set(open.map((path) => dirname(path)))], { isDeep: false }),
  });
  readonly #send: (message: RpcMessage) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** What each open program says of itself and of its imports; a file is told what all of them say. */
  readonly #found = new Map<string, ReadonlyMap<string, readonly LspDiagnostic[]>>();
  /** Whether the editor can be asked to watch files. */
  #canWatch = false;

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
        this.#canWatch = params.capabilities?.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
        this.#addFolders(params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : []));
        return { capabilities, serverInfo: { name: "reticle pls", version: packageVersion() } };
      case "initialized":
        if (this.#canWatch) this.#send({ id: "watch", method: "client/registerCapability", params: watching });
        return null;
      case "workspace/didChangeWorkspaceFolders":
        for (const { uri: gone } of params.event?.removed ?? []) this.#folders.delete(pathOf(gone));
        this.#addFolders(params.event?.added ?? []);
        return null;
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
        for (const one of session.importersOf(uri)) this.#diagnoseSoon(one);
        return null;
      case "textDocument/didChange":
        session.open(uri, params.contentChanges?.at(-1)?.text ?? "");
        this.#diagnoseSoon(uri);
        for (const one of session.importersOf(uri)) this.#diagnoseSoon(one);
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
        return session.references(uri, position, { withDefinition: params.context?.includeDeclaration !== false });
      case "textDocument/documentHighlight":
        return session.highlights(uri, position);
      case "textDocument/prepareRename":
        return session.prepareRename(uri, position);
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

  #addFolders(folders: readonly Folder[]): void {
    for (const { uri } of folders) if (uri.startsWith("file:")) this.#folders.add(pathOf(uri));
  }

  #diagnose(uri: string): void {
    if (!this.#session.openUris.includes(uri)) return;
    this.#replace(uri, this.#session.diagnostics(uri));
  }

  #forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const importers = this.#session.importersOf(uri);
    this.#session.close(uri);
    this.#replace(uri, new Map());
    // They see the file as it is on the disk now.
    for (const one of importers) this.#diagnoseSoon(one);
  }

  /** Tells of each file that a program spoke of, or speaks of now. */
  #replace(uri: string, found: ReadonlyMap<string, readonly LspDiagnostic[]>): void {
    const files = new Set([...(this.#found.get(uri)?.keys() ?? []), ...found.keys()]);
    this.#found.set(uri, found);
    if (found.size === 0) this.#found.delete(uri);
    for (const file of files) {
      const all = [...this.#found.values()].flatMap((one) => one.get(file) ?? []);
      // An import's own mistake is found by each of its programs.
      const once = new Map(all.map((one) => [JSON.stringify([one.code, one.range, one.message]), one]));
      this.#publish(file, [...once.values()]);
    }
  }

  #publish(uri: string, diagnostics: readonly unknown[]): void {
    this.#send({ method: "textDocument/publishDiagnostics", params: { uri, diagnostics } });
  }
}

const watching = {
  registrations: [
    {
      id: "programs",
      method: "workspace/didChangeWatchedFiles",
      registerOptions: { watchers: [{ globPattern: "**/*.pls" }] },
    },
  ],
};

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
  renameProvider: { prepareProvider: true },
  documentFormattingProvider: true,
  documentSymbolProvider: true,
  colorProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
