/** What cells are given: one by one, or in lists. */
import { Reference } from "./reference.ts";

/** One after the other, those of lists too. */
export function* eachOf(given: readonly unknown[]): Generator<unknown> {
  for (const one of given) {
    if (Array.isArray(one)) yield* one;
    else yield one;
  }
}

/** An empty list is one, too: no layer is named by it. */
export function isListOfReferences(first: unknown): first is readonly Reference[] {
  return Array.isArray(first) && (first.length === 0 || first[0] instanceof Reference);
}
