/** What each thread of a raster loads. */
import { serveTasks } from "../platform/index.ts";
import { rasterizeStripe } from "./rasterize-set.ts";
import type { StripeTask } from "./stripes.ts";

serveTasks<StripeTask>((task) => ({ values: rasterizeStripe(task) }));
