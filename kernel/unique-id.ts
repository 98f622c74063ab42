/**
 * Ids (UUIDs, version 4) that no other process has, and that nobody must not guess. Not by Node's `crypto`: it would be
 * loaded within the user's code, and a stop in the midst of that left a module without its functions for ever.
 */

// A cell may give its name to something else.
const { random, floor } = Math;

export function uniqueId(): string {
  const hex = (digits: number, from = 0, to = 16 ** digits): string =>
    (from + floor(random() * (to - from))).toString(16).padStart(digits, "0");
  const [variantFrom, variantTo] = [0x8000, 0xc000];
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${hex(4, variantFrom, variantTo)}-${hex(12)}`;
}
