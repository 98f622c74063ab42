/** Tells whoever wants to hear how far a boolean is. */

/** The parts of a boolean in their order, and which share of its time each takes, about. */
const stages = { prepare: [0, 0.2], bands: [0.2, 0.9], batch: [0.2, 0.9] } as const;

let listener: ((done: number) => void) | null = null;

/** Sets who hears progress, from 0 to 1; the one before is given back. */
export function onProgress(heard: typeof listener): typeof listener {
  const before = listener;
  listener = heard;
  return before;
}

export function report(stage: keyof typeof stages, done: number): void {
  if (listener === null) return;
  const [from, to] = stages[stage];
  listener(from + (to - from) * done);
}
