// npm run docs: writes docs/coverage.md from the names of the tests. `--check` only says whether it is current.
// A test counts whose name has the form "NAME: as KLayout's X", "NAME: as gdstk's X" or "law: …".
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { filesBelow, root, say } from "./lib.mjs";

const page = join(root, "docs", "coverage.md");
const call = /\btest\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g;
const compared = /^(?<name>.+?): as (?<reference>.*\b(?:KLayout|gdstk|numpy|scipy|scikit-image)'s .+)$/;

/** name, what it is compared with, and the test's file; laws are compared with nothing. */
function entries() {
  const found = [];
  for (const path of filesBelow("test", ".test.ts")) {
    const file = path.replaceAll("\\", "/");
    for (const [, , written] of readFileSync(join(root, path), "utf8").matchAll(call)) {
      const name = written.replace(/\$\{[^}]*\}/g, "…").replace(/\\(.)/g, "$1");
      const groups = compared.exec(name)?.groups;
      if (groups) found.push({ name: groups.name, reference: groups.reference, file });
      else if (name.startsWith("law: ")) found.push({ name: name.slice(5), reference: null, file });
    }
  }
  return found.sort((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
}

function markdown() {
  const all = entries();
  const cell = (text) => text.replaceAll("|", "\\|");
  const row = (...cells) => `| ${cells.map(cell).join(" | ")} |`;
  const link = (file) => `[${file.slice(5)}](../${file})`;
  const references = all.filter(({ reference }) => reference !== null);
  const laws = all.filter(({ reference }) => reference === null);
  return [
    "# What is compared with what",
    "",
    "Made from the names of the tests by `npm run docs`; `npm run check` holds it current. The tests that ask KLayout, gdstk,",
    "numpy, scipy or scikit-image run where there is a Python with them (CONTRIBUTING.md).",
    "",
    "| operation | reference | test |",
    "|---|---|---|",
    ...references.map(({ name, reference, file }) => row(name, reference, link(file))),
    "",
    "## Laws",
    "",
    "| law | test |",
    "|---|---|",
    ...laws.map(({ name, file }) => row(name, link(file))),
    "",
  ].join("\n");
}

/** Throws where the page is not what the tests say. */
export function checkCoverage() {
  let there = "";
  try {
    there = readFileSync(page, "utf8");
  } catch {
    // It was never made: it is not current.
  }
  if (there.replaceAll("\r\n", "\n") === markdown()) return;
  say("docs/coverage.md is not current: npm run docs");
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--check")) checkCoverage();
  else {
    writeFileSync(page, markdown());
    say(`wrote ${relative(root, page)}`);
  }
}
