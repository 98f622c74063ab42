/** Colours that stay apart from each other on white, also for most colour-blind eyes. */

const colours = [
  "#2563a8",
  "#d1495b",
  "#2e8b57",
  "#e08e1b",
  "#7b4fa3",
  "#1a9ba1",
  "#b0577f",
  "#6b7f1e",
  "#8a5a3b",
  "#55606e",
];

/** After so many they repeat. */
export const paletteSize: number = colours.length;

/** The colour of the layer or line with this index; they repeat after ten. */
export function paletteColor(index: number): string {
  return colours[((index % colours.length) + colours.length) % colours.length];
}

const namedColor = /^[a-z]{3,20}$/i;
const hexColor = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const functionColor = /^(?:rgb|hsl)a?\([\d\s.,%/+-]{1,60}\)$/i;

/** True for a CSS colour in one of the plain notations: a name, #rgb, #rrggbb, rgb(…) or hsl(…). */
export function isColor(text: string): boolean {
  return namedColor.test(text) || hexColor.test(text) || functionColor.test(text);
}
