/**
 * The magics by name: what the session needs to read a cell, to complete in it and to list them. What they do is in
 * `run.ts`. A new one needs an entry here and one there.
 */
import { editDistance } from "../edit-distance.ts";

export interface MagicDescription {
  readonly usage: string;
  readonly help: string;
  /** `code`: TypeScript follows it; `text`: the rest of the cell is none; `words`, `path`: the rest of its line is its own. */
  readonly takes: "code" | "text" | "words" | "path";
}

export const magics = {
  "!": { usage: "!command", help: "run a command of the shell; its output appears as it comes", takes: "path" },
  "%cd": { usage: "%cd [folder]", help: "change the working folder; - goes back, nothing goes home", takes: "path" },
  "%env": {
    usage: "%env [NAME[=value]]",
    help: "show all environment variables, show one, or set one",
    takes: "words",
  },
  "%help": { usage: "%help", help: "list the magics", takes: "words" },
  "%load": { usage: "%load file", help: "put the text of a file in the place of the cell", takes: "path" },
  "%lsmagic": { usage: "%lsmagic", help: "the same as %help", takes: "words" },
  "%reset": {
    usage: "%reset [-f]",
    help: "forget all names that cells have declared; -f does not ask",
    takes: "words",
  },
  "%time": { usage: "%time statement", help: "run the statement and tell how long it took", takes: "code" },
  "%who": { usage: "%who [type …]", help: "list the names that cells have declared, with their types", takes: "words" },
  "%%check": { usage: "%%check", help: "run the cell only where it has no type errors", takes: "code" },
  "%%html": { usage: "%%html", help: "show the rest of the cell as HTML", takes: "text" },
  "%%javascript": { usage: "%%javascript", help: "run the rest of the cell in the browser", takes: "text" },
  "%%markdown": { usage: "%%markdown", help: "show the rest of the cell as Markdown", takes: "text" },
  "%%pls": { usage: "%%pls [name]", help: "compile the rest of the cell, a .pls program, to a layout", takes: "text" },
  "%%svg": { usage: "%%svg", help: "show the rest of the cell as a picture", takes: "text" },
  "%%time": { usage: "%%time", help: "tell how long the whole cell took", takes: "code" },
} as const satisfies Record<string, MagicDescription>;

export type MagicName = keyof typeof magics;

export function isMagic(name: string): name is MagicName {
  return Object.hasOwn(magics, name);
}

export function takenBy(name: string): MagicDescription["takes"] {
  return isMagic(name) ? magics[name].takes : name.startsWith("%%") ? "text" : "words";
}

export function helpText(): string {
  const width = Math.max(...Object.values(magics).map(({ usage }) => usage.length)) + 2;
  return Object.values(magics)
    .map(({ usage, help }) => `${usage.padEnd(width)}${help}\n`)
    .join("");
}

/** `%tiem` → `%time`; null where nothing is near. */
export function nearestMagic(name: string): MagicName | null {
  const bare = name.replace(/^%+/, "").toLowerCase();
  const ranked = (Object.keys(magics) as MagicName[])
    .map((known) => ({
      known,
      // Between %time and %%time the one with as many signs is nearer.
      distance: editDistance(bare, known.replace(/^%+/, "")) + (signs(known) === signs(name) ? 0 : 0.5),
    }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0].distance <= Math.max(2, bare.length / 2) && ranked[0].known !== "!" ? ranked[0].known : null;
}

function signs(name: string): number {
  return /^%*/.exec(name)?.[0].length ?? 0;
}
