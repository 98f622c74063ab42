/** The engines by their names. One that is loaded on demand is known here as soon as it is. */
import { didYouMean, ReticleError } from "../../errors.ts";
import type { PolygonEngine } from "./engine.ts";
import { own } from "./own.ts";
import { sweep } from "./sweep/sweep.ts";

const known = new Map<string, PolygonEngine>([
  [own.name, own],
  [sweep.name, sweep],
]);

/** Engines whose code is read only where they are asked for. */
const loaders: Record<string, () => Promise<PolygonEngine>> = {
  "clipper2-wasm": async () => (await import("./clipper2-wasm.ts")).loadClipper2Wasm(),
  "clipper2-js": async () => (await import("./clipper2-js.ts")).clipper2Js,
};

let chosen: PolygonEngine = own;

/** The engine that booleans use. */
export function chosenEngine(): PolygonEngine {
  return chosen;
}

/** An engine that is loaded; a RegionError for one that is not. */
export function engineNamed(name: string): PolygonEngine {
  const engine = known.get(name);
  if (engine === undefined) throw unknownEngine(name);
  return engine;
}

/** Makes an engine known by its name. */
export function knowEngine(engine: PolygonEngine): void {
  known.set(engine.name, engine);
}

/** Loads an engine where need be and chooses it. */
export async function chooseEngine(name: string): Promise<void> {
  if (!known.has(name)) {
    const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
    if (load === undefined) throw unknownEngine(name);
    knowEngine(await load());
  }
  chosen = engineNamed(name);
}

function unknownEngine(name: string): ReticleError {
  const names = [...new Set([...known.keys(), ...Object.keys(loaders)])];
  return new ReticleError(
    "RegionError",
    "unknown-engine",
    `there is no engine "${name}"; engines: ${names.join(", ")}${didYouMean(name, names)}`,
  );
}
