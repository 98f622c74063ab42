/**
 * The library in other people's kernels: stock tslab (CommonJS, TypeScript 5.0, Node-10 resolution) and Deno's. Both
 * are packages of their own below test/hosts, put there by `npm install --prefix test/hosts/NAME`.
 */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { emptyFolder } from "../kernel/support.ts";
import { commandOf, type Host, packageOf, without, writeSpec } from "../support/hosts.ts";
import { projectRoot, withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

interface CellReport {
  readonly status: string;
  readonly outputs: readonly (readonly [type: string, content: Record<string, unknown>])[];
}

/** A notebook's folder in which `reticle` is installed, as npm would do it. */
let folder: string;

before(() => {
  folder = emptyFolder();
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(projectRoot, join(modules, "reticle"), "junction");
  symlinkSync(join(projectRoot, "node_modules", "@types"), join(modules, "@types"), "junction");
  // Deno looks for the packages of an installed folder in package.json.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: { reticle: "*" } }));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function runIn(host: Host, cells: readonly string[]): Promise<CellReport[]> {
  const jupyterPath = join(folder, "jupyter");
  writeSpec(jupyterPath, host, commandOf(host));
  const env = { JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: join(folder, "runtime"), NO_COLOR: "1" };
  const script = join(projectRoot, "test", "notebooks", "run-in-host.py");
  const { stdout, stderr } = await runPython([script, host], { cwd: folder, env, stdin: JSON.stringify(cells) });
  assert.ok(stdout !== "", stderr);
  return JSON.parse(stdout) as CellReport[];
}

/** What a notebook does with the library: build, write, read, rasterize. 30 µm × 20 µm less 10 × 10 is 500 µm². */
const imports = `import { box, cell, layer, mimeBundle, nm, readGds, rect, show, writeGds } from "reticle";`;
const build = `
const metal = layer(1, 0, "metal");
const plate = rect(30, 20).not(rect(10));
const top = cell("top").add(metal, plate);
console.log(plate.area);`;
const files = `
await writeGds("host.gds", top);
const back = await readGds("host.gds");
console.log(back.cell("top").region([1, 0]).area);`;
const raster = `
const field = plate.rasterize({ pitch: 500 * nm, window: box(-15, -10, 15, 10) });
console.log(field.array.shape.join("x"), field.sum() * 0.25);`;

const printed = (report: CellReport): string =>
  report.outputs.map(([type, content]) => (type === "stream" ? String(content.text) : "")).join("");
const bundles = (report: CellReport): Record<string, unknown>[] =>
  report.outputs.filter(([, { data }]) => data !== undefined).map(([, { data }]) => data as Record<string, unknown>);

test("a notebook that uses the library runs in stock tslab", { skip: withoutPython || without("tslab") }, async () => {
  const cells = [
    imports,
    build,
    files,
    raster,
    `import * as tslab from "tslab";\nshow(top, { display: tslab.display });`,
    // TypeScript 5.0 checks the cell against our declarations before it runs.
    "const wrong: string = plate.area;",
  ];
  const reports = await runIn("tslab", cells);
  assert.deepEqual(
    reports.slice(0, 5).map(({ status }) => status),
    Array(5).fill("ok"),
    JSON.stringify(reports),
  );
  assert.deepEqual(reports.slice(1, 4).map(printed), ["500\n", "500\n", "40x60 500\n"]);
  assert.match(String(bundles(reports[4])[0]["image/svg+xml"]), /^<svg/);
  assert.equal(reports[5].status, "error");
  assert.match(printed(reports[5]), /'number' is not assignable to type 'string'/);
});

test("a notebook that uses the library runs in Deno's kernel", { skip: withoutPython || without("deno") }, async () => {
  const reports = await runIn("deno", [imports, build, files, raster, "top", "show(top)", "show(42)"]);
  assert.deepEqual(
    reports.map(({ status }) => status),
    Array(7).fill("ok"),
    JSON.stringify(reports),
  );
  assert.deepEqual(reports.slice(1, 4).map(printed), ["500\n", "500\n", "40x60 500\n"]);
  for (const report of reports.slice(4, 6)) assert.match(String(bundles(report)[0]["image/svg+xml"]), /^<svg/);
  assert.deepEqual(bundles(reports[6]), [{ "text/plain": "42" }]);
});

test("TypeScript 5.0 reads the declarations", { skip: without("tslab") }, () => {
  const require = createRequire(join(packageOf("tslab"), "package.json"));
  const ts = require("@tslab/typescript-for-tslab") as OldTypeScript;
  assert.match(ts.version, /^5\.0\./);
  const file = join(folder, "program.ts");
  const program = `import * as reticle from "reticle";
export const area: number = reticle.rect(10).area;
export const rows: number = reticle.rect(10).rasterize({ pitch: 1, window: reticle.box(0, 0, 4, 4) }).shape[0];
export const wrong: string = reticle.rect(10).area;
`;
  writeFileSync(file, program);
  const options = { module: 1, target: 9, moduleResolution: 2, strict: true, noEmit: true, skipLibCheck: false };
  const typeRoots = [join(folder, "node_modules", "@types")];
  const made = ts.createProgram([file], { ...options, types: ["node"], typeRoots });
  const found = ts.getPreEmitDiagnostics(made).map(({ code, file: where, start }) => ({ code, where, start }));
  // Node's own declarations are not our affair: they ask for a newer compiler.
  const ours = found.filter(({ where }) => where === undefined || !where.fileName.includes("@types/node"));
  // The one mistake in the program: so types are known, and are not all `any`.
  assert.deepEqual(
    ours.map(({ code, where, start }) => [where?.fileName, code, start]),
    [[file, 2322, program.indexOf("wrong")]],
  );
});

/** As much as is used here of TypeScript's JavaScript interface, which ended with version 6. */
interface OldTypeScript {
  readonly version: string;
  createProgram(files: readonly string[], options: object): object;
  getPreEmitDiagnostics(program: object): readonly { code: number; start?: number; file?: { fileName: string } }[];
}
