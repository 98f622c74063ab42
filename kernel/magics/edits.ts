/** Text with pieces replaced, and the way back from positions in it. Lines stay where they are. */

export interface Edit {
  /** Offset in the source. */
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

export interface Position {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

export function applyEdits(source: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, removed, inserted } of edits) {
    pieces.push(source.slice(from, at), inserted);
    from = at + removed;
  }
  return pieces.join("") + source.slice(from);
}

/** Takes a position in the edited text back; what lies in an inserted piece goes to where that begins. */
export function beforeEdits(source: string, edits: readonly Edit[], position: Position): Position {
  if (edits.length === 0) return position;
  const edited = offsetOf(applyEdits(source, edits), position);
  let moved = 0;
  for (const { at, removed, inserted } of edits) {
    if (edited <= at + moved) break;
    if (edited < at + moved + inserted.length) return positionOf(source, at);
    moved += inserted.length - removed;
  }
  return positionOf(source, edited - moved);
}

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}
