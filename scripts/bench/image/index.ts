// Images beside numpy and scipy, and beside other ways in JavaScript.
import type { BenchKind } from "../main.ts";
import { cameraJobs } from "./camera.ts";
import { copyJobs } from "./copies.ts";
import { fileJobs } from "./files.ts";
import { pixelJobs } from "./pixels.ts";

export const imageJobs: BenchKind = (folder) => [
  ...cameraJobs(folder),
  ...copyJobs(),
  ...pixelJobs(folder),
  ...fileJobs(folder),
];
