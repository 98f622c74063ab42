/**
 * The language server's answers, without the way they travel: editors ask by the Language Server Protocol, tests by calls.
 * Every question is answered from the newest text, also where parts of it cannot be read.
 */
import { ReticleError } from "../../errors.ts";
import { paletteColor } from "../../view/index.ts";
import { functions, type ImportReader, type LoadedProgram, loadModules, methods } from "../check/index.ts";
import { compilePls } from "../compile.ts";
import { type Diagnostic, Reporter, type Span } from "../diagnostics/index.ts";
import { formatPls } from "../format/format-pls.ts";
import { completions, openCall, signatureOf } from "./completion.ts";
import { PlsDocument, rangeOf } from "./document.ts";
import { hoverText } from "./hover.ts";
import { NameSearch } from "./name-search.ts";
import { outlineOf } from "./program-outline.ts";
import type {
  LspCompletion,
  LspDiagnostic,
  LspLocation,
  LspPosition,
  LspRange,
  LspSymbol,
  LspTextEdit,
} from "./protocol.ts";
import { refusalOf, renameEdits } from "./rename.ts";

/** Files by path, and the addresses that editors have for them. */
export interface LanguageHost extends ImportReader {
  pathOf(uri: string): string;
  uriOf(path: string): string;
  /** Programs of the workspace, or of the folders of open files where there is none. */
  programs(open: readonly string[]): readonly string[];
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

  /** Open programs that import a file, directly or not. */
  importersOf(uri: string): readonly string[] {
    const path = this.#host.pathOf(uri);
    return [...this.#documents.values()]
      .filter((one) => one.path !== path && one.hasImports)
      .filter((one) => this.#loaded(one).modules.some(({ source }) => source.name === path))
      .map((one) => one.uri);
  }

  /** By file: errors of an import belong to the import. A file without any has an empty list. */
  diagnostics(uri: string): ReadonlyMap<string, readonly LspDiagnostic[]> {
    const document = this.#document(uri);
    const { diagnostics } = this.#compiled(document);
    const found = new Map<string, LspDiagnostic[]>([[uri, []]]);
    for (const one of diagnostics) {
      // Where the compiler itself may go on.
      if (one.code === "limit") continue;
      const place = this.#uriOf(one.span.source.name);
      found.set(place, [...(found.get(place) ?? []), this.#diagnostic(one)]);
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
    if (occurrence?.kind === "namespace") {
      const imported = this.#loaded(document).main.namespaces.get(occurrence.name);
      return imported ? this.#location({ source: imported.source, start: 0, end: 0 }) : null;
    }
    const names = new NameSearch(document.path, [], this.#reader).at(document.offset(position));
    const defined = names.find((one) => one.occurrence.isDefinition);
    return defined === undefined ? null : this.#location(defined);
  }

  /** In this file, in its imports, and in the programs of the workspace that import it. */
  references(
    uri: string,
    position: LspPosition,
    { withDefinition = true }: { readonly withDefinition?: boolean } = {},
  ): LspLocation[] {
    const document = this.#document(uri);
    const found = this.#names(document, this.#reader).at(document.offset(position));
    return found
      .filter(({ occurrence }) => withDefinition || !occurrence.isDefinition)
      .map((one) => this.#location(one));
  }

  /** Those of `references` that are in this file. */
  highlights(uri: string, position: LspPosition): { readonly range: LspRange }[] {
    const document = this.#document(uri);
    const names = new NameSearch(document.path, [], this.#reader).at(document.offset(position));
    return names.filter(({ source }) => source.name === document.path).map((one) => ({ range: rangeOf(one) }));
  }

  /** What a rename would change, for an editor that asks before it asks for the name; null where nothing can be renamed. */
  prepareRename(uri: string, position: LspPosition): { readonly range: LspRange; readonly placeholder: string } | null {
    const document = this.#document(uri);
    const occurrence = document.occurrenceAt(position);
    const names = this.#names(document, this.#reader).at(document.offset(position));
    if (occurrence === null || refusalOf(names) !== null) return null;
    return { range: document.range(occurrence.start, occurrence.end), placeholder: occurrence.name };
  }

  /** Throws a PlsError for what has no name of its own, for a name that is none, and where another thing has it. */
  rename(uri: string, position: LspPosition, newName: string): { readonly changes: Record<string, LspTextEdit[]> } {
    const document = this.#document(uri);
    const search = (reader: ImportReader) => this.#names(document, reader);
    const edits = renameEdits(
      { path: document.path, offset: document.offset(position), newName },
      search,
      this.#reader,
    );
    const changes: Record<string, LspTextEdit[]> = {};
    for (const { source, start, end, newText } of edits)
      (changes[this.#uriOf(source.name)] ??= []).push({ range: rangeOf({ source, start, end }), newText });
    return { changes };
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

  #names({ path }: PlsDocument, reader: ImportReader): NameSearch {
    const open = [...this.#documents.values()].map((one) => one.path);
    return new NameSearch(path, [...open, ...this.#host.programs(open)], reader);
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

  #diagnostic({ severity, code, message, span, notes, hint }: Diagnostic): LspDiagnostic {
    return {
      range: rangeOf(span),
      severity: severity === "error" ? 1 : 2,
      code,
      source: "pls",
      message: hint === null ? message : `${message}\n${hint}`,
      relatedInformation: notes.map((note) => ({
        location: this.#location(note.span),
        message: note.message,
      })),
    };
  }

  /** As the editor calls an open file; it may write the address in another way than the host. */
  #uriOf(path: string): string {
    for (const document of this.#documents.values()) if (document.path === path) return document.uri;
    return this.#host.uriOf(path);
  }

  #location(span: Span): LspLocation {
    return { uri: this.#uriOf(span.source.name), range: rangeOf(span) };
  }
}
