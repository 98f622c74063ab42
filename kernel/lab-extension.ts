/** The extension of JupyterLab that highlights .pls files. It is prebuilt: JupyterLab finds it beside the kernelspecs. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageVersion } from "./command.ts";
import { putFolder } from "./put-folder.ts";

const name = "reticle-pls";

/** `jupyter` is a share/jupyter folder. Gives the extension's folder. */
export function writeLabExtension(jupyter: string): string {
  const folder = join(jupyter, "labextensions", name);
  const asset = (file: string) => readFileSync(fileURLToPath(new URL(`../../kernel/assets/${file}`, import.meta.url)));
  const grammar = JSON.stringify(JSON.parse(asset("pls.tmLanguage.json").toString()));
  const script = asset("jupyterlab-pls.js")
    .toString()
    .replace(/\/\*GRAMMAR\*\/ .*;/, () => `${grammar};`);
  // Browsers keep what has a name of its own.
  const file = `static/pls.${createHash("sha256").update(script).digest("hex").slice(0, 16)}.js`;
  const about = {
    name,
    version: packageVersion(),
    description: "Highlights .pls mask programs (reticle)",
    license: "MIT",
    jupyterlab: { extension: true, _build: { load: file, extension: "./extension" } },
  };
  putFolder(folder, (draft) => {
    mkdirSync(join(draft, "static"));
    writeFileSync(join(draft, file), script);
    writeFileSync(join(draft, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  });
  return folder;
}

/** False where there is none. */
export function removeLabExtension(jupyter: string): boolean {
  const folder = join(jupyter, "labextensions", name);
  if (!existsSync(folder)) return false;
  rmSync(folder, { recursive: true });
  return true;
}
