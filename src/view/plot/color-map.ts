/**
 * The colour map "viridis" of matplotlib (CC0), by nine of its colours with straight lines between them: within 2 of
 * 255 of the original, in the same places as Plotly's.
 */
const anchors = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
];

/** 256 colours, three bytes each. */
export const viridis: Uint8Array = Uint8Array.from({ length: 768 }, (_, i) => {
  const at = (Math.floor(i / 3) / 255) * (anchors.length - 1);
  const low = Math.min(anchors.length - 2, Math.floor(at));
  return Math.round(anchors[low][i % 3] + (anchors[low + 1][i % 3] - anchors[low][i % 3]) * (at - low));
});

/** The same for Plotly. */
export const viridisScale: [number, string][] = anchors.map(([r, g, b], i) => [
  i / (anchors.length - 1),
  `rgb(${r},${g},${b})`,
]);
