import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { reticle, temporaryFolder } from "./support.ts";

interface Cell {
  readonly cell_type: string;
  readonly execution_count?: number | null;
  readonly outputs?: { output_type: string; text?: string[]; ename?: string; data?: Record<string, string[]> }[];
}

function notebook(folder: string, ...sources: string[]): string {
  const path = join(folder, "n.ipynb");
  const cells = sources.map((source) => ({
    cell_type: "code",
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }));
  return path;
}
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as { nbformat_minor: number; cells: Cell[] };

test("a notebook is executed and written with its outputs", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "const n: number = 6; console.log('six')", "n * 7");
  const result = reticle(["run", path, "-o", join(folder, "out.ipynb"), "--html", join(folder, "out.html")]);
  assert.equal(result.code, 0, result.stderr);
  const { cells, nbformat_minor } = read(join(folder, "out.ipynb"));
  assert.equal(nbformat_minor, 5);
  assert.deepEqual(cells[0].outputs?.[0].text, ["six\n"]);
  assert.deepEqual(cells[1].outputs?.[0].data?.["text/plain"], ["42"]);
  assert.match(readFileSync(join(folder, "out.html"), "utf8"), /<pre>42<\/pre>/);
  assert.deepEqual(read(path).cells[0].outputs, [], "the notebook itself stays as it was");
});

test("a cell that throws stops the run, is written, and exits 1", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "const kept = 1; kept", "throw new RangeError('too far')", "console.log('never')");
  const result = reticle(["run", path]);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /cell 2 failed: RangeError: too far/);
  const { cells } = read(join(folder, "n.out.ipynb"));
  assert.deepEqual(cells[0].outputs?.[0].data?.["text/plain"], ["1"]);
  assert.equal(cells[1].outputs?.[0].ename, "RangeError");
  assert.deepEqual(cells[2].outputs, []);
});

test("a cell tagged raises-exception may fail, and the run goes on", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "throw new RangeError('shown')", "1 + 1");
  const content = JSON.parse(readFileSync(path, "utf8"));
  content.cells[0].metadata.tags = ["raises-exception"];
  writeFileSync(path, JSON.stringify(content));
  const result = reticle(["run", path]);
  assert.equal(result.code, 0, result.stderr);
  const { cells } = read(join(folder, "n.out.ipynb"));
  assert.equal(cells[0].outputs?.[0].ename, "RangeError");
  assert.deepEqual(cells[1].outputs?.[0].data?.["text/plain"], ["2"]);
});

test("--allow-errors goes on, with the variables of before", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "const kept = 1; throw new Error('no')", "kept");
  assert.equal(reticle(["run", path, "--allow-errors"]).code, 0);
  assert.deepEqual(read(join(folder, "n.out.ipynb")).cells[1].outputs?.[0].data?.["text/plain"], ["1"]);
});

test("--timeout stops a cell that never ends", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "while (true) {}");
  const result = reticle(["run", path, "--timeout", "1"]);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /ran longer than 1 s and was stopped/);
});

test("a kernel that dies is said, and what ran before is written", () => {
  const folder = temporaryFolder();
  const path = notebook(folder, "1 + 1", "process.kill(process.pid, 'SIGKILL')", "3");
  const result = reticle(["run", path, "--allow-errors"]);
  assert.equal(result.code, 1);
  assert.deepEqual(read(join(folder, "n.out.ipynb")).cells[0].outputs?.[0].data?.["text/plain"], ["2"]);
});

test("what is no notebook is named, and nothing is written", () => {
  const folder = temporaryFolder();
  const path = join(folder, "bad.ipynb");
  writeFileSync(path, '{"cells": [');
  const result = reticle(["run", path]);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /bad\.ipynb is not a Jupyter notebook: it is not JSON/);
  assert.ok(!existsSync(join(folder, "bad.out.ipynb")));
  assert.match(reticle(["run", join(folder, "none.ipynb")]).stderr, /none\.ipynb: there is no such file or folder/);
});

test("mistakes in the command line exit 2 and say what is allowed", () => {
  assert.equal(reticle([]).code, 2);
  const misspelt = reticle(["rnu", "x"]);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.stderr, /no command "rnu"; did you mean "run"/);
  const option = reticle(["run", "x.ipynb", "--htm", "y"]);
  assert.equal(option.code, 2);
  assert.match(option.stderr, /unknown option --htm; did you mean "--html"/);
  assert.equal(reticle(["run"]).code, 2);
  assert.match(reticle(["--version"]).stdout, /^\d+\.\d+\.\d+\n$/);
});
