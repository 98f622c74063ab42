// Writes docs/pls-functions.md and its pictures from the catalogue of the language and by running its examples, and the
// pictures of the programs in docs/pls.md.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Builtin, compilePls, plsFunctions, plsMethods } from "../src/pls/index.ts";
import { displaySymbol } from "../src/view/index.ts";
import { projectRoot } from "../test/support/project.ts";

/** What stands above an example, where it needs something. */
const preludes: Readonly<Record<string, string>> = {
  call: "SHAPE bar(width, x)\n  rect(width, 10, w=[4 * x, 0])\n\n",
  ref: "SYMBOL unit\n  LAYER 1\n    polygon([0, 0], [10, 0], [0, 5])\n\n",
};

/** File names below docs/ and their contents. */
export function plsReference(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const sections = [...plsFunctions.values(), ...plsMethods.values()].map((one) => sectionOf(one, files));
  const names = (list: Iterable<string>) => [...list].map((name) => `[${name}](#${name})`).join(" · ");
  const page = [
    "# Functions and methods of the .pls language",
    "",
    "Made by `npm run docs` from the compiler's own catalogue; the pictures are those of the examples. The language itself is",
    "in [pls.md](pls.md).",
    "",
    `Functions: ${names(plsFunctions.keys())}`,
    "",
    `Methods: ${names(plsMethods.keys())}`,
    "",
    ...sections,
  ].join("\n");
  files.set("pls-functions.md", page);
  for (const { slug, program } of tourPrograms())
    files.set(`images/pls/tour-${slug}.svg`, pictureOf(program, 320, 180));
  return files;
}

/** The programs of docs/pls.md by the headings above them: "Layers and symbols" is "layers-and-symbols". */
export function tourPrograms(): { readonly slug: string; readonly program: string }[] {
  const text = readFileSync(join(projectRoot, "docs", "pls.md"), "utf8");
  const tour = text.slice(text.indexOf("\n## A tour\n"), text.indexOf("\n## Reference\n"));
  return tour.split("\n### ").flatMap((part) => {
    const slug = part
      .split("\n")[0]
      .toLowerCase()
      .replace(/[^a-z]+/g, "-");
    const programs = [...part.matchAll(/```pls\n([\s\S]*?)```/g)].map((found) => found[1]);
    return programs.map((program, i) => ({ slug: i === 0 ? slug : `${slug}-${i + 1}`, program }));
  });
}

function pictureOf(program: string, width: number, height: number): string {
  const { layout, report } = compilePls(program);
  if (layout === null) throw new Error(report);
  return String(layout.cell("main").picture({ width, height })[displaySymbol]()["image/svg+xml"]);
}

function sectionOf(builtin: Builtin, files: Map<string, string>): string {
  const { name, forms, about, example } = builtin;
  const lines = [`## ${name}`, "", "```", ...forms, "```", "", about, ""];
  const program = `${preludes[name] ?? ""}SYMBOL main\n${name === "ref" ? `  ${example}` : `  LAYER 1\n    ${example}`}\n`;
  const { layout } = compilePls(program);
  if (layout === null) {
    const value = exampleValue(example);
    return [...lines, `\`${example}\` is ${value}.`, ""].join("\n");
  }
  const picture = `images/pls/${name}.svg`;
  files.set(picture, pictureOf(program, 240, 150));
  const shown = preludes[name] === undefined ? `\`${example}\`` : `\`\`\`pls\n${program}\`\`\``;
  return [...lines, shown, "", `![${name}](${picture})`, ""].join("\n");
}

/** Of an example that is no shape: what a global of that value is. */
function exampleValue(example: string): string {
  const { globals, report } = compilePls(`GLOBALS\n  value = ${example}\n`);
  const [global] = globals;
  if (global === undefined) throw new Error(report);
  if (global.value !== null) return typeof global.value === "string" ? `\`"${global.value}"\`` : `\`${global.value}\``;
  const [x, y] = ["x", "y"].map((axis) => compilePls(`GLOBALS\n  value = (${example}).${axis}\n`).globals[0].value);
  return `the point \`[${x}, ${y}]\``;
}

export function writePlsReference(): void {
  mkdirSync(join(projectRoot, "docs", "images", "pls"), { recursive: true });
  for (const [name, text] of plsReference()) writeFileSync(join(projectRoot, "docs", name), text);
}
