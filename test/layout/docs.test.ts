/** The examples of the documentation run as they stand, page by page, one after the other. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../support/project.ts";

// What they write goes where it is in nobody's way.
const folder = mkdtempSync(join(tmpdir(), "reticle-docs-"));
process.chdir(folder);
after(() => {
  process.chdir(projectRoot);
  rmSync(folder, { recursive: true, force: true });
});

for (const page of ["layouts.md", "shapes.md", "regions.md", "images.md", "camera.md", "rasters.md", "analysis.md"]) {
  test(`the examples of docs/${page} run, and say what their comments say`, () => run(page));
}

async function run(page: string): Promise<void> {
  const text = readFileSync(join(projectRoot, "docs", page), "utf8");
  const code = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]).join("\n");
  const library = pathToFileURL(join(projectRoot, "dist", "src", "index.js")).href;
  // A line `expression;   // value` is checked where the value is one of JavaScript's.
  const checked = code
    .replace(/^(\S.*);\s+\/\/ ([-\d.[{"tfn].*)$/gm, "same($1, $2);")
    .replace('"ndarray"', `"${import.meta.resolve("ndarray")}"`)
    .replace('"reticle"', `"${library}"`);
  const module = `import assert from "node:assert";\nconst same = (a, b) => assert.deepEqual(a, b);\n${checked}`;
  await import(`data:text/javascript,${encodeURIComponent(module)}`);
}
