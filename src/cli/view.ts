/** `reticle view FILE`: a layout in the browser, read again when the file changes. */
import { type Command, parseCommandLine } from "./command.ts";
import { plsArguments, portOf } from "./pls/pls-arguments.ts";
import { viewLayout } from "./viewer/view-layout.ts";

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
