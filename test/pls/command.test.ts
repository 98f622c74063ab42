/** `reticle pls` as a user types it. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readGds, readLayout } from "../../src/index.ts";
import { reticle, temporaryFolder } from "../cli/support.ts";

const good =
  "GLOBALS\n  width = 2  # 0.5..5\nSYMBOL main\n  LAYER 1 metal\n    rect(width, 4)\n  LAYER 2\n    text('A', dy=3)\n";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("writes FILE.gds beside FILE.pls and nothing else", async () => {
  const cwd = folderWith({ "mask.pls": good });
  const { code, stdout, stderr } = reticle(["pls", "mask.pls"], { cwd });
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(stderr, /^wrote mask\.gds: Layout/);
  assert.deepEqual(readdirSync(cwd).sort(), ["mask.gds", "mask.pls"]);
  const layout = await readGds(join(cwd, "mask.gds"));
  assert.deepEqual(layout.cell("main").bboxOf(1)!.toArray(), [-1, -2, 1, 2]);
});

test("an error writes nothing, leaves what is there, and has the exit code 1", () => {
  const cwd = folderWith({ "mask.pls": `${good}  LAYER 3\n    circle(1)\n`, "mask.gds": "old" });
  const { code, stderr } = reticle(["pls", "mask.pls"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /^mask\.pls:9:5: error\[unknown-function\].*\n.*\n.*\^{6}/);
  assert.match(stderr, /1 error; nothing was written\n$/);
  assert.equal(readFileSync(join(cwd, "mask.gds"), "utf8"), "old");
});

test("each format by the ending of its name", async () => {
  const cwd = folderWith({ "mask.pls": good });
  for (const name of ["a.gds", "a.gds.gz", "a.oas", "a.svg", "a.pdf", "a.png", "a.json"]) {
    const { code, stderr } = reticle(["pls", "mask.pls", "-o", name], { cwd });
    assert.equal(code, 0, stderr);
  }
  assert.equal((await readLayout(join(cwd, "a.oas"))).cell("main").region(1).area, 8);
  assert.match(readFileSync(join(cwd, "a.svg"), "utf8"), /1\/0 metal/);
  const pdf = readFileSync(join(cwd, "a.pdf"), "latin1");
  assert.match(pdf, /^%PDF-1\.\d[\s\S]*\/Type \/Page\b/);
  assert.deepEqual([...readFileSync(join(cwd, "a.png")).subarray(1, 4)], [...Buffer.from("PNG")]);
  const json = JSON.parse(readFileSync(join(cwd, "a.json"), "utf8"));
  assert.deepEqual(json.cells[0].layers[0].polygons, [
    [
      [
        [-1000, -2000],
        [1000, -2000],
        [1000, 2000],
        [-1000, 2000],
      ],
    ],
  ]);
});

test("-p writes a page for each cell", () => {
  const cwd = folderWith({ "mask.pls": `${good}SYMBOL other\n  LAYER 1\n    rect(3)\n` });
  assert.equal(reticle(["pls", "-p", "mask.pls"], { cwd }).code, 0);
  assert.equal(readFileSync(join(cwd, "mask.pdf"), "latin1").match(/\/Type \/Page\b/g)?.length, 2);
});

test("-n checks and writes nothing", () => {
  const cwd = folderWith({ "mask.pls": good });
  const { code, stderr } = reticle(["pls", "-n", "mask.pls"], { cwd });
  assert.deepEqual([code, stderr], [0, "mask.pls: no errors\n"]);
  assert.equal(existsSync(join(cwd, "mask.gds")), false);
});

test("--json prints one object with diagnostics, globals and layers", () => {
  const cwd = folderWith({ "mask.pls": good, "bad.pls": "SYMBOL m\nLAYER 1\nrect(w)" });
  const { stdout, code } = reticle(["pls", "--json", "-n", "mask.pls"], { cwd });
  const seen = JSON.parse(stdout);
  assert.deepEqual([code, seen.ok, seen.layers], [0, true, [{ name: "metal", number: 1 }]]);
  assert.deepEqual(seen.globals[0].range, { minimum: 0.5, maximum: 5, step: null });
  const bad = reticle(["pls", "--json", "bad.pls"], { cwd });
  const [{ code: name, start, end }] = JSON.parse(bad.stdout).diagnostics;
  assert.deepEqual([bad.code, name, start, end], [1, "unknown-name", { line: 3, column: 6 }, { line: 3, column: 7 }]);
});

test("--param, --dbu and --legend", async () => {
  const cwd = folderWith({ "mask.pls": good });
  const args = ["pls", "mask.pls", "--param", "width=3", "--dbu", "0.5nm", "--legend"];
  assert.equal(reticle(args, { cwd }).code, 0);
  const layout = await readGds(join(cwd, "mask.gds"));
  assert.equal(layout.dbu, 0.0005);
  assert.equal(layout.cell("main").bboxOf(1)!.width, 3);
  assert.deepEqual(
    layout
      .cell("legend")
      .labelsOf(255)
      .map(({ text }) => text),
    ["1 metal"],
  );
});

test("a legend that cannot be is told of", () => {
  const cwd = folderWith({
    "plain.pls": "SYMBOL main\n  LAYER 1\n    rect(1)\n",
    "taken.pls": "SYMBOL legend\n  LAYER metal\n    rect(1)\n",
  });
  const plain = reticle(["pls", "plain.pls", "--legend"], { cwd });
  assert.equal(plain.code, 0);
  assert.match(plain.stderr, /warning\[no-legend\]: no LAYER has a name/);
  const taken = reticle(["pls", "taken.pls", "--legend"], { cwd });
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /^taken\.pls:1:1: error\[cell-collision\]: a SYMBOL makes the cell "legend" already/);
});

test("wrong command lines have the exit code 2", () => {
  const cwd = folderWith({ "mask.pls": good });
  for (const args of [
    ["pls"],
    ["pls", "mask.pls", "-o", "a.txt"],
    ["pls", "mask.pls", "--param", "w=3"],
    ["pls", "mask.pls", "--limit", "time=3"],
    ["pls", "mask.pls", "-n", "-p"],
    ["pls", "mask.pls", "other.pls"],
    ["pls", "mask.pls", "--dbu", "abc"],
    ["pls", "mask.pls", "--param", "width=abc"],
    ["pls", "mask.gds"],
    ["pls", "-n", "mask.oas"],
    ["pls", "-"],
    ["pls", "-", "-v"],
  ])
    assert.equal(reticle(args, { cwd }).code, 2, args.join(" "));
  assert.equal(reticle(["pls", "none.pls"], { cwd }).code, 1);
});

test("--strict warns of names that strict GDSII does not know", () => {
  const cwd = folderWith({ "mask.pls": "SYMBOL s_{}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s_, 2.5)" });
  assert.match(reticle(["pls", "mask.pls", "--strict"], { cwd }).stderr, /warning\[cell-name\].*"s_2\.5"/);
  assert.equal(reticle(["pls", "mask.pls"], { cwd }).stderr.includes("warning"), false);
});

test("fmt lays a file out; --check only says whether it is", () => {
  const cwd = folderWith({ "mask.pls": "SYMBOL m\nLAYER 1\nrect( 1 )" });
  assert.equal(reticle(["pls", "fmt", "mask.pls", "--check"], { cwd }).code, 1);
  assert.equal(reticle(["pls", "fmt", "mask.pls"], { cwd }).code, 0);
  assert.equal(readFileSync(join(cwd, "mask.pls"), "utf8"), "SYMBOL m\n  LAYER 1\n    rect(1)\n");
  assert.equal(reticle(["pls", "fmt", "mask.pls", "--check"], { cwd }).code, 0);
});

test("an import outside of the folder is read where the program says so, and its errors name it", () => {
  const cwd = folderWith({ "lib.pls": "SHAPE a()\n rect(1)" });
  mkdirSync(join(cwd, "sub"));
  writeFileSync(join(cwd, "sub", "m.pls"), "IMPORT ../lib.pls\nSYMBOL m\nLAYER 1\nlib.a()");
  assert.equal(reticle(["pls", "sub/m.pls"], { cwd }).code, 0);
  assert.ok(existsSync(join(cwd, "sub", "m.gds")));
  writeFileSync(join(cwd, "lib.pls"), "SHAPE a()\n rect(w)");
  const { code, stderr } = reticle(["pls", "sub/m.pls"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /^\S*lib\.pls:2:7: error\[unknown-name\]/);
});

test("a program from the standard input, with imports from the working folder", () => {
  const cwd = folderWith({ "lib.pls": "SHAPE a()\n rect(1)" });
  const program = "IMPORT lib.pls\nSYMBOL m\nLAYER 1\nlib.a()";
  const { code, stderr } = reticle(["pls", "-", "-o", "m.gds"], { cwd, input: program });
  assert.equal(code, 0, stderr);
  assert.ok(existsSync(join(cwd, "m.gds")));
  const bad = reticle(["pls", "-", "-n"], { cwd, input: `${program} - w` });
  assert.match(bad.stderr, /^stdin:4:11: error\[unknown-name\]/);
});

test("a parameter has the kind of the value that it replaces", async () => {
  const text = "GLOBALS\n  name = 'A'\n  p = [1, 2]\n  n = -3\nSYMBOL main\nLAYER 1\ntext(name + 1, dy=3)\n";
  const cwd = folderWith({ "a.pls": text, "b.pls": text.replace("name + 1", "'71'") });
  // 7 and 1 are joined, and not added.
  assert.equal(reticle(["pls", "a.pls", "--param", "name=7"], { cwd }).code, 0);
  assert.equal(reticle(["pls", "b.pls"], { cwd }).code, 0);
  const areas = await Promise.all(
    ["a.gds", "b.gds"].map(async (name) => (await readGds(join(cwd, name))).cell("main").region(1).area),
  );
  assert.equal(areas[0], areas[1]);
  for (const [parameter, words] of [
    ["p=3", /"p" is a point; only numbers and texts/],
    ["n=x", /"n" is a number; "x" is none/],
  ] as const) {
    const { code, stderr } = reticle(["pls", "-n", "a.pls", "--param", parameter], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, words);
  }
});
