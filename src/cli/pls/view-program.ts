/**
 * `reticle pls -v` and `-w`: the program's layout in the browser. Watched, it is compiled again when it, an import or its
 * layer properties change; while it has errors, the last good picture stays, and they are shown over it.
 */
import { basename } from "node:path";
import { isReticleError } from "../../errors.ts";
import { readLyp } from "../../formats/index.ts";
import { type LayerProperties, Layout, toLayer } from "../../layout/index.ts";
import type { CompiledPls, PlsSource } from "../../pls/index.ts";
import { say } from "../command.ts";
import { layoutPart } from "../viewer/layout-part.ts";
import { placeWords } from "../viewer/place-words.ts";
import { runViewer } from "../viewer/run-viewer.ts";
import { sceneBytes } from "../viewer/scene.ts";
import type { Viewed } from "../viewer/server.ts";
import { shapeAt } from "../viewer/shape-at.ts";
import { viewLayout } from "../viewer/view-layout.ts";
import { watchFiles } from "../viewer/watch-files.ts";
import { compileFile } from "./compile-file.ts";
import type { PlsArguments } from "./pls-arguments.ts";
import { defaultOutput, isLayoutFile, writeOutput } from "./write-output.ts";

interface Shown {
  /** The last one without errors; null before there is one. */
  good: CompiledPls | null;
  error: string | null;
  properties: LayerProperties | undefined;
  files: readonly string[];
}

export async function viewProgram(given: PlsArguments): Promise<number> {
  if (isLayoutFile(given.file)) return viewLayout(given.file, given);
  const shown: Shown = { good: null, error: null, properties: undefined, files: [given.file] };
  await compileInto(shown, given);
  if (shown.good === null && !given.isWatched) return 1;
  const empty = new Layout();
  const viewed: Viewed = {
    scene: (cell) => {
      const layout = shown.good?.layout ?? empty;
      const { properties, error } = shown;
      return sceneBytes({ layout, cell, title: basename(given.file), properties, error });
    },
    part: (...asked) => layoutPart(shown.good?.layout ?? empty, ...asked),
    at: (cell, layer, x, y) => (shown.good === null ? [] : describeShape(shown.good, cell, layer, x, y)),
  };
  return runViewer(viewed, given, (server) => {
    if (!given.isWatched) return () => {};
    const watch = watchFiles(async () => {
      try {
        await compileInto(shown, given);
      } catch (problem) {
        if (!isReticleError(problem)) throw problem;
        shown.error = problem.message;
        say(problem.message);
      }
      watch.set(shown.files);
      if (shown.error === null) server.changed();
      else server.problem(shown.error);
    });
    watch.set(shown.files);
    return () => watch.close();
  });
}

/** Compiles the file, and writes its output where it has no errors. */
async function compileInto(shown: Shown, given: PlsArguments): Promise<void> {
  const compiled = compileFile(given);
  const lyp = given.lyp === undefined ? [] : [given.lyp];
  shown.files = [...new Set([given.file, ...lyp, ...compiled.files])];
  for (const file of lyp) shown.properties = await readLyp(file);
  if (compiled.diagnostics.length > 0) say(compiled.report);
  if (compiled.layout === null) {
    shown.error = compiled.report;
    return;
  }
  shown.good = compiled;
  shown.error = null;
  if (given.isCheck) return;
  const output = given.output ?? defaultOutput(given.file, given.isPdf);
  await writeOutput(output, compiled.layout, shown.properties);
  say(`wrote ${output}: ${compiled.layout}`);
}

function describeShape(compiled: CompiledPls, cell: string, layer: string, x: number, y: number): [string, string][] {
  const layout = compiled.layout as Layout;
  const found = shapeAt(layout.cell(cell), toLayer(layer), x, y);
  if (found === null) return [];
  const source = compiled.sourceAt(found.cell.name, toLayer(layer).layer, found.x, found.y);
  return [...(source === null ? [] : sourceWords(source)), ...placeWords(found)];
}

function sourceWords({ file, line, column, text, calls }: PlsSource): [string, string][] {
  const short = text.replace(/\s+/g, " ");
  return [
    ["source", `${basename(file)}:${line}:${column}`],
    ["made by", short.length > 80 ? `${short.slice(0, 79)}…` : short],
    ...calls.map((call): [string, string] => [
      `in ${call.name}, from`,
      `${basename(call.file)}:${call.line}:${call.column}`,
    ]),
  ];
}
