/** The golden checks by kind. */
import { checkImages } from "./images.ts";
import { checkLayoutFiles } from "./layouts.ts";
import { checkPrograms } from "./pls.ts";
import { checkRasters } from "./raster.ts";
import { checkRegions } from "./region.ts";

export interface GoldenInput {
  /** The file's content. */
  readonly json: unknown;
  /** Where the files lie that the golden names; null where no folder was given. */
  readonly folder: string | null;
}

export interface GoldenFailure {
  readonly name: string;
  readonly problem: string;
}

export interface GoldenResult {
  readonly passed: number;
  /** A case that cannot be run is one. */
  readonly failures: readonly GoldenFailure[];
  /** What else there is to say of all cases together. */
  readonly note?: string;
}

export type GoldenCheck = (input: GoldenInput) => GoldenResult | Promise<GoldenResult>;

export const goldenChecks: Readonly<Record<string, GoldenCheck>> = {
  images: checkImages,
  layouts: checkLayoutFiles,
  pls: checkPrograms,
  raster: checkRasters,
  region: checkRegions,
};
