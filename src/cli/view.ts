/** `reticle view FILE`: a layout in the browser, read again when the file changes. */
import { basename } from "node:path";
import { isReticleError } from "../errors.ts";
import { readLayout, readLyp } from "../formats/index.ts";
import { type Layout, toLayer } from "../layout/index.ts";
import { type Command, parseCommandLine, say } from "./command.ts";
import { plsArguments, portOf } from "./pls/pls-arguments.ts";
import { runViewer } from "./viewer/run-viewer.ts";
import { pointText, sceneBytes } from "./viewer/scene.ts";
import type { Viewed } from "./viewer/server.ts";
import { shapeAt } from "./viewer/shape-at.ts";
import { watchFiles } from "./viewer/watch-files.ts";

export const view: Command = {
  summary: "a layout in the browser",
  usage: `usage: reticle view FILE [--port N] [--lyp L.lyp] [--no-open]

FILE is GDSII or OASIS (also gzip), or a .pls program. The page reads it again when it changes. It is served on the
loopback address only.

  --port N       a free one where not given
  --lyp L.lyp    colours, names and visibility of layers from KLayout's layer properties
  --no-open      print the address instead of opening the browser`,

  async run(args) {
    const options = { port: { type: "string" }, lyp: { type: "string" }, "no-open": { type: "boolean" } } as const;
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const [file] = positionals;
    if (/\.pls$/i.test(file)) {
      const { viewProgram } = await import("./pls/view-program.ts");
      return viewProgram({ ...plsArguments([...args, "-w"]), isCheck: true });
    }
    const lyp = values.lyp === undefined ? undefined : String(values.lyp);
    const port = portOf(values.port === undefined ? undefined : String(values.port));
    return viewLayout(file, { lyp, port, isOpened: values["no-open"] !== true });
  },
};

async function viewLayout(
  file: string,
  { lyp, port, isOpened }: { readonly lyp: string | undefined; readonly port: number; readonly isOpened: boolean },
): Promise<number> {
  const read = async () => ({
    layout: await readLayout(file),
    properties: lyp === undefined ? undefined : await readLyp(lyp),
  });
  let shown = await read();
  let error: string | null = null;
  const viewed: Viewed = {
    scene: (cell) => sceneBytes({ ...shown, cell, title: basename(file), error }),
    at: (cell, layer, x, y) => placeOf(shown.layout, cell, layer, x, y),
  };
  return runViewer(viewed, { port, isOpened }, (server) => {
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

/** The cell that holds what lies at a point. */
export function placeOf(layout: Layout, cell: string, layer: string, x: number, y: number): [string, string][] {
  const found = shapeAt(layout.cell(cell), toLayer(layer), x, y);
  if (found === null) return [];
  const own =
    found.path.length > 1 ? ([["in the cell's coordinates", pointText(found.x, found.y)]] as [string, string][]) : [];
  return [["cell", found.path.join(" / ")], ...own];
}
