/** Offsets in UTF-16 units against the protocol's lines and characters, which count UTF-16 units, too, from 0. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export function positionAt(text: string, offset: number): Position {
  const starts = lineStarts(text.slice(0, offset));
  return { line: starts.length - 1, character: offset - starts[starts.length - 1] };
}

export function offsetAt(text: string, { line, character }: Position): number {
  return (lineStarts(text)[line] ?? text.length) + character;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
}
