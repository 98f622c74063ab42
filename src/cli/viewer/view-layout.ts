/** Shows a layout file until the user ends it, and reads it again when it or its layer properties change. */
import { basename } from "node:path";
import { isReticleError } from "../../errors.ts";
import { readLayout, readLyp } from "../../formats/index.ts";
import { toLayer } from "../../layout/index.ts";
import { say } from "../command.ts";
import { layoutPart } from "./layout-part.ts";
import { placeWords } from "./place-words.ts";
import { type RunOptions, runViewer } from "./run-viewer.ts";
import { sceneBytes } from "./scene.ts";
import type { Viewed } from "./server.ts";
import { shapeAt } from "./shape-at.ts";
import { watchFiles } from "./watch-files.ts";

export interface ViewLayoutOptions extends RunOptions {
  readonly lyp: string | undefined;
}

export async function viewLayout(file: string, { lyp, ...run }: ViewLayoutOptions): Promise<number> {
  const read = async () => ({
    layout: await readLayout(file),
    properties: lyp === undefined ? undefined : await readLyp(lyp),
  });
  let shown = await read();
  let error: string | null = null;
  const viewed: Viewed = {
    scene: (cell) => sceneBytes({ ...shown, cell, title: basename(file), error }),
    part: (...asked) => layoutPart(shown.layout, ...asked),
    at(cell, layer, x, y) {
      const found = shapeAt(shown.layout.cell(cell), toLayer(layer), x, y);
      return found === null ? [] : placeWords(found);
    },
  };
  return runViewer(viewed, run, (server) => {
    const watch = watchFiles(async () => {
      try {
        shown = await read();
        error = null;
        server.changed();
      } catch (problem) {
        if (!isReticleError(problem)) throw problem;
        error = problem.message;
        say(error);
        server.problem(error);
      }
    });
    watch.set(lyp === undefined ? [file] : [file, lyp]);
    return () => watch.close();
  });
}
