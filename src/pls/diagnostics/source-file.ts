/** The text of one program with its name: where an offset lies as line and column, both from 1. */

export interface SourcePosition {
  /** One-based. */
  readonly line: number;
  /** One-based, in UTF-16 code units. */
  readonly column: number;
}

/** A piece of a source: offsets of its first character and of the one behind its last. */
export interface Span {
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
}

export class SourceFile {
  /** As messages show it. */
  readonly name: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** Counted from here in messages: a notebook's cell has a magic above its program. */
  readonly lineShift: number;
  #starts: readonly number[] | null = null;

  constructor(name: string, text: string, { lineShift = 0 }: { readonly lineShift?: number } = {}) {
    this.name = name;
    this.text = text.startsWith("\uFEFF") ? text.slice(1) : text;
    this.lineShift = lineShift;
  }

  position(offset: number): SourcePosition {
    const index = this.#lineIndex(offset);
    return { line: index + 1 + this.lineShift, column: offset - this.#lineStarts[index] + 1 };
  }

  /** The whole line in which an offset lies, without its end. */
  lineAt(offset: number): { readonly text: string; readonly start: number } {
    const start = this.#lineStarts[this.#lineIndex(offset)];
    const rest = /[^\r\n]*/y;
    rest.lastIndex = start;
    return { text: rest.exec(this.text)![0], start };
  }

  /** The offset of a zero-based line and column, as editors count; the nearest there is. */
  offsetAt(line: number, column: number): number {
    const starts = this.#lineStarts;
    if (line >= starts.length) return this.text.length;
    const start = starts[Math.max(0, line)];
    return start + Math.min(Math.max(0, column), this.lineAt(start).text.length);
  }

  get #lineStarts(): readonly number[] {
    if (this.#starts === null) {
      const starts = [0];
      for (const { index, 0: end } of this.text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
      this.#starts = starts;
    }
    return this.#starts;
  }

  #lineIndex(offset: number): number {
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
