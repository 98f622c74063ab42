/**
 * swc is native code that descends into what is nested: too deep, and the whole process dies of it. Such code is refused
 * before. The limits are a quarter of what the main thread's stack was seen to bear; the worker's is half of that.
 */
import { extent, weights } from "../magics/scan.ts";

const deepestBrackets = 500;
/** Operators of one statement, between commas and braces. An arrow and a `<` count more. */
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

/** A cheap look at the characters, those in strings and comments, too. */
function looksDeep(source: string): boolean {
  if (source.length < 2 * deepestBrackets) return false;
  let depth = 0;
  let operators = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    const weight = code < 128 ? weights[code] : 0;
    if (weight === 0) continue;
    if (weight > 0) operators += weight;
    else if (weight === -1) depth++;
    else if (weight === -2 && depth > 0) depth--;
    if (code === 44 || code === 59 || code === 123 || code === 125) operators = 0;
    if (depth > deepestBrackets || operators > mostOperators) return true;
  }
  return false;
}
