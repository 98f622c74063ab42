// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells with template literals
import assert from "node:assert/strict";
import { mkdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile({ language: true });
const isWindows = process.platform === "win32";

test("%time gives the value as the cell's result and tells the times", async () => {
  const outputs = await kernel.outputs("const half = (x: number) => x / 2\n%time half(84)");
  const printed = outputs.find((output) => output.output_type === "stream");
  assert.match(
    String(printed?.output_type === "stream" && printed.text),
    /^CPU times: user .+\nWall time: [\d.]+ \S+\n$/,
  );
  assert.equal(await kernel.shows("%time half(84)"), "42");
});

test("%time takes statements, awaits and expressions of several lines", async () => {
  assert.equal(await kernel.shows("%time const timed = await Promise.resolve(7);\ntimed"), "7");
  assert.equal(await kernel.shows("%time [1,\n 2].map((x) => {\n  return x * 2\n})"), "[ 2, 4 ]");
  assert.equal(await kernel.shows("%time 5;"), null);
});

test("%%time measures the whole cell, awaits included, and keeps its result", async () => {
  const code = "%%time\nawait new Promise((resolve) => setTimeout(resolve, 120));\n6 * 7";
  assert.equal(await kernel.shows(code), "42");
  const wall = /Wall time: ([\d.]+) (m?s)/.exec(await kernel.prints(code));
  assert.ok(Number(wall?.[1]) * (wall?.[2] === "s" ? 1000 : 1) >= 118, String(wall));
});

test("%cd moves the working folder, and imports stay with the notebook", async () => {
  mkdirSync(join(kernel.folder, "sub folder"));
  kernel.write("sub folder/here.txt", "below");
  kernel.write("beside.ts", "export const side = 'beside';");
  const code = '%cd "sub folder"\nimport { readFileSync } from "node:fs";\nreadFileSync("here.txt", "utf8")';
  assert.equal(await kernel.shows(code), "'below'");
  assert.equal(await kernel.shows('import { side } from "./beside"; side'), "'beside'");
  assert.equal(await kernel.prints("%cd -"), `${realpathSync(kernel.folder)}\n`);
  assert.equal(await kernel.prints("%cd ~"), `${realpathSync(homedir())}\n`);
  await kernel.outputs("%cd -");
});

test("%cd names a folder that is not there", async () => {
  assert.match(await kernel.fails("1;\n%cd nowhere"), /there is no folder .*nowhere[\s\S]*In\[\d+\]:2:1/);
});

test("%env sets, shows and hides", async () => {
  assert.equal(await kernel.prints("%env RETICLE_ONE=a b"), "RETICLE_ONE=a b\n");
  assert.equal(await kernel.prints("%env RETICLE_TOKEN 'c d'"), "RETICLE_TOKEN=c d\n");
  assert.equal(await kernel.shows("process.env.RETICLE_TOKEN"), "'c d'");
  assert.equal(await kernel.prints("%env RETICLE_ONE"), "a b\n");
  assert.match(await kernel.prints("%env"), /RETICLE_ONE=a b\n(?:.*\n)*RETICLE_TOKEN=<hidden>\n/);
  assert.match(await kernel.fails("%env RETICLE_NONE"), /RETICLE_NONE is not set/);
});

test("%who lists names with their types, and %reset forgets them", async () => {
  await kernel.outputs("%reset -f");
  assert.equal(await kernel.prints("%who"), "No names yet.\n");
  await kernel.outputs(
    "let n = 1; const list = [1, 2]; function f() {}; class Box {}; const box = new Box(); let name = 'x'",
  );
  const rows = ["Box   class", "box   Box", "f     function", "list  Array(2)", "n     number", "name  string"];
  assert.equal(await kernel.prints("%who"), `${rows.join("\n")}\n`);
  assert.equal(await kernel.prints("%who function class"), "Box  class\nf    function\n");
  await kernel.outputs("%reset -f\nlet after = 2");
  assert.equal(await kernel.prints("%who"), "after  number\n");
  assert.match(await kernel.fails("box"), /box is not defined/);
});

test("%reset gives Node's own names back", async () => {
  await kernel.outputs("const Buffer = 1; let crypto = 2;");
  await kernel.outputs("%reset -f");
  assert.equal(await kernel.shows("[Buffer.from('a').length, typeof crypto.randomUUID]"), "[ 1, 'function' ]");
});

test("%reset asks where it can", async () => {
  await kernel.outputs("let kept = 1");
  assert.match(await kernel.fails("%reset"), /cannot ask here; %reset -f/);
  await kernel.outputs("%reset", { onStdin: () => "n" });
  assert.equal(await kernel.shows("kept"), "1");
  await kernel.outputs("%reset", { onStdin: () => "y" });
  assert.match(await kernel.fails("kept"), /kept is not defined/);
});

test("after %reset the types of old cells are gone, too", async () => {
  const typed = async () => {
    const content = { code: "wide.toF", cursor_pos: 8 };
    const reply = await kernel.client.request("shell", "complete_request", content, patience);
    return reply.content.matches as string[];
  };
  await kernel.outputs("const wide = 1");
  while (!(await typed()).includes("toFixed"));
  await kernel.outputs("%reset -f");
  assert.deepEqual(await typed(), []);
});

test("%load puts a file in the place of the cell", async () => {
  kernel.write("part.ts", "const part = 1;\n");
  const { reply } = await kernel.client.execute("%load part.ts", { timeoutMs: patience });
  const text = "// %load part.ts\nconst part = 1;\n";
  assert.deepEqual(reply.payload, [{ source: "set_next_input", text, replace: true }]);
  assert.match(await kernel.fails("%load none.ts"), /there is no file .*none\.ts/);
});

const shown: Record<string, string> = {
  "%%html": "text/html",
  "%%svg": "image/svg+xml",
  "%%markdown": "text/markdown",
  "%%javascript": "application/javascript",
};
for (const [magic, type] of Object.entries(shown)) {
  test(`${magic} shows the rest of the cell as ${type}`, async () => {
    const [output, ...more] = await kernel.outputs(`${magic}\n<a b="\${1}">\n!x %y\n`);
    assert.deepEqual(more, []);
    assert.deepEqual(output.output_type === "display_data" && output.data, { [type]: '<a b="${1}">\n!x %y\n' });
  });
}

test("%%svg gives a picture the namespace without which it is none", async () => {
  const pictureOf = async (text: string) => {
    const [output] = await kernel.outputs(`%%svg\n${text}`);
    return output.output_type === "display_data" && output.data["image/svg+xml"];
  };
  const namespace = 'xmlns="http://www.w3.org/2000/svg"';
  assert.equal(await pictureOf('<svg width="9">\n<g/></svg>'), `<svg ${namespace} width="9">\n<g/></svg>`);
  assert.equal(await pictureOf("<!-- <svgs> --><svg/>"), `<!-- <svgs> --><svg ${namespace}/>`);
  const whole = `<svg width="9" ${namespace}></svg>`;
  assert.equal(await pictureOf(whole), whole);
});

test("! shows both streams as they come and tells a failure", { skip: isWindows }, async () => {
  assert.equal(await kernel.prints("!printf '\\033[31mred\\033[0m'; echo Ünï"), "\u001b[31mred\u001b[0mÜnï\n");
  assert.equal(await kernel.prints("!echo oops >&2; exit 3", "stderr"), "oops\nthe command ended with exit code 3\n");
  assert.equal(await kernel.prints("!cat"), "", "its input is empty");
  assert.equal(await kernel.prints("!echo a \\\n  b"), "a b\n");
});

test("lines with ! and % stand in order between lines of TypeScript", { skip: isWindows }, async () => {
  const code =
    'console.log("one")\n!echo two\nconsole.log("three")\n%env RETICLE_ONE=four\n!echo $RETICLE_ONE\nlet end = 5\nend';
  assert.equal(await kernel.prints(code), "one\ntwo\nthree\nRETICLE_ONE=four\nfour\n");
  assert.equal(await kernel.shows(code), "5");
});

test("stop ends a command with all that it started, and the kernel goes on", { skip: isWindows }, async () => {
  kernel.write("spin.sh", "sleep 1000 & echo $! > pid; wait\n");
  let stop = (): void => {};
  const announced = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const running = kernel.client.execute("!echo go; sh spin.sh", {
    timeoutMs: patience,
    onIopub: ({ header }) => header.msg_type === "stream" && stop(),
  });
  await announced;
  while ((await import("node:fs")).existsSync(join(kernel.folder, "pid")) === false) await new Promise(setImmediate);
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  const gone = "const { readFileSync } = await import('node:fs');\nconst pid = Number(readFileSync('pid', 'utf8'));\n";
  const waits =
    "for (;;) try { process.kill(pid, 0); await new Promise((r) => setTimeout(r, 50)) } catch { break }\n'gone'";
  assert.equal(await kernel.shows(gone + waits), "'gone'");
});

test("an unknown magic names the nearest, and nothing of its cell runs", async () => {
  assert.match(
    await kernel.fails("let ran = 1;\n%tiem ran"),
    /%tiem is not known; did you mean %time\?[\s\S]*In\[\d+\]:2:1/,
  );
  assert.match(await kernel.fails("ran"), /not defined/);
  assert.match(await kernel.fails("%%htlm\n<p>"), /did you mean %%html\?/);
  assert.match(await kernel.fails("let x = 1;\n%%html\n<p>"), /%%html must be the first line/);
});

test("what is TypeScript stays TypeScript", async () => {
  assert.equal(await kernel.shows("let a = 7, b = 4;\na\n%b"), "3");
  assert.equal(await kernel.shows("const text = `\n%who\n!ls ${`\n!no`}\n`; text.length"), "15");
  assert.equal(await kernel.shows("/*\n%who\n!ls\n*/ 8"), "8");
  assert.equal(await kernel.shows("let off: boolean =\n!a; off"), "false");
  assert.equal(await kernel.shows("[\n!a,\n!b\n]"), "[ false, false ]");
  assert.equal(await kernel.shows("a\n!== b"), "true");
  assert.equal(await kernel.shows("a &&\n!b"), "false");
  assert.match(await kernel.fails("!== 3"), /SyntaxError/);
  assert.equal(await kernel.shows("let on = 1\n!function () { return on }()"), "false");
  assert.equal(await kernel.shows("!await Promise.resolve(0)"), "true");
});

test("errors beside magics keep their line and column", async () => {
  assert.match(await kernel.fails("%%time\n%env A_B=1\nlet q = 1;   q.x.y"), /In\[\d+\]:3:18/);
  assert.match(await kernel.fails("%time 1\nlet z = ;"), /In\[\d+\]:2:9/);
  assert.match(await kernel.fails("%time null.x.y"), /In\[\d+\]:1:12/);
  assert.match(await kernel.fails("%time let let2 = (1;"), /SyntaxError[\s\S]*In\[\d+\]:1:20/);
});

test("is_complete knows magics", async () => {
  const status = async (code: string) =>
    (await kernel.client.request("shell", "is_complete_request", { code }, patience)).content.status;
  for (const code of [
    "%%html\n<p\n",
    "%%pls w\nSYMBOL a\n ",
    "!ls 'a",
    "%time f(1)",
    "%cd",
    "%%time\n1",
    "%%time\n!ls",
  ])
    assert.equal(await status(code), "complete", code);
  for (const code of ["%%html", "%%html\n<p", "%%check", "%%time\n", "%%check\n%%time"])
    assert.equal(await status(code), "incomplete", code);
  assert.equal(await status("%time f("), "incomplete");
  assert.equal(await status("!ls\nlet x = {"), "incomplete");
});

test("inspection of a magic's name tells what it does", async () => {
  const ask = async (code: string, cursor: number) => {
    const content = { code, cursor_pos: cursor, detail_level: 0 };
    return (await kernel.client.request("shell", "inspect_request", content, patience)).content;
  };
  const shown = await ask("let a = 1;\n%who", 14);
  assert.deepEqual(shown.data, {
    "text/plain": "%who [type …]\n\nlist the names that cells have declared, with their types",
  });
  assert.equal((await ask("%nope", 3)).found, false);
});

test("completion offers magics, files behind them, and types behind %time", async () => {
  const ask = async (code: string) => {
    const content = { code, cursor_pos: code.length };
    const reply = await kernel.client.request("shell", "complete_request", content, patience);
    return { matches: reply.content.matches as string[], start: reply.content.cursor_start };
  };
  mkdirSync(join(kernel.folder, "deep"), { recursive: true });
  kernel.write("deep/leaf.txt", "");
  assert.deepEqual(await ask("let x = 1;\n%t"), { matches: ["%time"], start: 11 });
  assert.deepEqual((await ask("%%ht")).matches, ["%%html"]);
  assert.ok((await ask("%")).matches.includes("%%time"));
  assert.deepEqual(await ask("!cat deep/l"), { matches: ["deep/leaf.txt"], start: 5 });
  assert.deepEqual((await ask("%cd dee")).matches, ["deep/"]);
  assert.deepEqual((await ask("%load deep/")).matches, ["deep/leaf.txt"]);
  assert.deepEqual((await ask("%%html\n<p>Ma")).matches, []);
  assert.ok((await ask("%time Math.hyp")).matches.includes("hypot"));
});

test("%help lists every magic in one line", async () => {
  const lines = (await kernel.prints("%help")).trimEnd().split("\n");
  assert.equal(lines.length, 16);
  assert.ok(lines.every((line) => /^(%|!)\S.* {2}\w/.test(line)));
});

test("the time is told where the cell throws, and %time takes an object", async () => {
  for (const code of ["%%time\nthrow 1", "%%time\nawait null; throw 1", "%time (() => { throw 1 })()"]) {
    const outputs = await kernel.outputs(code);
    assert.deepEqual(
      outputs.map(({ output_type }) => output_type),
      ["stream", "error"],
      code,
    );
  }
  assert.equal(await kernel.shows("%time { a: 1 }"), "{ a: 1 }");
  assert.equal((await kernel.prints("%time 1\n%time 2")).match(/Wall time/g)?.length, 2);
});

test("an unknown magic with no near name lists what there is", async () => {
  for (const code of ["%matplotlib inline", "%%bash\nls"]) {
    assert.match(await kernel.fails(code), /is not known; there are ! .*%time .*%%html/);
  }
});
