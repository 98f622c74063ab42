/**
 * The intensity that a projection lens makes of a mask on the wafer, by Abbe's sum over the points of the source: E. Abbe, Arch.
 * mikrosk. Anat. 9 (1873) 413; J. W. Goodman, "Introduction to Fourier Optics", chapters 6 and 7. Scalar, without the vector
 * effects of large apertures, the mask thin.
 */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { type AnyImageView, fourier, ImageView, inverseFourier } from "../image/index.ts";
import { greyPlane } from "./grey-plane.ts";

export interface AerialImageOptions {
  /** Of the light in vacuum, µm: 0.193. */
  readonly wavelength: number;
  /** NA on the side of the wafer: sine of the largest angle, times the refractive index. */
  readonly numericalAperture: number;
  /**
   * Radius of the source as a part of the pupil's, 0 for coherent light; or the inner and the outer radius of a ring: 0.7.
   */
  readonly sigma?: number | readonly [inner: number, outer: number];
  /** Points of the source instead: x and y as parts of the pupil's radius, and their weight. Dipoles, quadrupoles, what was measured. */
  readonly source?: readonly (readonly [x: number, y: number, weight: number])[];
  /** Distance of the wafer from the focus, µm: 0. */
  readonly defocus?: number;
  /** Of what the wafer lies in: 1, or 1.44 in water at 0.193 µm. */
  readonly refractiveIndex?: number;
}

const aerialNames = ["wavelength", "numericalAperture", "sigma", "source", "defocus", "refractiveIndex"] as const;

/** Cells across the diameter of a source. */
const sourceCells = 16;
/** Of a cell of the source along each axis, for the part of it that is in the source. */
const cellSamples = 8;

type SourcePoint = readonly [x: number, y: number, weight: number];

/**
 * The aerial image of a mask: intensity at the centres of the mask's pixels, 1 where all is clear. The mask's values are
 * amplitudes of the transmitted light on the scale of the wafer: a coverage is a mask of chrome; `coverage.times(1.245).plus(-0.245)`
 * one that lets 6 % of the light through, turned by 180°. The window repeats itself in all directions, as Fourier transforms
 * have it: leave a margin of a few wavelengths around what matters. An edge within a pixel is off by at most ω²/24 of the
 * amplitude at ω = 2π · pixel · NA / wavelength: 2.5 % with pixels of an eighth of wavelength / NA, 0.6 % with a sixteenth.
 *
 * Throws an ImageError `axes` for other axes than row and column, `spacing` where the size of pixels is not known, and
 * `aerial-image` for pixels that are too large for the light's finest detail, and lenses, sources and wavelengths (from 100 µm on:
 * nm were meant) that there cannot be.
 * @example aerialImage(rasterize(mask, { window, pitch: 10 * nm }), { wavelength: 0.193, numericalAperture: 0.85, sigma: 0.6 })
 */
export function aerialImage(
  mask: AnyImageView,
  options: AerialImageOptions,
): ImageView<Float64Array, readonly ["row", "column"]> {
  const plane = greyPlane(mask);
  const given = optionsOf(options, "ImageError", aerialNames);
  const { wavelength, numericalAperture, defocus = 0, refractiveIndex = 1, sigma = 0.7 } = given;
  const isAbove0 = (value: number) => Number.isFinite(value) && value > 0;
  checkArgument(isAbove0(wavelength), wavelength, "ImageError", "a wavelength above 0 µm");
  if (wavelength >= leastMistaken) {
    const likely = `light of ${wavelength} nm has a wavelength of ${shown(wavelength / 1000)} µm`;
    throw wrong(`a wavelength of ${wavelength} µm is none of light that makes images; ${likely}`);
  }
  checkArgument(isAbove0(numericalAperture), numericalAperture, "ImageError", "a numericalAperture above 0");
  checkArgument(isAbove0(refractiveIndex), refractiveIndex, "ImageError", "a refractiveIndex above 0");
  checkArgument(Number.isFinite(defocus), defocus, "ImageError", "a defocus in µm");
  if (numericalAperture >= refractiveIndex) {
    throw wrong(`a numerical aperture of ${numericalAperture} is below the refractive index, ${refractiveIndex}`);
  }
  const source = given.source === undefined ? discOrRing(sigma) : checkedSource(given.source);
  const { x, y } = plane;
  const lens: Lens = { cutoff: numericalAperture / wavelength, wavelength, defocus, refractiveIndex };
  const outermost = source.reduce((most, [u, v]) => Math.max(most, Math.hypot(u, v)), 0);
  const finest = wavelength / (2 * numericalAperture * (1 + outermost));
  const pixel = Math.max(x.pitch, y.pitch);
  if (pixel > finest) {
    throw wrong(
      `pixels of ${pixel} µm are too large for what this light resolves: at most ${shown(finest)} µm, better an eighth`,
    );
  }
  const shape = [y.size, x.size] as const;
  const calibration = {
    spacing: { row: y.pitch, column: x.pitch },
    origin: { row: y.first, column: x.first },
    direction: "up",
  } as const;
  const axes = ["row", "column"] as const;
  if (plane.values.length === 0) return ImageView.from(new Float64Array(0), { axes, shape, ...calibration });
  const spectrum = fourier(ImageView.from(plane.values, { axes, shape })).toArray();
  const periods = { x: x.size * x.pitch, y: y.size * y.pitch };
  const coarse = intensitySpectrum(spectrum, shape, periods, lens, source);
  const whole = foldedInto(shape, coarse);
  const intensity = inverseFourier(ImageView.from(whole, { axes, shape: [...shape, 2], components: 2 })).toArray();
  return ImageView.from(intensity, { axes, shape, ...calibration });
}

/** µm: beyond all infrared light that lenses image; smaller numbers of nm would be X-rays. */
const leastMistaken = 100;

interface Lens {
  /** The largest frequency that it lets through, 1/µm. */
  readonly cutoff: number;
  readonly wavelength: number;
  readonly defocus: number;
  readonly refractiveIndex: number;
}

/** Complex numbers of frequencies, rows of columns; index k of n is frequency k, or k − n above the middle. */
interface Spectrum {
  readonly numbers: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The spectrum of the intensity. The field of each point of the source has frequencies within the pupil alone, its intensity
 * twice those: a grid that holds them is enough, coarser than the mask's, and what is summed on it is exact.
 */
function intensitySpectrum(
  mask: Float64Array,
  [rows, columns]: readonly [number, number],
  periods: { readonly x: number; readonly y: number },
  lens: Lens,
  source: readonly SourcePoint[],
): Spectrum {
  const gridOf = (period: number) => 2 ** Math.ceil(Math.log2(4 * Math.floor(lens.cutoff * period + 1) + 2));
  const [width, height] = [gridOf(periods.x), gridOf(periods.y)];
  const sum = new Float64Array(width * height);
  const total = source.reduce((all, [, , weight]) => all + weight, 0);
  for (const [u, v, weight] of source) {
    const field = new Float64Array(2 * width * height);
    // Light from this point arrives at the mask at an angle, which moves the mask's frequencies in the pupil.
    const [shiftX, shiftY] = [u * lens.cutoff, v * lens.cutoff];
    const [firstX, lastX] = binsWithin(lens.cutoff, shiftX, periods.x);
    const [firstY, lastY] = binsWithin(lens.cutoff, shiftY, periods.y);
    for (let row = firstY; row <= lastY; row++) {
      const inPupilY = row / periods.y + shiftY;
      const fromRow = modulo(row, rows) * columns;
      const toRow = modulo(row - Math.round(-shiftY * periods.y), height) * width;
      for (let column = firstX; column <= lastX; column++) {
        const inPupilX = column / periods.x + shiftX;
        const square = inPupilX * inPupilX + inPupilY * inPupilY;
        if (square > lens.cutoff * lens.cutoff) continue;
        const from = 2 * (fromRow + modulo(column, columns));
        const to = 2 * (toRow + modulo(column - Math.round(-shiftX * periods.x), width));
        const phase = defocusPhase(lens, square);
        const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
        field[to] = mask[from] * cos - mask[from + 1] * sin;
        field[to + 1] = mask[from] * sin + mask[from + 1] * cos;
      }
    }
    const there = inverseFourier(
      ImageView.from(field, { axes: ["row", "column"], shape: [height, width, 2], components: 2 }),
      { parts: "complex" },
    ).data;
    // `inverseFourier` divides by the number of its own terms, not by that of the mask's.
    const scale = ((width * height) / (rows * columns)) ** 2 * (weight / total);
    for (let i = 0; i < sum.length; i++) sum[i] += scale * (there[2 * i] ** 2 + there[2 * i + 1] ** 2);
  }
  const numbers = fourier(ImageView.from(sum, { axes: ["row", "column"], shape: [height, width] })).data;
  for (let i = 0; i < numbers.length; i++) numbers[i] *= (rows * columns) / (width * height);
  return { numbers, rows: height, columns: width };
}

/** The multiples of 1/period that lie in the pupil. */
function binsWithin(cutoff: number, shift: number, period: number): [first: number, last: number] {
  return [Math.ceil((-cutoff - shift) * period), Math.floor((cutoff - shift) * period)];
}

/** By how much the path of a wave differs from that along the axis where the wafer is out of focus, as a phase. */
function defocusPhase({ wavelength, defocus, refractiveIndex }: Lens, square: number): number {
  if (defocus === 0) return 0;
  const sine = (wavelength / refractiveIndex) ** 2 * square;
  return ((2 * Math.PI * refractiveIndex * defocus) / wavelength) * (Math.sqrt(Math.max(0, 1 - sine)) - 1);
}

/** The same frequencies for a grid of another size. Those that it has no index for are as others at its points. */
function foldedInto([rows, columns]: readonly [number, number], from: Spectrum): Float64Array {
  const out = new Float64Array(2 * rows * columns);
  const signed = (index: number, count: number) => (2 * index > count ? index - count : index);
  for (let row = 0; row < from.rows; row++) {
    const toRow = modulo(signed(row, from.rows), rows) * columns;
    for (let column = 0; column < from.columns; column++) {
      const at = 2 * (row * from.columns + column);
      const to = 2 * (toRow + modulo(signed(column, from.columns), columns));
      out[to] += from.numbers[at];
      out[to + 1] += from.numbers[at + 1];
    }
  }
  return out;
}

function modulo(index: number, count: number): number {
  const rest = index % count;
  return rest < 0 ? rest + count : rest;
}

/** Points on a square grid, each with the part of its cell that lies in the disc or ring. */
function discOrRing(sigma: number | readonly [inner: number, outer: number]): SourcePoint[] {
  const isRing = Array.isArray(sigma) && sigma.length === 2;
  const [inner, outer] = isRing ? (sigma as readonly [number, number]) : [0, sigma as number];
  const isOne =
    typeof inner === "number" &&
    typeof outer === "number" &&
    inner >= 0 &&
    outer <= 1 &&
    (inner < outer || (inner === 0 && outer === 0));
  checkArgument(isOne, sigma, "ImageError", "a sigma from 0 to 1, or [inner, outer] of a ring,");
  if (outer === 0) return [[0, 0, 1]];
  const cell = (2 * outer) / sourceCells;
  const points: SourcePoint[] = [];
  for (let row = 0; row < sourceCells; row++) {
    for (let column = 0; column < sourceCells; column++) {
      // Where in the cell the middle of its part is.
      let [inside, sumX, sumY] = [0, 0, 0];
      for (let sample = 0; sample < cellSamples * cellSamples; sample++) {
        const x = (column + ((sample % cellSamples) + 0.5) / cellSamples) * cell - outer;
        const y = (row + (Math.floor(sample / cellSamples) + 0.5) / cellSamples) * cell - outer;
        const radius = Math.hypot(x, y);
        if (radius < inner || radius > outer) continue;
        inside++;
        sumX += x;
        sumY += y;
      }
      if (inside > 0) points.push([sumX / inside, sumY / inside, inside]);
    }
  }
  return points;
}

function checkedSource(source: readonly SourcePoint[]): readonly SourcePoint[] {
  const isList = Array.isArray(source) && source.length > 0;
  checkArgument(isList, source, "ImageError", "a list of points [x, y, weight] of the source");
  for (const point of source) {
    const isPoint = Array.isArray(point) && point.length === 3 && point.every(Number.isFinite) && point[2] >= 0;
    checkArgument(isPoint, point, "ImageError", "a point [x, y, weight] of the source, its weight at least 0,");
    if (Math.hypot(point[0], point[1]) > 1)
      throw wrong(`the source's point ${point.slice(0, 2).join(", ")} lies outside of the pupil, whose radius is 1`);
  }
  if (!source.some(([, , weight]) => weight > 0)) throw wrong("no point of the source has a weight");
  return source;
}

function wrong(message: string): ReticleError {
  return new ReticleError("ImageError", "aerial-image", message);
}

const shown = (value: number) => Number(value.toPrecision(4));
