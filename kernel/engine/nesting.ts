/**
 * swc is native code that descends into what is nested: too deep, and the whole process dies of it. Such code is refused
 * before. The limits are a quarter of what the main thread's stack was seen to bear; the worker's is half of that.
 */
import { extent } from "../magics/scan.ts";
import { weights } from "../magics/weight.ts";

const deepestBrackets = 500;
/** Operators, calls and keywords that are within one another, as `Weight` counts them. */
const mostOperators = 5000;

/** What is nested too deeply, as the rest of a sentence, or null. */
export function tooDeep(source: string): string | null {
  if (!looksDeep(source)) return null;
  const { depth, operators } = extent(source);
  if (depth > deepestBrackets)
    return `brackets are nested ${depth} deep; at most ${deepestBrackets} can be read: put inner parts into variables, or JSON into a file`;
  if (operators > mostOperators)
    return `an expression has too many operators (${operators}, where at most ${mostOperators} can be read): take it apart, or use a loop`;
  return null;
}

/** A cheap look: as if everything were within everything. */
function looksDeep(source: string): boolean {
  if (source.length < 2 * deepestBrackets) return false;
  let brackets = 0;
  let operators = 0;
  let inWord = false;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    const isWord = (code > 96 && code < 123) || (code > 64 && code < 91) || (code > 47 && code < 58) || code > 127;
    if (isWord) {
      if (!inWord) operators++;
    } else if (code === 40 || code === 91 || code === 123) brackets++;
    else operators += weights[code];
    inWord = isWord;
    if (brackets > deepestBrackets || brackets + operators > mostOperators) return true;
  }
  return false;
}
