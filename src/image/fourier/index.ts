export {
  type FourierOptions,
  fourier,
  type InverseFourierOptions,
  inverseFourier,
  type PowerSpectrumOptions,
  powerSpectrum,
} from "./fourier.ts";
export { type PhaseCorrelationOptions, phaseCorrelation, type Registration } from "./phase-correlation.ts";
