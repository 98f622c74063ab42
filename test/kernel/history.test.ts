/** History over restarts. Which file it is depends on the Node that runs this: SQLite where it has that, else lines. */
import assert from "node:assert/strict";
import { appendFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { openLinesStore } from "../../kernel/session/history/lines.ts";
import { memoryStore } from "../../kernel/session/history/memory.ts";
import { historyFolder } from "../../kernel/session/history/open.ts";
import { globPattern, mostEntries } from "../../kernel/session/history/store.ts";
import { emptyFolder, patience } from "./support.ts";

type Entry = [number, number, unknown];

async function withKernel<T>(folder: string, work: (client: KernelClient) => Promise<T>): Promise<T> {
  const env = { RETICLE_HISTORY: folder };
  const client = await KernelClient.start({ cwd: emptyFolder(), timeoutMs: patience, env });
  try {
    return await work(client);
  } finally {
    await client.shutdown();
  }
}

async function ask(client: KernelClient, content: object): Promise<Entry[]> {
  const request = { output: false, raw: true, ...content };
  const reply = await client.request("shell", "history_request", request, patience);
  assert.equal(reply.content.status, "ok");
  return reply.content.history as Entry[];
}

const inputs = (entries: Entry[]) => entries.map(([, , input]) => input);

test("inputs of earlier sessions are found by tail, range and search", async () => {
  const folder = join(emptyFolder(), "deep", "history");
  for (const codes of [
    ["1", "2"],
    ["3", "2"],
  ]) {
    await withKernel(folder, async (client) => {
      for (const code of codes) await client.execute(code);
    });
  }
  await withKernel(folder, async (client) => {
    await client.execute("'now'");
    await client.execute("'not kept'", { storeHistory: false });
    await client.execute("'silent'", { silent: true });
    const all: Entry[] = [
      [1, 1, "1"],
      [1, 2, "2"],
      [2, 1, "3"],
      [2, 2, "2"],
      [3, 1, "'now'"],
    ];
    assert.deepEqual(await ask(client, { hist_access_type: "tail", n: 100 }), all);
    assert.deepEqual(await ask(client, { hist_access_type: "tail", n: 2 }), all.slice(-2));
    const range = (session: number, start?: number, stop?: number | null) =>
      ask(client, { hist_access_type: "range", session, start, stop });
    assert.deepEqual(await range(0), all.slice(4));
    assert.deepEqual(await range(-1, 1, null), all.slice(2, 4));
    assert.deepEqual(await range(1, 2), all.slice(1, 2));
    assert.deepEqual(await range(2, 1, 2), all.slice(2, 3));
    assert.deepEqual(await range(9), []);
    const search = (content: object) => ask(client, { hist_access_type: "search", ...content });
    assert.deepEqual(await search({ pattern: "[12]" }), [all[0], all[1], all[3]]);
    assert.deepEqual(await search({ pattern: "[12]", unique: true }), [all[0], all[3]]);
    assert.deepEqual(await search({ pattern: "*", n: 1 }), all.slice(4));
    assert.deepEqual(await search({ pattern: "NOW" }), []);
  });
});

test("outputs are this session's results, or null", async () => {
  const folder = emptyFolder();
  await withKernel(folder, (client) => client.execute("6 * 7"));
  await withKernel(folder, async (client) => {
    await client.execute("7 * 8");
    assert.deepEqual(await ask(client, { hist_access_type: "tail", n: 2, output: true }), [
      [1, 1, ["6 * 7", null]],
      [2, 1, ["7 * 8", "56"]],
    ]);
  });
});

test("two kernels write at once, and nothing is lost", async () => {
  const folder = emptyFolder();
  const run = (name: string) =>
    withKernel(folder, async (client) => {
      for (let n = 0; n < 40; n++) await client.execute(`"${name}${n}"`);
      return ask(client, { hist_access_type: "range", session: 0 });
    });
  const own = await Promise.all([run("a"), run("b")]);
  const expected = (name: string) => Array.from({ length: 40 }, (_, n) => `"${name}${n}"`);
  assert.deepEqual(own.map(inputs), [expected("a"), expected("b")]);
  assert.notEqual(own[0][0][0], own[1][0][0]);
  const all = await withKernel(folder, (client) => ask(client, { hist_access_type: "search", pattern: "*" }));
  assert.equal(all.length, 80);
});

test("only the user can read the files", { skip: process.platform === "win32" }, async () => {
  const folder = join(emptyFolder(), "own");
  await withKernel(folder, async (client) => {
    await client.execute("1");
    await ask(client, { hist_access_type: "tail" });
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const names = readdirSync(folder);
    assert.ok(names.length > 0);
    for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  });
});

test("a folder that cannot be made and a broken file disturb no cell", async () => {
  const broken = emptyFolder();
  writeFileSync(join(broken, "history.sqlite"), "this is no database, and long enough to be read as one".repeat(100));
  writeFileSync(join(broken, "history.jsonl"), 'no JSON\n{"session":5}\nnull\n{"session":"s","line":"x"}\n');
  const file = join(emptyFolder(), "file");
  writeFileSync(file, "");
  for (const folder of [broken, join(file, "below")]) {
    await withKernel(folder, async (client) => {
      assert.equal((await client.execute("41 + 1")).reply.status, "ok");
      assert.deepEqual(inputs(await ask(client, { hist_access_type: "tail" })), ["41 + 1"]);
    });
  }
});

test("inputs of more than a million characters are not kept, and RETICLE_HISTORY=off writes nothing", async () => {
  const folder = emptyFolder();
  await withKernel(folder, async (client) => {
    await client.execute(`"${"x".repeat(1_000_001)}".length`);
    await client.execute("2");
    assert.deepEqual(await ask(client, { hist_access_type: "tail" }), [[1, 2, "2"]]);
  });
  const home = emptyFolder();
  const env = { RETICLE_HISTORY: "off", HOME: home, XDG_DATA_HOME: home, APPDATA: home };
  const client = await KernelClient.start({ cwd: emptyFolder(), timeoutMs: patience, env });
  await client.execute("3");
  assert.deepEqual(await ask(client, { hist_access_type: "tail" }), [[1, 1, "3"]]);
  await client.shutdown();
  assert.ok(!readdirSync(home).includes("reticle"));
});

test("the folder is the platform's, or RETICLE_HISTORY's", () => {
  const env = { HOME: "/h" };
  assert.equal(historyFolder(env, "linux"), join("/h", ".local", "share", "reticle"));
  assert.equal(historyFolder({ ...env, XDG_DATA_HOME: "/x" }, "linux"), join("/x", "reticle"));
  assert.equal(historyFolder(env, "darwin"), join("/h", "Library", "Application Support", "reticle"));
  assert.equal(historyFolder({ ...env, APPDATA: "/a" }, "win32"), join("/a", "reticle"));
  assert.equal(historyFolder({ ...env, RETICLE_HISTORY: "/mine" }, "linux"), "/mine");
  assert.equal(historyFolder({ ...env, RETICLE_HISTORY: "off" }, "linux"), null);
});

test("a glob is SQLite's", () => {
  const matches = (glob: string, text: string) => globPattern(glob).test(text);
  // Each answer is SQLite's: SELECT text GLOB glob.
  for (const [glob, text, expected] of [
    ["1?2*", "1+2+3", true],
    ["6*7", "6 *\n 7", true],
    ["a.c", "abc", false],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[]]", "]", true],
    ["[*]", "*", true],
    ["[*]", "a", false],
    ["(a|b)", "a", false],
    ["?", "😀", true],
    ["[", "[", false],
    ["A", "a", false],
    ["\\*", "\\x", true],
  ] as const)
    assert.equal(matches(glob, text), expected, `${glob} ${text}`);
});

test("the newest 10,000 inputs are kept in memory", () => {
  const store = memoryStore();
  store.add(Array.from({ length: mostEntries + 5 }, (_, n) => [n, String(n)] as const));
  assert.deepEqual(store.tail(mostEntries * 2).length, mostEntries);
  assert.equal(store.search("*", 1, false)[0][2], String(mostEntries + 4));
});

test("a file of lines is made shorter when it is long, keeps the newest and the numbers of sessions", () => {
  const folder = emptyFolder();
  const first = openLinesStore(folder);
  first.add(Array.from({ length: mostEntries + 1 }, (_, n) => [n, `a${n}`] as const));
  const second = openLinesStore(folder);
  second.add(Array.from({ length: mostEntries }, (_, n) => [n, `b${n}`] as const));
  const before = statSync(join(folder, "history.jsonl")).size;
  const third = openLinesStore(folder);
  assert.ok(statSync(join(folder, "history.jsonl")).size < before * 0.6);
  assert.equal(third.session, 3);
  // Who had the file open goes on in the new one, under the same number.
  second.add([[mostEntries, "late"]]);
  assert.deepEqual(third.tail(1), [[2, mostEntries, "late"]]);
  assert.equal(third.tail(mostEntries * 2)[0][0], 2);
  assert.deepEqual(readdirSync(folder), ["history.jsonl"]);
});

test("a line that was cut short does not spoil those after it", () => {
  const folder = emptyFolder();
  const store = openLinesStore(folder);
  store.add([[1, "one"]]);
  appendFileSync(join(folder, "history.jsonl"), '{"session":"x","line":1,"inp\n');
  store.add([[2, "two"]]);
  assert.deepEqual(store.tail(9), [
    [1, 1, "one"],
    [1, 2, "two"],
  ]);
});
