import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();

test("stdout and stderr keep their order, between displays too", async () => {
  const code =
    "console.log('a'); console.error('b'); process.stdout.write('c\\n'); display('d'); console.log('e'); 'f'";
  const outputs = await kernel.outputs(code);
  assert.deepEqual(
    outputs.map((output) => (output.output_type === "stream" ? output.name + output.text : output.output_type)),
    ["stdouta\n", "stderrb\n", "stdoutc\n", "display_data", "stdoute\n", "execute_result"],
  );
});

test("100 000 lines all arrive before idle, in order, in few messages", async () => {
  let messages = 0;
  const { outputs } = await kernel.client.execute("for (let i = 0; i < 100000; i++) console.log('line ' + i)", {
    onIopub: () => messages++,
  });
  assert.equal(outputs.length, 1);
  const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
  assert.ok(outputs[0].output_type === "stream" && outputs[0].text === expected);
  // Some are sent early in every 50 ms, so a busy machine makes more of them.
  assert.ok(messages < 5000, `${messages} messages`);
});

test("2 000 single displays arrive, in order", async () => {
  const outputs = await kernel.outputs("for (let i = 0; i < 2000; i++) display(i)");
  const shown = outputs.map((output) => (output.output_type === "display_data" ? output.data["text/plain"] : null));
  assert.deepEqual(
    shown,
    Array.from({ length: 2000 }, (_, i) => String(i)),
  );
});

test("text is seen while the cell still runs", async () => {
  const printed: string[] = [];
  const code = `for (const n of [1, 2, 3]) console.log(n);
const until = Date.now() + 300; while (Date.now() < until);
console.log('done')`;
  await kernel.client.execute(code, {
    onIopub: ({ header, content }) => header.msg_type === "stream" && printed.push(String(content.text)),
  });
  // Gathered text would be one message with `done`.
  assert.ok(printed.length > 1 && printed.slice(0, -1).join("") === "1\n2\n3\n", JSON.stringify(printed));
});

test("all of a burst of text is seen while the cell then blocks for ever, in its order among displays", async () => {
  const code = `for (let i = 1; i <= 1000; i++) console.log(i);
display("between");
for (let i = 1; i <= 1000; i++) console.error(-i);
for (let i = 1; i <= 1000; i++) console.log(i);
while (true);`;
  const seen: string[] = [];
  await kernel.client.execute(code, {
    onIopub: ({ header, content }) => {
      if (header.msg_type === "display_data") seen.push("display");
      if (header.msg_type !== "stream") return;
      seen.push(String(content.text));
      if (seen.join("").split("1000\n").length === 4) void kernel.client.interrupt();
    },
  });
  const lines = Array.from({ length: 1000 }, (_, i) => i + 1);
  const text = (sign: number) => lines.map((line) => `${sign * line}\n`).join("");
  assert.equal(seen.join(""), `${text(1)}display${text(-1)}${text(1)}`);
});

test("what a timer prints after its cell goes to that cell", async () => {
  const late: string[] = [];
  let heard = (): void => {};
  const came = new Promise<void>((resolve) => {
    heard = resolve;
  });
  await kernel.client.execute("setTimeout(() => console.log('late'), 300); 0;", {
    onIopub: ({ header, content }) => {
      if (header.msg_type !== "stream") return;
      late.push(String(content.text));
      heard();
    },
  });
  await kernel.outputs("'another cell'");
  await came;
  assert.deepEqual(late, ["late\n"]);
});

test("an unhandled rejection and an exception in a timer are shown in their cell, and the kernel lives", async () => {
  const rejected = await kernel.prints("Promise.reject(new Error('nobody cares')); 5", "stderr");
  assert.match(rejected, /Unhandled rejection.*nobody cares/);
  const thrown = await kernel.prints(
    "setTimeout(() => { throw new Error('in a timer') }, 5); await new Promise((r) => setTimeout(r, 100))",
    "stderr",
  );
  assert.match(thrown, /Uncaught exception.*in a timer/);
  assert.equal(await kernel.shows("'alive'"), "'alive'");
});

test("a value shows itself through its Jupyter.display method, also with a promise", async () => {
  const code = (body: string) => `({ async [Symbol.for("Jupyter.display")]() { ${body} } })`;
  const [shown] = await kernel.outputs(code("await null; return { 'text/html': '<b>x</b>', 'text/plain': 'x' }"));
  assert.ok(shown.output_type === "execute_result");
  assert.deepEqual(shown.data, { "text/html": "<b>x</b>", "text/plain": "x" });
  assert.match(await kernel.fails(code("throw new Error('in display')")), /in display/);
});

test("display takes bundles, binary as base64 and JSON as values, and updates in place", async () => {
  const code = `const handle = display({ "image/png": new Uint8Array([1, 2, 3]), "application/json": { a: [1] } }, { raw: true, id: "mine" });
display("after"); handle.update({ "text/plain": "new" }); handle.id`;
  const [first, second, result] = await kernel.outputs(code);
  assert.ok(first.output_type === "display_data" && second.output_type === "display_data");
  assert.deepEqual(first.data, { "text/plain": "new" });
  assert.deepEqual(second.data, { "text/plain": "'after'" });
  assert.ok(result.output_type === "execute_result" && result.data["text/plain"] === "'mine'");
  const raw: unknown[] = [];
  await kernel.client.execute("display({ 'image/png': new Uint8Array([1, 2, 3]) }, { raw: true })", {
    onIopub: ({ header, content }) => header.msg_type === "display_data" && raw.push(content.data),
  });
  assert.deepEqual(raw, [{ "image/png": "AQID" }]);
});

test("texts of a bundle may be lists of lines, as in notebook files", async () => {
  const [shown] = await kernel.outputs(`display({ "text/html": ["<b>\\n", "x</b>"] }, { raw: true })`);
  assert.deepEqual((shown as { data: object }).data, { "text/html": "<b>\nx</b>" });
});

test("what is no JSON is an error where JSON belongs, and not an output that is lost", async () => {
  const json = await kernel.fails("display({ 'application/vnd.x+json': { a: 1n } }, { raw: true })");
  assert.match(json, /^TypeError: what is shown as application\/vnd\.x\+json is no JSON: .*BigInt/);
  for (const metadata of ["{ a: 1n }", "5", "[]"]) {
    const text = await kernel.fails(`display(1, { metadata: ${metadata} as any })`);
    assert.match(text, /^TypeError: the metadata of a display is (no JSON: .*BigInt|an object, not (5|\[\]))/);
  }
});

test("the id of a display that is no text is refused", async () => {
  for (const id of ["5", "''", "{}"])
    assert.match(await kernel.fails(`display(1, { id: ${id} as any })`), /TypeError: the id of a display is a text/);
});

test("an update from a later cell changes the earlier cell's output", async () => {
  const earlier = await kernel.outputs("const shown = display('old'); 0;");
  await kernel.outputs("shown.update('new')");
  assert.ok(earlier[0].output_type === "display_data" && earlier[0].data["text/plain"] === "'new'");
});

test("clearOutput clears at once, or with the next output", async () => {
  const atOnce = await kernel.outputs("console.log('gone'); clearOutput()");
  assert.deepEqual(atOnce, []);
  const outputs = await kernel.outputs("console.log('gone'); clearOutput({ wait: true }); console.log('stays')");
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: "stays\n" }]);
});

test("libraries find the host: display, update, the cell's signal", async () => {
  const code = `const host = globalThis[Symbol.for("reticle.host")];
host.display({ "text/plain": "one" }, { id: "h" }); host.updateDisplay("h", { "text/plain": "two" }); host.signal.aborted`;
  const [shown, aborted] = await kernel.outputs(code);
  assert.ok(shown.output_type === "display_data" && shown.data["text/plain"] === "two");
  assert.ok(aborted.output_type === "execute_result" && aborted.data["text/plain"] === "false");
});

test("no value is too big or too nasty to be shown", async () => {
  const values = [
    "new Array(1e7).fill(0)",
    "new Float64Array(1e7)",
    "new Map(Array.from({ length: 1e5 }, (_, i) => [i, i]))",
    "Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['key' + i, i]))",
    "'x'.repeat(1e7)",
    "(() => { const loop = { loop: null as any }; loop.loop = loop; return loop })()",
    "({ get bad() { throw new Error('no') } })",
    "new Proxy({}, { get() { throw new Error('no') }, ownKeys() { throw new Error('no') }, getPrototypeOf() { throw new Error('no') } })",
    "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no') } })",
    "Object.create(null)",
    "Symbol('s')",
    "(() => { let deep: any = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; return deep })()",
  ];
  for (const value of values) {
    const text = await kernel.shows(value);
    assert.ok(text !== null && text.length < 110_000, `${value}: ${text?.length}`);
    assert.ok(!text.includes("\u001b"), value);
  }
});

test("values that say themselves how they look show what is in them", async () => {
  assert.match(
    (await kernel.shows("new URL('http://a/b?c=d')")) ?? "",
    /searchParams: URLSearchParams \{ 'c' => 'd' \}/,
  );
  const code =
    "({ deep: { [require('util').inspect.custom](depth, options, inspect) { return inspect({ a: { b: 1 } }, options) } } as any })";
  assert.equal(await kernel.shows(code), "{ deep: { a: { b: 1 } } }");
});
