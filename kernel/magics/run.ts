/** What each magic does. Those that are TypeScript with something around it (`%time`, `%%check`) are not here. */
import { changeFolder } from "./cd.ts";
import { environment } from "./env.ts";
import type { MagicCall } from "./expand.ts";
import type { MagicHost } from "./host.ts";
import { helpText, type MagicName } from "./list.ts";
import { loadFile } from "./load.ts";
import { resetNames } from "./reset.ts";
import { runCommand } from "./shell.ts";
import { whoText } from "./who.ts";

/** What it returns is the result of a cell that is all text, else nothing. */
type Magic = (call: MagicCall, host: MagicHost) => unknown;

const actions: Record<Exclude<MagicName, "%time" | "%%time" | "%%check">, Magic> = {
  "!": ({ argument }, host) => runCommand(argument, host),
  "%cd": ({ argument }, host) => host.write("stdout", `${changeFolder(argument)}\n`),
  "%env": ({ argument }, host) => host.write("stdout", environment(argument)),
  "%help": (_, host) => host.write("stdout", helpText()),
  "%load": ({ argument }, host) => host.replaceCell(loadFile(argument)),
  "%lsmagic": (_, host) => host.write("stdout", helpText()),
  "%reset": ({ argument }, host) => resetNames(argument, host),
  "%who": ({ argument }, host) => host.write("stdout", whoText(host.names(), argument)),
  "%%html": show("text/html"),
  "%%javascript": show("application/javascript"),
  "%%markdown": show("text/markdown"),
  // What compiles it is the library that the notebook imports (expand.ts).
  "%%pls": ({ text }) => text,
  "%%svg": ({ text }, host) => host.show({ "image/svg+xml": withNamespace(text) }),
};

export async function runMagic(call: MagicCall, host: MagicHost): Promise<unknown> {
  return actions[call.name as keyof typeof actions](call, host);
}

function show(type: string): Magic {
  return ({ text }, host) => host.show({ [type]: text });
}

/** Front ends show the text as an image of its own, which without a namespace is none; within a page nobody writes one. */
function withNamespace(svg: string): string {
  const start = /<svg(?=[\s/>])[^>]*/.exec(svg);
  if (start === null || /\sxmlns\s*=/.test(start[0])) return svg;
  const at = start.index + "<svg".length;
  return `${svg.slice(0, at)} xmlns="http://www.w3.org/2000/svg"${svg.slice(at)}`;
}
