/**
 * Every change of a cell or of its shapes takes the next number here. What is worked out from a hierarchy remembers the
 * number it was worked out at, and is looked at again only when something, somewhere, has changed since.
 */
let changes = 0;

export function nextChange(): number {
  return ++changes;
}

export function latestChange(): number {
  return changes;
}
