/** The word that ends at a cursor. Read from its end: a regular expression would try every character of a long text. */

const inWord = /^[\p{ID_Continue}$\u200c\u200d]$/u;

/** The UTF-16 offset at which the word before `cursor` begins; `cursor` where there is none. */
export function wordStart(text: string, cursor: number): number {
  let start = cursor;
  while (start > 0) {
    const isPair = start > 1 && /[\udc00-\udfff]/.test(text[start - 1]) && /[\ud800-\udbff]/.test(text[start - 2]);
    const size = isPair ? 2 : 1;
    if (!inWord.test(text.slice(start - size, start))) break;
    start -= size;
  }
  return start;
}
