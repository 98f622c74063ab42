/** What regions use: our own engines, the one for axis-parallel edges and the one for all angles. */
import type { PolygonEngine } from "./engine.ts";
import { manhattanBoolean } from "./manhattan/manhattan.ts";
import { sweep } from "./sweep/sweep.ts";

export const own: PolygonEngine = { ...sweep, name: "own", manhattan: manhattanBoolean };
