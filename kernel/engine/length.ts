/**
 * Whether a source is so long that its syntax tree is not to be had from swc, which hands it over as JSON: some 200 bytes
 * a word, and none at all beyond 512 MB.
 */
const longest = 500_000;
const mostWords = 150_000;

export function isLarge(source: string): boolean {
  if (source.length < longest) return false;
  let words = 0;
  let inWord = false;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    const isWord = (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123) || code > 127;
    if (isWord && !inWord && ++words > mostWords) return true;
    inWord = isWord;
  }
  return false;
}
