/** GLOBALS and objects: assignments that end with their line or a comma, and the ranges that comments behind them tell. */
import { failure, type Reporter } from "../diagnostics/index.ts";
import type { Assignment, Expression, ObjectNode, ParameterRange } from "./ast.ts";
import type { ExpressionParser } from "./expression-parser.ts";
import type { Token } from "./token.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** An entry that cannot be read is reported and skipped up to the next line; its name, if it has one, stays known. */
export function parseGlobals(cursor: TokenCursor, expressions: ExpressionParser, reporter: Reporter): Assignment[] {
  const found: Assignment[] = [];
  while (!cursor.isAtSectionEnd) {
    const { token } = cursor;
    const entry = reporter.attempt(() => assignment(cursor, expressions, reporter, true));
    if (entry !== null) found.push(entry);
    else skipLine(cursor, token);
  }
  return found;
}

/** To the next line; `from` is the token at which something began that could not be read. */
function skipLine(cursor: TokenCursor, from: Token): void {
  if (!cursor.isAtSectionEnd && cursor.token === from) cursor.take();
  while (!cursor.isAtSectionEnd && !cursor.token.isFirst) cursor.take();
}

function assignment(
  cursor: TokenCursor,
  expressions: ExpressionParser,
  reporter: Reporter,
  mayHold: boolean,
): Assignment {
  const { token } = cursor;
  const name = cursor.takeName("a name, as in width = 2,");
  const value = reporter.attempt(() => assigned(name.name, cursor, expressions, reporter, mayHold));
  const end = cursor.lastEnd;
  if (value === null) {
    expressions.reset();
    if (mayHold) skipLine(cursor, token);
    else skipEntry(cursor);
  } else cursor.takeMark(",");
  const comment = value === null || value.kind === "object" ? null : commentBehind(cursor.source.text, end);
  return { name, value, comment, range: comment === null ? null : rangeOf(comment), start: name.start, end };
}

function assigned(
  name: string,
  cursor: TokenCursor,
  expressions: ExpressionParser,
  reporter: Reporter,
  mayHold: boolean,
): Expression | ObjectNode {
  const equals = cursor.token;
  if (!cursor.takeMark("=")) throw cursor.unexpected(`"=" behind ${name}`);
  const isMissing = cursor.isAtSectionEnd || cursor.isMark(",") || (cursor.token.isFirst && isAssignment(cursor));
  if (isMissing) throw failure("unfinished-expression", `${name} has no value behind "="`, cursor.spanOf(equals));
  const isObject = cursor.isMark("{");
  if (isObject && !mayHold) throw failure("nested-object", "objects cannot hold objects", cursor.spanOf(cursor.token));
  const value = isObject ? object(cursor, expressions, reporter) : expressions.lineExpression();
  const isEnd = cursor.isMark(",") || cursor.isAtSectionEnd || cursor.token.isFirst || (!mayHold && cursor.isMark("}"));
  if (!isEnd) throw cursor.unexpected(`the end of the line or "," behind the value of ${name}`);
  return value;
}

function isAssignment(cursor: TokenCursor): boolean {
  const { token, next } = cursor;
  return token.kind === "name" && next.kind === "mark" && next.text === "=";
}

/** To the end of an object's entry: the comma or line behind it, or the brace that closes the object. */
function skipEntry(cursor: TokenCursor): void {
  let open = 0;
  while (!cursor.isAtSectionEnd && !(open === 0 && (cursor.isMark("}") || cursor.isMark(",")))) {
    if (open === 0 && cursor.token.isFirst && isAssignment(cursor)) return;
    if (cursor.isMark("{")) open++;
    if (cursor.isMark("}")) open--;
    cursor.take();
  }
  cursor.takeMark(",");
}

function object(cursor: TokenCursor, expressions: ExpressionParser, reporter: Reporter): ObjectNode {
  const open = cursor.take();
  const entries: Assignment[] = [];
  while (!cursor.takeMark("}")) {
    if (cursor.isAtSectionEnd) {
      const message = '"{" is not closed: "}" is missing behind the last entry';
      throw failure("unclosed-bracket", message, cursor.spanOf(open));
    }
    entries.push(assignment(cursor, expressions, reporter, false));
  }
  return { kind: "object", entries, start: open.start, end: cursor.lastEnd };
}

function commentBehind(text: string, end: number): string | null {
  const pattern = /[ \t]*,?[ \t]*#([^\r\n]*)/y;
  pattern.lastIndex = end;
  return pattern.exec(text)?.[1].trim() ?? null;
}

const range =
  /^([+-]?[\d.]+?(?:e[+-]?\d+)?)\s*\.\.\s*([+-]?\d*\.?\d+(?:e[+-]?\d+)?)(?:\s*(?:\.\.|step)\s*(\d*\.?\d+(?:e[+-]?\d+)?))?/i;

/** `0.5..5`, or with a step: `0.5..5 step 0.1`. */
function rangeOf(comment: string): ParameterRange | null {
  const found = range.exec(comment);
  if (found === null) return null;
  const [minimum, maximum] = [Number(found[1]), Number(found[2])];
  const step = found[3] === undefined ? null : Number(found[3]);
  if (!(minimum <= maximum) || step === 0 || Number.isNaN(step ?? 0)) return null;
  return { minimum, maximum, step };
}
