/** Where tokens of TypeScript end that may be long: loops, for regular expressions run out of stack on them. */

const [newline, backslash, slash, dollar, openBrace, backtick] = [10, 92, 47, 36, 123, 96];
const [openBracket, closeBracket] = [91, 93];
/** Letters, digits, `_`, `$` and the `#` of private names. */
const isWord = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$#]/.test(String.fromCharCode(code)) ? 1 : 0));
const other = /[\p{ID_Continue}\u200c\u200d]/uy;

/** Behind the quoted text that begins at `at`; one that is not closed ends with its line. */
export function quotedEnd(source: string, at: number): number {
  const quote = source.charCodeAt(at);
  for (let i = at + 1; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === quote) return i + 1;
    if (code === newline) return i;
    if (code === backslash) i++;
  }
  return source.length;
}

/** Behind the next backtick or `${` of a template. */
export function templatePartEnd(source: string, at: number): number {
  for (let i = at; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === backtick) return i + 1;
    if (code === dollar && source.charCodeAt(i + 1) === openBrace) return i + 2;
    if (code === backslash) i++;
  }
  return source.length;
}

/** Behind the regular expression that begins at `at`, with its flags; `at` where there is none. */
export function regularExpressionEnd(source: string, at: number): number {
  let isClass = false;
  for (let i = at + 1; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === newline) return at;
    if (code === backslash) i++;
    else if (code === openBracket) isClass = true;
    else if (code === closeBracket) isClass = false;
    else if (code === slash && !isClass) return i === at + 1 ? at : wordEnd(source, i + 1);
  }
  return at;
}

/** Behind the word (name, keyword, number) that begins at `at`; `at` where there is none. */
export function wordEnd(source: string, at: number): number {
  let end = at;
  while (end < source.length) {
    const code = source.charCodeAt(end);
    if (code < 128) {
      if (isWord[code] === 0) break;
      end++;
      continue;
    }
    other.lastIndex = end;
    const found = other.exec(source);
    if (found === null) break;
    end += found[0].length;
  }
  return end;
}
