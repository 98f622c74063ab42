/**
 * The language server's answers, without the way they travel: editors ask by the Language Server Protocol, tests by calls.
 * Every question is answered from the newest text, also where parts of it cannot be read.
 */
import { ReticleError } from "../../errors.ts";
import { paletteColor } from "../../view/index.ts";
import { functions, type ImportReader, type LoadedProgram, loadModules, type Module, methods } from "../check/index.ts";
import { compilePls } from "../compile.ts";
import { type Diagnostic, Reporter } from "../diagnostics/index.ts";
import { formatPls } from "../format/format-pls.ts";
import { isNameText } from "../syntax/index.ts";
import { completions, openCall, signatureOf } from "./completion.ts";
import { PlsDocument, rangeOf } from "./document.ts";
import { hoverText } from "./hover.ts";
import type { Occurrence } from "./occurrences.ts";
import { outlineOf } from "./program-outline.ts";
import type { LspCompletion, LspDiagnostic, LspLocation, LspPosition, LspSymbol, LspTextEdit } from "./protocol.ts";

/** Files by path, and the addresses that editors have for them. */
export interface LanguageHost extends ImportReader {
  pathOf(uri: string): string;
  uriOf(path: string): string;
}

/** Less than a compiler may take: an editor waits. */
const limits = { steps: 1e6, vertices: 4e6 };

export class LanguageSession {
  readonly #host: LanguageHost;
  readonly #documents = new Map<string, PlsDocument>();

  constructor(host: LanguageHost) {
    this.#host = host;
  }

  open(uri: string, text: string): void {
    this.#documents.set(uri, new PlsDocument(uri, this.#host.pathOf(uri), text));
  }
  close(uri: string): void {
    this.#documents.delete(uri);
  }
  get openUris(): readonly string[] {
    return [...this.#documents.keys()];
  }

  /** By file: errors of an import belong to the import. A file without any has an empty list. */
  diagnostics(uri: string): ReadonlyMap<string, readonly LspDiagnostic[]> {
    const document = this.#document(uri);
    const { diagnostics } = this.#compiled(document);
    const found = new Map<string, LspDiagnostic[]>([[uri, []]]);
    for (const one of diagnostics) {
      // Where the compiler itself may go on.
      if (one.code === "limit") continue;
      const place = this.#uriOf(one.span.source.name, document);
      found.set(place, [...(found.get(place) ?? []), this.#diagnostic(one, document)]);
    }
    return found;
  }

  completion(uri: string, position: LspPosition): LspCompletion[] {
    const document = this.#document(uri);
    const { main: module, symbols } = this.#loaded(document);
    const names = symbols.map(({ name, pattern }) => pattern?.plain ?? name);
    return completions({ document, module, symbols: names }, document.offset(position));
  }

  signatureHelp(uri: string, position: LspPosition) {
    const document = this.#document(uri);
    const call = openCall(document.source.text.slice(0, document.offset(position)));
    const { main: module } = this.#loaded(document);
    const signature = call === null ? undefined : signatureOf(call, module);
    if (call === null || signature === undefined) return null;
    const builtin = [functions.get(call.name), methods.get(call.name)].find((one) => one === signature);
    const forms = builtin?.forms ?? [`${signature.name}(${signature.parameters.join(", ")})`];
    const parameters = signature.parameters.map((label) => ({ label }));
    return {
      signatures: forms.map((label) => ({
        label,
        documentation: builtin?.about,
        parameters: label.includes("=") ? [] : parameters,
      })),
      activeSignature: 0,
      activeParameter: call.index,
    };
  }

  hover(uri: string, position: LspPosition) {
    const document = this.#document(uri);
    const occurrence = document.occurrenceAt(position);
    if (occurrence === null) return null;
    const compiled = this.#compiled(document);
    const values = new Map(
      compiled.globals.flatMap(({ name, value }) =>
        value === null ? [] : [[name, typeof value === "string" ? `"${value}"` : String(value)]],
      ),
    );
    const layerNumbers = new Map(compiled.layers.map(({ name, number }) => [name, number]));
    const { main: module } = this.#loaded(document);
    const value = hoverText(occurrence, { module, values, layerNumbers });
    return value === null
      ? null
      : { contents: { kind: "markdown", value }, range: document.range(occurrence.start, occurrence.end) };
  }

  definition(uri: string, position: LspPosition): LspLocation | null {
    const document = this.#document(uri);
    const occurrence = document.occurrenceAt(position);
    if (occurrence === null) return null;
    const own = document.occurrences.find(({ key, isDefinition }) => isDefinition && key === occurrence.key);
    if (own !== undefined && occurrence.kind !== "namespace") return { uri, range: document.range(own.start, own.end) };
    const { main: module, symbols } = this.#loaded(document);
    if (occurrence.kind === "namespace") {
      const imported = module.namespaces.get(occurrence.name);
      return imported ? this.#location(imported, { start: 0, end: 0 }) : null;
    }
    if (occurrence.kind === "external") {
      const shape = module.namespaces.get(occurrence.namespace!)?.shapes.get(occurrence.name);
      return shape === undefined ? null : this.#location(shape.module, shape.section.name);
    }
    if (occurrence.kind === "symbol") {
      const symbol = symbols.find(
        ({ name, pattern }) => name === occurrence.name || pattern?.plain === occurrence.name,
      );
      return symbol === undefined ? null : this.#location(symbol.module, symbol.section.name);
    }
    return null;
  }

  references(uri: string, position: LspPosition): LspLocation[] {
    const document = this.#document(uri);
    return this.#same(document, position).map(({ start, end }) => ({ uri, range: document.range(start, end) }));
  }

  /** Throws a PlsError for what has no name of its own, and for a name that is none. */
  rename(uri: string, position: LspPosition, newName: string): { readonly changes: Record<string, LspTextEdit[]> } {
    const document = this.#document(uri);
    const occurrence = document.occurrenceAt(position);
    const same = this.#same(document, position);
    const fixed = ["function", "method", "external"];
    if (occurrence === null || fixed.includes(occurrence.kind) || !same.some(({ isDefinition }) => isDefinition))
      throw new ReticleError("PlsError", "rename", "what stands here is not defined in this program");
    if (same.some(({ name }) => name.includes("{")))
      throw new ReticleError(
        "PlsError",
        "rename",
        "the name of a parametric symbol is a pattern; change it where it is written",
      );
    if (!isNameText(newName)) throw new ReticleError("PlsError", "rename", `"${newName}" is no name`);
    if (occurrence.kind === "shape" && functions.has(newName))
      throw new ReticleError("PlsError", "rename", `"${newName}" is the name of a function`);
    const isAlias = (one: Occurrence) => one.end - one.start === one.name.length;
    if (!same.every(isAlias))
      throw new ReticleError("PlsError", "rename", "an import is called as its file; give it a name with AS");
    const edits: LspTextEdit[] = same.map(({ start, end }) => ({
      range: document.range(start, end),
      newText: newName,
    }));
    return { changes: { [uri]: edits } };
  }

  formatting(uri: string): LspTextEdit[] | null {
    const document = this.#document(uri);
    const before = document.source.text;
    const { text } = formatPls(before);
    if (text === null || text === before) return text === null ? null : [];
    return [{ range: document.range(0, before.length), newText: text }];
  }

  documentSymbols(uri: string): LspSymbol[] {
    return outlineOf(this.#document(uri));
  }

  /** The colours that pictures give the layers, at their LAYER lines. */
  documentColors(uri: string) {
    const document = this.#document(uri);
    const { layout, layers } = this.#compiled(document);
    if (layout === null) return [];
    const shown = layout.layers().map((one) => one.layer);
    const numbers = new Map(layers.map(({ name, number }) => [name, number]));
    return document.program.sections.flatMap((section) => {
      if (section.kind !== "layer") return [];
      const index = shown.indexOf(section.number?.value ?? numbers.get(section.name!.name) ?? -1);
      if (index < 0) return [];
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(paletteColor(index).slice(at, at + 2), 16) / 255);
      const { start, end } = section.number ?? section.name!;
      return [{ range: document.range(start, end), color: { red, green, blue, alpha: 1 } }];
    });
  }

  #document(uri: string): PlsDocument {
    const document = this.#documents.get(uri);
    if (document !== undefined) return document;
    throw new ReticleError("PlsError", "not-open", `${uri} is not open`);
  }

  #same(document: PlsDocument, position: LspPosition): readonly Occurrence[] {
    const occurrence = document.occurrenceAt(position);
    return occurrence === null ? [] : document.occurrences.filter(({ key }) => key === occurrence.key);
  }

  /** Open files as they are in the editor, others from the disk. */
  get #reader(): ImportReader {
    const open = new Map([...this.#documents.values()].map(({ path, source }) => [path, source.text]));
    return {
      resolve: (from, path) => this.#host.resolve(from, path),
      read: (path) => open.get(path) ?? this.#host.read(path),
    };
  }

  #loaded({ source, path }: PlsDocument): LoadedProgram {
    return loadModules(source, path, this.#reader, new Reporter(), new Map());
  }

  #compiled({ source, path }: PlsDocument) {
    return compilePls(source.text, { file: path, limits, reader: this.#reader });
  }

  #diagnostic({ severity, code, message, span, notes, hint }: Diagnostic, document: PlsDocument): LspDiagnostic {
    return {
      range: rangeOf(span),
      severity: severity === "error" ? 1 : 2,
      code,
      source: "pls",
      message: hint === null ? message : `${message}\n${hint}`,
      relatedInformation: notes.map((note) => ({
        location: { uri: this.#uriOf(note.span.source.name, document), range: rangeOf(note.span) },
        message: note.message,
      })),
    };
  }

  #uriOf(path: string, document: PlsDocument): string {
    return path === document.path ? document.uri : this.#host.uriOf(path);
  }

  #location({ source }: Module, { start, end }: { readonly start: number; readonly end: number }): LspLocation {
    return { uri: this.#host.uriOf(source.name), range: rangeOf({ source, start, end }) };
  }
}
