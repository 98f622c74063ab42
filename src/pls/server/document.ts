/** An open program: its text, its tree, its names, and what lies at a position. */
import { Reporter, SourceFile, type Span } from "../diagnostics/index.ts";
import { type Program, parseProgram, type Section } from "../syntax/index.ts";
import { type Occurrence, occurrenceAt, occurrencesOf } from "./occurrences.ts";
import type { LspPosition, LspRange } from "./protocol.ts";

export class PlsDocument {
  readonly uri: string;
  /** Where the file lies, for imports. */
  readonly path: string;
  readonly source: SourceFile;
  readonly program: Program;
  readonly occurrences: readonly Occurrence[];

  constructor(uri: string, path: string, text: string) {
    this.uri = uri;
    this.path = path;
    this.source = new SourceFile(path, text);
    this.program = parseProgram(this.source, new Reporter());
    this.occurrences = occurrencesOf(this.program);
  }

  get hasImports(): boolean {
    return this.program.sections.some(({ kind }) => kind === "import");
  }

  offset({ line, character }: LspPosition): number {
    return this.source.offsetAt(line, character);
  }
  readonly range = (start: number, end: number): LspRange => rangeOf({ source: this.source, start, end });

  occurrenceAt(position: LspPosition): Occurrence | null {
    return occurrenceAt(this.occurrences, this.offset(position));
  }

  /** The section in which an offset lies, also where what follows cannot be read. */
  sectionAt(offset: number): Section | null {
    return this.program.sections.findLast(({ start }) => start <= offset) ?? null;
  }
}

export function rangeOf({ source, start, end }: Span): LspRange {
  const position = (offset: number): LspPosition => {
    const { line, column } = source.position(offset);
    return { line: line - 1, character: column - 1 };
  };
  return { start: position(start), end: position(Math.max(start, end)) };
}
