/** Areas under edges of any angle, pixel by pixel. */
export { CoverageBuffer, heightSteps } from "./coverage-buffer.ts";
export { EdgeFrame } from "./edge-frame.ts";
export { type KernelName, type RingAdder, ringAdder } from "./ring-adder.ts";
