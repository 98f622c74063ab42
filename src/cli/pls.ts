/** `reticle pls FILE.pls`: compiles a program of the .pls language into a layout file or a picture, and shows it. */
import { readLyp } from "../formats/index.ts";
import type { CompiledPls } from "../pls/index.ts";
import { type Command, commandLineError, print, printJson, say } from "./command.ts";
import { compileFile } from "./pls/compile-file.ts";
import { formatFile } from "./pls/format-file.ts";
import { type PlsArguments, plsArguments } from "./pls/pls-arguments.ts";
import { defaultOutput, writeOutput } from "./pls/write-output.ts";
import { packageVersion } from "./version.ts";

export const pls: Command = {
  summary: "compile a program of the .pls language",
  usage: `usage: reticle pls FILE.pls [-o OUT] [options]     FILE - is the standard input, with -o or -n
       reticle pls fmt FILE.pls [--check]        lay out its lines; - reads the standard input
       reticle pls --lsp                         language server on standard input and output

Writes FILE.gds beside FILE.pls, or OUT: .gds .gds.gz .oas .oas.gz .svg .pdf .png .json by its ending.

  -o, --output OUT      where to write
  -n, --check           only check: nothing is written
  -v, --view            open it in the browser
  -w, --watch           as -v, and compile again when the file or one of its imports changes
  -p, --pdf             write FILE.pdf, a page for each cell
      --no-open         print the viewer's address instead of opening the browser
      --port N          of the viewer; a free one where not given
      --lyp L.lyp       the viewer's colours and names, and those of .svg .pdf .png
      --dbu UM          database unit: 1nm
      --param NAME=V    a value of GLOBALS in the place of the program's own; may be repeated
      --legend          add a cell "legend" with the names of the layers
      --strict          warn of cell names that strict GDSII does not know
      --limit NAME=N    raise a limit: steps, vertices, depth, cells
      --json            one JSON object: ok, output, diagnostics, globals, layers
      --version`,

  async run(args) {
    if (args.includes("--version")) {
      print(packageVersion());
      return 0;
    }
    if (args[0] === "fmt") return formatFile(args.slice(1));
    if (args.includes("--lsp")) {
      if (args.length > 1) throw commandLineError("--lsp stands alone");
      const { serveLanguage } = await import("./pls/serve-language.ts");
      return serveLanguage();
    }
    const given = plsArguments(args);
    if (given.isViewed) {
      const { viewProgram } = await import("./pls/view-program.ts");
      return viewProgram(given);
    }
    return compileOnce(given);
  },
};

async function compileOnce(given: PlsArguments): Promise<number> {
  const compiled = compileFile(given);
  const { layout } = compiled;
  const output = given.isCheck || layout === null ? null : (given.output ?? defaultOutput(given.file, given.isPdf));
  if (layout !== null && output !== null) {
    const properties = given.lyp === undefined ? undefined : await readLyp(given.lyp);
    await writeOutput(output, layout, properties);
  }
  if (given.isJson) printJson({ ok: layout !== null, output, ...compiled.toJSON() });
  else {
    if (compiled.diagnostics.length > 0) say(compiled.report);
    if (layout === null) say(summary(compiled));
    else if (output !== null) say(`wrote ${output}: ${layout}`);
    else say(`${given.file}: no errors`);
  }
  return layout === null ? 1 : 0;
}

function summary({ errorCount, warnings }: CompiledPls): string {
  const count = (length: number, what: string) => `${length} ${what}${length === 1 ? "" : "s"}`;
  const more = warnings.length === 0 ? "" : `, ${count(warnings.length, "warning")}`;
  return `${count(errorCount, "error")}${more}; nothing was written`;
}
