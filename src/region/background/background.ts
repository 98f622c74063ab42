/** Long operations of a region in another thread, so that a notebook stays alive meanwhile and may stop them. */

import { ReticleError } from "../../errors.ts";
import { type BackgroundOptions, cellSignal, compact, runInBackground } from "../../platform/index.ts";
import { chosenEngine, crossingLimit, threadCount } from "../engines/index.ts";
import { Region } from "../region.ts";
import { packed, unpacked, unpackedError } from "./parcels.ts";

export interface BackgroundTask {
  readonly region: unknown;
  /** A member of Region. */
  readonly name: string;
  readonly args: readonly unknown[];
  readonly engine: string;
  readonly threads: number;
  readonly crossingLimit: number;
}

/** What is computed and can come back: regions, numbers, texts, boxes, arrays of them, typed ones too. */
type Sendable =
  | Region
  | number
  | string
  | boolean
  | null
  | { readonly left: number }
  | readonly unknown[]
  | Float64Array;

/** The members of a region that compute something, each as a promise of its result. */
export type InBackground<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => Sendable
    ? K
    : T[K] extends Sendable
      ? K
      : never]: T[K] extends (...args: never[]) => unknown ? Promised<T[K]> : Promise<T[K]>;
};

/** A function as it is in the background. One of two signatures keeps both; of one signature the other is found to be of anything. */
type Promised<F> = F extends {
  (...args: infer A extends readonly unknown[]): infer R;
  (...args: infer B extends readonly unknown[]): infer S;
}
  ? unknown extends R
    ? (...args: B) => Promise<S>
    : { (...args: A): Promise<R>; (...args: B): Promise<S> }
  : F extends (...args: infer A extends readonly unknown[]) => infer R
    ? (...args: A) => Promise<R>
    : never;

/**
 * The operations of a region, done in another thread: each gives a promise. The region is copied there.
 * `signal` ends an operation, by default the stop button of the notebook's cell does; `onProgress` hears from 0 to 1 how
 * far it is. Rejects with the signal's reason, or with what the operation throws.
 * @example const grown = await background(metal, { onProgress: (done) => console.log(done) }).sized(0.05)
 */
export function background(region: Region, options: BackgroundOptions = {}): InBackground<Region> {
  if (!(region instanceof Region)) {
    throw new ReticleError("RegionError", "operand", "background takes a region: background(metal).sized(0.05)");
  }
  const signal = options.signal ?? cellSignal();
  const run = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    const task: BackgroundTask = compact({
      region: packed(region, name),
      name,
      args: args.map((arg) => packed(arg, name)),
      engine: chosenEngine().name,
      threads: threadCount(),
      crossingLimit: crossingLimit(),
    });
    const answer = await runInBackground<{ result?: unknown; error?: object }>(
      new URL("./thread.js", import.meta.url),
      task,
      { ...options, signal },
    );
    if (answer.error !== undefined) throw unpackedError(answer.error);
    options.onProgress?.(1);
    return unpacked(answer.result);
  };
  return new Proxy({} as InBackground<Region>, {
    get(_, name) {
      // Not a promise itself, whatever `await` asks for.
      const descriptor = typeof name === "string" && memberOf(name);
      if (typeof name !== "string" || !descriptor) return undefined;
      return descriptor.get ? run(name, []) : (...args: unknown[]) => run(name, args);
    },
  });
}

/** A member of Region or of the class that it builds upon. */
function memberOf(name: string): PropertyDescriptor | undefined {
  const base = Object.getPrototypeOf(Region.prototype);
  return Object.getOwnPropertyDescriptor(Region.prototype, name) ?? Object.getOwnPropertyDescriptor(base, name);
}
