/** Numbers as texts: the shortest decimal that reads back as the same number, whole ones without ".0". */
export function numberText(value: number): string {
  return String(value === 0 ? 0 : value);
}
