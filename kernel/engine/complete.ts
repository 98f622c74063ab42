/** Completion from live objects: `object.na` and global names. */
import { types } from "node:util";
import type { CompletionAnswer } from "../ports.ts";
import { wordStart } from "../words.ts";
import type { Guard } from "./guard.ts";

/** A cell may give its name to something else. */
const scope = globalThis;
const mostNames = 5000;
/** Nobody means a longer one, and the time to find it grows with its square. */
const longestExpression = 2000;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export function completeAt(code: string, cursor: number, guard: Guard): CompletionAnswer {
  const start = wordStart(code, cursor);
  const word = code.slice(start, cursor);
  const dot = /\??\.$/.exec(code.slice(Math.max(0, start - 2), start));
  const found = dot === null ? { value: scope } : valueBefore(code.slice(0, start - dot[0].length), guard);
  if (found === null) return { matches: [], start };
  const isMember = dot !== null;
  const names = [...namesOf(found.value, isMember)].filter(
    ([name]) => name.startsWith(word) && identifier.test(name) && (isMember || !name.startsWith("__")),
  );
  // An object's own names are meant more often than those that every object has.
  names.sort(([a, x], [b, y]) => x.depth - y.depth || byCase(a, b));
  return { matches: names.map(([name]) => name), types: names.map(([, { type }]) => type), start };
}

interface LiveName {
  /** How far up the prototypes. */
  readonly depth: number;
  readonly type: string;
}

/** What the expression that ends here stands for; null where that cannot be had without side effects. */
export function valueBefore(code: string, guard: Guard): { readonly value: unknown } | null {
  const object = objectBefore(code);
  return object === "" ? null : guard.valueOf(object);
}

/** Names along the prototypes, nearest first; a proxy's traps are the user's code and are not run. */
function namesOf(value: unknown, isMember: boolean): Map<string, LiveName> {
  const names = new Map<string, LiveName>();
  let object: object | null = value === null || value === undefined ? null : Object(value);
  for (let depth = 0; object !== null && depth < 20 && names.size < mostNames && !types.isProxy(object); depth++) {
    const hasOnlyIndices = ArrayBuffer.isView(object) || (Array.isArray(object) && object.length > mostNames);
    for (const name of hasOnlyIndices ? [] : Object.getOwnPropertyNames(object)) {
      if (!names.has(name)) names.set(name, { depth, type: typeOf(object, name, isMember) });
    }
    object = Object.getPrototypeOf(object);
  }
  return names;
}

/** In the words of `Completion.type`. */
function typeOf(object: object, name: string, isMember: boolean): string {
  try {
    const isFunction = typeof Object.getOwnPropertyDescriptor(object, name)?.value === "function";
    if (isMember) return isFunction ? "method" : "property";
    return isFunction ? "function" : "variable";
  } catch {
    // A name of a module that has not been evaluated so far.
    return "variable";
  }
}

/** The text of what the cursor is in or behind: `Math.hypot` for `Math.hy|pot(3)`. */
export function expressionAt(code: string, cursor: number): string {
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "";
  return objectBefore(code.slice(0, cursor) + rest);
}

/** The chain of names, indices, calls and literals that ends here: `a.b[0].c("x")`, `[1, 2]`, `"text"`. */
function objectBefore(code: string): string {
  const text = code.slice(-longestExpression);
  let at = text.length;
  while (at > 0) {
    const rest = text.slice(0, at);
    const piece =
      /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$]*`)$/u.exec(rest)?.[0] ??
      bracketed(rest);
    if (piece === null) break;
    at -= piece.length;
    const before = text.slice(0, at);
    if (/[\])]$/.test(piece) && /[\p{ID_Continue}$)\]]$/u.test(before)) continue;
    const dot = /\??\.$/.exec(before);
    if (dot === null) break;
    at -= dot[0].length;
  }
  return text.slice(at);
}

function bracketed(text: string): string | null {
  const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  const stack: string[] = [];
  for (let i = text.length - 1; i >= 0; i--) {
    const char = text[i];
    if (char in pairs) stack.push(pairs[char]);
    else if (char === stack.at(-1)) stack.pop();
    if (stack.length === 0) return i === text.length - 1 ? null : text.slice(i);
  }
  return null;
}

function byCase(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;
}
