import type { DrawFrame } from "./simulated-camera.ts";

/** What a simulated camera sees: a round spot of light that goes round once in a hundred frames, on a dark slope. */
export const spot: DrawFrame = (pixels, { index, width, height, largest }) => {
  const angle = (2 * Math.PI * index) / 100;
  const radius = Math.max(1, Math.min(width, height) / 8);
  const profile = (size: number, centre: number) =>
    Float64Array.from({ length: size }, (_, i) => Math.exp(-(((i - centre) / radius) ** 2) / 2));
  const along = profile(width, ((width - 1) / 2) * (1 + 0.5 * Math.cos(angle)));
  const down = profile(height, ((height - 1) / 2) * (1 + 0.5 * Math.sin(angle)));
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      pixels[i] = largest * (0.05 + (0.1 * column) / width + 0.8 * along[column] * down[row]);
    }
  }
};
