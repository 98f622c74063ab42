/** What is said about an image beside its pixels and axes. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import type { Axes } from "./axes.ts";
import { type CalibrationOptions, calibrationNames } from "./calibration.ts";

/** What the numbers mean: grey values, colours, 0 and 1, or numbers of objects. */
export type ImageKind = "scalar" | "rgb" | "binary" | "label";

const kinds: readonly ImageKind[] = ["scalar", "rgb", "binary", "label"];

/** What can be done with a view; what cannot is an ImageError `capability`. */
export interface ImageCapabilities {
  /** Pixels can be looked at, copied and calculated with. */
  readonly read: boolean;
  /** Pixels can be changed. */
  readonly write: boolean;
  /** The memory that the pixels lie in can be handed on as one array. */
  readonly memoryAccess: boolean;
  /** The axes can be called something else. */
  readonly reshape: boolean;
}

/** Anything else that is known of an image, by name; files do not hold it. */
export type ImageMetadata = Readonly<Record<string, unknown>>;

export interface ImageOptions extends CalibrationOptions {
  /** Names of the array's axes, in its order. Without them the view has no interpretation. */
  readonly axes?: Axes | null;
  readonly kind?: ImageKind;
  /** Numbers a pixel: 1, or the size of one more array axis that comes last. */
  readonly components?: number;
  /** Sizes, for a plain typed array. */
  readonly shape?: readonly number[];
  /** What else is known; views, copies and what is calculated of the image keep it. */
  readonly metadata?: ImageMetadata;
  /** What can be done with the view and with views of it: everything that is not false here. Copies can do everything. */
  readonly capabilities?: Partial<ImageCapabilities>;
}

/** Names of the options. */
export const imageNames = [
  ...calibrationNames,
  ...(["axes", "kind", "components", "shape", "metadata", "capabilities"] as const),
] as const;

/** What goes with the pixels from view to view. */
export interface ImageProperties {
  readonly metadata: ImageMetadata;
  readonly capabilities: ImageCapabilities;
}

const everything: ImageCapabilities = Object.freeze({ read: true, write: true, memoryAccess: true, reshape: true });
export const noProperties: ImageProperties = { metadata: Object.freeze({}), capabilities: everything };

/** What was known of an image goes with others that are made of it, with which everything can be done. */
export function propertiesOfResult({ metadata }: { readonly metadata: ImageMetadata }): ImageProperties {
  return metadata === noProperties.metadata ? noProperties : { ...noProperties, metadata };
}

export function propertiesOf({ metadata, capabilities }: ImageOptions): ImageProperties {
  if (metadata === undefined && capabilities === undefined) return noProperties;
  const wanted = Object.entries(optionsOf(capabilities ?? {}, "ImageError"));
  for (const [name, value] of wanted) {
    if (Object.hasOwn(everything, name) && typeof value === "boolean") continue;
    const names = Object.keys(everything).join(", ");
    throw new ReticleError(
      "ImageError",
      "capability",
      `capabilities are ${names}, true or false; not ${name} ${value}`,
    );
  }
  return {
    metadata: Object.freeze({ ...optionsOf(metadata ?? {}, "ImageError") }),
    capabilities: Object.freeze({ ...everything, ...capabilities }),
  };
}

const cannot: Readonly<Record<keyof ImageCapabilities, string>> = {
  read: "cannot be read (READ)",
  write: "cannot be written to (WRITE); copy() it first",
  memoryAccess: "gives no access to its memory (MEMORY_ACCESS); copy() it first",
  reshape: "cannot have other axes (RESHAPE); copy() it first",
};

/** Throws an ImageError `capability` where the image does not allow it. */
export function checkCapability(
  { capabilities }: { readonly capabilities: ImageCapabilities },
  needed: keyof ImageCapabilities,
): void {
  if (capabilities[needed]) return;
  throw new ReticleError("ImageError", "capability", `this image ${cannot[needed]}`);
}

export function checkKind(kind: ImageKind): void {
  if (kinds.includes(kind)) return;
  throw new ReticleError("ImageError", "shape-or-dtype", `kind "${kind}" is none of ${kinds.join(", ")}`);
}

/** Throws unless it is a list; the sizes are checked where an array is made of them. */
export function checkShape(shape: unknown): asserts shape is readonly number[] {
  checkArgument(Array.isArray(shape), shape, "ImageError", "a shape, a list of sizes,");
}
