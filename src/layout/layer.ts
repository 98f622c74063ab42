/** Layers: a layer number, a datatype, and a name that the formats mostly do not know. Made once, used everywhere. */
import { ReticleError } from "../errors.ts";

/** GDSII stops at 65535 (its writer says so); OASIS does not, and no tool needs more than this. */
export const largestLayerNumber = 2 ** 24 - 1;

/** A layer and a datatype, both 0 or more. */
export class Layer {
  readonly layer: number;
  readonly datatype: number;
  /** Empty where it has none. */
  readonly name: string;

  constructor(layer: number, datatype = 0, name = "") {
    this.layer = checkNumber(layer, "layer");
    this.datatype = checkNumber(datatype, "datatype");
    this.name = name;
  }

  /** One number for both: what maps are keyed by, and what layers are sorted by. */
  get key(): number {
    return layerKey(this.layer, this.datatype);
  }

  /** "1/0". */
  toString(): string {
    return `${this.layer}/${this.datatype}`;
  }
}

/** What names a layer: a `Layer`, "1/0", [1, 0], or the layer number alone for datatype 0. */
export type LayerLike = Layer | string | readonly [layer: number, datatype: number] | number;

/**
 * A layer: `const metal = layer(1, 0, "metal")`. Shows as "1/0".
 * Throws a LayoutError `layer-number` where a number is not a whole number from 0 to 16777215.
 */
export function layer(layerNumber: number, datatype = 0, name = ""): Layer {
  return new Layer(layerNumber, datatype, name);
}

/** True for what can name a layer; whether it does, `toLayer` says. */
export function isLayerLike(value: unknown): value is LayerLike {
  if (value instanceof Layer || typeof value === "string" || typeof value === "number") return true;
  return Array.isArray(value) && value.every((part) => typeof part === "number");
}

/** The layer that `like` names. Throws a LayoutError `layer-syntax` for another text than "1/0". */
export function toLayer(like: LayerLike): Layer {
  if (like instanceof Layer) return like;
  if (typeof like === "number") return new Layer(like);
  if (Array.isArray(like)) return new Layer(like[0], like[1]);
  if (typeof like !== "string")
    throw new ReticleError("LayoutError", "layer-syntax", `${like} is no layer: layer(1, 0), "1/0", [1, 0] or 1`);
  const match = /^\s*(\d+)\s*(?:[/:,]\s*(\d+))?\s*$/.exec(like);
  if (!match)
    throw new ReticleError(
      "LayoutError",
      "layer-syntax",
      `layer "${like}" is not of the form layer/datatype, as "1/0"`,
    );
  return new Layer(Number(match[1]), Number(match[2] ?? 0));
}

/** The layers of a list, each once by its key. Throws a LayoutError `layers` for what is no list. */
export function layerKeys(layers: readonly LayerLike[]): Set<number> {
  if (!Array.isArray(layers))
    throw new ReticleError("LayoutError", "layers", `layers are a list, as ["1/0", "2/0"]; ${layers} is none`);
  return new Set(layers.map((like: LayerLike) => toLayer(like).key));
}

export function layerKey(layerNumber: number, datatype: number): number {
  return layerNumber * (largestLayerNumber + 1) + datatype;
}

function checkNumber(value: number, what: string): number {
  if (!(Number.isInteger(value) && value >= 0 && value <= largestLayerNumber)) {
    throw new ReticleError(
      "LayoutError",
      "layer-number",
      `${what} ${value} is not a whole number in 0..${largestLayerNumber}`,
    );
  }
  return value;
}
